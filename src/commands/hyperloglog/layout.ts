/**
 * A HyperLogLog as it lies in a string, byte for byte as Redis stores it, so that GET, SET and DUMP carry it between both.
 *
 *   byte 0 ┌──────────────────────────┐
 *          │ 'H' 'Y' 'L' 'L'          │
 *        4 │ encoding: 0 dense        │ 16384 registers of 6 bits, the lowest bits of a byte first: 12288 bytes
 *          │           1 sparse       │ runs of registers: opcodes of 1 or 2 bytes (sparse.ts)
 *        5 │ zeros                    │
 *        8 │ the count, 64 bits, low  │ as it was computed last; the highest bit says that it is no longer true
 *          │ byte first               │
 *       16 │ registers                │
 *          └──────────────────────────┘
 */
import type { ElementHash } from './element-hash.ts';

export const HEADER_BYTES = 16;
export const REGISTERS = 16384;
export const REGISTER_BITS = 6;
export const DENSE_BYTES: number = HEADER_BYTES + (REGISTERS * REGISTER_BITS) / 8;
export const DENSE = 0;
export const SPARSE = 1;
const ENCODING_AT = 4;
const COUNT_AT = 8;
const STALE_AT = 15;
const STALE = 0x80;
const MAGIC = 0x48594c4c;
/** Bits of a hash behind those that choose the register. */
export const RANK_BITS = 50;

/** Whether the first bytes of a string of `length` bytes are the header of a HyperLogLog that may be right. */
export function isHyperLogLog(bytes: Uint8Array, length: number): boolean {
  if (length < HEADER_BYTES) return false;
  if (((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) !== MAGIC) return false;
  const encoding = bytes[ENCODING_AT]!;
  return encoding === SPARSE || (encoding === DENSE && length === DENSE_BYTES);
}

/** ENCODING_DENSE or ENCODING_SPARSE, or a byte that is neither. */
export function encodingOf(bytes: Uint8Array): number {
  return bytes[ENCODING_AT]!;
}

/** Writes a header whose count is not known. */
export function writeHeader(bytes: Uint8Array, encoding: number): void {
  for (let i = 0; i < HEADER_BYTES; i++) bytes[i] = i < 4 ? (MAGIC >>> (24 - i * 8)) & 0xff : 0;
  bytes[ENCODING_AT] = encoding;
}

/** The registers changed: the count is no longer true. */
export function forgetCount(bytes: Uint8Array): void {
  bytes[STALE_AT]! |= STALE;
}

/** The count in the header, or -1 when it is no longer true. */
export function knownCount(bytes: Uint8Array): number {
  if ((bytes[STALE_AT]! & STALE) !== 0) return -1;
  let count = 0;
  for (let i = 7; i >= 0; i--) count = count * 256 + bytes[COUNT_AT + i]!;
  return count;
}

/** Writes the cached count: 64 bits, little-endian; the topmost bit says that it is out of date. */
export function rememberCount(bytes: Uint8Array, count: number): void {
  let left = count;
  for (let i = 0; i < 8; i++) {
    bytes[COUNT_AT + i] = left % 256;
    left = Math.floor(left / 256);
  }
}

/** The register that counts an element. */
export function registerOf(hash: ElementHash): number {
  return hash.low & (REGISTERS - 1);
}

/** What an element's hash sets its register to, at least: 1 more than the zeros at the end of its other bits. */
export function rankOf(hash: ElementHash): number {
  const low = (hash.low >>> 14) | (hash.high << 18);
  if (low !== 0) return 32 - Math.clz32(low & -low);
  // 18 bits are left, and a bit behind the last one ends the search.
  const high = (hash.high >>> 14) | (1 << 18);
  return 64 - Math.clz32(high & -high);
}
