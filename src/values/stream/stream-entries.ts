// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * The entries of streams: a counted B+tree by ID over packed leaves (stream-leaf.ts). One instance a thread.
 *
 * Entries come at the end only, so leaves are filled one after the other and never split; a leaf that is full is cut to
 * size, and the next one begins as large as that. `cursor` is the entry at hand.
 */
import { type Heap, KIND_RUN } from '../../memory/heap/heap.ts';
import type { LargeObjects } from '../../memory/large/large-objects.ts';
import { NO_LARGE, type Ref } from '../../memory/types.ts';
import { Tree } from '../tree/tree.ts';
import type { TreeKeys } from '../tree/tree-path.ts';
import { StreamCursor } from './stream-cursor.ts';
import { StreamDraft } from './stream-draft.ts';
import { compareIds, copyId, ID_WORDS } from './stream-id.ts';
import {
  byteOf,
  L_COUNTS,
  L_FIRST_ID,
  L_SHAPE,
  L_USED,
  LARGE_FLAG,
  leafTotal,
  MAX_LEAF_BYTES,
  MAX_LEAF_ENTRIES,
  MOST_BEFORE_BODY,
  NAMES_AT,
  slabOf,
  USED_MASK,
  wordOf,
} from './stream-leaf.ts';
import { StreamLeaves } from './stream-leaves.ts';
import { R_TREE } from './stream-root.ts';

export class StreamEntries extends StreamLeaves implements TreeKeys {
  readonly tree: Tree;
  readonly cursor: StreamCursor;
  readonly draft: StreamDraft = new StreamDraft();
  /** Bytes and entries of a leaf (0: no limit of its own). */
  nodeMaxBytes = 4096;
  nodeMaxEntries = 100;
  readonly #sought = new Int32Array(ID_WORDS);

  constructor(heap: Heap, large: LargeObjects) {
    super(heap, large);
    this.tree = new Tree(heap, ID_WORDS, this);
    this.cursor = new StreamCursor(heap, large);
  }

