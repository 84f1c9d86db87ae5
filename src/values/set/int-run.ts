// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Sets of integers, in one block: sorted, each of 2, 4 or 8 bytes, all as wide as the widest needs.
 *
 * Problem: small sets of numbers are common, and their digits with a length each would cost several times the numbers.
 * Idea: a sorted array, searched by halving.
 * Cost: a change moves what lies behind it; one integer that is wider makes all of them wider.
 * Gives up: the array never becomes narrower again.
 * Source: the intset of P. Noordhuis in Redis (https://redis.io/docs/latest/operate/oss_and_stack/reference/internals/).
 *
 *   ┌────────┬────────────────────┬─────────┬─────────┬ …
 *   │ header │ count 24 │ width 8 │ least   │         │   little-endian
 *   └────────┴────────────────────┴─────────┴─────────┴ …
 */
import { type Heap, KIND_RUN } from '../../memory/heap/heap.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import type { Ref } from '../../memory/types.ts';
import type { Int64 } from '../int64.ts';

/** Most bytes of integers. */
export const MAX_INT_RUN_BYTES = 65_536;
const HEADER_BYTES = 8;
const COUNT_MASK = 0xffffff;
const WIDTH_SHIFT = 24;
/** Bytes of a block that may stay unused, beside an eighth of it. */
const SPARE_BYTES = 32;
/** Runs above this size get some room to grow into. */
const SMALL_BYTES = 256;

export class IntRuns {
  readonly #heap: Heap;
  readonly #i32: Int32Array[];
  /** Where `find` found the integer, or where it would have to be. */
  foundAt = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
    this.#i32 = heap.slabs.i32;
  }

  /** An empty run. */
  create(shard: number): Ref {
    return this.#allocate(shard, HEADER_BYTES + 8, 0, 2);
  }

  copy(shard: number, run: Ref): Ref {
    const count = this.count(run);
    const width = this.width(run);
    const copy = this.#allocate(shard, HEADER_BYTES + count * width, count, width);
    this.#move(run, 0, copy, 0, count * width);
    return copy;
  }

  count(run: Ref): number {
    return this.#i32[run >>> SLAB_SHIFT]![((run & UNIT_MASK) << 1) + 1]! & COUNT_MASK;
  }

  /** Bytes of each integer. */
  width(run: Ref): number {
    return this.#i32[run >>> SLAB_SHIFT]![((run & UNIT_MASK) << 1) + 1]! >>> WIDTH_SHIFT;
  }

  /** Whether one more integer, as wide as this one, may be added. */
  hasRoom(run: Ref, value: Int64): boolean {
    const width = Math.max(this.width(run), value.width());
    return (this.count(run) + 1) * width <= MAX_INT_RUN_BYTES;
  }

  /** Integer number `index`, in ascending order. */
  get(run: Ref, index: number, into: Int64): void {
    const words = this.#i32[run >>> SLAB_SHIFT]!;
    const at = ((run & UNIT_MASK) << 1) + 1;
    const width = words[at]! >>> WIDTH_SHIFT;
    if (width === 8) {
      into.low = words[at + 1 + index * 2]!;
      into.high = words[at + 2 + index * 2]!;
      return;
    }
    if (width === 4) into.low = words[at + 1 + index]!;
    else {
      const pair = words[at + 1 + (index >> 1)]!;
      into.low = (index & 1) === 0 ? (pair << 16) >> 16 : pair >> 16;
    }
    into.high = into.low >> 31;
  }

  /** Looks for an integer, and sets `foundAt`. */
  find(run: Ref, value: Int64): boolean {
    const words = this.#i32[run >>> SLAB_SHIFT]!;
    const at = ((run & UNIT_MASK) << 1) + 1;
    const width = words[at]! >>> WIDTH_SHIFT;
    const { high, low } = value;
    let from = 0;
    let to = words[at]! & COUNT_MASK;
    if (value.width() > width) {
      this.foundAt = high < 0 ? 0 : to;
      return false;
    }
    while (from < to) {
      const middle = (from + to) >>> 1;
      const order =
        width === 8 ? orderOf(words, at + 1 + middle * 2, high, low) : narrow(words, at, width, middle) - low;
      if (order === 0) {
        this.foundAt = middle;
        return true;
      }
      if (order < 0) from = middle + 1;
      else to = middle;
    }
    this.foundAt = from;
    return false;
  }

  /** Adds an integer that is not there, at `foundAt` of the search that did not find it. @returns the run, which may have moved */
  insert(shard: number, run: Ref, value: Int64): Ref {
    const index = this.foundAt;
    const count = this.count(run);
    const before = this.width(run);
    const width = Math.max(before, value.width());
    const need = HEADER_BYTES + (count + 1) * width;
    let target = run;
    if (width !== before) target = this.#widened(shard, run, width, index, need);
    else if (need > this.#heap.blockBytes(run)) {
      target = this.#allocate(shard, need + (need > SMALL_BYTES ? need >>> 4 : 0), count, width);
      this.#move(run, 0, target, 0, index * width);
      this.#move(run, index * width, target, (index + 1) * width, (count - index) * width);
    } else {
      this.#heap.operations++;
      this.#move(run, index * width, run, (index + 1) * width, (count - index) * width);
    }
    this.#put(target, index, width, value.high, value.low);
    this.#setCount(target, count + 1, width);
    if (target !== run) this.#heap.free(shard, run);
    return target;
  }

  /** Takes out integer number `index`. @returns the run, which may have moved */
  remove(shard: number, run: Ref, index: number): Ref {
    const count = this.count(run);
    const width = this.width(run);
    const need = HEADER_BYTES + (count - 1) * width;
    const spare = this.#heap.blockBytes(run) - need;
    let target = run;
    if (spare > SPARE_BYTES + (need >>> 3)) {
      target = this.#allocate(shard, need, count - 1, width);
      this.#move(run, 0, target, 0, index * width);
    } else this.#heap.operations++;
    this.#move(run, (index + 1) * width, target, index * width, (count - index - 1) * width);
    this.#setCount(target, count - 1, width);
    if (target !== run) this.#heap.free(shard, run);
    return target;
  }

  /** A wider copy with a gap at `index`; the run stays. */
  #widened(shard: number, run: Ref, width: number, index: number, bytes: number): Ref {
    const count = this.count(run);
    const wide = this.#allocate(shard, bytes, count, width);
    const words = this.#i32[run >>> SLAB_SHIFT]!;
    const at = ((run & UNIT_MASK) << 1) + 1;
    const before = this.width(run);
    for (let i = 0; i < count; i++) {
      const low = narrow(words, at, before, i);
      this.#put(wide, i < index ? i : i + 1, width, low >> 31, low);
    }
    return wide;
  }

  #put(run: Ref, index: number, width: number, high: number, low: number): void {
    const words = this.#i32[run >>> SLAB_SHIFT]!;
    const at = ((run & UNIT_MASK) << 1) + 2;
    if (width === 8) {
      words[at + index * 2] = low;
      words[at + index * 2 + 1] = high;
    } else if (width === 4) words[at + index] = low;
    else {
      const pair = words[at + (index >> 1)]!;
      words[at + (index >> 1)] = (index & 1) === 0 ? (pair & ~0xffff) | (low & 0xffff) : (pair & 0xffff) | (low << 16);
    }
  }

  #allocate(shard: number, bytes: number, count: number, width: number): Ref {
    const run = this.#heap.allocate(shard, bytes, KIND_RUN);
    this.#setCount(run, count, width);
    return run;
  }

  #setCount(run: Ref, count: number, width: number): void {
    this.#i32[run >>> SLAB_SHIFT]![((run & UNIT_MASK) << 1) + 1] = count | (width << WIDTH_SHIFT);
  }

  /** Copies integers by their bytes, inside a run or between two. */
  #move(from: Ref, fromByte: number, to: Ref, toByte: number, length: number): void {
    if (length === 0) return;
    const source = this.#heap.slabs.bytes[from >>> SLAB_SHIFT]!;
    const target = this.#heap.slabs.bytes[to >>> SLAB_SHIFT]!;
    const start = ((from & UNIT_MASK) << 3) + HEADER_BYTES + fromByte;
    source.copy(target, ((to & UNIT_MASK) << 3) + HEADER_BYTES + toByte, start, start + length);
  }
}

/** An integer of a run of 2 or 4 bytes each; `at` is the word of its count. */
function narrow(words: Int32Array, at: number, width: number, index: number): number {
  if (width === 4) return words[at + 1 + index]!;
  const pair = words[at + 1 + (index >> 1)]!;
  return (index & 1) === 0 ? (pair << 16) >> 16 : pair >> 16;
}

/** Order of the integer at a word against another one: negative, 0 or positive. */
function orderOf(words: Int32Array, at: number, high: number, low: number): number {
  const difference = words[at + 1]! - high;
  return difference !== 0 ? difference : (words[at]! >>> 0) - (low >>> 0);
}
