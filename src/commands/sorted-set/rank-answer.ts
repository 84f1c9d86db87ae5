/** What ZRANK and ZREVRANK have in common. */
import type { ArgIndex, ArgRange } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToRead, WRONG_TYPE } from './found-set.ts';
import { rankOf, scoreOf } from './member-arguments.ts';

/** Replies with the rank of a member, from the highest score if `reverse`. @param more WITHSCORE, or nothing */
export function answerRank(call: Call, key: ArgIndex, member: ArgIndex, reverse: boolean, more: ArgRange): void {
  const withScore = more.count > 0;
  if (withScore && call.text(more.first).toUpperCase() !== 'WITHSCORE') {
    call.fail(ERROR.syntax);
    return;
  }
  const { reply } = call;
  const record = setToRead(call, key);
  if (record === WRONG_TYPE) return;
  const rank = record === NO_REF ? -1 : rankOf(call, record, member);
  if (rank < 0) {
    if (withScore) reply.nullArray();
    else reply.null();
    return;
  }
  if (withScore) reply.array(2);
  reply.integer(reverse ? call.types.sortedSets.size(record) - 1 - rank : rank);
  if (withScore) reply.double(scoreOf(call, record, member));
}
