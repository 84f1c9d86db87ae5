// HOT: no allocation.
/** The record of a key that a command of sets is about. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { TYPE_SET } from '../../store/record.ts';

/** The key holds something else; the error is replied. */
export const WRONG_TYPE = -1 as Ref;

/** The set of a key, to be read: its record, NO_REF, or WRONG_TYPE after the error was replied. */
export function setToRead(call: Call, key: ArgIndex): Ref {
  return checked(call, call.store.read(key));
}

/** As `setToRead`, to be changed. */
export function setToWrite(call: Call, key: ArgIndex): Ref {
  return checked(call, call.store.write(key));
}

function checked(call: Call, record: Ref): Ref {
  if (record === NO_REF || call.store.records.type(record) === TYPE_SET) return record;
  call.fail(ERROR.wrongType);
  return WRONG_TYPE;
}
