// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Leaves of the tree that orders a big sorted set: scores with references to the elements of its member table.
 *
 *   word 0 ┌────────┬───────┬──────┬─────┬─────────┬──────┬─────┬─────────┬ …
 *          │ header │ count │ high │ low │ element │ high │ low │ element │
 *          └────────┴───────┴──────┴─────┴─────────┴──────┴─────┴─────────┴ …
 *
 * `high` and `low` are the score's bits, turned so that signed integers compare as the scores do; -0 stands as 0, and the
 * element has the score itself. So a search touches members only where scores are equal, and a range lies in sequence.
 * Blocks grow by a few entries at a time: a leaf leaves some six percent of its block unused, not a third.
 */
import { type Heap, KIND_RUN } from '../../memory/heap/heap.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import type { Ref } from '../../memory/types.ts';

/** Words of an entry, and of a key of the tree. */
export const ENTRY_WORDS = 3;
/** Most entries of a leaf. */
export const MAX_ENTRIES = 64;
/** A leaf with fewer is joined with a neighbour that has the room. */
export const FEW_ENTRIES = 16;
/** Word of the first entry. */
export const FIRST_ENTRY = 2;
const COUNT = 1;

/** The entries that a leaf has room for when it is to hold so many and grow. */
export function roomFor(entries: number): number {
  const room = entries + 4 + (entries >>> 4);
  return room < MAX_ENTRIES ? room : MAX_ENTRIES;
}

export class ScoreLeaves {
  readonly #heap: Heap;
  readonly #i32: Int32Array[];

  constructor(heap: Heap) {
    this.#heap = heap;
    this.#i32 = heap.slabs.i32;
  }

  /** An empty leaf with room for so many entries. */
  create(shard: number, room: number): Ref {
    const leaf = this.#heap.allocate(shard, (FIRST_ENTRY + room * ENTRY_WORDS) * 4, KIND_RUN);
    this.setCount(leaf, 0);
    return leaf;
  }

  free(shard: number, leaf: Ref): void {
    this.#heap.free(shard, leaf);
  }

  count(leaf: Ref): number {
    return this.#i32[leaf >>> SLAB_SHIFT]![((leaf & UNIT_MASK) << 1) + COUNT]!;
  }

  setCount(leaf: Ref, count: number): void {
    this.#i32[leaf >>> SLAB_SHIFT]![((leaf & UNIT_MASK) << 1) + COUNT] = count;
  }

  room(leaf: Ref): number {
    return (((this.#heap.blockBytes(leaf) >>> 2) - FIRST_ENTRY) / ENTRY_WORDS) | 0;
  }

  /** Whether so many entries would leave too much of the block unused. */
  isWide(leaf: Ref, count: number): boolean {
    return this.room(leaf) - count > 12 + (count >>> 2);
  }

  /** The words of the slab in which a leaf lies; `entryAt` indexes them. */
  wordsOf(leaf: Ref): Int32Array {
    return this.#i32[leaf >>> SLAB_SHIFT]!;
  }

  entryAt(leaf: Ref, index: number): number {
    return ((leaf & UNIT_MASK) << 1) + FIRST_ENTRY + index * ENTRY_WORDS;
  }

  element(leaf: Ref, index: number): Ref {
    return this.wordsOf(leaf)[this.entryAt(leaf, index) + 2]! as Ref;
  }

  /** Puts an entry at an index of a leaf that has the room. */
  insert(leaf: Ref, index: number, high: number, low: number, element: Ref): void {
    const words = this.wordsOf(leaf);
    const count = this.count(leaf);
    const at = this.entryAt(leaf, index);
    for (let i = this.entryAt(leaf, count) - 1; i >= at; i--) words[i + ENTRY_WORDS] = words[i]!;
    words[at] = high;
    words[at + 1] = low;
    words[at + 2] = element;
    this.setCount(leaf, count + 1);
  }

  /** Takes out the entries from `from` to before `to`. */
  remove(leaf: Ref, from: number, to: number): void {
    const words = this.wordsOf(leaf);
    const count = this.count(leaf);
    let target = this.entryAt(leaf, from);
    const end = this.entryAt(leaf, count);
    for (let i = this.entryAt(leaf, to); i < end; i++) words[target++] = words[i]!;
    this.setCount(leaf, count - (to - from));
  }

  /** Copies `count` entries of a leaf to the end of another, which has the room. */
  append(leaf: Ref, from: Ref, index: number, count: number): void {
    const source = this.wordsOf(from);
    const target = this.wordsOf(leaf);
    const have = this.count(leaf);
    const at = this.entryAt(from, index);
    const to = this.entryAt(leaf, have);
    for (let i = 0; i < count * ENTRY_WORDS; i++) target[to + i] = source[at + i]!;
    this.setCount(leaf, have + count);
  }

  /** The same leaf in a block with another room; the old one is freed. */
  resize(shard: number, leaf: Ref, room: number): Ref {
    const moved = this.create(shard, room);
    this.append(moved, leaf, 0, this.count(leaf));
    this.#heap.free(shard, leaf);
    return moved;
  }
}
