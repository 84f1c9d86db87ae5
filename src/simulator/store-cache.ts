/**
 * The server's own store and evictor as a simulated cache: the same records, index, sampling and policies over the same
 * shards. Objects are records whose value says how large they pretend to be.
 */
import type { ArgIndex, RequestArgs } from '../../protocol/command/arguments.ts';
import { Chooser, sampleRate } from '../eviction/adaptive/chooser.ts';
import { Evictor } from '../eviction/evictor.ts';
import type { EvictionPolicy } from '../eviction/policy.ts';
import { ExpirySweeper } from '../expiry/sweeper.ts';
import { G_EVICTION_RULE } from '../memory/layout.ts';
import { createSharedMemory } from '../memory/shared-memory.ts';
import { STATS_BYTES, statsRow } from '../memory/thread-stats.ts';
import { NO_REF, type Ref } from '../memory/types.ts';
import { Keyspace } from '../store/keyspace.ts';
import { ENCODING_BY_CONTENT, NO_EXPIRY, TYPE_STRING } from '../store/record.ts';
import { costClassOf } from '../store/usage/cost-class.ts';
import type { SimulatedCache } from './simulation.ts';

/** Bytes that stand for an object where capacities count objects: what is kept of absent keys is weighed against it. */
const UNIT_BYTES = 512;
const KEY = 1 as ArgIndex;

/** A store whose records say themselves how large they are. */
class PretendingStore extends Keyspace {
  /** Bytes, or objects, that the records stand for. */
  held = 0;
  evictions = 0;

  override sizeOf(ref: Ref): number {
    return this.records.bytesOf(ref).readUInt32LE(this.records.valueAt(ref));
  }

  override expire(shard: number, db: number, hash: number, ref: Ref): void {
    this.held -= this.sizeOf(ref);
    super.expire(shard, db, hash, ref);
  }

  override evict(shard: number, db: number, hash: number, ref: Ref): void {
    this.held -= this.sizeOf(ref);
    this.evictions++;
    super.evict(shard, db, hash, ref);
  }
}

export interface StoreCacheOptions {
  /** How many objects are likely to fit; without it, as many as the capacity. */
  readonly objects?: number;
  /** Of the hashes, which decide who is sampled. */
  readonly seed?: number;
  /** As the setting `lfu-decay-time`, a minute being 15,360 requests; 0: counters never fall. */
  readonly lfuDecayMinutes?: number;
}

export class StoreCache implements SimulatedCache {
  readonly #store: PretendingStore;
  readonly #evictor: Evictor;
  readonly #capacity: number;
  /** What one unit of capacity is worth in bytes. */
  readonly #unit: number;
  readonly #chooser: Chooser | undefined;
  readonly #sampled: number;
  readonly #key = Buffer.alloc(8);
  /** Stands for the background thread, which finds what is due before anybody evicts. */
  readonly #sweeper: ExpirySweeper;
  /** Whether something that expires was stored. */
  #expires = false;

  /** @param capacity bytes when `sized`, else objects of 512 bytes */
  constructor(policy: EvictionPolicy, capacity: number, sized: boolean, options: StoreCacheOptions = {}) {
    const { objects = capacity, seed = 1, lfuDecayMinutes = 1 } = options;
    const stats = statsRow(new SharedArrayBuffer(STATS_BYTES), 0);
    this.#store = new PretendingStore(createSharedMemory(1), stats, [seed, 2]);
    this.#store.accesses.mode = policy.access;
    this.#store.accesses.tellAfter = 1;
    this.#store.accesses.lfuDecayMinutes = lfuDecayMinutes;
    this.#store.args = {
      buf: this.#key,
      argStart: Int32Array.of(0, 0),
      argLen: Int32Array.of(0, 8),
    } as unknown as RequestArgs;
    this.#store.setTime(1);
    this.#evictor = new Evictor(this.#store, policy);
    this.#sweeper = new ExpirySweeper(this.#store);
    this.#capacity = capacity;
    this.#unit = sized ? 1 : UNIT_BYTES;
    const rate = sampleRate(objects);
    this.#sampled = rate * 0x1_0000_0000;
    const { rules = [] } = policy;
    if (rules.length > 1) this.#chooser = new Chooser(rules, capacity * this.#unit * rate, objects * rate);
  }

  /** The number of the rule in force, and how often it changed: for a policy that chooses. */
  get rule(): number {
    return this.#chooser?.rule ?? 0;
  }

  get changes(): number {
    return this.#chooser?.changes ?? 0;
  }

  get evictions(): number {
    return this.#store.evictions;
  }

  /** What is kept of absent keys, in units of the capacity. */
  get overhead(): number {
    return (this.#store.history.bytes + (this.#chooser?.memoryBytes ?? 0)) / this.#unit;
  }

  access(key: number, size: number, request: number, cost = 1, nowMs = 1, ttlMs = 0): boolean {
    const store = this.#store;
    this.#key.writeUInt32LE(key);
    if (ttlMs > 0) this.#expires = true;
    if (nowMs !== store.now()) store.setTime(nowMs);
    // A tick of the access clock for each request, however fast they follow each other.
    store.clock = request;
    store.prepare(KEY);
    const hash = store.hashes[KEY]!;
    if (this.#chooser !== undefined && hash >>> 0 < this.#sampled) this.#sample(this.#chooser, hash, size, cost);
    const ref = store.read(KEY);
    if (ref !== NO_REF) return true;
    if (size > this.#capacity) return false;
    const room = this.#capacity - this.overhead;
    if (this.#expires && store.held + size > room) while (this.#sweeper.step(nowMs));
    while (store.held + size > room && this.#evictor.evictOne());
    const expiresAt = ttlMs > 0 ? Math.ceil(nowMs + ttlMs) : NO_EXPIRY;
    const record = store.put(KEY, NO_REF, TYPE_STRING, ENCODING_BY_CONTENT, 4, false, expiresAt);
    store.records.bytesOf(record).writeUInt32LE(size, store.records.valueAt(record));
    if (cost !== 1) store.records.setCostClass(record, costClassOf(cost));
    store.held += size;
    return false;
  }

  #sample(chooser: Chooser, hash: number, size: number, cost: number): void {
    chooser.read(hash, size * this.#unit, cost, true);
    this.#store.control[G_EVICTION_RULE] = chooser.rule;
  }
}
