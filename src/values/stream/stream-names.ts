// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * What is known by a name inside a stream: its groups, and the consumers of a group. They are few and are listed in the
 * order of their names, so a packed run of references in that order is looked through by halves.
 *
 *   run, word 0 ┌────────┬───────┬─────────────┬─────────────┬ … ┐
 *               │ header │ count │ reference 0 │ reference 1 │   │
 *               └────────┴───────┴─────────────┴─────────────┴ … ┘
 *   each of the blocks behind the references has the bytes of its name from byte NAME_AT on, and their number in word 1
 */
import { type Heap, KIND_ELEMENT, KIND_RUN } from '../../memory/heap/heap.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { byteOf, slabOf, wordOf } from './stream-leaf.ts';

/** Word of the name's length in a named block. */
const NAME_LENGTH = 1;
/** Byte of the name in a named block. */
export const NAME_AT = 48;
/** Longest name in bytes: a named block is one block of the heap. */
export const MAX_NAME_BYTES = 1_048_576;

const COUNT = 1;
const FIRST = 2;
const FEWEST = 4;

/** One instance a thread. `words[at]` is where a run's owner keeps its reference. */
export class StreamNames {
  readonly #heap: Heap;
  /** Where `find` found the name, or where it belongs. */
  index = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  count(run: Ref): number {
    return run === NO_REF ? 0 : this.#heap.slabs.i32[slabOf(run)]![wordOf(run) + COUNT]!;
  }

  /** The named block at an index, in the order of the names. */
  at(run: Ref, index: number): Ref {
    return this.#heap.slabs.i32[slabOf(run)]![wordOf(run) + FIRST + index]! as Ref;
  }

  /** The named block at an index lies in another place now. */
  moved(run: Ref, index: number, named: Ref): void {
    this.#heap.slabs.i32[slabOf(run)]![wordOf(run) + FIRST + index] = named;
  }

  /** The block of this name, or NO_REF. */
  find(run: Ref, name: Uint8Array, start: number, length: number): Ref {
    let low = 0;
    let high = this.count(run);
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = this.#compare(this.at(run, middle), name, start, length);
      if (order === 0) {
        this.index = middle;
        return this.at(run, middle);
      }
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    this.index = low;
    return NO_REF;
  }

  /** A named block of no run, all its words between length and name zero. */
  create(shard: number, name: Uint8Array, start: number, length: number): Ref {
    const ref = this.#heap.allocate(shard, NAME_AT + length, KIND_ELEMENT);
    const words = this.#heap.slabs.i32[slabOf(ref)]!;
    const at = wordOf(ref);
    words[at + NAME_LENGTH] = length;
    for (let i = NAME_LENGTH + 1; i < NAME_AT / 4; i++) words[at + i] = 0;
    const bytes = this.#heap.slabs.bytes[slabOf(ref)]!;
    const target = this.nameAt(ref);
    for (let i = 0; i < length; i++) bytes[target + i] = name[start + i]!;
    return ref;
  }

  /** Puts a named block where `find` has just not found its name. @returns the run, which may be another one */
  insert(shard: number, run: Ref, named: Ref): Ref {
    const heap = this.#heap;
    const count = this.count(run);
    let target = run;
    if (run === NO_REF || (FIRST + count + 1) << 2 > heap.blockBytes(run)) {
      const room = count < FEWEST ? FEWEST : count * 2;
      target = heap.allocate(shard, (FIRST + room) << 2, KIND_RUN);
      const words = heap.slabs.i32[slabOf(target)]!;
      for (let i = 0; i < count; i++) words[wordOf(target) + FIRST + i] = this.at(run, i);
      if (run !== NO_REF) heap.free(shard, run);
    }
    const words = heap.slabs.i32[slabOf(target)]!;
    const first = wordOf(target) + FIRST;
    for (let i = count; i > this.index; i--) words[first + i] = words[first + i - 1]!;
    words[first + this.index] = named;
    words[first - 1] = count + 1;
    return target;
  }

  /** Takes out the block at an index; the block is the caller's to free. @returns the run, NO_REF when it was the last */
  remove(shard: number, run: Ref, index: number): Ref {
    const words = this.#heap.slabs.i32[slabOf(run)]!;
    const first = wordOf(run) + FIRST;
    const count = words[first - 1]! - 1;
    if (count === 0) {
      this.#heap.free(shard, run);
      return NO_REF;
    }
    this.#heap.operations++;
    for (let i = index; i < count; i++) words[first + i] = words[first + i + 1]!;
    words[first - 1] = count;
    return run;
  }

  /** Byte of a named block's name in `bytesOf`. */
  nameAt(named: Ref): number {
    return byteOf(named) + NAME_AT;
  }

  nameLength(named: Ref): number {
    return this.#heap.slabs.i32[slabOf(named)]![wordOf(named) + NAME_LENGTH]!;
  }

  bytesOf(named: Ref): Buffer {
    return this.#heap.slabs.bytes[slabOf(named)]!;
  }

  /** The order of a block's name and another one, byte by byte. */
  #compare(named: Ref, name: Uint8Array, start: number, length: number): number {
    const bytes = this.bytesOf(named);
    const at = this.nameAt(named);
    const own = this.nameLength(named);
    const common = own < length ? own : length;
    for (let i = 0; i < common; i++) {
      const difference = bytes[at + i]! - name[start + i]!;
      if (difference !== 0) return difference;
    }
    return own - length;
  }
}
