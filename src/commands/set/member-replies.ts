/** Members of sets as replies. */
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';

/** Replies with the member that the walk shows. A large one is pinned and sent without a copy. */
export function replyMember(call: Call): void {
  const walk = call.types.setWalk;
  if (walk.isLarge) call.replyLarge(walk.large);
  else call.reply.bulk(walk.bytes, walk.at, walk.at + walk.length);
}

/** Replies with all members of a set that is known by its root. */
export function replyAll(call: Call, encoding: number, root: Ref): void {
  const walk = call.types.setWalk;
  call.reply.set(call.types.sets.count(encoding, root));
  walk.keepLarge = true;
  walk.startAt(encoding, root);
  while (walk.next()) replyMember(call);
  walk.keepLarge = false;
}
