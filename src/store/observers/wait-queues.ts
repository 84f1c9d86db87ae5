// HOT: `touch` and `gather` run for every change in a shard where somebody waits; no closures, integers only.
/**
 * Who waits for which key: a queue a key, in the order of arrival, in the shard of the key and under its lock, so that
 * clients of all threads stand in one queue.
 *
 *   queue  ┌ entry of a key (key-entries.ts) with head │ tail │ count │ shards × 2 │ flags │ how many wait for it to go
 *   node   ┌ header │ next │ previous │ queue │ waiter │ whether it also waits for the key to go
 */
import { type Heap, KIND_WAITING } from '../../memory/heap/heap.ts';
import { S_WAIT_KEYS, S_WAIT_KEYS_GONE, S_WAIT_SHARDS, S_WAITERS, SHARDS } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { ANY_DB, E_OWN, KeyEntries } from './key-entries.ts';

const Q_HEAD = E_OWN;
const Q_TAIL = E_OWN + 1;
const Q_COUNT = E_OWN + 2;
const Q_LOW = E_OWN + 3;
const Q_HIGH = E_OWN + 4;
const Q_FLAGS = E_OWN + 5;
/** How many of it also wait for the key to go away. */
const Q_NO_KEY = E_OWN + 6;
const QUEUE_WORDS = 7;

/** A queue that is to be looked at when the running command is done. */
const READY = 1;
/** Commands of this queue may make other keys ready. */
const FEEDS = 2;
/** A queue that is being looked after. */
const HELD = 4;

const N_NEXT = 1;
const N_PREVIOUS = 2;
const N_QUEUE = 3;
const N_WAITER = 4;
const N_NO_KEY = 5;
const NODE_BYTES = 24;

/** A key that is gone. */
export interface GoneKey {
  readonly shard: number;
  readonly db: number;
  readonly hash: number;
  readonly key: Buffer;
}

/** What a waiter's command touches. */
export interface WaiterReach {
  /** Shards of all its keys. */
  readonly low: number;
  readonly high: number;
  /** It changes keys that it does not wait for. */
  readonly feeds: boolean;
  /** It also ends when the key goes away. */
  readonly noKey: boolean;
}

export class WaitQueues {
  readonly #heap: Heap;
  readonly #control: Int32Array;
  readonly entries: KeyEntries;
  /** Queues whose keys changed while this thread's command ran, and their shards. */
  readyCount = 0;
  readyQueues = new Int32Array(64);
  readyShards = new Uint8Array(64);
  /** Whether this thread holds every lock that serving whoever is made ready now may need. */
  covered = false;
  /** Keys that went while `covered` was not set, and for whose going somebody waits: looked after later. */
  late: GoneKey[] = [];
  /** What `gather` found: shards, and whether serving may make further keys ready. */
  low = 0;
  high = 0;
  feeds = false;

  constructor(heap: Heap) {
    this.#heap = heap;
    this.#control = heap.slabs.control;
    this.entries = new KeyEntries(heap, S_WAITERS, KIND_WAITING, QUEUE_WORDS);
  }

  hasAny(shard: number): boolean {
    return this.entries.hasAny(shard);
  }

  /** A key changed: who waits for it is looked after when the command is done. */
  touch(shard: number, db: number, hash: number, buf: Uint8Array, start: number, length: number): void {
    const queue = this.entries.find(shard, db, hash, buf, start, length);
    if (queue !== NO_REF) this.#ready(shard, queue);
  }

