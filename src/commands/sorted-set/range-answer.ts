// HOT: no allocation.
/** What ZRANGE and the commands that it replaced have in common. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { block, flag, integer, oneof, option, optional } from '../../../protocol/command/grammar.ts';
import { type ErrorCode, NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { setToRead, WRONG_TYPE } from './found-set.ts';
import { replyRange } from './member-replies.ts';
import { BY_MEMBER, BY_RANK, BY_SCORE, SetRange } from './set-range.ts';

export interface Limit {
  readonly offset: number;
  readonly count: number;
}

/** LIMIT offset count. Its numbers are read before anything else is checked. */
export const limitOption = (since?: string) =>
  option('LIMIT', block({ offset: integer({ eager: true }), count: integer({ eager: true }) }, since ? { since } : {}));

/** The options of ZRANGE and ZRANGESTORE that say what the ends of the range are. Two of them must not come twice. */
export const rangeOptions = () => ({
  sortby: optional(oneof(['BYSCORE', 'BYLEX'], { again: 'never' })),
  rev: optional(oneof(['REV'], { again: 'never' })),
  limit: limitOption(),
});

/** `rangeOptions` as they are documented. */
export const documentedRange = (since?: string) => {
  const doc = since ? { since } : {};
  return { sortby: optional(oneof(['BYSCORE', 'BYLEX'], doc)), rev: flag('REV', doc), limit: limitOption(since) };
};

/** BY_RANK, BY_SCORE or BY_MEMBER. */
export function byOf(sortby: 'BYSCORE' | 'BYLEX' | undefined): number {
  return sortby === undefined ? BY_RANK : sortby === 'BYSCORE' ? BY_SCORE : BY_MEMBER;
}

/** LIMIT is not for ranks (but its count may be -1), and members in their own order have no scores. */
export function checkRange(by: number, limit: Limit | undefined, withScores: boolean): ErrorCode {
  if (limit !== undefined && limit.count !== -1 && by === BY_RANK) return ERROR.rangeLimit;
  return withScores && by === BY_MEMBER ? ERROR.rangeScoresByLex : NO_ERROR;
}

const range = new SetRange();

/** Replies to a range. @param first the end that stands first in the request: the higher one, if `reverse` */
export function answerRange(
  call: Call,
  key: ArgIndex,
  by: number,
  first: number,
  second: number,
  reverse: boolean,
  limit: Limit | undefined,
  withScores: boolean,
): void {
  const error = range.read(call, by, first, second, reverse);
  if (error !== NO_ERROR) {
    call.fail(error);
    return;
  }
  const record = setToRead(call, key);
  if (record === WRONG_TYPE) return;
  if (record === NO_REF) {
    call.reply.array(0);
    return;
  }
  if (limit !== undefined) range.limit(limit.offset, limit.count);
  range.find(call, record);
  const { records } = call.store;
  const root = records.rootRef(record);
  replyRange(call, records.encoding(record), root, range.from, range.to, reverse, withScores);
}

/** Replies to a question for how many members lie in a range. */
export function answerCount(call: Call, key: ArgIndex, by: number, min: number, max: number): void {
  const error = range.read(call, by, min, max, false);
  if (error !== NO_ERROR) {
    call.fail(error);
    return;
  }
  const record = setToRead(call, key);
  if (record === WRONG_TYPE) return;
  if (record === NO_REF) {
    call.reply.integer(0);
    return;
  }
  range.find(call, record);
  call.reply.integer(range.to - range.from);
}
