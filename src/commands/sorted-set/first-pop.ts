// HOT: no allocation.
/** What ZMPOP and BZMPOP have in common. */
import type { ArgRange } from '../../../protocol/command/arguments.ts';
import { counted, integer, key, oneof, option, optional, token } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToWrite, WRONG_TYPE } from './found-set.ts';
import { PAIRED, popMembers } from './popping.ts';

export const popKeys = () =>
  counted(key('RW access delete'), { invalid: ERROR.numkeysPositive, range: ERROR.numkeysPositive });

const countNumber = () =>
  integer({ min: 1, eager: true, invalid: ERROR.countNotPositive, range: ERROR.countNotPositive });

/** COUNT, which may not be given twice. */
export const popCount = () => optional(oneof({ count: token('COUNT', countNumber()) }, { again: 'never' }));

export const documentedCount = () => option('COUNT', integer());

/** Pops from the first set that has members, and replies with its key and them. @returns false, without a reply, when none has */
export function popFirst(call: Call, keys: ArgRange, highest: boolean, count: number): boolean {
  const { buf, argStart, argLen } = call.args;
  for (let i = 0; i < keys.count; i++) {
    const at = keys.at(i);
    const record = setToWrite(call, at);
    if (record === WRONG_TYPE) return true;
    if (record === NO_REF) continue;
    call.reply.array(2);
    call.reply.bulk(buf as Buffer, argStart[at]!, argStart[at]! + argLen[at]!);
    popMembers(call, at, record, highest, count, PAIRED);
    return true;
  }
  return false;
}
