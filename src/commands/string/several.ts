/** Keys and values that are set together: MSET, MSETNX, MSETEX. */
import type { ArgIndex, ArgRange } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY } from '../../store/record.ts';

/** Bytes that setting all pairs may allocate. */
export function pairsBound(call: Call, pairs: ArgRange): number {
  let bytes = 0;
  for (let i = 0; i < pairs.count; i++) bytes += call.strings.setBound(pairs.at(i), valueAt(pairs, i));
  return bytes;
}

/** The value that belongs to key `pairs.at(i)`. */
export function valueAt(pairs: ArgRange, i: number): ArgIndex {
  return (pairs.at(i) + 1) as ArgIndex;
}

/** How many of the keys exist. Counted as writes: no hit and no miss. */
export function countExisting(call: Call, pairs: ArgRange): number {
  let count = 0;
  for (let i = 0; i < pairs.count; i++) if (call.store.peek(pairs.at(i)) !== NO_REF) count++;
  return count;
}

/** Sets every key to its value. @param expiresAt absolute ms or NO_EXPIRY */
export function setPairs(call: Call, pairs: ArgRange, expiresAt: number): void {
  for (let i = 0; i < pairs.count; i++) {
    const key = pairs.at(i);
    call.strings.set(key, call.store.write(key), valueAt(pairs, i), expiresAt);
    call.store.observers.note(key, EVENT.set);
    if (expiresAt !== NO_EXPIRY) call.store.observers.note(key, EVENT.expire);
  }
}
