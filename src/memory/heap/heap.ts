// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * The heap of one thread's view: blocks of 16 bytes to 4 MiB inside the extents of a shard.
 *
 * Problem: values of every size come and go for months; allocation must be O(1), cost few bytes, and memory of one
 * size must serve another later.
 * Idea: two-level segregated fit (free-lists.ts): a search of a few instructions; neighbours are merged at once through
 * boundary tags.
 * Cost: 4 bytes a block in use.
 * Gives up: freed memory is not returned until a whole extent is free; the compactor empties sparse ones. While it
 * does, blocks freed in them become holes: neither in use nor in a list.
 *
 * An extent starts with one unit of its own and ends with one unit that looks like a block in use of size 0:
 *
 *   ┌────────┬───────┬────────┬────────┬────────┬ … ┬──────────┐  while draining, blocks from unit `from` to unit `to`
 *   │ from   │ to    │ header │ block  │ header │   │ header 0 │  of the extent are in use or holes (kind 0), and all
 *   └────────┴───────┴────────┴────────┴────────┴ … ┴──────────┘  others ordinary; neither bound ever splits a block
 *
 * All calls are made under the lock of the shard that they name.
 */

import {
  G_USED,
  G_USED_PEAK,
  GLOBAL_WORDS,
  PAGE_SHIFT,
  S_EXTENT_PAGES,
  S_LAST_EXTENT,
  S_REMOTE_FREE,
  S_REMOTE_TAKEN,
  S_USED_UNITS,
  SLAB_SHIFT,
  shardWords,
  UNIT_MASK,
} from '../layout.ts';
import type { SlabSet } from '../slabs.ts';
import { NO_REF, type Ref } from '../types.ts';
import { extentOrder } from './extent-order.ts';
import type { ExtentPool } from './extents.ts';
import { FREE, FreeLists, KIND_SHIFT, PREV_FREE, UNITS_SHIFT } from './free-lists.ts';

const MIN_UNITS = 2;
/** Blocks taken in at once from other shards: some ten microseconds. */
const REMOTE_BLOCKS = 256;
const POISON = 0xdeadbeef | 0;
/** Largest block: an extent of 4 MiB without its two framing units. */
export const MAX_BLOCK_BYTES = 4 * 1024 * 1024 - 16;

/** What a block holds: lets a walk over an extent find the owner of each block. Kind 0 is a hole. */
export const KIND_RECORD = 1;
export const KIND_DIRECTORY = 2;
export const KIND_SEGMENT = 3;
export const KIND_WHEEL = 4;
export const KIND_WHEEL_CHUNK = 5;
export const KIND_ELEMENT = 6;
export const KIND_NODE = 7;
export const KIND_GRAVE = 8;
/** Of collections: the root of a table or tree, a packed run, and directory and segment of a table. */
export const KIND_ROOT = 9;
export const KIND_RUN = 10;
export const KIND_MEMBER_DIRECTORY = 11;
export const KIND_MEMBER_SEGMENT = 12;
/** Of clients that wait for keys or watch them. */
export const KIND_WAITING = 13;
export const KIND_WATCHING = 14;
/** Of keys that clients track. */
export const KIND_TRACKING = 15;
const KIND_MASK = 0x3ff;

export class Heap {
  readonly slabs: SlabSet;
  readonly extents: ExtentPool;
  readonly #control: Int32Array;
  /** For the compactor. */
  readonly lists: FreeLists;
  readonly #shardWords: number;
  readonly #poison: boolean;
  /** Units allocated and not yet told to G_USED. */
  #delta = 0;
  /** Blocks allocated and freed by this thread so far: tells whether a failed command changed anything. */
  operations = 0;
  /**
   * Long steps of commands that are short otherwise, so far: parts of hash tables that were rebuilt, more than a few
   * changes at once, lists of which leaves may have been cut off.
   */
  longWorks = 0;
  /** How far this thread's figure may be off before it is told, in units. */
  deltaLimit = 8192;

  constructor(slabs: SlabSet, extents: ExtentPool, databases: number, poison: boolean) {
    this.slabs = slabs;
    this.extents = extents;
    this.#control = slabs.control;
    this.lists = new FreeLists(slabs);
    this.#shardWords = shardWords(databases);
    this.#poison = poison;
  }

  /** First word of a shard in the control block. */
  base(shard: number): number {
    return GLOBAL_WORDS + shard * this.#shardWords;
  }

