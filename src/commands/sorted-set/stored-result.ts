/** Sorted sets that are made of others and stored under a key. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';

/** Adds the members from rank `from` to before `to` of another set to the set that is being edited. */
export function copyRange(call: Call, record: Ref, from: number, to: number): void {
  const { records } = call.store;
  const walk = call.types.sortedSetWalk;
  walk.up(records.encoding(record), records.rootRef(record), from);
  for (let i = from; i < to; i++) {
    walk.next();
    call.types.sortedSetEdit.insert(walk.score, walk.bytes, walk.start, walk.end - walk.start);
  }
}

/**
 * Makes the set that is being edited the value of a key, whatever it held, or deletes the key when there is no member.
 * Replies how many there are.
 */
export function storeResult(call: Call, key: ArgIndex, members: number, event: number): void {
  const existing = call.store.peek(key);
  if (members > 0) call.types.sortedSetEdit.replace(existing, event);
  else if (existing !== NO_REF) call.store.delete(key, existing);
  call.reply.integer(members);
}
