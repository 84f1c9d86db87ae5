// HOT: no closures, no allocation on the JS heap, integers only.
/** Counts and finds bits in private memory. Bit 0 is the highest bit of byte 0. */

/** Bits set in a word. */
function popcount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Bits set in bytes[from, to). `words` views the same memory. */
export function countBits(bytes: Uint8Array, words: Int32Array, from: number, to: number): number {
  let count = 0;
  let at = from;
  while (at < to && (at & 3) !== 0) count += popcount(bytes[at++]!);
  const lastWord = to >>> 2;
  let word = at >>> 2;
  if (word < lastWord) {
    at = lastWord << 2;
    while (word < lastWord) count += popcount(words[word++]!);
  }
  while (at < to) count += popcount(bytes[at++]!);
  return count;
}

/** Position of the first bit of bytes[from, to) that is `bit` (0 or 1), counted from bytes[0]; -1 when there is none. */
export function findBit(bytes: Uint8Array, words: Int32Array, from: number, to: number, bit: number): number {
  const skippedByte = bit === 1 ? 0 : 0xff;
  const skippedWord = bit === 1 ? 0 : -1;
  let at = from;
  while (at < to) {
    if ((at & 3) === 0) {
      while (at + 4 <= to && words[at >>> 2] === skippedWord) at += 4;
      if (at >= to) return -1;
    }
    if (bytes[at] !== skippedByte) return at * 8 + Math.clz32((bytes[at]! ^ skippedByte) & 0xff) - 24;
    at++;
  }
  return -1;
}
