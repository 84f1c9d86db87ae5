// HOT: filled for sampled records; no closures, no allocation.
/** A sampled record that may be the victim, and how it stood when it was sampled. */
import { NO_REF, type Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { isStillThere } from './sampling.ts';

export class Candidate {
  ref: Ref = NO_REF;
  /** Shard, and database from bit 6 on. */
  place = 0;
  hash = 0;
  /** Access clock. */
  clock = 0;
  /** Aged use count. */
  uses = 0;

  get isThere(): boolean {
    return this.ref !== NO_REF;
  }

  clear(): void {
    this.ref = NO_REF;
  }

  /** Under the lock of the record's shard. */
  note(store: Keyspace, ref: Ref, place: number, uses: number): void {
    this.ref = ref;
    this.place = place;
    this.hash = store.records.hash(ref);
    this.clock = store.records.accessClock(ref);
    this.uses = uses;
  }

  /** Whether it is the same record still, not used since. Under the shard's lock. */
  isUnchanged(store: Keyspace): boolean {
    return isStillThere(store, this.ref, this.place, this.hash, this.clock);
  }
}
