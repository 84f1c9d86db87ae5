/** How long a key has not been used. */
import { ACCESS_TICKS_PER_SECOND } from '../../memory/clock.ts';
import type { Ref } from '../../memory/types.ts';
import type { Keyspace } from '../keyspace.ts';

/** Whole seconds since the last access that was noted. */
export function idleSeconds(store: Keyspace, ref: Ref): number {
  // The clock wraps after 194 days.
  const ticks = (store.clock - store.records.accessClock(ref)) >>> 0;
  return Math.floor(ticks / ACCESS_TICKS_PER_SECOND);
}

/** Makes a record look unused for so long. */
export function setIdleSeconds(store: Keyspace, ref: Ref, seconds: number): void {
  store.records.setAccessClock(ref, (store.clock - seconds * ACCESS_TICKS_PER_SECOND) >>> 0);
}
