// HOT: no allocation.
/** What ZPOPMIN and ZPOPMAX have in common. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToWrite, WRONG_TYPE } from './found-set.ts';
import { FLAT, PAIRED, popMembers } from './popping.ts';

/** Pops `count` members; without a count one, whose reply is flat in RESP3 too. */
export function answerPop(call: Call, key: ArgIndex, count: number | undefined, highest: boolean): void {
  const record = setToWrite(call, key);
  if (record === WRONG_TYPE) return;
  if (record === NO_REF || count === 0) {
    call.reply.array(0);
    return;
  }
  const form = count !== undefined && call.reply.resp === 3 ? PAIRED : FLAT;
  popMembers(call, key, record, highest, count ?? 1, form);
}
