// HOT: no allocation.
/** What ZPOPMIN, ZPOPMAX, ZMPOP and their blocking kin have in common. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';
import type { SortedSetWalk } from '../../store/collections/sorted-set-walk.ts';
import { EVENT } from '../../store/observers/events.ts';
import { replyMet } from './member-replies.ts';

/** One flat array of members and scores. */
export const FLAT = 0;
/** An array of pairs. */
export const PAIRED = 1;

/**
 * Replies with the `count` members (as many as there are) that have the lowest or highest scores, and takes them out.
 * @param record the set of `key`
 */
export function popMembers(
  call: Call,
  key: ArgIndex,
  record: Ref,
  highest: boolean,
  count: number,
  form: number,
): void {
  const { reply, types } = call;
  const { records } = call.store;
  const sets = types.sortedSets;
  const size = sets.size(record);
  const taken = count < size ? count : size;
  reply.array(form === PAIRED ? taken : taken * 2);
  const walk = types.sortedSetWalk;
  const encoding = records.encoding(record);
  const root = records.rootRef(record);
  if (highest) walk.down(encoding, root, size - 1);
  else walk.up(encoding, root, 0);
  for (let i = 0; i < taken; i++) {
    if (highest) walk.previous();
    else walk.next();
    if (form === PAIRED) reply.array(2);
    replyMet(call);
    reply.double(walk.score);
  }
  takeMembers(call, key, record, highest, taken);
}

/** The walk after it has met the member with the lowest or highest score. */
export function meetEnd(call: Call, record: Ref, highest: boolean): SortedSetWalk {
  const { records } = call.store;
  const walk = call.types.sortedSetWalk;
  walk.up(records.encoding(record), records.rootRef(record), highest ? call.types.sortedSets.size(record) - 1 : 0);
  walk.next();
  return walk;
}

/** Takes the members with the lowest or highest scores out, which were replied before. */
export function takeMembers(call: Call, key: ArgIndex, record: Ref, highest: boolean, taken: number): void {
  const size = call.types.sortedSets.size(record);
  const edit = call.types.sortedSetEdit;
  edit.begin(key, record);
  edit.removeRange(highest ? size - taken : 0, highest ? size : taken);
  edit.finish(highest ? EVENT.zpopmax : EVENT.zpopmin, taken);
}
