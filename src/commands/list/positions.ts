/** Replies with the places of items that equal an argument. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { itemMatches, lookFor } from './find-item.ts';

/**
 * In the list that `call.types.lists.value` is turned to.
 * @param rank which match is the first that counts: from 1 at the front, from -1 at the back
 * @param count how many are replied with as an array, 0 for all; undefined for one that is no array
 * @param maxLength items that are looked at, 0 for all
 */
export function replyPositions(
  call: Call,
  element: ArgIndex,
  rank: number,
  count: number | undefined,
  maxLength: number,
): void {
  const { reply } = call;
  const { value } = call.types.lists;
  const items = value.count();
  const fromBack = rank < 0;
  const wanted = count === undefined ? 1 : count === 0 ? items : count;
  const mark = count === undefined ? 0 : reply.deferred();
  const looks = maxLength === 0 || maxLength > items ? items : maxLength;
  let skipped = 1;
  let found = 0;
  lookFor(call, element);
  if (fromBack) value.seekLast();
  else value.seekFirst();
  for (let i = 0; i < looks && found < wanted; i++) {
    if (itemMatches(call) && skipped++ >= Math.abs(rank)) {
      reply.integer(fromBack ? items - 1 - i : i);
      found++;
    }
    if (fromBack) value.previous();
    else value.next();
  }
  if (count !== undefined) reply.resolveDeferred(mark, 'array', found);
  else if (found === 0) reply.null();
}