  /**
   * Allocates a block of at least `bytes` bytes, its header word included; the rest of the contents is undefined.
   * The block may be up to 15 bytes larger (see `blockBytes`).
   * Throws when the heap is exhausted: the caller holds a reservation, so that is a bug or a dying system.
   */
  allocate(shard: number, bytes: number, kind: number): Ref {
    let units = (bytes + 7) >>> 3;
    if (units < MIN_UNITS) units = MIN_UNITS;
    const base = this.base(shard);
    let ref = this.lists.find(base, units);
    if (ref === NO_REF) ref = this.#refill(shard, base, units);
    const words = this.slabs.i32[ref >>> SLAB_SHIFT]!;
    const at = (ref & UNIT_MASK) << 1;
    this.lists.unlink(base, words, at);
    const have = words[at]! >>> UNITS_SHIFT;
    let taken = have;
    const rest = have - units;
    if (rest >= MIN_UNITS) {
      taken = units;
      this.lists.file(base, (ref + units) as Ref, words, at + (units << 1), rest);
    } else {
      words[at + (have << 1)]! &= ~PREV_FREE;
    }
    words[at] = (taken << UNITS_SHIFT) | (kind << KIND_SHIFT);
    this.#control[base + S_USED_UNITS]! += taken;
    this.extents.countUnits(ref, taken);
    this.operations++;
    this.#charge(taken);
    return ref;
  }

