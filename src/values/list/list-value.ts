// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * A list: a sequence of items of any bytes, found by position.
 *
 * Problem: most lists hold a few short items, some hold millions, and nearly everything happens at their ends.
 * Idea: a small list is one leaf of packed items (list-leaf.ts), a big one a counted B+tree of such leaves (tree.ts).
 * What is cut off a big list becomes a list of its own in O(log n), to be freed later in steps.
 * Items that are numbers, dates and the like take half of their bytes (list-entry.ts).
 * Cost: two bytes an item, six from 156 bytes on, and about 30 for each 4 KiB of them.
 */
import { NO_LARGE, NO_REF, type Ref } from '../../memory/types.ts';
import { growth, LEAF_ROOM } from './list-ends.ts';
import { entryBytes, largeAt } from './list-entry.ts';
import { EMPTY_PACKED } from './list-packed-size.ts';
import { ListQuickEnds } from './list-quick-ends.ts';

/** Bytes of a leaf in a copy besides its entries: header, padding, its part of a node. */
const LEAF_BOUND = 64;

export class ListValue extends ListQuickEnds {
  /** Makes a tree of a small list. The cursor is lost. */
  toTree(): void {
    const { leaves, shard } = this;
    const small = this.root;
    const bytes = leaves.bytesOf(small);
    const end = leaves.end(small);
    let from = leaves.begin(small);
    this.root = this.newTree();
    this.isTree = true;
    while (from < end) {
      let to = from + entryBytes(bytes, from);
      let items = 1;
      for (; to < end; items++) {
        const next = to + entryBytes(bytes, to);
        if (next - from > LEAF_ROOM) break;
        to = next;
      }
      const leaf = leaves.create(shard, to - from, false);
      leaves.take(leaf, small, from, to, items, false);
      this.tree.insertAfter(shard, leaf, items);
      from = to;
    }
    this.heap.free(shard, small);
  }

  /** What the items of a tree with only one leaf would take in a listpack; -1 for a tree with more leaves. */
  packedSizeOfTree(): number {
    if (!this.tree.isFlat) return -1;
    this.tree.seekFirst();
    this.enter(this.tree.leaf);
    const leaf = this.tree.leafToWrite();
    if (this.leaves.isPackedKnown(leaf)) return this.leaves.packed(leaf);
    let packed = EMPTY_PACKED;
    for (let at = this.at; at < this.end; at += entryBytes(this.bytes, at)) packed += this.packedHere(at);
    // From now on it is kept: a list of numbers may long have one leaf that is too much for a small list.
    this.leaves.setPacked(leaf, packed);
    return packed;
  }

  /** Makes a small list of a tree with one leaf. @param packed what `packedSizeOfTree` said */
  toSmall(packed: number): void {
    this.tree.seekFirst();
    const { leaf } = this.tree;
    this.heap.free(this.shard, this.root);
    this.root = this.leaves.resize(this.shard, leaf, growth(this.leaves.used(leaf)), false);
    this.leaves.setPacked(this.root, packed);
    this.isTree = false;
  }

  /**
   * Takes off all items from an index on, of which there are some. The cursor is lost.
   * @returns the root of a tree with most of them, which the caller frees, or NO_REF when they are gone at once
   */
  dropTail(index: number): Ref {
    this.seek(index);
    let rest = NO_REF;
    if (this.isTree && (this.at === this.leaves.begin(this.leaf) || this.tree.nextLeaf())) {
      rest = this.#cut();
      this.open(this.shard, true, this.root);
      this.seek(index);
    }
    if (this.count() > index) this.remove(this.count());
    return rest;
  }

  /** Takes off all items before an index, of which there are some. As `dropTail`. */
  dropHead(index: number): Ref {
    this.seek(index);
    let rest = NO_REF;
    let left = index;
    if (this.isTree) {
      const before = this.tree.before();
      if (before > 0) {
        rest = this.root;
        left = index - before;
        this.open(this.shard, true, this.#cut());
      }
    }
    if (left > 0) {
      this.seekFirst();
      this.remove(left);
    }
    return rest;
  }

  /** Frees up to so many blocks of a list that is nobody's any more. @returns whether nothing is left */
  dismantle(shard: number, isTree: boolean, root: Ref, blocks: number): boolean {
    if (!isTree) {
      this.leaves.freeLeaf(shard, root);
      return true;
    }
    this.open(shard, true, root);
    if (!this.tree.dismantle(shard, this.leaves, blocks)) return false;
    this.heap.free(shard, root);
    return true;
  }

  /** A copy of the opened list with the same form, in a shard. @returns its root; the cursor is lost */
  copyTo(shard: number): Ref {
    if (!this.isTree) return this.leaves.copyLeaf(shard, this.root);
    const { root } = this;
    this.shard = shard;
    const copy = this.newTree();
    this.open(shard, true, root);
    this.tree.copyTo(shard, this.leaves, copy, this.treeAt);
    return copy;
  }

  /** Bytes that the opened list occupies, large items included, judged from so many of its leaves (0: all of them). */
  occupied(most: number): number {
    if (!this.isTree) return this.#leafBytes(this.root);
    const count = this.tree.count();
    let bytes = 0;
    let seen = 0;
    this.tree.seekFirst();
    for (let i = 1; ; i++) {
      bytes += this.#leafBytes(this.tree.leaf) + 8;
      seen += this.tree.leafCount();
      if (i === most || !this.tree.nextLeaf()) break;
    }
    return this.heap.blockBytes(this.root) + Math.round((bytes / seen) * count);
  }

  /** Bytes that a copy of the opened list may allocate: large items are shared. */
  copyBound(): number {
    let bytes = this.heap.blockBytes(this.root) + 64;
    if (!this.isTree) return bytes;
    this.tree.seekFirst();
    do bytes += this.leaves.used(this.tree.leaf) + LEAF_BOUND;
    while (this.tree.nextLeaf());
    return bytes;
  }

  #leafBytes(leaf: Ref): number {
    const bytes = this.leaves.bytesOf(leaf);
    const end = this.leaves.end(leaf);
    let total = this.heap.blockBytes(leaf);
    for (let at = this.leaves.begin(leaf); at < end; at += entryBytes(bytes, at)) {
      const large = largeAt(bytes, at);
      if (large !== NO_LARGE) total += this.large.bytesOf(large);
    }
    return total;
  }

  /** Cuts before the tree's leaf. @returns the root of what is behind the cut */
  #cut(): Ref {
    const { root, tree } = this;
    const rest = this.heap.allocate(this.shard, this.heap.blockBytes(root), this.heap.kindOf(root));
    tree.cut(this.shard, rest, this.treeAt);
    return rest;
  }
}
