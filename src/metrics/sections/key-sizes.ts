/** How many keys of each type are how large. */
import { SIZE_BINS } from '../../store/key-census.ts';
import { TYPE_HASH, TYPE_LIST, TYPE_SET, TYPE_STRING, TYPE_ZSET } from '../../store/record.ts';
import type { DynamicSection } from './dynamic-sections.ts';

/** In the order of Redis. */
const FIELDS: readonly (readonly [type: number, name: string])[] = [
  [TYPE_STRING, 'strings_sizes'],
  [TYPE_LIST, 'lists_items'],
  [TYPE_SET, 'sets_items'],
  [TYPE_ZSET, 'zsets_items'],
  [TYPE_HASH, 'hashes_items'],
];
const UNITS = ['', 'K', 'M', 'G'];

/** The least size in a bin: `0`, `1`, `2`, `512`, `1K`. */
function labelOf(bin: number): string {
  if (bin === 0) return '0';
  return `${2 ** ((bin - 1) % 10)}${UNITS[Math.floor((bin - 1) / 10)]}`;
}

const LABELS = Array.from({ length: SIZE_BINS }, (_, bin) => labelOf(bin));

export const keysizesSection: DynamicSection = {
  name: 'keysizes',
  title: 'Keysizes',
  byDefault: true,
  lines(now) {
    const { census } = now;
    const lines: string[] = [];
    for (let db = 0; db < census.databases; db++) {
      if (now.sources.store.size(db) === 0) continue;
      for (const [type, name] of FIELDS) {
        const used: string[] = [];
        for (let bin = 0; bin < SIZE_BINS; bin++) {
          const keys = census.count(db, type, bin);
          if (keys > 0) used.push(`${LABELS[bin]}=${keys}`);
        }
        if (used.length > 0) lines.push(`db${db}_distrib_${name}:${used.join(',')}`);
      }
    }
    return lines;
  },
};