  /** Gives a block back. `shard` is the one whose lock is held; a block of another shard's extent goes to its owner. */
  free(shard: number, ref: Ref): void {
    const words = this.slabs.i32[ref >>> SLAB_SHIFT]!;
    const at = (ref & UNIT_MASK) << 1;
    const units = words[at]! >>> UNITS_SHIFT;
    if (this.#poison) for (let i = 1; i < units << 1; i++) words[at + i] = POISON;
    this.operations++;
    this.#charge(-units);
    const owner = this.extents.shardOf(ref);
    if (owner === shard) this.#release(this.base(shard), ref, words, at, units);
    else this.#pushRemote(this.base(owner), ref, words, at);
  }

  /** Bytes of a block in use, header included. */
  blockBytes(ref: Ref): number {
    const words = this.slabs.i32[ref >>> SLAB_SHIFT]!;
    return (words[(ref & UNIT_MASK) << 1]! >>> UNITS_SHIFT) << 3;
  }

  /** What a block was allocated for; 0 for a hole. */
  kindOf(ref: Ref): number {
    return (this.slabs.i32[ref >>> SLAB_SHIFT]![(ref & UNIT_MASK) << 1]! >>> KIND_SHIFT) & KIND_MASK;
  }

  /** Whether blocks wait that were freed under other shards' locks. Without the lock: a hint. */
  hasRemote(shard: number): boolean {
    const base = this.base(shard);
    return this.#control[base + S_REMOTE_FREE] !== NO_REF || this.#control[base + S_REMOTE_TAKEN] !== NO_REF;
  }

  /** Takes in up to so many of the blocks that were freed under other shards' locks. @returns whether there were any */
  drainRemote(shard: number, blocks: number = REMOTE_BLOCKS): boolean {
    const base = this.base(shard);
    let ref = this.#control[base + S_REMOTE_TAKEN]! as Ref;
    if (ref === NO_REF) {
      if (Atomics.load(this.#control, base + S_REMOTE_FREE) === NO_REF) return false;
      ref = Atomics.exchange(this.#control, base + S_REMOTE_FREE, NO_REF) as Ref;
    }
    for (let left = blocks; left > 0 && ref !== NO_REF; left--) {
      const words = this.slabs.i32[ref >>> SLAB_SHIFT]!;
      const at = (ref & UNIT_MASK) << 1;
      const next = words[at + 1]! as Ref;
      this.#release(base, ref, words, at, words[at]! >>> UNITS_SHIFT);
      ref = next;
    }
    this.#control[base + S_REMOTE_TAKEN] = ref;
    return true;
  }

  /** Bytes in use by the store's blocks as far as all threads have told, plus what this thread has not. */
  usedBytes(): number {
    // A plain read: any recent value will do.
    return this.#control[G_USED]! * 64 + this.untoldBytes;
  }

  /** What this thread has not told of them; negative when it has freed more than it has allocated. */
  get untoldBytes(): number {
    return this.#delta * 8;
  }

  /** Tells this thread's balance to the shared figure. */
  flushUsed(): void {
    const lines = Math.trunc(this.#delta / 8);
    if (lines === 0) return;
    this.#delta -= lines * 8;
    this.#tell(lines);
  }

  /** Adds memory outside the heap (large objects, tables, client buffers) to the shared figure at once. */
  chargeBytes(bytes: number): void {
    const lines = bytes < 0 ? -((-bytes + 63) >>> 6) : (bytes + 63) >>> 6;
    if (lines !== 0) this.#tell(lines);
  }

  #tell(lines: number): void {
    const now = Atomics.add(this.#control, G_USED, lines) + lines;
    // A peak that two threads raise at once may lose the lower of both values, never the higher one for long.
    if (now > this.#control[G_USED_PEAK]!) this.#control[G_USED_PEAK] = now;
  }

  #charge(units: number): void {
    this.#delta += units;
    if (this.#delta > this.deltaLimit || this.#delta < -this.deltaLimit) this.flushUsed();
  }

  #refill(shard: number, base: number, units: number): Ref {
    if (this.drainRemote(shard)) {
      const ref = this.lists.find(base, units);
      if (ref !== NO_REF) return ref;
    }
    const order = extentOrder(this.#control[base + S_EXTENT_PAGES]!, units);
    if (units + 2 > 1 << (order + PAGE_SHIFT)) throw new RangeError('a block of the heap is at most 4 MiB');
    const start = this.extents.take(shard, order);
    if (start < 0) throw new Error('the heap is exhausted (32 GiB)');
    this.#control[base + S_EXTENT_PAGES]! += 1 << order;
    this.#control[base + S_LAST_EXTENT] = start >>> PAGE_SHIFT;
    const words = this.slabs.i32[start >>> SLAB_SHIFT]!;
    const at = (start & UNIT_MASK) << 1;
    const extentUnits = 1 << (order + PAGE_SHIFT);
    words[at] = 0;
    words[at + 1] = 0;
    words[at + (extentUnits << 1) - 2] = 0;
    this.lists.file(base, (start + 1) as Ref, words, at + 2, extentUnits - 2);
    return (start + 1) as Ref;
  }

  /** Counts a block out and files it, or makes it a hole, or gives its extent back when that is all free. */
  #release(base: number, ref: Ref, words: Int32Array, at: number, units: number): void {
    this.#control[base + S_USED_UNITS]! -= units;
    const live = this.extents.countUnits(ref, -units);
    if (this.extents.isDraining(ref) && this.#isDrained(ref, words)) {
      words[at] = (units << UNITS_SHIFT) | (words[at]! & PREV_FREE);
      return;
    }
    this.merge(base, ref, words, at, units, live);
  }

  /** Whether a block lies between the bounds of its draining extent. */
  #isDrained(ref: Ref, words: Int32Array): boolean {
    const first = this.extents.firstPageOf(ref) << PAGE_SHIFT;
    const at = (first & UNIT_MASK) << 1;
    return ref - first >= words[at]! && ref - first < words[at + 1]!;
  }

  /** Merges a block that is not in use with free neighbours and files it. @param live units in use in its extent */
  merge(base: number, ref: Ref, words: Int32Array, at: number, units: number, live: number): void {
    let start = ref as number;
    let startAt = at;
    let total = units;
    const nextAt = at + (units << 1);
    const nextHeader = words[nextAt]!;
    if ((nextHeader & FREE) !== 0) {
      this.lists.unlink(base, words, nextAt);
      total += nextHeader >>> UNITS_SHIFT;
    }
    if ((words[at]! & PREV_FREE) !== 0) {
      const before = words[at - 1]!;
      start -= before;
      startAt -= before << 1;
      this.lists.unlink(base, words, startAt);
      total += before;
    }
    if (live === 0 && !this.extents.isDraining(ref)) {
      this.#control[base + S_EXTENT_PAGES]! -= 1 << this.extents.orderOf(ref >>> PAGE_SHIFT);
      this.extents.give(start - 1);
      return;
    }
    this.lists.file(base, start as Ref, words, startAt, total);
  }

  #pushRemote(ownerBase: number, ref: Ref, words: Int32Array, at: number): void {
    const control = this.#control;
    for (;;) {
      const head = Atomics.load(control, ownerBase + S_REMOTE_FREE);
      words[at + 1] = head;
      if (Atomics.compareExchange(control, ownerBase + S_REMOTE_FREE, head, ref) === head) return;
    }
  }
}