  // cold: FLUSHALL, SWAPDB.
  /** Every key of a database may have changed. The caller holds all locks. */
  touchAll(db: number): void {
    this.entries.forEach(db, (shard, queue) => this.#ready(shard, queue));
  }

  /** Begins to gather anew. */
  forgetGathered(): void {
    this.low = 0;
    this.high = 0;
    this.feeds = false;
  }

  /** Adds to `low`, `high` and `feeds` what serving the waiters of a key, in whichever database, may need. */
  gather(shard: number, hash: number, buf: Uint8Array, start: number, length: number): void {
    const { entries } = this;
    let queue = entries.find(shard, ANY_DB, hash, buf, start, length);
    for (; queue !== NO_REF; queue = entries.findNext(queue, ANY_DB, hash, buf, start, length)) {
      this.low |= entries.word(queue, Q_LOW);
      this.high |= entries.word(queue, Q_HIGH);
      if ((entries.word(queue, Q_FLAGS) & FEEDS) !== 0) this.feeds = true;
    }
  }

  /**
   * Adds to `low` and `high` every shard that commands which wait in one of them may touch, and so on. Reads without
   * the locks: the caller takes what was found and looks again.
   */
  gatherFed(): void {
    for (let again = true; again; ) {
      again = false;
      for (let shard = 0; shard < SHARDS; shard++) {
        if (((shard < 32 ? this.low : this.high) & (1 << (shard & 31))) === 0) continue;
        const word = this.#heap.base(shard) + S_WAIT_SHARDS;
        const low = this.low | this.#control[word]!;
        const high = this.high | this.#control[word + 1]!;
        if (low === this.low && high === this.high) continue;
        this.low = low;
        this.high = high;
        again = true;
      }
    }
  }

  /** Puts a waiter at the end of a key's queue. @returns its node there; NO_REF if it named the key before */
  append(
    shard: number,
    db: number,
    hash: number,
    buf: Uint8Array,
    start: number,
    length: number,
    waiter: Ref,
    reach: WaiterReach,
  ): Ref {
    const { entries } = this;
    let queue = entries.find(shard, db, hash, buf, start, length);
    const base = this.#heap.base(shard);
    if (queue === NO_REF) {
      queue = entries.create(shard, db, hash, buf, start, length);
      this.#control[base + S_WAIT_KEYS]! += 1;
    }
    const tail = entries.word(queue, Q_TAIL) as Ref;
    if (tail !== NO_REF && this.waiter(tail) === waiter) return NO_REF;
    const node = this.#heap.allocate(shard, NODE_BYTES, KIND_WAITING);
    entries.put(node, N_NEXT, NO_REF);
    entries.put(node, N_PREVIOUS, tail);
    entries.put(node, N_QUEUE, queue);
    entries.put(node, N_WAITER, waiter);
    if (tail === NO_REF) entries.put(queue, Q_HEAD, node);
    else entries.put(tail, N_NEXT, node);
    entries.put(queue, Q_TAIL, node);
    entries.put(queue, Q_COUNT, entries.word(queue, Q_COUNT) + 1);
    entries.put(queue, Q_LOW, entries.word(queue, Q_LOW) | reach.low);
    entries.put(queue, Q_HIGH, entries.word(queue, Q_HIGH) | reach.high);
    if (reach.feeds) entries.put(queue, Q_FLAGS, entries.word(queue, Q_FLAGS) | FEEDS);
    entries.put(node, N_NO_KEY, reach.noKey ? 1 : 0);
    if (reach.noKey) this.#countNoKey(shard, queue, 1);
    this.#control[base + S_WAIT_SHARDS]! |= reach.low;
    this.#control[base + S_WAIT_SHARDS + 1]! |= reach.high;
    return node;
  }

  /** Takes a node out of its queue and frees it. @param shard of the key */
  remove(shard: number, node: Ref): void {
    const { entries } = this;
    const queue = entries.word(node, N_QUEUE) as Ref;
    const next = entries.word(node, N_NEXT) as Ref;
    const previous = entries.word(node, N_PREVIOUS) as Ref;
    if (previous === NO_REF) entries.put(queue, Q_HEAD, next);
    else entries.put(previous, N_NEXT, next);
    if (next === NO_REF) entries.put(queue, Q_TAIL, previous);
    else entries.put(next, N_PREVIOUS, previous);
    entries.put(queue, Q_COUNT, entries.word(queue, Q_COUNT) - 1);
    if (entries.word(node, N_NO_KEY) !== 0) this.#countNoKey(shard, queue, -1);
    this.#heap.free(shard, node);
    this.#dropIfEmpty(shard, queue);
  }

  /** Begins to look after a queue that was ready: nobody frees it, and it may become ready again from now on. */
  begin(queue: Ref): void {
    this.entries.put(queue, Q_FLAGS, (this.entries.word(queue, Q_FLAGS) & ~READY) | HELD);
  }

  /** Ends looking after a queue; it is freed if nobody waits in it any more. */
  end(shard: number, queue: Ref): void {
    this.entries.put(queue, Q_FLAGS, this.entries.word(queue, Q_FLAGS) & ~HELD);
    this.#dropIfEmpty(shard, queue);
  }

  /** Whether somebody in the queue waits for the key to go away. */
  wantsNoKey(queue: Ref): boolean {
    return this.entries.word(queue, Q_NO_KEY) !== 0;
  }

  /** The node of who has waited longest, or NO_REF. */
  head(queue: Ref): Ref {
    return this.entries.word(queue, Q_HEAD) as Ref;
  }

  next(node: Ref): Ref {
    return this.entries.word(node, N_NEXT) as Ref;
  }

  waiter(node: Ref): Ref {
    return this.entries.word(node, N_WAITER) as Ref;
  }

  /** One more (1) or one less (-1) of a queue waits for the key to go. */
  #countNoKey(shard: number, queue: Ref, change: number): void {
    const before = this.entries.word(queue, Q_NO_KEY);
    this.entries.put(queue, Q_NO_KEY, before + change);
    if (before === 0 || before + change === 0) this.#control[this.#heap.base(shard) + S_WAIT_KEYS_GONE]! += change;
  }

