/**
 * How Lua makes an integer of a number that has no place in 32 bits, as a position in a string may be: the nearest one that
 * has, as integers have 64 bits elsewhere and `string.sub(s, 2, 1e10)` goes to the end. What has no place in 64 bits either
 * is the least integer in both.
 *
 *   the C compiler wrote  i = fabs(x) < 2^31 ? (int)x : -2^31
 *   and this becomes      i = fabs(x) < 2^31 ? (int)x : fabs(x) < 2^63 ? nearest(x) : -2^31
 *
 * where nobody compares i with x, as look-ups in tables do.
 */
import type { WasmWriter } from './wasm-bytes.ts';

const GET = 0x20;
const LEAST = [0x41, 0x80, 0x80, 0x80, 0x80, 0x78];
const LESS_THAN_2_63 = [0x99, 0x44, 0, 0, 0, 0, 0, 0, 0xe0, 0x43, 0x63];
const IF_INTEGER = [0x04, 0x7f];
const NEAREST = [0xfc, 0x02];
const ELSE = 0x05;
const END = 0x0b;
const SET = 0x21;
/** `if … get x (int) br 1 end -2^31 end set i`, any local being x; where the constant stands in it. */
const SHAPE = [0x04, 0x40, GET, -1, 0xaa, 0x0c, 0x01, END, ...LEAST, END, SET];
const CONSTANT = 8;
/** Before the constant: x. */
export const LOCAL_BEFORE = 5;

/** Whether the least integer that stands at a place is what too wide numbers become. */
export function isTooWide(code: Buffer, at: number): boolean {
  if (code[at] !== LEAST[0]) return false;
  return SHAPE.every((byte, i) => byte === -1 || code[at - CONSTANT + i] === byte);
}

/** @param local where the number is, as one byte says it */
export function writeNearest(body: WasmWriter, local: number): void {
  const bytes = [GET, local, ...LESS_THAN_2_63, ...IF_INTEGER, GET, local, ...NEAREST, ELSE, ...LEAST, END];
  for (const byte of bytes) body.byte(byte);
}
