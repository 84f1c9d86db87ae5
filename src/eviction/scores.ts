// HOT: one call a sampled record; no allocation.
/** The orders that policies share. */
import type { Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';

/** Ticks of 1/256 s since the access clock was set. */
export function idleTicks(store: Keyspace, ref: Ref): number {
  return (store.clock - store.records.accessClock(ref)) >>> 0;
}

/** 255 minus the decayed use counter; of equals the one idle for longer. */
export function disuse(store: Keyspace, ref: Ref): number {
  return 255 - store.accesses.decayedCounter(ref, store.clock) + idleTicks(store, ref) / 0x1_0000_0000;
}

/** No order at all. */
export function anyScore(): number {
  return Math.random();
}

/** The sooner the expiry, the higher. */
export function nearExpiry(store: Keyspace, ref: Ref): number {
  return -store.records.expiresAt(ref);
}
