// HOT: `remember` runs for every key that a tracking client reads, `changed` for every change in a shard of such keys; no
// closures, no allocation on the JS heap, integers only.
/**
 * Problem: a client that keeps what it reads (CLIENT TRACKING) must be told when that changes, whoever changes it, on any
 * thread, and a thousand clients may read the same key.
 * Idea: a tracked key has an entry in its shard, made under the lock under which it is read, so no change is missed. The
 * entry names clients as bits in groups of 32 trackers of one thread. The first change tells them all and drops the entry.
 * Cost: some 50 bytes a key, 16 for each further group; nothing for shards in which nobody tracks a key.
 * Gives up: who is gone is named until the key changes; the threads know better and pass it over. As in Redis, databases
 * are not told apart.
 *
 *   entry of a key (key-entries.ts) with group │ bits │ first node
 *   node  ┌ header │ next │ group │ bits
 */
import { type Heap, KIND_TRACKING } from '../../memory/heap/heap.ts';
import { G_TRACKED_ITEMS, G_TRACKED_KEYS, S_TRACKED, S_TRACKED_BURIED } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { E_NEXT, E_OWN, KeyEntries, T_BUCKETS, T_COUNT, T_MASK } from './key-entries.ts';

const GROUP = E_OWN;
const BITS = E_OWN + 1;
const MORE = E_OWN + 2;
const OWN_WORDS = 3;

const N_NEXT = 1;
const N_GROUP = 2;
const N_BITS = 3;
const NODE_BYTES = 16;
/** Tables of up to so many keys are freed on the spot by a flush. */
const FREED_AT_ONCE = 64;
/** Databases are not told apart. */
const DB = 0;

/** A tracker is a number of its thread; trackers `32 × n` to `32 × n + 31` of a thread are a group. */
const THREAD_SHIFT = 26;
const SEQUENCE_MASK = (1 << THREAD_SHIFT) - 1;

export function groupOf(thread: number, tracker: number): number {
  return (thread << THREAD_SHIFT) | ((tracker >>> 5) & SEQUENCE_MASK);
}

export function threadOf(group: number): number {
  return group >>> THREAD_SHIFT;
}

/** The first tracker of a group. */
export function firstTrackerOf(group: number): number {
  return (group & SEQUENCE_MASK) * 32;
}

/** Takes what changed; called under the lock of the key's shard. */
export interface Invalidated {
  /** Row of the client that waited and whose command is being run, which makes the changes; -1 when none is. */
  servedSlot: number;
  /** Trackers of a group are to hear that this key changed. */
  key(group: number, bits: number, buf: Uint8Array, start: number, length: number): void;
  /** A key changed while there are clients that hear of all keys with a prefix. */
  any(buf: Uint8Array, start: number, length: number, byScript: boolean): void;
  /** A database is about to be emptied: every tracking client is to hear. */
  all(): void;
}

export class TrackedKeys {
  readonly #heap: Heap;
  readonly #control: Int32Array;
  readonly #entries: KeyEntries;
  /** Where `forgetOne` looks first. */
  #nextBucket = 0;
  /** Undefined where nobody can be told. */
  invalidated: Invalidated | undefined;
  /** Something was told to `invalidated` since this was last cleared. HOT. */
  hasNews = false;

  /** A script runs: as in Redis what it changes is nobody's own change where clients hear of prefixes. */
  inScript = false;

  constructor(heap: Heap) {
    this.#heap = heap;
    this.#control = heap.slabs.control;
    this.#entries = new KeyEntries(heap, S_TRACKED, KIND_TRACKING, OWN_WORDS);
  }

  /** The command of a client that waited, in this row, is being run; -1: no more. */
  serving(slot: number): void {
    if (this.invalidated !== undefined) this.invalidated.servedSlot = slot;
  }

