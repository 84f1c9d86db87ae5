/** SINTER: the members that all sets have. Those of the smallest set are looked for in the others. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { replyMember } from './member-replies.ts';
import { inputs } from './set-inputs.ts';
import { result } from './set-result.ts';

/** Begins a walk through the smallest of `inputs`, none of which is missing. */
function startWithSmallest(call: Call): void {
  inputs.sortBySize(call);
  call.types.setWalk.start(inputs.records[0]!);
}

/** Goes to the next member that all sets have. */
function nextCommon(call: Call): boolean {
  const walk = call.types.setWalk;
  while (walk.next()) if (isInAll(call)) return true;
  return false;
}

function isInAll(call: Call): boolean {
  const walk = call.types.setWalk;
  for (let i = 1; i < inputs.records.length; i++) {
    if (!call.types.sets.contains(inputs.records[i]!, walk.bytes, walk.at, walk.length)) return false;
  }
  return true;
}

/** Replies with the intersection of `inputs`. */
export function replyIntersection(call: Call): void {
  const { reply } = call;
  if (inputs.missing > 0) {
    reply.set(0);
    return;
  }
  const header = reply.deferred();
  let found = 0;
  startWithSmallest(call);
  while (nextCommon(call)) {
    replyMember(call);
    found++;
  }
  reply.resolveDeferred(header, 'set', found);
}

/** Counts the members that all of `inputs` have, up to `limit` (0: all). */
export function countIntersection(call: Call, limit: number): number {
  if (inputs.missing > 0) return 0;
  let found = 0;
  startWithSmallest(call);
  while ((limit === 0 || found < limit) && nextCommon(call)) found++;
  return found;
}

/** Leaves the intersection of `inputs` in `result`, in the shard of a key. */
export function intersect(call: Call, key: ArgIndex): void {
  if (inputs.missing > 0) {
    result.begin(call, key, true);
    return;
  }
  startWithSmallest(call);
  result.begin(call, key, call.types.sets.isIntegers(inputs.records[0]!));
  while (nextCommon(call)) result.add(call);
  result.toIntegers(call);
}
