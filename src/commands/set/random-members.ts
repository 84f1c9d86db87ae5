/** Different members of a set, chosen at random: every choice of so many has the same chance. */
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';
import { replyMember } from './member-replies.ts';

/** Sets of more than this many times the members asked for are drawn from, until enough different ones have come. */
const FEW = 3;

/** Replies with `count` different members, or with all of a smaller set. */
export function replyDistinct(call: Call, record: Ref, count: number): void {
  const { setDraw, setWalk } = call.types;
  const size = call.types.sets.size(record);
  call.reply.array(Math.min(count, size));
  setWalk.keepLarge = true;
  if (count * FEW < size) {
    const drawn = new Set<number>();
    while (drawn.size < count) {
      const member = setDraw.draw(record);
      if (drawn.has(member)) continue;
      drawn.add(member);
      replyMember(call);
    }
  } else sample(call, record, count, size);
  setWalk.keepLarge = false;
}

/**
 * Goes through the whole set and takes each member with the chance that is left for it.
 * Source: D. Knuth, The Art of Computer Programming, volume 2, algorithm S.
 */
function sample(call: Call, record: Ref, count: number, size: number): void {
  const walk = call.types.setWalk;
  let wanted = Math.min(count, size);
  walk.start(record);
  for (let left = size; wanted > 0 && walk.next(); left--) {
    if (Math.random() * left >= wanted) continue;
    wanted--;
    replyMember(call);
  }
}
