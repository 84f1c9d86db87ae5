/** Runs what BITFIELD was asked for, and replies. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call, Outcome } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { TYPE_STRING } from '../../store/record.ts';
import { openString } from '../../store/strings/string-bytes.ts';
import { RUN_AGAIN } from '../../store/unlocked-work.ts';
import { asInteger, bringIntoRange, readField, writeField } from './bit-fields.ts';
import type { FieldOperation, FieldOperations } from './field-operations.ts';

/** Runs the operations of BITFIELD in their order, with one reply each; the value grows once, before the first. */
export function runFieldOperations(call: Call, key: ArgIndex, operations: FieldOperations): Outcome {
  const { store, reply, strings } = call;
  const writes = operations.writtenBits > 0;
  let ref = writes ? store.write(key) : store.read(key);
  if (ref !== NO_REF && store.records.type(ref) !== TYPE_STRING) {
    return call.fail(ERROR.wrongType);
  }
  let changed = 0;
  let grows = false;
  if (writes) {
    const length = Math.ceil(operations.writtenBits / 8);
    const before = ref === NO_REF ? -1 : strings.length(ref);
    if (!call.unlocked.ownsPages(call, ref, Math.max(before, length))) return RUN_AGAIN;
    grows = before < length;
    ref = openString(store, strings, key, ref, length);
  }
  reply.array(operations.list.length);
  for (const operation of operations.list) {
    if (runOne(call, ref, operation, grows)) changed++;
  }
  if (changed === 0) return undefined;
  // A string that became longer is counted as changed already.
  if (grows) store.observers.note(key, EVENT.setbit);
  else store.changed(key, EVENT.setbit);
  store.countMore(changed - 1);
  return undefined;
}

/**
 * Runs one operation and replies.
 * @param grows the string has become longer for it, so that whatever is written is a change
 * @returns whether the string changed
 */
function runOne(call: Call, ref: Ref, operation: FieldOperation, grows: boolean): boolean {
  const { width, offset, signed, overflow } = operation;
  const bits = readField(call, ref, offset, width);
  const before = asInteger(bits, width, signed);
  if (operation.is === 'GET') {
    call.reply.bigInteger(before);
    return false;
  }
  const sum = operation.is === 'SET' ? operandOf(operation) : before + operation.operand;
  const after = bringIntoRange(sum, width, signed, overflow);
  if (after === undefined) {
    call.reply.null();
    return false;
  }
  call.reply.bigInteger(operation.is === 'SET' ? before : after);
  writeField(call, ref, offset, width, after);
  return grows || BigInt.asUintN(width, after) !== bits;
}

/** What SET writes: into an unsigned field the bits of a negative number, which is thus a very large one. */
function operandOf({ operand, signed }: FieldOperation): bigint {
  return signed ? operand : BigInt.asUintN(64, operand);
}
