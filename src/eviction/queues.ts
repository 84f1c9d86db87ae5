// HOT: runs inline when writers outrun the worker; no closures, no allocation on the JS heap.
/**
 * S3-FIFO over sampled records: a small queue of new records, a main queue of those that proved themselves.
 *
 * Problem: the queues of S3-FIFO would cost links in each record.
 * Idea: the "new" flag of a record says which queue it is in, its access clock when it joined that queue, so the longest
 * idle of a sample is about the head of its queue. With more than a tenth of the records in the small queue its head is
 * looked at: visited at least twice it joins the main queue, else it goes and is remembered. Else the head of the main
 * queue: visited it joins its end with one visit less, else it goes. A key that comes back while it is remembered joins
 * the main queue at once: the use history (store/usage/use-history.ts) stands for the ghosts, a count of two that is halved
 * whenever two thirds of the store have gone.
 * Cost: some 24 records looked at for a victim; a visit changes the record only while it has fewer than three.
 * Gives up: the exact order, above all in the small queue, of which a sample meets two or three. Of public traces most
 * come within 0.5 points of the exact queues; OLTP with 250 objects hits 21.1 % instead of 21.7, gli with 1,000 33.0
 * instead of 35.1, for the history forgets by halves and in steps; a loop, which the exact order never hits, 14 %.
 * Source: J. Yang et al., "FIFO queues are all you need for cache eviction" (SOSP '23).
 */
import { G_ACCESSES, G_MARKS_NEW, G_USE_EPOCH, ROOT_COUNT, SHARDS } from '../memory/layout.ts';
import type { Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { VISITS_MASK } from '../store/usage/access-notes.ts';
import { CandidatePool } from './candidate-pool.ts';
import { Census } from './census.ts';
import { Random32 } from './random.ts';
import { chooseDatabase, isStillThere, MAX_SHARD_TRIES } from './sampling.ts';
import { idleTicks } from './scores.ts';
import { ShardHold } from './shard-hold.ts';

/** Share of the records that the small queue may have. */
const SMALL = 0.1;
/** Visits that lead from the small queue into the main one. */
const PROOF = 2;
/** Records looked at for each head of a queue; and buckets in one hold, where the same one hardly comes twice. */
const SAMPLES = 24;
const MAX_BUCKETS = 4;
const MANY_RECORDS = 1024;
/** What the history is told of a record that goes, and the share of the records after which it forgets half of it. */
const GHOST = 2;
const FORGET_AFTER = 2 / 3;
/** Room in the history for each record: what looks like a ghost and is none joins the main queue for nothing. */
const HISTORY_ROOM = 1.5;

export class Queues {
  readonly #store: Keyspace;
  readonly #control: Int32Array;
  readonly #bucket = new Int32Array(16);
  readonly #random = new Random32();
  readonly #hold: ShardHold;
  readonly #census: Census;
  readonly #small = new CandidatePool();
  readonly #main = new CandidatePool();

  constructor(store: Keyspace) {
    this.#store = store;
    this.#control = store.control;
    this.#hold = new ShardHold(store);
    this.#census = new Census(store);
  }

  /** The policy comes into force: what comes in from now on joins the small queue. */
  begin(): void {
    this.#small.count = 0;
    this.#main.count = 0;
    this.#control[G_MARKS_NEW] = 1;
  }

  /** Evicts one key (or deletes an expired one). The caller holds no shard's lock. @returns false if there is none. */
  evictOne(): boolean {
    const store = this.#store;
    const census = this.#census;
    if (census.isRecounted()) this.#keepHistory();
    store.history.sweep();
    let looked = 0;
    for (let tries = 0; tries < MAX_SHARD_TRIES; tries++) {
      const outcome = this.#sampleShard(census.chooseShard(this.#random));
      if (outcome < 0) return true;
      looked += outcome;
      if (looked < SAMPLES && tries < SAMPLES) continue;
      const isSmallDue = census.news > census.records * SMALL;
      if (isSmallDue && this.#small.count === 0) continue;
      const pool = isSmallDue || this.#main.count === 0 ? this.#small : this.#main;
      if (pool.count === 0) continue;
      if (this.#lookAtHead(pool)) return true;
      looked = 0;
    }
    return false;
  }

  /** Gives the history its size, and lets it forget. */
  #keepHistory(): void {
    const control = this.#control;
    const { history, heap } = this.#store;
    control[G_MARKS_NEW] = 1;
    heap.chargeBytes(history.fit(this.#census.records * HISTORY_ROOM));
    const gone = control[G_ACCESSES]!;
    if (gone < this.#census.records * FORGET_AFTER) return;
    // Of two threads that see it, one does it.
    if (Atomics.compareExchange(control, G_ACCESSES, gone, 0) !== gone) return;
    Atomics.add(control, G_USE_EPOCH, 1);
    history.beginSweep();
  }

  /** @returns -1 when an expired record was deleted instead */
  #sampleShard(shard: number): number {
    if (!this.#hold.enter(shard, false)) return 0;
    const outcome = this.#sampleLocked(shard);
    this.#hold.leave(shard);
    return outcome;
  }

  #sampleLocked(shard: number): number {
    const store = this.#store;
    const { records } = store;
    const db = chooseDatabase(store, this.#random, shard, ROOT_COUNT);
    if (db < 0) return 0;
    const root = store.rootAt(shard, db);
    const buckets = this.#census.perShard[shard]! < MANY_RECORDS ? 1 : MAX_BUCKETS;
    let looked = 0;
    for (let bucket = 0; bucket < buckets && looked < SAMPLES; bucket++) {
      const count = store.table.sample(this.#control, root, this.#random.next(), this.#bucket);
      records.fetch(this.#bucket, count);
      for (let i = 0; i < count; i++) {
        const ref = this.#bucket[i]! as Ref;
        if (records.hasExpiryField(ref) && store.isExpired(ref)) {
          store.expire(shard, db, records.hash(ref), ref);
          return -1;
        }
        looked++;
        const pool = records.isNew(ref) ? this.#small : this.#main;
        pool.offer(store, ref, shard | (db << 6), idleTicks(store, ref));
      }
    }
    return looked;
  }

  /** @returns whether the record went */
  #lookAtHead(pool: CandidatePool): boolean {
    const at = --pool.count;
    const place = pool.places[at]!;
    const shard = place & (SHARDS - 1);
    if (!this.#hold.enter(shard, false)) return false;
    const ref = pool.refs[at]! as Ref;
    const hash = pool.hashes[at]!;
    const gone = isStillThere(this.#store, ref, place, hash, pool.clocks[at]!) && !this.#staysInStore(ref, place);
    if (gone) this.#evict(shard, place >>> 6, hash, ref);
    this.#hold.leave(shard);
    return gone;
  }

  #staysInStore(ref: Ref, place: number): boolean {
    const { records, clock } = this.#store;
    const counter = records.counter(ref);
    const visits = counter & VISITS_MASK;
    if (records.isNew(ref)) {
      if (visits < PROOF) return false;
      this.#census.settle(ref, place);
      records.setCounter(ref, counter & ~VISITS_MASK);
    } else {
      if (visits === 0) return false;
      records.setCounter(ref, counter - 1);
    }
    records.setAccessClock(ref, clock);
    return true;
  }

  #evict(shard: number, db: number, hash: number, ref: Ref): void {
    const store = this.#store;
    if (store.records.isNew(ref)) {
      this.#census.news--;
      store.history.remember(hash, GHOST);
      Atomics.add(this.#control, G_ACCESSES, 1);
    }
    this.#census.records--;
    store.evict(shard, db, hash, ref);
  }
}
