/** Waits for lists: the end of the commands that block until there is something to pop. */
import type { ArgIndex, ArgRange } from '../../../protocol/command/arguments.ts';
import { type Call, NIL, NIL_ARRAY, type Outcome } from '../../dispatch/context.ts';
import { TYPE_LIST } from '../../store/record.ts';
import { blockingMs, REFUSED } from '../blocking-timeout.ts';
import { moveItem, type Side } from './move-item.ts';
import { NOTHING, popFirstOne } from './pop-items.ts';

/** BLPOP and BRPOP. */
export function waitToPop(call: Call, keys: ArgRange, timeout: number, front: boolean): Outcome {
  const ms = blockingMs(call, timeout, 1000);
  if (ms === REFUSED) return;
  if (popFirstOne(call, keys, front) !== NOTHING) return;
  return waitForLists(call, keys, ms, NIL_ARRAY);
}

/** BLMOVE and BRPOPLPUSH. */
export function waitToMove(
  call: Call,
  source: ArgIndex,
  destination: ArgIndex,
  from: Side,
  to: Side,
  timeout: number,
): Outcome {
  const ms = blockingMs(call, timeout, 1000);
  if (ms === REFUSED || moveItem(call, source, destination, from, to)) return;
  call.waitFor(source);
  // Redis times out with an array, although the answer is none.
  return call.block(TYPE_LIST, ms, call.inTransaction ? NIL : NIL_ARRAY);
}

/** Waits until one of the keys holds a list. @param nil what is replied when none did in time */
export function waitForLists(call: Call, keys: ArgRange, ms: number, nil: number): Outcome {
  for (let i = 0; i < keys.count; i++) call.waitFor(keys.at(i));
  return call.block(TYPE_LIST, ms, nil);
}
