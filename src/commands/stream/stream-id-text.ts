// HOT: no closures, no strings; numbers beyond 2^53 alone are read and written through bigints.
/** Stream IDs as text: `ms-seq`, read with the leniency of Redis (blanks and zeros in front, a plus), and written. */
import type { RequestArgs } from '../../../protocol/command/arguments.ts';
import { digitCount, writeBigInteger, writeDigits, writeInteger } from '../../../protocol/resp/integers.ts';
import { decrementId, fillId, ID_WORDS, incrementId } from '../../values/stream/stream-id.ts';

/** What `readNewId` found. */
export const BAD_ID = 0;
export const WHOLE_ID = 1;
/** `ms-*`: the sequence is to be chosen. */
export const OPEN_ID = 2;
/** What `readRangeStart` and `readRangeEnd` found. */
export const RANGE_READ = 0;
export const BAD_RANGE_ID = 1;
export const BAD_RANGE_START = 2;
export const BAD_RANGE_END = 3;

/** The bounds that they found, both inclusive. */
export const rangeStart: Int32Array = new Int32Array(ID_WORDS);
export const rangeEnd: Int32Array = new Int32Array(ID_WORDS);

const MINUS = 45;
const PLUS = 43;
const STAR = 42;
const ZERO = 48;
const OPEN_PARENTHESIS = 40;
const SPACE = 32;
const BILLION = 1_000_000_000;
const TWO_32 = 0x1_0000_0000;
/** Ten times this and nine more is below 2^53. */
const SAFE_TENTH = 900_719_925_474_098;
const MAX_UINT64 = 2n ** 64n - 1n;
const MAX_TEXT = 127;

/** Reads a whole ID. @param missing word of the sequence when only milliseconds are given: 0 or -1 @returns false if it is none */
export function readId(args: RequestArgs, argument: number, id: Int32Array, at: number, missing: 0 | -1): boolean {
  const start = args.argStart[argument]!;
  return start >= 0 && readText(args.buf, start, start + args.argLen[argument]!, id, at, missing) === WHOLE_ID;
}

/** Reads an ID, or `-` and `+` for the smallest and the greatest. */
export function readIdOrEnd(args: RequestArgs, argument: number, id: Int32Array, at: number, missing: 0 | -1): boolean {
  const start = args.argStart[argument]!;
  if (args.argLen[argument] === 1 && start >= 0) {
    const only = args.buf[start];
    if (only === MINUS || only === PLUS) {
      fillId(id, at, only === MINUS ? 0 : -1);
      return true;
    }
  }
  return readId(args, argument, id, at, missing);
}

/** Reads the ID of a new entry. @returns BAD_ID, WHOLE_ID or OPEN_ID */
export function readNewId(args: RequestArgs, argument: number, id: Int32Array, at: number): number {
  const start = args.argStart[argument]!;
  const end = start + args.argLen[argument]!;
  if (start < 0) return BAD_ID;
  if (end - start > 2 && args.buf[end - 1] === STAR && args.buf[end - 2] === MINUS) {
    return readText(args.buf, start, end - 2, id, at, 0, false) === WHOLE_ID ? OPEN_ID : BAD_ID;
  }
  return readText(args.buf, start, end, id, at, 0);
}

/** Reads the lower bound of an interval into `rangeStart`. @returns RANGE_READ or what is wrong */
export function readRangeStart(args: RequestArgs, argument: number): number {
  if (!isExclusive(args, argument)) {
    return readIdOrEnd(args, argument, rangeStart, 0, 0) ? RANGE_READ : BAD_RANGE_ID;
  }
  const start = args.argStart[argument]!;
  const end = start + args.argLen[argument]!;
  if (readText(args.buf, start + 1, end, rangeStart, 0, 0) === BAD_ID) return BAD_RANGE_ID;
  return incrementId(rangeStart, 0) ? RANGE_READ : BAD_RANGE_START;
}

/** Reads the upper bound of an interval into `rangeEnd`. @returns RANGE_READ or what is wrong */
export function readRangeEnd(args: RequestArgs, argument: number): number {
  if (!isExclusive(args, argument)) {
    return readIdOrEnd(args, argument, rangeEnd, 0, -1) ? RANGE_READ : BAD_RANGE_ID;
  }
  const start = args.argStart[argument]!;
  const end = start + args.argLen[argument]!;
  if (readText(args.buf, start + 1, end, rangeEnd, 0, -1) === BAD_ID) return BAD_RANGE_ID;
  return decrementId(rangeEnd, 0) ? RANGE_READ : BAD_RANGE_END;
}

