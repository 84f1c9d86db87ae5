/** Integers of 1 to 64 bits at any bit position of a string: how BITFIELD reads, writes and limits them. */
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { setStringByte } from '../../store/strings/string-bytes.ts';

export type Overflow = 'WRAP' | 'SAT' | 'FAIL';

/** The unsigned integer in `width` bits from bit `offset` on; bits behind the end of the string are 0. */
export function readField(call: Call, ref: Ref, offset: number, width: number): bigint {
  const first = Math.floor(offset / 8);
  const last = Math.floor((offset + width - 1) / 8);
  const length = ref === NO_REF ? 0 : call.strings.length(ref);
  let bits = 0n;
  for (let at = first; at <= last; at++) {
    bits = (bits << 8n) | BigInt(at < length ? call.strings.byteAt(ref, at) : 0);
  }
  const behind = (last + 1) * 8 - (offset + width);
  return BigInt.asUintN(width, bits >> BigInt(behind));
}

/** Writes `width` bits; the string is opened and long enough. */
export function writeField(call: Call, ref: Ref, offset: number, width: number, value: bigint): void {
  const first = Math.floor(offset / 8);
  const last = Math.floor((offset + width - 1) / 8);
  const behind = BigInt((last + 1) * 8 - (offset + width));
  let bits = BigInt.asUintN(width, value) << behind;
  let mask = ((1n << BigInt(width)) - 1n) << behind;
  for (let at = last; at >= first; at--) {
    const kept = call.strings.byteAt(ref, at) & ~Number(mask & 0xffn);
    setStringByte(call.store, ref, at, kept | Number(bits & 0xffn));
    bits >>= 8n;
    mask >>= 8n;
  }
}

/** A field's bits as the integer that they are. */
export function asInteger(bits: bigint, width: number, signed: boolean): bigint {
  return signed ? BigInt.asIntN(width, bits) : bits;
}

/** Brings a value into the range of a field; undefined when it does not fit and that is a failure. */
export function bringIntoRange(value: bigint, width: number, signed: boolean, overflow: Overflow): bigint | undefined {
  const most = signed ? (1n << BigInt(width - 1)) - 1n : (1n << BigInt(width)) - 1n;
  const least = signed ? -(1n << BigInt(width - 1)) : 0n;
  if (value >= least && value <= most) return value;
  if (overflow === 'FAIL') return undefined;
  if (overflow === 'SAT') return value > most ? most : least;
  return signed ? BigInt.asIntN(width, value) : BigInt.asUintN(width, value);
}
