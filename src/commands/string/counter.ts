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
import { NO_REF } from '../../memory/types.ts';
import { ENCODING_BY_CONTENT, NO_EXPIRY, TYPE_STRING } from '../../store/record.ts';

const scratch = Buffer.allocUnsafeSlow(MAX_INTEGER_TEXT);
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
  let expiresAt = NO_EXPIRY;
  let kind = SAFE_INTEGER;
  if (ref === NO_REF) integerValue[0] = 0;
  else {
    if (records.type(ref) !== TYPE_STRING) {
      call.fail(ERROR.wrongType);
      return;
    }
    const at = records.valueAt(ref);
    kind = records.isLarge(ref) ? NOT_INTEGER : parseInteger(records.bytesOf(ref), at, at + records.valueLength(ref));
    if (kind === NOT_INTEGER) {
      call.fail(ERROR.notAnInteger);
      return;
    }
    expiresAt = records.expiresAt(ref);
  }
  if (kind === SAFE_INTEGER && typeof by === 'number') {
    const sum = integerValue[0]! + by;
    if (sum <= Number.MAX_SAFE_INTEGER && sum >= Number.MIN_SAFE_INTEGER) {
      const length = writeInteger(scratch, 0, sum);
      call.strings.setBytes(key, ref, scratch, 0, length, ENCODING_BY_CONTENT, expiresAt);
      call.reply.integer(sum);
      return;
    }
  }
  const sum = (kind === BIG_INTEGER ? bigIntegerValue[0]! : BigInt(integerValue[0]!)) + BigInt(by);
  if (sum > MAX_INT64 || sum < MIN_INT64) {
    call.fail(ERROR.overflow);
    return;
  }
  const length = writeBigInteger(scratch, 0, sum);
  call.strings.setBytes(key, ref, scratch, 0, length, ENCODING_BY_CONTENT, expiresAt);
  call.reply.bigInteger(sum);
}
