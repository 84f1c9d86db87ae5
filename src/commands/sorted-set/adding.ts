// HOT: no allocation.
/** What commands that add members have in common. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { ADD_INCR, NOT_A_SCORE, REFUSED, UNCHANGED } from '../../store/collections/sorted-set-edit.ts';
import { EVENT } from '../../store/observers/events.ts';
import { setToWrite, WRONG_TYPE } from './found-set.ts';
import { argumentBytes } from './member-arguments.ts';

/** Bytes of element, slot and leaf entry of a member beside its own, at their worst. */
const MEMBER_BYTES = 96;
/** What a table, a tree and a run that becomes one may grow by on the way. */
const GROWTH_BYTES = 16_384;

/** Upper bound of what adding members from the arguments from `first` on may allocate. */
export function addingBound(call: Call, key: ArgIndex, first: number, members: number): number {
  return call.store.putBound(key, 4) + GROWTH_BYTES + members * MEMBER_BYTES + 2 * argumentBytes(call, first);
}

/** Adds to the score of one member and replies its new score, or null when the options refuse. */
export function incrementScore(call: Call, key: ArgIndex, by: number, member: number, options: number): void {
  const record = setToWrite(call, key);
  if (record === WRONG_TYPE) return;
  const { buf, argStart, argLen } = call.args;
  const edit = call.types.sortedSetEdit;
  if (record === NO_REF) edit.beginNew(key, 1, argLen[member]!);
  else edit.begin(key, record);
  const outcome = edit.add(by, options | ADD_INCR, buf, argStart[member]!, argLen[member]!);
  if (outcome === NOT_A_SCORE) {
    call.fail(ERROR.scoreNaN);
    return;
  }
  if (outcome === REFUSED) {
    call.reply.null();
    return;
  }
  call.reply.double(edit.score);
  if (outcome !== UNCHANGED) edit.finish(EVENT.zincr);
}
