// HOT: no closures, no allocation on the JS heap.
/** Looks for items that equal an argument, in the list that `call.types.lists.value` is turned to. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';

/** What `findItem` and `itemMatches` look for from now on: what an argument says. */
export function lookFor(call: Call, argument: ArgIndex): void {
  const { buf, argStart, argLen } = call.args;
  call.types.lists.sought.setBytes(buf, argStart[argument]!, argLen[argument]!);
}

/** Whether the item before the cursor is the one that is sought. */
export function itemMatches(call: Call): boolean {
  const { lists } = call.types;
  return lists.value.matches(lists.sought);
}

/** Leads the cursor to the first item that is what an argument says. @returns whether there is one */
export function findItem(call: Call, argument: ArgIndex): boolean {
  const { value, sought } = call.types.lists;
  lookFor(call, argument);
  value.seekFirst();
  return value.find(sought);
}

/** Removes up to `most` items that are what an argument says, from the front or the back. @returns how many */
export function removeItems(call: Call, argument: ArgIndex, most: number, front: boolean): number {
  const { value, sought } = call.types.lists;
  let removed = 0;
  lookFor(call, argument);
  if (front) {
    value.seekFirst();
    while (removed < most && value.count() > 0 && value.find(sought)) removed += value.remove(1);
    return removed;
  }
  value.seekLast();
  for (;;) {
    if (itemMatches(call)) {
      removed += value.remove(1);
      if (removed === most || value.count() === 0) return removed;
    }
    if (!value.previous()) return removed;
  }
}
