// HOT: no allocation.
/** What the three commands that remove a range have in common. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { NO_ERROR } from '../../../protocol/command/parse-error.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToWrite, WRONG_TYPE } from './found-set.ts';
import { SetRange } from './set-range.ts';

const range = new SetRange();

/** Removes a range and replies how many members went. @param event what watchers of the key are told */
export function removeRange(call: Call, key: ArgIndex, by: number, min: number, max: number, event: number): void {
  const error = range.read(call, by, min, max, false);
  if (error !== NO_ERROR) {
    call.fail(error);
    return;
  }
  const record = setToWrite(call, key);
  if (record === WRONG_TYPE) return;
  if (record === NO_REF) {
    call.reply.integer(0);
    return;
  }
  range.find(call, record);
  const removed = range.to - range.from;
  call.reply.integer(removed);
  if (removed === 0) return;
  const edit = call.types.sortedSetEdit;
  edit.begin(key, record);
  edit.removeRange(range.from, range.to);
  edit.finish(event, removed);
}
