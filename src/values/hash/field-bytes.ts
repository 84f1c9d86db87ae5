// HOT: no closures, no allocation on the JS heap, integers only.
/** The bytes of a field of a small hash. field-run.ts has the picture. */
import { type FieldValue, NEVER } from './hash-field.ts';

/** Entries a field: without and with room for expiries. */
export const PAIRS = 2;
export const TRIPLES = 3;
/** Bytes of a time. */
export const TIME_BYTES = 6;
/** From this length on, and as its sign, a length is in two bytes of its own. */
export const LONG = 254;

const WORD = 2 ** 32;
/** Below this many bytes a loop is faster than the call of Buffer.copy. */
const LOOP_BYTES = 48;

/** Place of the field behind the one at a place. */
export function nextField(bytes: Buffer, width: number, at: number): number {
  const name = bytes[at]!;
  const value = bytes[at + 1]!;
  let next = at + width;
  if (width === TRIPLES) next += bytes[at + 2]!;
  if (name < LONG && value < LONG) return next + name + value;
  let lengths = at + width;
  if (name < LONG) next += name;
  else {
    next += 2 + readHalf(bytes, lengths);
    lengths += 2;
  }
  return value < LONG ? next + value : next + 2 + readHalf(bytes, lengths);
}

/** Bytes in front of the name. */
export function headBytes(width: number, nameLength: number, valueLength: number): number {
  return width + (nameLength < LONG ? 0 : 2) + (valueLength < LONG ? 0 : 2);
}

/** Bytes of the time. */
export function timeBytes(width: number, expiresAt: number): number {
  return width === PAIRS || expiresAt === NEVER ? 0 : TIME_BYTES;
}

/** Writes the lengths at the place of a field. */
export function writeHead(
  bytes: Buffer,
  at: number,
  width: number,
  nameLength: number,
  valueLength: number,
  expiresAt: number,
): void {
  bytes[at] = nameLength < LONG ? nameLength : LONG;
  bytes[at + 1] = valueLength < LONG ? valueLength : LONG;
  if (width === TRIPLES) bytes[at + 2] = timeBytes(width, expiresAt);
  let lengths = at + width;
  if (nameLength >= LONG) {
    writeHalf(bytes, lengths, nameLength);
    lengths += 2;
  }
  if (valueLength >= LONG) writeHalf(bytes, lengths, valueLength);
}

/** Writes value and time behind the name. */
export function writeValue(bytes: Buffer, at: number, width: number, value: FieldValue, expiresAt: number): void {
  copyIn(bytes, at, value.bytes, value.start, value.length);
  if (timeBytes(width, expiresAt) !== 0) writeTime(bytes, at + value.length, expiresAt);
}

/** A time in ms since 1970. */
export function readTime(bytes: Buffer, at: number): number {
  const low = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  return readHalf(bytes, at + 4) * WORD + (low >>> 0);
}

export function writeTime(bytes: Buffer, at: number, expiresAt: number): void {
  const low = expiresAt % WORD;
  bytes[at] = low;
  bytes[at + 1] = low >>> 8;
  bytes[at + 2] = low >>> 16;
  bytes[at + 3] = low >>> 24;
  writeHalf(bytes, at + 4, Math.floor(expiresAt / WORD));
}

/** A number of two bytes. */
export function readHalf(bytes: Buffer, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}

function writeHalf(bytes: Buffer, at: number, half: number): void {
  bytes[at] = half;
  bytes[at + 1] = half >>> 8;
}

/** Copies bytes in. */
export function copyIn(target: Buffer, at: number, source: Uint8Array, start: number, length: number): void {
  if (length < LOOP_BYTES) for (let i = 0; i < length; i++) target[at + i] = source[start + i]!;
  else (source as Buffer).copy(target, at, start, start + length);
}
