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
import { ROOT_COUNT, ROOT_EXPIRES, S_EXPIRES, S_LOCK, SHARDS } from '../memory/layout.ts';
import { lockWithin, unlock } from '../memory/lock.ts';
import type { Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { Admission } from './admission.ts';
import type { EvictionPolicy } from './policy.ts';
import { Random32 } from './random.ts';
import { chooseDatabase, MAX_SHARD_TRIES, MAX_WAIT_MS } from './sampling.ts';

const POOL = 16;
const MAX_BUCKETS = 16;
const MAX_VOLATILE_BUCKETS = 512;

export class Evictor {
  readonly #store: Keyspace;
  readonly #control: Int32Array;
  readonly #bucket = new Int32Array(16);
  readonly #random = new Random32();
  readonly #admission: Admission;
  // The pool, worst candidate first: parallel arrays, as far as `#pooled`.
  readonly #scores = new Float64Array(POOL);
  readonly #refs = new Int32Array(POOL);
  readonly #hashes = new Int32Array(POOL);
  readonly #places = new Int32Array(POOL);
  readonly #clocks = new Float64Array(POOL);
  #pooled = 0;
  #policy: EvictionPolicy;
  /** Records looked at for one victim (`maxmemory-samples`). */
  samples = 5;

  constructor(store: Keyspace, policy: EvictionPolicy) {
    this.#store = store;
    this.#control = store.control;
    this.#policy = policy;
    this.#admission = new Admission(store);
    this.#admission.setRule(policy.rule);
  }

  get policy(): EvictionPolicy {
    return this.#policy;
  }

  setPolicy(policy: EvictionPolicy): void {
    this.#policy = policy;
    this.#pooled = 0;
    this.#admission.setRule(policy.rule);
  }

  /** Evicts one key (or deletes an expired one). The caller holds no shard's lock. @returns false if there is none. */
  evictOne(): boolean {
    if (this.#policy.name === 'noeviction') return false;
    // Without shards that are free in time, or with hardly any records, any record will do.
    if (this.#policy.rule !== undefined) return this.#admission.evictOne() || this.#evictAny();
    let missed = 0;
    for (let tries = 0; tries < MAX_SHARD_TRIES; tries++) {
      const shard = this.#random.next() & (SHARDS - 1);
      if (this.#policy.volatileOnly && this.#control[this.#store.heap.base(shard) + S_EXPIRES] === 0) continue;
      const outcome = this.#sampleShard(shard);
      if (outcome < 0) return true;
      if (outcome === 0 && ++missed < SHARDS) continue;
      if (this.#evictBest()) return true;
    }
    while (this.#pooled > 0) if (this.#evictBest()) return true;
    return this.#evictAny();
  }

  /** @returns -1 when an expired record was deleted instead, else how many records were looked at. */
  #sampleShard(shard: number): number {
    const word = this.#store.heap.base(shard) + S_LOCK;
    if (!lockWithin(this.#control, word, MAX_WAIT_MS)) return 0;
    this.#store.heap.slabs.sync();
    const outcome = this.#sampleLocked(shard);
    unlock(this.#control, word);
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
        this.#offer(shard, db, ref);
      }
    }
    return looked;
  }

  #offer(shard: number, db: number, ref: Ref): void {
    const score = this.#policy.score(this.#store, ref);
    if (this.#pooled === POOL && score <= this.#scores[0]!) return;
    for (let i = 0; i < this.#pooled; i++) if (this.#refs[i] === ref) return;
    let at: number;
    if (this.#pooled === POOL) {
      // The worst goes; those that are worse than the newcomer move down.
      at = 0;
      while (at + 1 < POOL && this.#scores[at + 1]! < score) {
        this.#move(at + 1, at);
        at++;
      }
    } else {
      at = this.#pooled++;
      while (at > 0 && this.#scores[at - 1]! > score) {
        this.#move(at - 1, at);
        at--;
      }
    }
    this.#scores[at] = score;
    this.#refs[at] = ref;
    this.#hashes[at] = this.#store.records.hash(ref);
    this.#places[at] = shard | (db << 6);
    this.#clocks[at] = this.#store.records.accessClock(ref);
  }

  #move(from: number, to: number): void {
    this.#scores[to] = this.#scores[from]!;
    this.#refs[to] = this.#refs[from]!;
    this.#hashes[to] = this.#hashes[from]!;
    this.#places[to] = this.#places[from]!;
    this.#clocks[to] = this.#clocks[from]!;
  }

  /** Evicts the best candidate that is still there and has not been used since. */
  #evictBest(): boolean {
    while (this.#pooled > 0) {
      const at = --this.#pooled;
      const ref = this.#refs[at]! as Ref;
      const shard = this.#places[at]! & (SHARDS - 1);
      const db = this.#places[at]! >>> 6;
      const word = this.#store.heap.base(shard) + S_LOCK;
      if (!lockWithin(this.#control, word, MAX_WAIT_MS)) continue;
      this.#store.heap.slabs.sync();
      const evicted = this.#evictLocked(shard, db, this.#hashes[at]!, ref, this.#clocks[at]!);
      unlock(this.#control, word);
      if (evicted) return true;
    }
    return false;
  }

  #evictLocked(shard: number, db: number, hash: number, ref: Ref, clock: number): boolean {
    const store = this.#store;
    if (!store.table.contains(this.#control, store.rootAt(shard, db), hash, ref)) return false;
    // The slot may hold another key's record by now, or one that was used again: neither is the one that was chosen.
    if (store.records.hash(ref) !== hash || store.records.accessClock(ref) !== clock) return false;
    if (this.#policy.volatileOnly && store.records.expiresAt(ref) < 0) return false;
    store.evict(shard, db, hash, ref);
    return true;
  }

  /** Walks the keyspace for any legal victim: for stores so sparse that sampling finds nothing. */
  #evictAny(): boolean {
    const store = this.#store;
    const found = new Int32Array(2048);
    for (let i = 0; i < SHARDS; i++) {
      const word = store.heap.base(i) + S_LOCK;
      if (!lockWithin(this.#control, word, MAX_WAIT_MS)) continue;
      store.heap.slabs.sync();
      let evicted = false;
      for (let db = 0; db < store.databases && !evicted; db++) evicted = this.#evictFirst(i, db, found);
      unlock(this.#control, word);
      if (evicted) return true;
    }
    return false;
  }

  #evictFirst(shard: number, db: number, found: Int32Array): boolean {
    const store = this.#store;
    const root = store.rootAt(shard, db);
    if (this.#control[root + (this.#policy.volatileOnly ? ROOT_EXPIRES : ROOT_COUNT)] === 0) return false;
    for (let position = 0; position < 0x1_0000_0000; position = store.table.nextPosition) {
      const count = store.table.scan(this.#control, root, position, found);
      for (let i = 0; i < count; i++) {
        const ref = found[i]! as Ref;
        if (this.#policy.volatileOnly && store.records.expiresAt(ref) < 0) continue;
        store.evict(shard, db, store.records.hash(ref), ref);
        return true;
      }
    }
    return false;
  }
}
