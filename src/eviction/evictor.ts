// HOT: runs inline when writers outrun the worker; no closures, no allocation on the JS heap.
/**
 * Makes room: samples records across the shards, and lets the policy's order choose among them.
 *
 * Problem: an exact order over all keys costs memory and a shared structure that every access would have to change.
 * Idea: take a few records from random places, keep the best candidates seen so far in a small pool, and evict the
 * best of the pool; the pool makes five samples act like many more. Expired records met on the way go first.
 * Cost: about a microsecond for a victim, mostly cache misses on the sampled records.
 * Gives up: exactness; a candidate may have been used since it was sampled, which is checked before it goes.
 * Source: the approximated LRU of Redis 3 (S. Sanfilippo, "Random notes on improving the Redis LRU algorithm", 2016).
 */
import { ROOT_COUNT, ROOT_EXPIRES, S_EXPIRES, SHARDS } from '../memory/layout.ts';
import type { Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { Admission } from './admission.ts';
import { CandidatePool } from './candidate-pool.ts';
import { Leftovers } from './leftovers.ts';
import type { EvictionPolicy } from './policy.ts';
import { Queues } from './queues.ts';
import { Random32 } from './random.ts';
import { chooseDatabase, isStillThere, MAX_SHARD_TRIES } from './sampling.ts';
import { ShardHold } from './shard-hold.ts';

/** Buckets looked at in one hold; with records that are no legal victims among them, ten microseconds or so. */
const MAX_BUCKETS = 16;
const MAX_VOLATILE_BUCKETS = 64;

export class Evictor {
  readonly #store: Keyspace;
  readonly #control: Int32Array;
  readonly #bucket = new Int32Array(16);
  readonly #random = new Random32();
  readonly #hold: ShardHold;
  readonly #pool = new CandidatePool();
  readonly #admission: Admission;
  readonly #queues: Queues;
  readonly #leftovers: Leftovers;
  #policy: EvictionPolicy;
  /** Records looked at for one victim (`maxmemory-samples`). */
  samples = 5;

  constructor(store: Keyspace, policy: EvictionPolicy) {
    this.#store = store;
    this.#control = store.control;
    this.#policy = policy;
    this.#hold = new ShardHold(store);
    this.#admission = new Admission(store);
    this.#queues = new Queues(store);
    this.#leftovers = new Leftovers(store);
    this.setPolicy(policy);
  }

  get policy(): EvictionPolicy {
    return this.#policy;
  }

  /** Another policy is in force from now on. Nothing is rebuilt: it reads what the records say, in its own way. */
  setPolicy(policy: EvictionPolicy): void {
    this.#policy = policy;
    this.#pool.count = 0;
    this.#admission.setRules(policy.rules ?? []);
    if (policy.hasQueues === true) this.#queues.begin();
  }

  /** Evicts one key (or deletes an expired one). The caller holds no shard's lock. @returns false if there is none. */
  evictOne(): boolean {
    const policy = this.#policy;
    if (policy.name === 'noeviction') return false;
    let evicted: boolean;
    if (policy.rules !== undefined) evicted = this.#admission.evictOne();
    else if (policy.hasQueues === true) evicted = this.#queues.evictOne();
    else evicted = this.#evictSampled();
    // Without shards that are free in time, or with hardly any legal records, any legal record will do.
    return evicted || this.#leftovers.evictNext(policy.volatileOnly);
  }

  #evictSampled(): boolean {
    let missed = 0;
    for (let tries = 0; tries < MAX_SHARD_TRIES; tries++) {
      const shard = this.#random.next() & (SHARDS - 1);
      if (this.#policy.volatileOnly && this.#control[this.#store.heap.base(shard) + S_EXPIRES] === 0) continue;
      const outcome = this.#sampleShard(shard);
      if (outcome < 0) return true;
      if (outcome === 0 && ++missed < SHARDS) continue;
      if (this.#evictBest()) return true;
    }
    return this.#evictBest();
  }

  /** @returns -1 when an expired record was deleted instead, else how many records were looked at. */
  #sampleShard(shard: number): number {
    if (!this.#hold.enter(shard, this.#policy.volatileOnly)) return 0;
    const outcome = this.#sampleLocked(shard);
    this.#hold.leave(shard);
    return outcome;
  }

  #sampleLocked(shard: number): number {
    const store = this.#store;
    const word = this.#policy.volatileOnly ? ROOT_EXPIRES : ROOT_COUNT;
    const db = chooseDatabase(store, this.#random, shard, word);
    if (db < 0) return 0;
    const root = store.rootAt(shard, db);
    const buckets = this.#policy.volatileOnly ? MAX_VOLATILE_BUCKETS : MAX_BUCKETS;
    let looked = 0;
    for (let bucket = 0; bucket < buckets && looked < this.samples; bucket++) {
      const count = store.table.sample(this.#control, root, this.#random.next(), this.#bucket);
      // Starting anywhere in the bucket keeps its first slots from being favoured.
      const first = count === 0 ? 0 : (this.#random.next() >>> 8) % count;
      for (let i = 0; i < count && looked < this.samples; i++) {
        const ref = this.#bucket[(first + i) % count]! as Ref;
        if (store.records.hasExpiryField(ref) && store.isExpired(ref)) {
          store.expire(shard, db, store.records.hash(ref), ref);
          return -1;
        }
        if (this.#policy.volatileOnly && store.records.expiresAt(ref) < 0) continue;
        looked++;
        this.#pool.offer(store, ref, shard | (db << 6), this.#policy.score(store, ref));
      }
    }
    return looked;
  }

  /** Evicts the best candidate that is still there and has not been used since. */
  #evictBest(): boolean {
    const pool = this.#pool;
    while (pool.count > 0) {
      const at = --pool.count;
      const shard = pool.places[at]! & (SHARDS - 1);
      if (!this.#hold.enter(shard, false)) continue;
      const evicted = this.#evictLocked(at);
      this.#hold.leave(shard);
      if (evicted) return true;
    }
    return false;
  }

  #evictLocked(at: number): boolean {
    const store = this.#store;
    const pool = this.#pool;
    const ref = pool.refs[at]! as Ref;
    const place = pool.places[at]!;
    const hash = pool.hashes[at]!;
    if (!isStillThere(store, ref, place, hash, pool.clocks[at]!)) return false;
    if (this.#policy.volatileOnly && store.records.expiresAt(ref) < 0) return false;
    if (this.#policy.spare?.(store, ref) === true) return false;
    store.evict(place & (SHARDS - 1), place >>> 6, hash, ref);
    return true;
  }
}
