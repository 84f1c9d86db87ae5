// HOT: no allocation.
/** Members with and without their scores, as replies: RESP3 pairs them, RESP2 has one flat array. */
import { MOST_BY_WORDS } from '../../../protocol/resp/reply-writer.ts';
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';

/** Begins an array of so many members. */
export function membersHeader(call: Call, members: number, withScores: boolean): void {
  call.reply.array(withScores && call.reply.resp === 2 ? members * 2 : members);
}

/** The member that the walk has met, as an element of such an array. */
export function replyMember(call: Call, withScores: boolean): void {
  const { reply } = call;
  const walk = call.types.sortedSetWalk;
  if (withScores && reply.resp === 3) reply.array(2);
  replyMet(call);
  if (!withScores) return;
  walk.findScore();
  reply.doubleOfWords(walk.scoreLow, walk.scoreHigh);
}

/** Only the bytes of the member that the walk has met. */
export function replyMet(call: Call): void {
  const { bytes, data, start, end } = call.types.sortedSetWalk;
  if (data !== null && end - start <= MOST_BY_WORDS) call.reply.bulkOfWords(data, start, end);
  else call.reply.bulk(bytes, start, end);
}

/** The members from rank `from` to before `to`, counted from the lowest score, up or down. */
export function replyRange(
  call: Call,
  encoding: number,
  root: Ref,
  from: number,
  to: number,
  reverse: boolean,
  withScores: boolean,
): void {
  const { sortedSetWalk: walk, texts } = call.types;
  const { reply } = call;
  membersHeader(call, to - from, withScores);
  if (from === to) return;
  if (reverse) walk.down(encoding, root, to - 1);
  else walk.up(encoding, root, from);
  // In RESP3 a member and its score are an array of two.
  const isFlat = !withScores || reply.resp === 2;
  for (let left = to - from; left > 0; ) {
    const met = isFlat ? walk.collect(texts, left, withScores) : 0;
    left -= met;
    if (met !== 0) reply.bulks(call.store.heap.slabs.data, texts, met, withScores);
    else {
      if (reverse) walk.previous();
      else walk.next();
      replyMember(call, withScores);
      left--;
    }
  }
}
