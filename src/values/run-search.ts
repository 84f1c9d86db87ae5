// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Looks for an entry in a packed run, a field in a small hash, a member in a small sorted set.
 *
 * Problem: half of the work on a small collection is the walk to the element that a command is about.
 * Idea: elements are mostly as long as their neighbours, and those that are counted differ in their last bytes. So
 * among elements of the same length the walk reads a word of an element, its last bytes, and the length of the next.
 *
 * The loops in which most steps are taken have no loop inside, because only from those does the compiler take out what
 * stays the same, and add in 32 bits, because that is not checked. Nothing outside the run's entries and header is read.
 */

import { isSame as isSameByWords, requestWords } from '../memory/byte-words.ts';

/** What a search answers when there is none. */
export const NO_ENTRY = -1;
/** From this length on the length is in two bytes behind this number. */
export const LONG = 254;

/**
 * Place of the entry with these fewer than LONG bytes.
 *
 *   ┌────────┬───────┬────────┬───────┬ …   the word that is read: the last three bytes of an entry, its length among
 *   │ length │ bytes │ length │ bytes │     them if it is short, and the length of the next
 *   └────────┴───────┴────────┴───────┴ …
 */
export function findEntry(
  bytes: Buffer,
  data: DataView,
  begin: number,
  end: number,
  key: Uint8Array,
  start: number,
  length: number,
): number {
  const mask = length >= 2 ? 0xffffff : length === 1 ? 0xffff00 : 0xff0000;
  const tail = lastThree(key, start, length);
  // An entry that begins later is too short.
  const stop = (end - length) | 0;
  const last = (end - 4) | 0;
  const step = (length + 1) | 0;
  let at = begin | 0;
  for (;;) {
    while (at < stop && bytes[at] !== length) at = nextEntry(bytes, at);
    if (at >= stop) return NO_ENTRY;
    let word = (at + length - 2) | 0;
    while (word <= last) {
      const found = data.getInt32(word, true);
      if ((found & mask) === tail || found >>> 24 !== length) break;
      word = (word + step) | 0;
    }
    at = (word - length + 2) | 0;
    if (at >= stop) return NO_ENTRY;
    if (isSameIn(data, bytes, (at + 1) | 0, key, start, length)) return at;
    at = (at + step) | 0;
  }
}

/**
 * Place of the member with these fewer than LONG bytes, where `extra` bytes follow each entry.
 *
 *   ┌────────┬────────┬───────┬────────┬────────┬───────┬ …
 *   │ length │ member │ extra │ length │ member │ extra │
 *   └────────┴────────┴───────┴────────┴────────┴───────┴ …
 */
export function findMember(
  bytes: Buffer,
  data: DataView,
  begin: number,
  end: number,
  extra: number,
  key: Uint8Array,
  start: number,
  length: number,
): number {
  const mask = tailMask(length);
  const tail = tailOf(key, start, length);
  const step = (length + 1 + extra) | 0;
  const last = (end - step) | 0;
  const word = (length - 3) | 0;
  let at = begin | 0;
  for (;;) {
    while (at <= last && bytes[at] !== length) at = (nextEntry(bytes, at) + extra) | 0;
    if (at > last) return NO_ENTRY;
    if (isSameIn(data, bytes, (at + 1) | 0, key, start, length)) return at;
    at = (at + step) | 0;
    while (at <= last && bytes[at] === length && ((data.getInt32((at + word) | 0, true) ^ tail) & mask) !== 0) {
      at = (at + step) | 0;
    }
  }
}

/** The place behind the entry at one. */
function nextEntry(bytes: Buffer, at: number): number {
  const length = bytes[at]!;
  return length < LONG ? (at + 1 + length) | 0 : (at + 3 + (bytes[at + 1]! | (bytes[at + 2]! << 8))) | 0;
}

/** The last three of the length and the bytes of an entry, the last one highest. */
function lastThree(key: Uint8Array, start: number, length: number): number {
  const end = start + length;
  if (length >= 3) return key[end - 3]! | (key[end - 2]! << 8) | (key[end - 1]! << 16);
  if (length === 2) return 2 | (key[start]! << 8) | (key[start + 1]! << 16);
  return length === 1 ? (1 << 8) | (key[start]! << 16) : 0;
}

/** The last four bytes, as far as there are so many, as a word whose highest byte is the last. */
export function tailOf(key: Uint8Array, start: number, length: number): number {
  const end = start + length;
  if (length >= 4) return key[end - 4]! | (key[end - 3]! << 8) | (key[end - 2]! << 16) | (key[end - 1]! << 24);
  let tail = 0;
  for (let i = 0; i < length; i++) tail = (tail >>> 8) | (key[start + i]! << 24);
  return tail;
}

/** Which bits of `tailOf` count. */
export function tailMask(length: number): number {
  return length >= 4 ? -1 : length === 0 ? 0 : -1 << (32 - 8 * length);
}

/** Whether bytes are the same, from the back. */
export function isSame(bytes: Uint8Array, at: number, key: Uint8Array, start: number, length: number): boolean {
  let i = (length - 1) | 0;
  while (i >= 0 && bytes[(at + i) | 0] === key[(start + i) | 0]) i = (i - 1) | 0;
  return i < 0;
}

/** The same, by words if the key lies in a request. @param data the view of `bytes` */
export function isSameIn(
  data: DataView,
  bytes: Uint8Array,
  at: number,
  key: Uint8Array,
  start: number,
  length: number,
): boolean {
  const words = requestWords(key);
  return words === undefined ? isSame(bytes, at, key, start, length) : isSameByWords(data, at, words, start, length);
}