  compare(words: Int32Array, at: number): number {
    return compareIds(this.#sought, 0, words, at);
  }

  firstKey(leaf: Ref, words: Int32Array, at: number): void {
    copyId(this.heap.slabs.i32[slabOf(leaf)]!, wordOf(leaf) + L_FIRST_ID, words, at);
  }

  // ---------------------------------------------------------------- look-ups

  /** Goes to the entry with an ID. @returns false when there is none */
  find(root: Ref, id: Int32Array, at: number): boolean {
    return this.begin(root, id, at) && compareIds(this.cursor.id, 0, id, at) === 0;
  }

  /** Goes to the first entry that does not come before an ID. @returns false when there is none */
  begin(root: Ref, id: Int32Array, at: number): boolean {
    this.tree.open(root, R_TREE);
    if (this.tree.count() === 0) return false;
    copyId(id, at, this.#sought, 0);
    this.tree.seekKey();
    this.cursor.open(this.tree.leaf);
    return this.cursor.seek(id, at) || this.#nextLeaf();
  }

  /** Goes to the first entry of all. */
  beginFirst(root: Ref): boolean {
    this.tree.open(root, R_TREE);
    if (this.tree.count() === 0) return false;
    this.tree.seekFirst();
    this.cursor.open(this.tree.leaf);
    return this.cursor.nextLive();
  }

  /** Goes to the last entry of all, to go on with `previous`. */
  beginLast(root: Ref): boolean {
    this.tree.open(root, R_TREE);
    if (this.tree.count() === 0) return false;
    this.tree.seekLast();
    this.cursor.openEnd(this.tree.leaf);
    return this.cursor.previousLive();
  }

  /** Goes on. @returns false behind the last entry */
  next(): boolean {
    return this.cursor.nextLive() || this.#nextLeaf();
  }

  #nextLeaf(): boolean {
    if (!this.tree.nextLeaf()) return false;
    this.cursor.open(this.tree.leaf);
    return this.cursor.nextLive();
  }

  /** Goes to the last entry that does not come behind an ID, to go on with `previous`. @returns false when there is none */
  beginAtEnd(root: Ref, id: Int32Array, at: number): boolean {
    this.tree.open(root, R_TREE);
    if (this.tree.count() === 0) return false;
    copyId(id, at, this.#sought, 0);
    this.tree.seekKey();
    this.cursor.openEnd(this.tree.leaf);
    while (this.previous()) if (compareIds(this.cursor.id, 0, id, at) <= 0) return true;
    return false;
  }

  /** Goes back. @returns false before the first entry */
  previous(): boolean {
    if (this.cursor.previousLive()) return true;
    if (!this.tree.previousLeaf()) return false;
    this.cursor.openEnd(this.tree.leaf);
    return this.cursor.previousLive();
  }

  // ---------------------------------------------------------------- changes

  /** Adds the entry in `draft`, whose ID comes behind all others. */
  append(shard: number, root: Ref): void {
    const { tree, heap, draft } = this;
    tree.open(root, R_TREE);
    if (tree.count() === 0) {
      tree.insertAfter(shard, this.#newLeaf(shard, 0), 1);
      return;
    }
    tree.seekLast();
    let leaf = tree.leafToWrite();
    const slab = slabOf(leaf);
    const words = heap.slabs.i32[slab]!;
    const at = wordOf(leaf);
    const bytes = heap.slabs.bytes[slab]!;
    const used = words[at + L_USED]! & USED_MASK;
    const after = used + draft.fit(bytes, words, at);
    // Large objects count with all their bytes: as in Redis, an entry with one is the last of its leaf.
    const isFull = (words[at + L_USED]! & LARGE_FLAG) !== 0 || used + draft.givenBytes > this.byteLimit() + NAMES_AT;
    if (isFull || leafTotal(words, at) >= this.entryLimit()) {
      // Leaves of one producer are about as long: what is a little too long is not worth a copy.
      if (heap.blockBytes(leaf) - used > (used >>> 5) + 24) this.#resize(shard, leaf, used);
      tree.insertAfter(shard, this.#newLeaf(shard, used + (used >>> 6)), 1);
      return;
    }
    const have = heap.blockBytes(leaf);
    if (after > have) leaf = this.#resize(shard, leaf, this.#grown(have, after));
    this.#write(leaf, used);
    tree.countChanged(1);
  }

  /** Deletes the entry at hand, to which `find` led. */
  deleteFound(shard: number): void {
    const { leaf } = this.cursor;
    this.tree.leafToWrite();
    this.markDeleted(this.cursor);
    if (this.takeOut(leaf, 1) === 0) {
      this.tree.removeLeaf(shard);
      this.heap.free(shard, leaf);
    } else this.tree.countChanged(-1);
  }

  /**
   * Deletes entries at the begin of the leaf at the end of the tree's path: up to `most` of them (-1: any number) whose
   * ID comes before `before` (null: any ID). The leaf goes when nothing is left in it.
   * @returns how many
   */
  deleteInLeaf(shard: number, most: number, before: Int32Array | null): number {
    const { tree } = this;
    const { inner } = this;
    const leaf = tree.leafToWrite();
    inner.open(leaf);
    let deleted = 0;
    while (deleted !== most && inner.nextLive()) {
      if (before !== null && compareIds(inner.id, 0, before, 0) >= 0) break;
      this.markDeleted(inner);
      deleted++;
    }
    if (deleted === 0) return 0;
    if (this.takeOut(leaf, deleted) === 0) {
      tree.removeLeaf(shard);
      this.heap.free(shard, leaf);
    } else tree.countChanged(-deleted);
    return deleted;
  }

  /** Takes out the leaf at the end of the tree's path, with all its entries. */
  dropLeaf(shard: number): void {
    const { leaf } = this.tree;
    this.tree.removeLeaf(shard);
    this.freeLeaf(shard, leaf);
  }

  /** Whether the last entry of the leaf at the end of the tree's path, deleted or not, comes before an ID. */
  leafEndsBefore(id: Int32Array): boolean {
    const { inner } = this;
    inner.open(this.tree.leaf);
    while (inner.next());
    return compareIds(inner.id, 0, id, 0) < 0;
  }

  /** Leads the tree's path to the leaf in which an ID lies or would lie. */
  seekLeaf(id: Int32Array): void {
    copyId(id, 0, this.#sought, 0);
    this.tree.seekKey();
  }

  // ---------------------------------------------------------------- leaves that grow

  protected entryLimit(): number {
    const { nodeMaxEntries } = this;
    return nodeMaxEntries > 0 && nodeMaxEntries < MAX_LEAF_ENTRIES ? nodeMaxEntries : MAX_LEAF_ENTRIES;
  }

  protected byteLimit(): number {
    const { nodeMaxBytes } = this;
    return nodeMaxBytes > 0 && nodeMaxBytes < MAX_LEAF_BYTES ? nodeMaxBytes : MAX_LEAF_BYTES;
  }

  /** The next size of a leaf: half as much again, but not beyond what it may ever need. */
  #grown(have: number, need: number): number {
    let bytes = have + (have >>> 1);
    const limit = this.byteLimit() + NAMES_AT;
    if (bytes > limit) bytes = limit;
    return bytes > need ? bytes : need;
  }

  /** A leaf that begins with the entry in `draft`; `expected` bytes at least. */
  #newLeaf(shard: number, expected: number): Ref {
    const { draft, heap } = this;
    const names = draft.sharedNames();
    const need = NAMES_AT + names + draft.bodyBound() + MOST_BEFORE_BODY;
    const leaf = heap.allocate(shard, need > expected ? need : expected, KIND_RUN);
    const slab = slabOf(leaf);
    const words = heap.slabs.i32[slab]!;
    const bytes = heap.slabs.bytes[slab]!;
    const at = wordOf(leaf);
    const used = NAMES_AT + names;
    words[at + L_USED] = used;
    words[at + L_COUNTS] = 0;
    words[at + L_SHAPE] = used | (names === 0 ? 0 : draft.fields << 16);
    copyId(draft.id, 0, words, at + L_FIRST_ID);
    if (names !== 0) draft.writeNames(bytes, byteOf(leaf) + NAMES_AT);
    draft.fit(bytes, words, at);
    this.#write(leaf, used);
    return leaf;
  }

  /** Writes the entry in `draft` behind the used bytes of a leaf that has room for it. */
  #write(leaf: Ref, used: number): void {
    const { draft, heap } = this;
    const slab = slabOf(leaf);
    const words = heap.slabs.i32[slab]!;
    const at = wordOf(leaf);
    const base = byteOf(leaf);
    const end = draft.write(heap.slabs.bytes[slab]!, base + used);
    const flag = draft.hasLarge || draft.body !== NO_LARGE ? LARGE_FLAG : words[at + L_USED]! & LARGE_FLAG;
    words[at + L_USED] = (end - base) | flag;
    words[at + L_COUNTS]! += 0x1_0001;
    heap.operations++;
  }

  /** Moves the last leaf to a block of another size. */
  #resize(shard: number, leaf: Ref, size: number): Ref {
    const used = this.heap.slabs.i32[slabOf(leaf)]![wordOf(leaf) + L_USED]! & USED_MASK;
    const moved = this.copyOf(shard, leaf, used, size);
    this.tree.leafMoved(moved);
    this.heap.free(shard, leaf);
    return moved;
  }
}
