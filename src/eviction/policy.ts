/** What an eviction policy is: which keys it may take, what must be noted of accesses, and an order. */
import type { Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';

export interface EvictionPolicy {
  /** Value of `maxmemory-policy`. */
  readonly name: string;
  /** Only keys with an expiry are victims. */
  readonly volatileOnly: boolean;
  /** ACCESS_CLOCK, ACCESS_COUNTER or ACCESS_NONE: what reads and writes note in the record. */
  readonly access: number;
  /** How much a record deserves to go: the highest score of a sample goes first. HOT: no allocation. */
  score(store: Keyspace, ref: Ref): number;
}
