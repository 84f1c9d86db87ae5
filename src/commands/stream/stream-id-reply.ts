// HOT: once for each entry of a reply; no strings, no allocation but for numbers beyond 2^53.
/** Stream IDs as bulk strings. Those of our time have 13 digits of milliseconds, and are written by words. */
import { writeNine, writeShort } from '../../../protocol/resp/integers.ts';
import type { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';
import { MAX_ID_TEXT, writeId } from './stream-id-text.ts';

/** What the bulk string of an ID takes at most, with the surplus of a word. */
export const MAX_ID_BULK: number = MAX_ID_TEXT + 12;

const MINUS = 45;
const DOLLAR = 36;
const ZERO = 48;
const CR = 13;
const LF = 10;
const CRLF: number = CR | (LF << 8);
const BILLION = 1_000_000_000;
const TWO_32 = 0x1_0000_0000;
/** Sequences below this have up to five digits: the whole ID has 15 to 19. */
const SHORT_SEQUENCES = 100_000;
/** `$1?` and the first line end; and how many digits of it are not those of the sequence. */
const HEADER: number = DOLLAR | ((ZERO + 1) << 8) | (CR << 24);
const OTHER_CHARACTERS = 14 - 10;

/** Milliseconds of 13 digits that were written last, cut behind the fourth digit: those that follow are near. */
let lastHigh = 0;
let lastLow = 0;
let upperDigits = 0;
let lowerDigits = -1;

/** Replies with an ID as a bulk string. */
export function replyId(reply: ReplyWriter, id: Int32Array, at: number): void {
  reply.ensure(MAX_ID_BULK);
  reply.pos = writeIdBulk(reply.view!, reply.buf, reply.pos, id, at);
}

/** Writes an ID as a bulk string into a buffer, which has room for MAX_ID_BULK. @returns the position behind it */
export function writeIdBulk(out: DataView, buf: Buffer, position: number, id: Int32Array, at: number): number {
  const sequence = id[at + 3]!;
  if (id[at + 2] !== 0 || sequence < 0 || sequence >= SHORT_SEQUENCES || !cut(id[at]!, id[at + 1]!)) {
    return writeAny(buf, position, id, at);
  }
  out.setUint8(position + 4, LF);
  writeShort(out, position + 5, upperDigits);
  writeNine(out, position + 9, lowerDigits);
  out.setUint8(position + 18, MINUS);
  const end = writeShort(out, position + 19, sequence);
  out.setInt32(position, HEADER | ((ZERO + OTHER_CHARACTERS + end - position - 19) << 16), true);
  out.setInt16(end, CRLF, true);
  return end + 2;
}

/** Cuts milliseconds into `upperDigits` and `lowerDigits`. @returns false when they have not 13 digits */
function cut(high: number, low: number): boolean {
  if (high === lastHigh && lowerDigits >= 0) {
    const lower = lowerDigits + (low >>> 0) - (lastLow >>> 0);
    if (lower >= 0 && lower < BILLION) {
      lastLow = low;
      lowerDigits = lower;
      return true;
    }
  }
  const ms = (high >>> 0) * TWO_32 + (low >>> 0);
  const upper = Math.floor(ms / BILLION);
  if (upper < 1000 || upper > 9999) return false;
  lastHigh = high;
  lastLow = low;
  upperDigits = upper;
  lowerDigits = ms - upper * BILLION;
  return true;
}

function writeAny(buf: Buffer, position: number, id: Int32Array, at: number): number {
  // The text is written where it stands with a length of two digits, which most have.
  let end = writeId(buf, position + 5, id, at);
  const length = end - position - 5;
  buf[position] = DOLLAR;
  if (length > 9) {
    const tens = (length / 10) | 0;
    buf[position + 1] = ZERO + tens;
    buf[position + 2] = ZERO + length - tens * 10;
    buf[position + 3] = CR;
    buf[position + 4] = LF;
  } else {
    buf[position + 1] = ZERO + length;
    buf[position + 2] = CR;
    buf[position + 3] = LF;
    end = writeId(buf, position + 4, id, at);
  }
  buf[end] = CR;
  buf[end + 1] = LF;
  return end + 2;
}
