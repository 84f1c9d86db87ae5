/** The key specs of SORT and SORT_RO: which keys BY and GET look up is known only when the elements are. */
import type { KeyUse } from '../../../protocol/command/define.ts';
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

/** Words that are followed by something else than an option. */
const SKIPPED: ReadonlyMap<string, number> = new Map([
  ['limit', 2],
  ['get', 1],
  ['by', 1],
]);

/** The keys of a quoted SORT: what is sorted, and where the last STORE puts it. */
export function keysOfSort(words: readonly string[]): readonly KeyUse[] {
  let stored = 0;
  for (let at = 2; at < words.length; at++) {
    const word = words[at]!.toLowerCase();
    if (word === 'store' && at + 1 < words.length) stored = at + 1;
    at += SKIPPED.get(word) ?? 0;
  }
  const sorted: KeyUse = { at: 1, access: 'RO access' };
  return stored === 0 ? [sorted] : [sorted, { at: stored, access: 'OW update' }];
}

/** The key of a quoted SORT_RO. */
export function keysOfSortRo(): readonly KeyUse[] {
  return [{ at: 1, access: 'RO access' }];
}