  #ready(shard: number, queue: Ref): void {
    const flags = this.entries.word(queue, Q_FLAGS);
    if ((flags & READY) !== 0) return;
    if (!this.covered) {
      if (this.wantsNoKey(queue)) this.#postpone(shard, queue);
      return;
    }
    this.entries.put(queue, Q_FLAGS, flags | READY);
    if (this.readyCount === this.readyQueues.length) this.#growReady();
    this.readyQueues[this.readyCount] = queue;
    this.readyShards[this.readyCount++] = shard;
  }

  // cold: a transaction goes on, on this thread or another one.
  /** Takes the ready queues away: their shards and blocks, two numbers each. They are still marked as ready. */
  takeReady(): Int32Array {
    const taken = new Int32Array(this.readyCount * 2);
    for (let i = 0; i < this.readyCount; i++) {
      taken[i * 2] = this.readyShards[i]!;
      taken[i * 2 + 1] = this.readyQueues[i]!;
    }
    this.readyCount = 0;
    return taken;
  }

  // cold: as `takeReady`.
  /** Adds queues that `takeReady` gave. */
  addReady(taken: Int32Array): void {
    for (let i = 0; i < taken.length; i += 2) {
      if (this.readyCount === this.readyQueues.length) this.#growReady();
      this.readyShards[this.readyCount] = taken[i]!;
      this.readyQueues[this.readyCount++] = taken[i + 1]!;
    }
  }

  // cold: a key with waiters of consumer groups expired or was evicted.
  #postpone(shard: number, queue: Ref): void {
    const { entries } = this;
    const at = entries.keyAt(queue);
    const key = Buffer.from(entries.bytesOf(queue).subarray(at, at + entries.keyLength(queue)));
    this.late.push({ shard, db: entries.db(queue), hash: entries.hash(queue), key });
  }

  #dropIfEmpty(shard: number, queue: Ref): void {
    const { entries } = this;
    if (entries.word(queue, Q_COUNT) !== 0 || (entries.word(queue, Q_FLAGS) & (READY | HELD)) !== 0) return;
    const base = this.#heap.base(shard);
    this.#control[base + S_WAIT_KEYS]! -= 1;
    if (!entries.drop(shard, queue)) return;
    this.#control[base + S_WAIT_SHARDS] = 0;
    this.#control[base + S_WAIT_SHARDS + 1] = 0;
  }

  #growReady(): void {
    const queues = new Int32Array(this.readyQueues.length * 2);
    const shards = new Uint8Array(this.readyQueues.length * 2);
    for (let i = 0; i < this.readyCount; i++) {
      queues[i] = this.readyQueues[i]!;
      shards[i] = this.readyShards[i]!;
    }
    this.readyQueues = queues;
    this.readyShards = shards;
  }
}
