// HOT: no closures, no allocation on the JS heap while a command runs.
/** Strings of any size, looked at in pieces that are copied to private memory, where they are whole words. */
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { countBits, findBit } from './bits.ts';

export const PIECE_BYTES = 65536;
const memory = new ArrayBuffer(PIECE_BYTES);
const piece: Buffer = Buffer.from(memory);
const words = new Int32Array(memory);

/** Bits set in value[from, to) (bytes). */
export function countBitsOf(call: Call, ref: Ref, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += PIECE_BYTES) {
    const bytes = Math.min(PIECE_BYTES, to - at);
    call.strings.copyOut(ref, at, bytes, piece, 0);
    count += countBits(piece, words, 0, bytes);
  }
  return count;
}

/** Position of the first bit of value[from, to) (bytes) that is `bit`; -1 when there is none. */
export function findBitOf(call: Call, ref: Ref, from: number, to: number, bit: number): number {
  for (let at = from; at < to; at += PIECE_BYTES) {
    const bytes = Math.min(PIECE_BYTES, to - at);
    call.strings.copyOut(ref, at, bytes, piece, 0);
    const found = findBit(piece, words, 0, bytes, bit);
    if (found >= 0) return at * 8 + found;
  }
  return -1;
}

/** Bit `position` of a string; behind its end, and in a missing one, all are 0. */
export function bitAt(call: Call, ref: Ref, position: number): number {
  const index = Math.floor(position / 8);
  if (ref === NO_REF || index >= call.strings.length(ref)) return 0;
  return (call.strings.byteAt(ref, index) >>> (7 - (position % 8))) & 1;
}
