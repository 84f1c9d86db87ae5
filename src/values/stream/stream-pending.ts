// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Sets of stream IDs: what a consumer group has delivered and not been told is done, and each consumer's part of it.
 *
 * Problem: both are walked in the order of the IDs from any ID on, and both change with every delivery.
 * Idea: a counted B+tree of entries of a fixed width, the ID first: 32 bytes in a group (stream-deliveries.ts says what
 * else they hold), 16 in a consumer, whose entry is only an ID of its group's.
 * Cost: 48 bytes a delivery, and a look-up in both trees for each change.
 *
 *   leaf, word 0 ┌────────┬───────┬─────────┬─────────┬ … ┐
 *                │ header │ count │ entry 0 │ entry 1 │   │  entry: ID (four words) │ further words
 *                └────────┴───────┴─────────┴─────────┴ … ┘
 */
import { type Heap, KIND_RUN } from '../../memory/heap/heap.ts';
import type { ViewHolder } from '../../memory/slabs.ts';
import type { Ref } from '../../memory/types.ts';
import { Tree } from '../tree/tree.ts';
import type { TreeLeaves } from '../tree/tree-cuts.ts';
import type { TreeKeys } from '../tree/tree-path.ts';
import { compareIds, copyId, ID_WORDS } from './stream-id.ts';
import { slabOf, wordOf } from './stream-leaf.ts';

/** Words of a leaf. */
export const COUNT = 1;
export const ENTRIES = 2;
/** Entries of a new leaf, and the most of any: 2 KiB of a group's. */
const FEWEST = 4;
const MOST = 64;
const NO_WORDS = new Int32Array(0);

export class PendingIds implements TreeKeys, TreeLeaves, ViewHolder {
  readonly tree: Tree;
  /** Where the entry at hand lies: its ID is at words[at]. */
  words: Int32Array = NO_WORDS;
  at = 0;
  readonly #heap: Heap;
  /** Words of an entry. */
  readonly #width: number;
  readonly #sought = new Int32Array(ID_WORDS);
  #index = 0;

  constructor(heap: Heap, width: number) {
    this.#heap = heap;
    this.#width = width;
    this.tree = new Tree(heap, ID_WORDS, this);
    heap.slabs.hold(this);
  }

  letGo(): void {
    this.words = NO_WORDS;
  }