  /** A client reads a key, which need not exist. The lock of the shard is held. */
  remember(
    shard: number,
    hash: number,
    buf: Uint8Array,
    start: number,
    length: number,
    group: number,
    bit: number,
  ): void {
    const entries = this.#entries;
    let entry = entries.find(shard, DB, hash, buf, start, length);
    if (entry === NO_REF) {
      entry = entries.create(shard, DB, hash, buf, start, length);
      entries.put(entry, GROUP, group);
      Atomics.add(this.#control, G_TRACKED_KEYS, 1);
    }
    if (entries.word(entry, GROUP) === group) this.#mark(entry, BITS, bit);
    else this.#mark(this.#node(shard, entry, group), N_BITS, bit);
  }

  /** A key changed: whoever tracks it is told, once. */
  changed(shard: number, hash: number, buf: Uint8Array, start: number, length: number): void {
    const entry = this.#entries.find(shard, DB, hash, buf, start, length);
    if (entry !== NO_REF) this.#tell(shard, entry, buf, start, length);
  }

  /** Forgets some key of a shard, of which its trackers are told as if it had changed. @returns false if there is none */
  forgetOne(shard: number): boolean {
    const table = this.#control[this.#heap.base(shard) + S_TRACKED]! as Ref;
    if (table === NO_REF) return false;
    const entries = this.#entries;
    const mask = entries.word(table, T_MASK);
    for (let i = 0; i <= mask; i++) {
      // From where the last one went: the buckets before it are empty by and by.
      const bucket = (this.#nextBucket + i) & mask;
      const entry = entries.word(table, T_BUCKETS + bucket) as Ref;
      if (entry === NO_REF) continue;
      this.#nextBucket = bucket;
      this.#tell(shard, entry, entries.bytesOf(entry), entries.keyAt(entry), entries.keyLength(entry));
      return true;
    }
    return false;
  }

  /** A key changed while there are clients that hear of all keys with a prefix. */
  tellPrefixes(buf: Uint8Array, start: number, length: number): void {
    if (this.invalidated === undefined) return;
    this.hasNews = true;
    this.invalidated.any(buf, start, length, this.inScript);
  }

  /** A database is about to be emptied. */
  tellAll(): void {
    if (this.invalidated === undefined) return;
    this.hasNews = true;
    this.invalidated.all();
  }

  // cold: FLUSHALL and FLUSHDB.
  /** Forgets every key of a shard without a word; a large table is freed later by `freeBuried`. */
  forgetAll(shard: number): void {
    const base = this.#heap.base(shard);
    const entries = this.#entries;
    const table = this.#control[base + S_TRACKED]! as Ref;
    if (table === NO_REF) return;
    const count = entries.word(table, T_COUNT);
    Atomics.sub(this.#control, G_TRACKED_KEYS, count);
    this.#control[base + S_TRACKED] = NO_REF;
    entries.put(table, T_COUNT, this.#control[base + S_TRACKED_BURIED]!);
    this.#control[base + S_TRACKED_BURIED] = table;
    if (count <= FREED_AT_ONCE) this.freeBuried(shard, FREED_AT_ONCE * 2);
  }

  /** Whether a flush has left something in a shard. */
  hasBuried(shard: number): boolean {
    return this.#control[this.#heap.base(shard) + S_TRACKED_BURIED] !== NO_REF;
  }

  // cold: the background thread, behind a flush.
  /** Frees up to `most` keys that a flush left, under the lock of the shard. */
  freeBuried(shard: number, most: number): void {
    const entries = this.#entries;
    const head = this.#heap.base(shard) + S_TRACKED_BURIED;
    let left = most;
    for (let table = this.#control[head]! as Ref; table !== NO_REF; table = this.#control[head]! as Ref) {
      // The mask becomes smaller as buckets from the end are emptied.
      for (let bucket = entries.word(table, T_MASK); bucket >= 0; bucket--) {
        entries.put(table, T_MASK, bucket);
        for (let entry = entries.word(table, T_BUCKETS + bucket) as Ref; entry !== NO_REF; ) {
          if (left-- <= 0) return;
          const next = entries.word(entry, E_NEXT) as Ref;
          this.#freeNodes(shard, entry);
          this.#heap.free(shard, entry);
          entries.put(table, T_BUCKETS + bucket, next);
          entry = next;
        }
      }
      this.#control[head] = entries.word(table, T_COUNT);
      this.#heap.free(shard, table);
    }
  }

  #tell(shard: number, entry: Ref, buf: Uint8Array, start: number, length: number): void {
    const entries = this.#entries;
    const { invalidated } = this;
    if (invalidated !== undefined) {
      this.hasNews = true;
      invalidated.key(entries.word(entry, GROUP), entries.word(entry, BITS), buf, start, length);
      let node = entries.word(entry, MORE) as Ref;
      for (; node !== NO_REF; node = entries.word(node, N_NEXT) as Ref) {
        invalidated.key(entries.word(node, N_GROUP), entries.word(node, N_BITS), buf, start, length);
      }
    }
    this.#freeNodes(shard, entry);
    entries.drop(shard, entry);
    Atomics.sub(this.#control, G_TRACKED_KEYS, 1);
  }

  #freeNodes(shard: number, entry: Ref): void {
    const entries = this.#entries;
    let items = countBits(entries.word(entry, BITS));
    for (let node = entries.word(entry, MORE) as Ref; node !== NO_REF; ) {
      const next = entries.word(node, N_NEXT) as Ref;
      items += countBits(entries.word(node, N_BITS));
      this.#heap.free(shard, node);
      node = next;
    }
    Atomics.sub(this.#control, G_TRACKED_ITEMS, items);
  }

  /** The node of a group that is not the entry's first. */
  #node(shard: number, entry: Ref, group: number): Ref {
    const entries = this.#entries;
    const first = entries.word(entry, MORE) as Ref;
    for (let node = first; node !== NO_REF; node = entries.word(node, N_NEXT) as Ref) {
      if (entries.word(node, N_GROUP) === group) return node;
    }
    const node = this.#heap.allocate(shard, NODE_BYTES, KIND_TRACKING);
    entries.put(node, N_NEXT, first);
    entries.put(node, N_GROUP, group);
    entries.put(node, N_BITS, 0);
    entries.put(entry, MORE, node);
    return node;
  }

  #mark(block: Ref, word: number, bit: number): void {
    const bits = this.#entries.word(block, word);
    if ((bits & bit) !== 0) return;
    this.#entries.put(block, word, bits | bit);
    Atomics.add(this.#control, G_TRACKED_ITEMS, 1);
  }
}

function countBits(word: number): number {
  let bits = word;
  let count = 0;
  for (; bits !== 0; count++) bits &= bits - 1;
  return count;
}
