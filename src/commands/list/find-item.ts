// HOT: no closures, no allocation on the JS heap.
/** Looks for items that equal an argument, in the list that `call.types.lists.value` is turned to. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';

/** Whether the item before the cursor is what an argument says. */
export function itemMatches(call: Call, argument: ArgIndex): boolean {
  const { buf, argStart, argLen } = call.args;
  return call.types.lists.value.matches(buf, argStart[argument]!, argLen[argument]!);
}

/** Leads the cursor to the first item that is what an argument says. @returns whether there is one */
export function findItem(call: Call, argument: ArgIndex): boolean {
  const { value } = call.types.lists;
  const { buf, argStart, argLen } = call.args;
  value.seekFirst();
  return value.find(buf, argStart[argument]!, argLen[argument]!);
}

/** Removes up to `most` items that are what an argument says, from the front or the back. @returns how many */
export function removeItems(call: Call, argument: ArgIndex, most: number, front: boolean): number {
  const { value } = call.types.lists;
  const { buf, argStart, argLen } = call.args;
  let removed = 0;
  if (front) {
    value.seekFirst();
    while (removed < most && value.count() > 0 && value.find(buf, argStart[argument]!, argLen[argument]!)) {
      removed += value.remove(1);
    }
    return removed;
  }
  value.seekLast();
  for (;;) {
    if (itemMatches(call, argument)) {
      removed += value.remove(1);
      if (removed === most || value.count() === 0) return removed;
    }
    if (!value.previous()) return removed;
  }
}
