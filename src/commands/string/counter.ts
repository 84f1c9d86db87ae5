// HOT: no closures, no allocation while the numbers stay below 2^53; bigint only beyond.
/** INCR, DECR, INCRBY and DECRBY. */

import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import {
  BIG_INTEGER,
  bigIntegerValue,
  integerValue,
  MAX_INTEGER_TEXT,
  NOT_INTEGER,
  parseInteger,
  SAFE_INTEGER,
  writeBigInteger,
  writeInteger,
} from '../../../protocol/resp/integers.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { ENCODING_BY_CONTENT, NO_EXPIRY, TYPE_STRING } from '../../store/record.ts';
import { overwriteString } from '../../store/strings/string-bytes.ts';

/** The reply: `:`, the digits, which are also what is stored, and CRLF. */
const line = Buffer.from(':'.padEnd(1 + MAX_INTEGER_TEXT + 2));
const FIRST = 1;
const CR = 13;
const LF = 10;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
/** Digits of numbers that are certainly below 2^53. */
const MOST_DIGITS = 15;
const BILLION = 1_000_000_000;
const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);

/** Bytes that a counter's change may allocate. */
export function counterBound(call: Call, key: ArgIndex): number {
  return call.store.putBound(key, MAX_INTEGER_TEXT);
}

/** Adds to the integer that a key holds (0 if there is no key) and replies with the sum. The expiry stays. */
export function addToCounter(call: Call, key: ArgIndex, by: number | bigint): void {
  const { store } = call;
  const { records } = store;
  const ref = store.write(key);
  let kind = SAFE_INTEGER;
  if (ref === NO_REF) integerValue[0] = 0;
  else {
    if (records.type(ref) !== TYPE_STRING) {
      call.fail(ERROR.wrongType);
      return;
    }
    if (by === 1 && countsUp(call, key, ref)) return;
    const at = records.valueAt(ref);
    kind = records.isLarge(ref) ? NOT_INTEGER : parseInteger(records.bytesOf(ref), at, at + records.valueLength(ref));
    if (kind === NOT_INTEGER) {
      call.fail(ERROR.notAnInteger);
      return;
    }
  }
  if (kind === SAFE_INTEGER && typeof by === 'number') {
    const sum = integerValue[0]! + by;
    if (sum <= Number.MAX_SAFE_INTEGER && sum >= Number.MIN_SAFE_INTEGER) {
      integerValue[0] = sum;
      storeAndReply(call, key, ref, writeSafe());
      return;
    }
  }
  const sum = (kind === BIG_INTEGER ? bigIntegerValue[0]! : BigInt(integerValue[0]!)) + BigInt(by);
  if (sum > MAX_INT64 || sum < MIN_INT64) {
    call.fail(ERROR.overflow);
    return;
  }
  storeAndReply(call, key, ref, writeBigInteger(line, FIRST, sum));
}

/**
 * Adds 1 to the digits of a positive integer where they stand, if it does not get longer, and replies: what nearly every
 * INCR is about, for half of the work.
 * @returns false when that is not so simple, and nothing has changed
 */
function countsUp(call: Call, key: ArgIndex, ref: Ref): boolean {
  const { store } = call;
  const { records } = store;
  const length = records.valueLength(ref);
  if (length > MOST_DIGITS || records.encoding(ref) !== ENCODING_BY_CONTENT || records.isLarge(ref)) return false;
  const bytes = records.bytesOf(ref);
  const start = records.valueAt(ref);
  const end = start + length;
  if (length === 0 || bytes[start] === ZERO) return false;
  let raised = -1;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte < ZERO || byte > NINE) return false;
    if (byte !== NINE) raised = i;
  }
  if (raised < 0) return false;
  // A change, although nothing was allocated: whatever fails from here on leaves it half done.
  store.heap.operations++;
  bytes[raised]! += 1;
  for (let i = raised + 1; i < end; i++) bytes[i] = ZERO;
  store.changed(key);
  store.observers.note(key, EVENT.incrby);
  call.reply.digits(bytes, start, end);
  return true;
}

/** Stores the digits of `line`, which end before `end`, and replies the whole of it. */
function storeAndReply(call: Call, key: ArgIndex, ref: Ref, end: number): void {
  const { records } = call.store;
  const length = end - FIRST;
  // Most counters change a digit or two: the bytes are written over, and the record stays as it is.
  if (ref !== NO_REF && records.valueLength(ref) === length && records.encoding(ref) === ENCODING_BY_CONTENT) {
    overwriteString(call.store, key, ref, line, FIRST, length);
  } else {
    const expiresAt = ref === NO_REF ? NO_EXPIRY : records.expiresAt(ref);
    call.strings.setBytes(key, ref, line, FIRST, length, ENCODING_BY_CONTENT, expiresAt);
  }
  call.store.observers.note(key, EVENT.incrby);
  line[end] = CR;
  line[end + 1] = LF;
  call.reply.short(line, end + 2);
}

/**
 * Writes `integerValue` in two halves, each of which is a small integer: a larger number would have to be put on the
 * heap to be handed to a function. @returns the position after it
 */
function writeSafe(): number {
  let n = integerValue[0]!;
  let at = FIRST;
  if (n < 0) {
    line[at++] = MINUS;
    n = -n;
  }
  if (n < BILLION) return writeInteger(line, at, n | 0);
  const high = Math.floor(n / BILLION) | 0;
  const end = writeInteger(line, at, high);
  // A one in front makes nine digits of the lower half; it stands for a moment where the last digit of the upper does.
  const last = line[end - 1]!;
  writeInteger(line, end - 1, (BILLION + (n - high * BILLION)) | 0);
  line[end - 1] = last;
  return end + 9;
}
