/** What an eviction policy is: which keys it may take, what must be noted of accesses, and an order. */
import type { Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { EvictionRule } from './adaptive/rules.ts';

export interface EvictionPolicy {
  /** Value of `maxmemory-policy`. */
  readonly name: string;
  /** Only keys with an expiry are victims. */
  readonly volatileOnly: boolean;
  /** One of ACCESS_… of store/usage/access-notes.ts: what reads and writes note in the record. */
  readonly access: number;
  /**
   * Victims are chosen by a rule, with probation (admission.ts), instead of by `score` alone: of several, by whichever
   * the chooser has put in force (adaptive/chooser.ts).
   */
  readonly rules?: readonly EvictionRule[];
  /** Victims come from a queue of new and one of old records (queues.ts), each in the order of `score`. */
  readonly hasQueues?: boolean;
  /** How much a record deserves to go: the highest score of a sample goes first. HOT: no allocation. */
  score(store: Keyspace, ref: Ref): number;
  /** Asked before a victim goes, under its shard's lock. @returns whether it gets another chance */
  spare?(store: Keyspace, ref: Ref): boolean;
}
