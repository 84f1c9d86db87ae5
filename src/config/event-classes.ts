/** `notify-keyspace-events`: a letter for each class of event, and two for the kinds of channel. */

import { accepted, type Parsed, rejected } from './parsed.ts';

/** Bits of the snapshot's `notifyKeyspaceEvents`. */
export const eventClass = {
  generic: 1,
  string: 2,
  list: 4,
  set: 8,
  hash: 16,
  sortedSet: 32,
  expired: 64,
  evicted: 128,
  stream: 256,
  moduleType: 512,
  newKey: 1024,
  keyMiss: 2048,
  keyspaceChannel: 4096,
  keyeventChannel: 8192,
} as const;

/** Letters in the order in which CONFIG GET prints them. */
const letters: readonly (readonly [string, number])[] = [
  ['g', eventClass.generic],
  ['$', eventClass.string],
  ['l', eventClass.list],
  ['s', eventClass.set],
  ['h', eventClass.hash],
  ['z', eventClass.sortedSet],
  ['x', eventClass.expired],
  ['e', eventClass.evicted],
  ['t', eventClass.stream],
  ['d', eventClass.moduleType],
  ['n', eventClass.newKey],
  ['K', eventClass.keyspaceChannel],
  ['E', eventClass.keyeventChannel],
  ['m', eventClass.keyMiss],
];

/** What `A` stands for: everything that happens to a key that exists, so neither new keys nor misses. */
const all = 1023;

/** The letters of `text` as a sum of bits; unknown letters give null. */
export function eventClassBits(text: string): number | null {
  let bits = 0;
  for (const letter of text) {
    const bit = letter === 'A' ? all : letters.find(([known]) => known === letter)?.[1];
    if (bit === undefined) return null;
    bits |= bit;
  }
  return bits;
}

/** Stored with every class that is on; `A` stands for its ten. */
export function parseEventClasses(text: string): Parsed {
  const bits = eventClassBits(text);
  if (bits === null) return rejected("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
  const hasAll = (bits & all) === all;
  let stored = hasAll ? 'A' : '';
  for (const [letter, bit] of letters) {
    if ((bits & bit) !== 0 && !(hasAll && (bit & all) !== 0)) stored += letter;
  }
  return accepted(stored);
}

/** What CONFIG GET prints: beside `A`, Redis leaves `n` out although the class is on. */
export function printEventClasses(stored: string): string {
  return stored.startsWith('A') ? stored.replace('n', '') : stored;
}
