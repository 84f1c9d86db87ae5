/** The key specs of SORT and SORT_RO: which keys BY and GET look up is known only when the elements are. */
import type { KeySpec } from '../../../protocol/command/vocabulary.ts';

const SORTED: KeySpec = {
  flags: ['RO', 'access'],
  beginSearch: { type: 'index', index: 1 },
  findKeys: { type: 'range', lastKey: 0, keyStep: 1, limit: 0 },
};
const LOOKED_UP: KeySpec = {
  notes:
    "For the optional BY/GET keyword. It is marked 'unknown' because the key names derive from the content of the key we sort",
  flags: ['RO', 'access'],
  beginSearch: { type: 'unknown' },
  findKeys: { type: 'unknown' },
};
const STORED: KeySpec = {
  notes:
    "For the optional STORE keyword. It is marked 'unknown' because the keyword can appear anywhere in the argument array",
  flags: ['OW', 'update'],
  beginSearch: { type: 'unknown' },
  findKeys: { type: 'unknown' },
};

export const SORT_RO_KEYS: readonly KeySpec[] = [SORTED, LOOKED_UP];
export const SORT_KEYS: readonly KeySpec[] = [SORTED, LOOKED_UP, STORED];
