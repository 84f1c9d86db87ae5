// HOT: no allocation.
/** What ZRANK and ZREVRANK have in common. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { type ErrorCode, NO_ERROR, SYNTAX_ERROR, WRONG_ARITY } from '../../../protocol/command/parse-error.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToRead, WRONG_TYPE } from './found-set.ts';
import { rankOf, scoreOf } from './member-arguments.ts';

/** What is wrong when `more` arguments stand behind those that are understood: one is no option, several are too many. */
export function checkRank(withScore: boolean, more: number): ErrorCode {
  if (more === 0) return NO_ERROR;
  return withScore || more > 1 ? WRONG_ARITY : SYNTAX_ERROR;
}

/** Replies with the rank of a member, from the highest score if `reverse`, and its score if asked for. */
export function answerRank(call: Call, key: ArgIndex, member: ArgIndex, reverse: boolean, withScore: boolean): void {
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
