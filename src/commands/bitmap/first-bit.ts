/** The search of BITPOS. */
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';
import { BitRange } from './bit-range.ts';
import { findBitOf } from './pieces.ts';

const range = new BitRange();

/** Position of the first bit from `from` to `to` (as BitRange takes them) that is `bit`, or -1. */
export function firstBit(call: Call, ref: Ref, bit: number, from: number, to: number, inBits: boolean): number {
  if (!range.set(call.strings.length(ref), from, to, inBits)) return -1;
  let first = range.firstByte;
  if (range.before !== 0) {
    // The first byte is looked at by itself, its bits before the part being none.
    const isLast = first + 1 === range.endByte;
    const found = firstOf(call.strings.byteAt(ref, first), range.before | (isLast ? range.behind : 0), bit);
    if (found >= 0) return first * 8 + found;
    first++;
  }
  if (first === range.endByte) return -1;
  const found = findBitOf(call, ref, first, range.endByte, bit);
  if (found < 0 || range.behind === 0) return found;
  const isBehind = found >= (range.endByte - 1) * 8 && (range.behind & (0x80 >>> (found % 8))) !== 0;
  return isBehind ? -1 : found;
}

/** Position in a byte of the first bit that is `bit` and not in the mask `hidden`, or -1. */
function firstOf(byte: number, hidden: number, bit: number): number {
  const wanted = (bit === 1 ? byte : ~byte) & ~hidden & 0xff;
  return wanted === 0 ? -1 : Math.clz32(wanted) - 24;
}
