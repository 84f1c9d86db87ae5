/**
 * SDIFF: the members of the first set that are in no other one. Either each of them is looked for in the others, or all
 * members of the others are taken out of a copy: whichever looks at fewer members. (The choice shows in the encoding of
 * the result, so it is Redis'.)
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { inputs } from './set-inputs.ts';
import { result } from './set-result.ts';

/** Leaves the difference of `inputs` in `result`, in the shard of a key. */
export function subtract(call: Call, key: ArgIndex): void {
  result.begin(call, key, true);
  const first = inputs.records[0]!;
  if (first === NO_REF || inputs.records.lastIndexOf(first) > 0) return;
  const size = call.types.sets.size(first);
  let searches = 0;
  let removals = 0;
  for (let i = 0; i < inputs.records.length; i++) {
    if (inputs.records[i] === NO_REF) continue;
    searches += size;
    removals += inputs.size(call, i);
  }
  // A search ends at the first set that has the member, so it is taken for half as dear.
  if (searches / 2 <= removals) bySearching(call, first);
  else byRemoving(call, first);
}

function bySearching(call: Call, first: Ref): void {
  const walk = call.types.setWalk;
  inputs.sortRestByFallingSize(call);
  walk.start(first);
  while (walk.next()) if (!isInOther(call)) result.add(call);
}

function isInOther(call: Call): boolean {
  const walk = call.types.setWalk;
  for (let i = 1; i < inputs.records.length; i++) {
    const record = inputs.records[i]!;
    if (record !== NO_REF && call.types.sets.contains(record, walk.bytes, walk.at, walk.length)) return true;
  }
  return false;
}

function byRemoving(call: Call, first: Ref): void {
  const walk = call.types.setWalk;
  walk.start(first);
  while (walk.next()) result.add(call);
  for (let i = 1; i < inputs.records.length && result.size(call) > 0; i++) {
    const record = inputs.records[i]!;
    if (record === NO_REF) continue;
    walk.start(record);
    while (walk.next()) result.remove(call);
  }
}