  compare(words: Int32Array, at: number): number {
    return compareIds(this.#sought, 0, words, at);
  }

  firstKey(leaf: Ref, words: Int32Array, at: number): void {
    copyId(this.#heap.slabs.i32[slabOf(leaf)]!, wordOf(leaf) + ENTRIES, words, at);
  }

  /** IDs in the set whose tree's words begin at a word of a block. */
  count(block: Ref, word: number): number {
    this.tree.open(block, word);
    return this.tree.count();
  }

  /** Goes to the first entry that does not come before an ID. @returns false when there is none */
  begin(block: Ref, word: number, id: Int32Array, at: number): boolean {
    this.tree.open(block, word);
    if (this.tree.count() === 0) return false;
    this.#seek(id, at);
    return this.#index < this.#count() ? this.#here() : this.next();
  }

  /** Goes to the first entry of all. @returns false when there is none */
  beginFirst(block: Ref, word: number): boolean {
    this.tree.open(block, word);
    if (this.tree.count() === 0) return false;
    this.tree.seekFirst();
    this.#index = 0;
    return this.#here();
  }

  /** Goes to the last entry of all. @returns false when there is none */
  beginLast(block: Ref, word: number): boolean {
    this.tree.open(block, word);
    if (this.tree.count() === 0) return false;
    this.tree.seekLast();
    this.#index = this.#count() - 1;
    return this.#here();
  }

  /** Goes on to the next entry; nothing has changed since the last step. @returns false behind the last */
  next(): boolean {
    if (++this.#index >= this.#count()) {
      if (!this.tree.nextLeaf()) return false;
      this.#index = 0;
    }
    return this.#here();
  }

  /** Goes to the entry with an ID. @returns false when there is none */
  find(block: Ref, word: number, id: Int32Array, at: number): boolean {
    return this.begin(block, word, id, at) && compareIds(this.words, this.at, id, at) === 0;
  }

  /** Adds an ID, if it is not there, and goes to its entry, whose other words are undefined. @returns whether it is new */
  add(shard: number, block: Ref, word: number, id: Int32Array, at: number): boolean {
    const { tree } = this;
    tree.open(block, word);
    this.#heap.operations++;
    if (tree.count() === 0) {
      tree.insertAfter(shard, this.#newLeaf(shard, id, at), 1);
      this.#index = 0;
      this.#here();
      return true;
    }
    this.#seek(id, at);
    const count = this.#count();
    if (this.#index < count) {
      this.#here();
      if (compareIds(this.words, this.at, id, at) === 0) return false;
    }
    if (count === MOST && this.#index === count && !this.#hasNext()) {
      tree.insertAfter(shard, this.#newLeaf(shard, id, at), 1);
      this.#index = 0;
      this.#here();
      return true;
    }
    if (count === MOST) this.#split(shard);
    this.#insert(shard, id, at);
    return true;
  }

  /** Takes out the entry at hand. What is at hand afterwards is undefined. */
  remove(shard: number): void {
    const { words } = this;
    const width = this.#width;
    const base = wordOf(this.tree.leafToWrite());
    const end = base + ENTRIES + (words[base + COUNT]! - 1) * width;
    for (let p = this.at; p < end; p++) words[p] = words[p + width]!;
    this.removed(shard, 1);
  }

  copyLeaf(shard: number, leaf: Ref): Ref {
    const bytes = this.#heap.blockBytes(leaf);
    const copy = this.#heap.allocate(shard, bytes, KIND_RUN);
    this.#copyWords(leaf, COUNT, copy, COUNT, (bytes >>> 2) - COUNT);
    return copy;
  }

  freeLeaf(shard: number, leaf: Ref): number {
    this.#heap.free(shard, leaf);
    return 1;
  }

  // ---------------------------------------------------------------- inside

  /** Leads the path to the leaf for an ID, and the index to its place in it. */
  #seek(id: Int32Array, at: number): void {
    copyId(id, at, this.#sought, 0);
    this.tree.seekKey();
    const { leaf } = this.tree;
    const words = this.#heap.slabs.i32[slabOf(leaf)]!;
    const first = wordOf(leaf) + ENTRIES;
    let low = 0;
    let high = words[first - 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareIds(words, first + middle * this.#width, id, at) < 0) low = middle + 1;
      else high = middle;
    }
    this.#index = low;
  }

  /** So many entries of the leaf at hand have been taken out, from the index on; its count still has them. */
  protected removed(shard: number, entries: number): void {
    const { tree, words } = this;
    const { leaf } = tree;
    const base = wordOf(leaf);
    const count = words[base + COUNT]! - entries;
    this.#heap.operations++;
    if (count === 0) {
      tree.removeLeaf(shard);
      this.#heap.free(shard, leaf);
      return;
    }
    words[base + COUNT] = count;
    tree.countChanged(-entries);
    if (this.#index === 0) tree.firstKeyChanged();
    if (count <= MOST / 4) this.#mergeNext(shard, count);
  }

  #count(): number {
    const { leaf } = this.tree;
    return this.#heap.slabs.i32[slabOf(leaf)]![wordOf(leaf) + COUNT]!;
  }

  #here(): boolean {
    const { leaf } = this.tree;
    this.words = this.#heap.slabs.i32[slabOf(leaf)]!;
    this.at = wordOf(leaf) + ENTRIES + this.#index * this.#width;
    return true;
  }

  #hasNext(): boolean {
    if (!this.tree.nextLeaf()) return false;
    this.tree.previousLeaf();
    return true;
  }

  #leafBytes(entries: number): number {
    return (ENTRIES + entries * this.#width) << 2;
  }

  #newLeaf(shard: number, id: Int32Array, at: number): Ref {
    // Behind other leaves comes a whole one.
    const leaf = this.#heap.allocate(shard, this.#leafBytes(this.tree.count() === 0 ? FEWEST : MOST), KIND_RUN);
    const words = this.#heap.slabs.i32[slabOf(leaf)]!;
    words[wordOf(leaf) + COUNT] = 1;
    copyId(id, at, words, wordOf(leaf) + ENTRIES);
    return leaf;
  }

  /** Puts an ID at the index in the leaf, which is not full, and goes there. */
  #insert(shard: number, id: Int32Array, at: number): void {
    const width = this.#width;
    let leaf = this.tree.leafToWrite();
    const count = this.#count();
    if (this.#leafBytes(count + 1) > this.#heap.blockBytes(leaf)) leaf = this.#resize(shard, leaf, count, count * 2);
    const words = this.#heap.slabs.i32[slabOf(leaf)]!;
    const base = wordOf(leaf);
    const place = base + ENTRIES + this.#index * width;
    for (let p = base + ENTRIES + count * width - 1; p >= place; p--) words[p + width] = words[p]!;
    copyId(id, at, words, place);
    words[base + COUNT] = count + 1;
    this.tree.countChanged(1);
    if (this.#index === 0) this.tree.firstKeyChanged();
    this.#here();
  }

  /** Moves the upper half of a full leaf to a new one, and leads the path to the half in which the index lies. */
  #split(shard: number): void {
    const { tree } = this;
    const { leaf } = tree;
    const half = MOST / 2;
    const fresh = this.#heap.allocate(shard, this.#leafBytes(MOST), KIND_RUN);
    this.#copyWords(leaf, ENTRIES + half * this.#width, fresh, ENTRIES, half * this.#width);
    this.#heap.slabs.i32[slabOf(leaf)]![wordOf(leaf) + COUNT] = half;
    this.#heap.slabs.i32[slabOf(fresh)]![wordOf(fresh) + COUNT] = half;
    tree.countChanged(-half);
    tree.insertAfter(shard, fresh, half);
    if (this.#index < half) tree.previousLeaf();
    else this.#index -= half;
  }

  /** Takes the next leaf's entries into a sparse leaf, if both are few; else makes a much too large block smaller. */
  #mergeNext(shard: number, count: number): void {
    const { tree } = this;
    const { leaf } = tree;
    if (tree.nextLeaf()) {
      const next = tree.leaf;
      const moving = this.#count();
      if (count + moving <= MOST / 2) {
        tree.removeLeaf(shard);
        this.firstKey(leaf, this.#sought, 0);
        tree.seekKey();
        const room = this.#leafBytes(count + moving) <= this.#heap.blockBytes(leaf);
        const target = room ? leaf : this.#resize(shard, leaf, count, MOST / 2);
        this.#copyWords(next, ENTRIES, target, ENTRIES + count * this.#width, moving * this.#width);
        this.#heap.slabs.i32[slabOf(target)]![wordOf(target) + COUNT] = count + moving;
        tree.countChanged(moving);
        this.#heap.free(shard, next);
        return;
      }
      tree.previousLeaf();
    }
    if (this.#heap.blockBytes(leaf) >= this.#leafBytes(Math.max(FEWEST, count) * 3)) {
      this.#resize(shard, leaf, count, Math.max(FEWEST, count + (count >>> 1)));
    }
  }

  /** Moves the leaf at the end of the path to a block for so many entries. */
  #resize(shard: number, leaf: Ref, count: number, entries: number): Ref {
    const moved = this.#heap.allocate(shard, this.#leafBytes(entries < MOST ? entries : MOST), KIND_RUN);
    this.#copyWords(leaf, COUNT, moved, COUNT, 1 + count * this.#width);
    this.tree.leafMoved(moved);
    this.#heap.free(shard, leaf);
    return moved;
  }

  #copyWords(from: Ref, fromWord: number, to: Ref, toWord: number, count: number): void {
    const source = this.#heap.slabs.i32[slabOf(from)]!;
    const target = this.#heap.slabs.i32[slabOf(to)]!;
    const start = wordOf(from) + fromWord;
    const at = wordOf(to) + toWord;
    for (let i = 0; i < count; i++) target[at + i] = source[start + i]!;
  }
}
