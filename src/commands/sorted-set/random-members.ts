/** Members chosen at random, by their ranks: each has the same chance. */
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';
import { membersHeader, replyMember, replyRange } from './member-replies.ts';

/** Replies with `count` different members, or all of them in their order if there are no more. */
export function replyDistinct(call: Call, record: Ref, count: number, withScores: boolean): void {
  const { records } = call.store;
  const encoding = records.encoding(record);
  const root = records.rootRef(record);
  const size = call.types.sortedSets.size(record);
  if (count >= size) {
    replyRange(call, encoding, root, 0, size, false, withScores);
    return;
  }
  membersHeader(call, count, withScores);
  for (const rank of distinctRanks(size, count)) replyAt(call, encoding, root, rank, withScores);
}

/** Replies with `count` members, each drawn from all of them; `single`: one alone instead of an array. */
export function replyRandom(call: Call, record: Ref, count: number, single: boolean, withScores: boolean): void {
  const { records } = call.store;
  const encoding = records.encoding(record);
  const root = records.rootRef(record);
  const size = call.types.sortedSets.size(record);
  const draws = single ? 1 : count;
  if (!single) membersHeader(call, draws, withScores);
  for (let i = 0; i < draws; i++) replyAt(call, encoding, root, Math.floor(Math.random() * size), withScores);
}

function replyAt(call: Call, encoding: number, root: Ref, rank: number, withScores: boolean): void {
  const walk = call.types.sortedSetWalk;
  walk.up(encoding, root, rank);
  walk.next();
  replyMember(call, withScores);
}

/** `count` of the numbers below `size`, each choice as likely as any other (R. Floyd's algorithm). */
function distinctRanks(size: number, count: number): Set<number> {
  const ranks = new Set<number>();
  for (let top = size - count; top < size; top++) {
    const rank = Math.floor(Math.random() * (top + 1));
    ranks.add(ranks.has(rank) ? top : rank);
  }
  return ranks;
}