/** Whether an argument is one character. */
export function isCharacter(args: RequestArgs, argument: number, character: number): boolean {
  return (
    args.argLen[argument] === 1 && args.argStart[argument]! >= 0 && args.buf[args.argStart[argument]!] === character
  );
}

function isExclusive(args: RequestArgs, argument: number): boolean {
  return (
    args.argLen[argument]! > 1 &&
    args.argStart[argument]! >= 0 &&
    args.buf[args.argStart[argument]!] === OPEN_PARENTHESIS
  );
}

function readText(
  buf: Uint8Array,
  start: number,
  last: number,
  id: Int32Array,
  at: number,
  missing: 0 | -1,
  split = true,
): number {
  if (last - start > MAX_TEXT) return BAD_ID;
  let end = start;
  let dash = -1;
  // Redis reads the text as C does: up to a NUL.
  for (; end < last && buf[end] !== 0; end++) if (dash < 0 && split && buf[end] === MINUS) dash = end;
  if (dash < 0) {
    id[at + 2] = missing;
    id[at + 3] = missing;
    return readNumber(buf, start, end, id, at) ? WHOLE_ID : BAD_ID;
  }
  if (!readNumber(buf, start, dash, id, at)) return BAD_ID;
  return readNumber(buf, dash + 1, end, id, at + 2) ? WHOLE_ID : BAD_ID;
}

/** Reads an unsigned 64-bit number into two words. */
function readNumber(buf: Uint8Array, start: number, end: number, words: Int32Array, at: number): boolean {
  let p = start;
  while (p < end && (buf[p] === SPACE || (buf[p]! >= 9 && buf[p]! <= 13))) p++;
  if (p < end && buf[p] === PLUS) p++;
  if (p === end) return false;
  let value = 0;
  for (let i = p; i < end; i++) {
    const digit = buf[i]! - ZERO;
    if (digit < 0 || digit > 9) return false;
    if (value > SAFE_TENTH) return readLong(buf, p, end, words, at);
    value = value * 10 + digit;
  }
  words[at] = value / TWO_32;
  // The words of an Int32Array take the lower 32 bits.
  words[at + 1] = value;
  return true;
}

/** cold: a number beyond 2^53. */
function readLong(buf: Uint8Array, start: number, end: number, words: Int32Array, at: number): boolean {
  let value = 0n;
  for (let i = start; i < end; i++) {
    const digit = buf[i]! - ZERO;
    if (digit < 0 || digit > 9) return false;
    value = value * 10n + BigInt(digit);
  }
  if (value > MAX_UINT64) return false;
  words[at] = Number(value >> 32n);
  words[at + 1] = Number(value & 0xffff_ffffn);
  return true;
}

/** The longest text of an ID. */
export const MAX_ID_TEXT = 41;

/** The text that was written last, and its milliseconds: entries come in bursts with the same ones. */
const text = Buffer.allocUnsafeSlow(MAX_ID_TEXT);
let textHigh = 0;
let textLow = 0;
let textDash = writeInteger(text, 0, 0);

/** Writes an ID. @returns the position behind it */
export function writeId(buf: Buffer, position: number, id: Int32Array, at: number): number {
  const high = id[at]!;
  const low = id[at + 1]!;
  if (high !== textHigh || low !== textLow) {
    textDash = writeNumber(text, 0, high, low);
    textHigh = high;
    textLow = low;
  }
  let p = position;
  for (let i = 0; i < textDash; i++) buf[p++] = text[i]!;
  buf[p++] = MINUS;
  const sequence = id[at + 3]!;
  if (id[at + 2] === 0 && sequence >= 0 && sequence < BILLION) {
    if (sequence < 10) {
      buf[p] = ZERO + sequence;
      return p + 1;
    }
    p += digitCount(sequence);
    writeDigits(buf, p, p - position - textDash - 1, sequence);
    return p;
  }
  return writeNumber(buf, p, id[at + 2]!, sequence);
}

function writeNumber(buf: Buffer, position: number, high: number, low: number): number {
  if (high >>> 21 === 0) return writeInteger(buf, position, high * TWO_32 + (low >>> 0));
  return writeBigInteger(buf, position, (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0));
}

const scratch = Buffer.allocUnsafeSlow(MAX_ID_TEXT);

/** cold: an ID as text. */
export function idText(id: Int32Array, at: number): string {
  return scratch.toString('latin1', 0, writeId(scratch, 0, id, at));
}
