// HOT: no closures, no allocation on the JS heap; every method is called under the locks of the shards it touches.
/**
 * The keys of all databases as one thread looks them up: the half of `Keyspace` that changes nothing but what it counts,
 * and deletes what is past its time.
 *
 * The dispatcher tells which command is being run (`args`): a key is then an argument index, and its hash and shard are
 * already there. Nothing here takes a lock.
 */
import type { ArgIndex, RequestArgs } from '../../protocol/command/arguments.ts';
import { accessClock, wallClockMs } from '../memory/clock.ts';
import { ExtentPool } from '../memory/heap/extents.ts';
import { Heap } from '../memory/heap/heap.ts';
import { LargeObjects } from '../memory/large/large-objects.ts';
import { ROOT_COUNT, ROOT_ELEMENT_EXPIRES, ROOT_EXPIRES, ROOT_WORDS, S_EXPIRES, S_ROOTS } from '../memory/layout.ts';
import { type SharedMemory, SlabSet } from '../memory/slabs.ts';
import { STAT } from '../memory/thread-stats.ts';
import { NO_REF, type Ref } from '../memory/types.ts';
import { HashTable } from '../values/table/hash-table.ts';
import type { Collections } from './collections/collections.ts';
import { SCHEDULE_BOUND, TimingWheel } from './expiry/timing-wheel.ts';
import { KeyHasher } from './key-hash.ts';
import { EVENT } from './observers/events.ts';
import type { KeyObservers } from './observers/key-observers.ts';
import { NO_EXPIRY, Records, recordBytes } from './record.ts';
import { recordSize } from './record-size.ts';
import { AccessNotes } from './usage/access-notes.ts';
import { type AccessSamples, isSampled } from './usage/access-samples.ts';
import { PrefixCosts } from './usage/prefix-costs.ts';
import { UseHistory } from './usage/use-history.ts';

const NOTHING_FOUND = -1;

export abstract class KeyLookups {
  readonly heap: Heap;
  readonly large: LargeObjects;
  readonly records: Records;
  readonly table: HashTable;
  readonly wheel: TimingWheel;
  readonly control: Int32Array;
  readonly databases: number;
  readonly stats: Float64Array;
  readonly hasher: KeyHasher;
  /** What frees, copies and measures collections. */
  abstract readonly collections: Collections;
  /** Who wants to hear of changes. */
  abstract readonly observers: KeyObservers;

  /** The request being run, and hash and shard of each of its key arguments. */
  args!: RequestArgs;
  hashes = new Int32Array(16);
  shards = new Uint8Array(16);
  /** Database that keys belong to unless a method is told another one. */
  db = 0;

  /** Uses of keys that were evicted. */
  readonly history: UseHistory;
  /** What `read` and `write` note in the records. */
  readonly accesses: AccessNotes;
  /** What becomes known of sampled keys, and of what misses cost by prefix. */
  abstract readonly samples: AccessSamples;
  readonly costs: PrefixCosts;
  /** False for a client that said NO-TOUCH. */
  touches = true;
  /** What one look-up of the client adds to the hits or misses: 0 for one that only looks on. */
  counts: 0 | 1 = 1;
  /** Access clock, set once a read batch. */
  clock = 0;
  /** What is past its time looks absent but is not deleted: while clients are paused, for commands that only read. */
  keepsExpired = false;
  #nowMs = 0;
  /** What the last look-up in `db` found, and `table.changes` then; NOTHING_FOUND when that does not count. */
  #found: Ref = NO_REF;
  #foundAfter = NOTHING_FOUND;
  /** Set while a command runs whose key is that of the one before it, see `repeatKey`. */
  isKeyRepeated = false;

