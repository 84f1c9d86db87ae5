/** What memory is used for, as the page shows it: classes that do not overlap. */
import type { ColorName } from '../charts/palette.ts';

type Memory = Readonly<Record<string, number>>;

export interface MemoryClass {
  readonly name: string;
  readonly color: ColorName;
  readonly of: (memory: Memory) => number;
}

const field = (name: string, key: string, color: ColorName): MemoryClass => ({
  name,
  color,
  of: (memory) => memory[key] ?? 0,
});

/** What clients keep here. The server counts large values, which have pages of their own, among the values. */
export const DATA_CLASSES: readonly MemoryClass[] = [
  {
    name: 'small values',
    color: 'a',
    of: (memory) => Math.max(0, (memory['values'] ?? 0) - (memory['largeObjects'] ?? 0)),
  },
  field('large values', 'largeObjects', 'g'),
  field('keys', 'keys', 'c'),
  field('index', 'index', 'b'),
  field('client buffers', 'clientBuffers', 'd'),
];

/** What the server needs for itself when it is empty. With the data this is `used`. */
export const SERVER_CLASS: MemoryClass = field('server', 'startup', 'f');

/** What was drawn from the system and holds nothing now. With the data this is `committed`. */
export const FREE_CLASS: MemoryClass = field('free', 'free', 'f');

/** Other measures of the same memory. */
export const MEMORY_TOTALS: readonly MemoryClass[] = [
  field('committed', 'committed', 'h'),
  field('JS heap', 'heapUsed', 'b'),
  field('RSS', 'rss', 'e'),
];