  constructor(shared: SharedMemory, stats: Float64Array, seed: readonly [number, number]) {
    const slabs = new SlabSet(shared);
    this.control = slabs.control;
    this.databases = shared.databases;
    this.stats = stats;
    this.heap = new Heap(slabs, new ExtentPool(slabs, shared.pages), shared.databases, shared.poison);
    this.large = new LargeObjects(slabs, shared);
    this.hasher = new KeyHasher(seed[0], seed[1]);
    this.records = new Records(this.heap, this.hasher);
    this.table = new HashTable(this.heap, this.records);
    this.wheel = new TimingWheel(this.heap);
    this.history = new UseHistory(shared.history, this.control);
    this.costs = new PrefixCosts(this.control);
    this.accesses = new AccessNotes(this.records, this.control, this.history, this.costs);
  }

  /** Time of the command in ms since 1970: read once, when first asked for, after the locks were taken. */
  now(): number {
    if (this.#nowMs === 0) this.#nowMs = wallClockMs();
    return this.#nowMs;
  }

  /** A new command, or a run of quick ones, begins or had to wait for a lock: its time is not known yet. */
  forgetTime(): void {
    this.#nowMs = 0;
  }

  /** Fixes the time of what follows, for EXEC, scripts and workers. */
  setTime(ms: number): void {
    this.#nowMs = ms;
    this.clock = accessClock(ms);
  }

  /** Computes hash and shard of a key argument. @returns the shard. */
  prepare(key: number): number {
    const args = this.args;
    const start = args.argStart[key]!;
    const length = args.argLen[key]!;
    if (key >= this.hashes.length) this.#growKeys(key);
    this.hashes[key] = this.hasher.locate(args.buf, start, length);
    this.shards[key] = this.hasher.shard;
    return this.hasher.shard;
  }

  /** Takes over hash and shard of a key that were computed ahead. */
  prepared(key: number, hash: number, shard: number): void {
    this.hashes[key] = hash;
    this.shards[key] = shard;
  }

  /**
   * A command of a run begins, which has just one key.
   * @param isRepeated whether that is the key of the one before it, whose lock has been held since: it is found again
   * where it was, unless something came or went
   */
  repeatKey(isRepeated: boolean): void {
    this.isKeyRepeated = isRepeated;
    if (!isRepeated) this.#foundAfter = NOTHING_FOUND;
  }

  /** Word of a database's root in the control block. */
  rootAt(shard: number, db: number): number {
    return this.heap.base(shard) + S_ROOTS + db * ROOT_WORDS;
  }

  /** Deletes a record that is past its time. */
  abstract expire(shard: number, db: number, hash: number, ref: Ref): void;

  /** The live record of a key: no statistics, no trace of the access. An expired one is deleted, unless it is kept. */
  peek(key: ArgIndex, db: number = this.db): Ref {
    const { changes } = this.table;
    if (this.isKeyRepeated && this.#foundAfter === changes && db === this.db) {
      const found = this.#found;
      if (found === NO_REF || !this.records.hasExpiryField(found)) return found;
    }
    const shard = this.shards[key]!;
    const hash = this.hashes[key]!;
    const args = this.args;
    const root = this.rootAt(shard, db);
    const ref = this.table.find(this.control, root, hash, args.buf, args.argStart[key]!, args.argLen[key]!);
    if (db === this.db) {
      this.#found = ref;
      this.#foundAfter = changes;
    }
    if (ref !== NO_REF && this.records.hasExpiryField(ref) && this.isExpired(ref)) {
      if (!this.keepsExpired) this.expire(shard, db, hash, ref);
      return NO_REF;
    }
    return ref;
  }

  /** Looks a key up for reading: counts a hit or a miss and notes the access. */
  read(key: ArgIndex): Ref {
    const ref = this.readQuietly(key);
    if (ref !== NO_REF && this.touches) this.touch(ref);
    return ref;
  }

  /** Looks a key up for reading as EXISTS, TTL, TYPE do: counts, but notes no access. */
  readQuietly(key: ArgIndex): Ref {
    const ref = this.peek(key);
    if (this.counts !== 0 && isSampled(this.control, this.hashes[key]!)) this.samples.read(key, ref);
    this.stats[ref === NO_REF ? STAT.keyspaceMisses : STAT.keyspaceHits]! += this.counts;
    if (ref === NO_REF) this.observers.note(key, EVENT.keymiss, this.db);
    return ref;
  }

  /** As `readQuietly`, but listeners hear of no miss: OBJECT. */
  inspect(key: ArgIndex): Ref {
    const ref = this.peek(key);
    if (this.counts !== 0 && isSampled(this.control, this.hashes[key]!)) this.samples.read(key, ref);
    this.stats[ref === NO_REF ? STAT.keyspaceMisses : STAT.keyspaceHits]! += this.counts;
    return ref;
  }

  /** Counts one more look-up of a key: some commands look theirs up twice in redis-server, and here once. */
  countAgain(key: ArgIndex, found: boolean): void {
    this.stats[found ? STAT.keyspaceHits : STAT.keyspaceMisses]! += this.counts;
    if (!found) this.observers.note(key, EVENT.keymiss, this.db);
  }

  /** Counts a look-up of a key that the request does not name. */
  countNamed(name: Uint8Array, length: number, found: boolean): void {
    this.stats[found ? STAT.keyspaceHits : STAT.keyspaceMisses]! += this.counts;
    if (!found) this.observers.noteNamed(name, length, EVENT.keymiss);
  }

  /** Looks a key up for changing it: no statistics, but the access is noted. */
  write(key: ArgIndex): Ref {
    const ref = this.peek(key);
    if (ref !== NO_REF && this.touches) this.touch(ref);
    return ref;
  }

  /** Notes an access in the record. */
  touch(ref: Ref): void {
    this.accesses.used(ref, this.clock);
  }

  isExpired(ref: Ref): boolean {
    const at = this.records.expiresAt(ref);
    return at !== NO_EXPIRY && this.now() > at;
  }

  /** Keys of a database, expired ones that nobody met included. Without locks: a sum of recent values. */
  size(db: number): number {
    return this.#sum(db, ROOT_COUNT);
  }

  /** Keys of a database whose elements expire. */
  expiringElements(db: number): number {
    return this.#sum(db, ROOT_ELEMENT_EXPIRES);
  }

  /** Keys of a database that have an expiry. */
  expiring(db: number): number {
    return this.#sum(db, ROOT_EXPIRES);
  }

  /** Bytes that a record occupies with its value, or about so many: what evicting it would free. */
  sizeOf(ref: Ref): number {
    return recordSize(this, ref);
  }

  /** Bytes that `put` of a value of this length may allocate in the heap. */
  putBound(key: ArgIndex, length: number): number {
    return recordBytes(this.args.argLen[key]!, length, true) + SCHEDULE_BOUND + 32;
  }

  /** Notes in a record and its database whether elements of its collection expire. */
  countElementsExpire(shard: number, db: number, ref: Ref, expire: boolean): void {
    if (this.records.elementsExpire(ref) === expire) return;
    this.records.setElementsExpire(ref, expire);
    this.control[this.rootAt(shard, db) + ROOT_ELEMENT_EXPIRES]! += expire ? 1 : -1;
  }

  protected countExpires(shard: number, db: number, by: number): void {
    this.control[this.rootAt(shard, db) + ROOT_EXPIRES]! += by;
    this.control[this.heap.base(shard) + S_EXPIRES]! += by;
  }

  #sum(db: number, word: number): number {
    let sum = 0;
    for (let shard = 0; shard < 64; shard++) sum += this.control[this.rootAt(shard, db) + word]!;
    return sum;
  }

  /** cold: only for the most keys in one request so far. */
  #growKeys(key: number): void {
    const hashes = new Int32Array(key * 2);
    hashes.set(this.hashes);
    this.hashes = hashes;
    const shards = new Uint8Array(key * 2);
    shards.set(this.shards);
    this.shards = shards;
  }
}
