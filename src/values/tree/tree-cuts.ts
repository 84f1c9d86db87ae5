// HOT: no closures, no allocation on the JS heap, integers only.
/** Cuts a counted B+tree in two, copies it, and takes it apart in steps. tree.ts has the picture. */
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { TreeBalance } from './tree-balance.ts';
import {
  capacityFor,
  capacityOf,
  childrenOf,
  copyChildren,
  countBelow,
  N_CHILDREN,
  setChildren,
  TREE_COUNT,
  TREE_HEIGHT,
  TREE_TOP,
  TREE_WORDS,
} from './tree-node.ts';

/** What a tree must know of leaves as a whole; the type's leaf code implements it. */
export interface TreeLeaves {
  /** A copy of a leaf in a shard's heap, large elements shared. */
  copyLeaf(shard: number, leaf: Ref): Ref;
  /** Frees a leaf with all that it holds. @returns the blocks that were freed */
  freeLeaf(shard: number, leaf: Ref): number;
}

export class TreeCuts extends TreeBalance {
  /**
   * Cuts the tree before the leaf at the end of the path: that leaf and all behind it become a tree of their own, whose
   * root words begin at a word of another block, and whose path there is none yet. O(log n). The path is lost.
   */
  cut(shard: number, block: Ref, word: number): void {
    const total = this.count();
    const before = this.before();
    const height = this.height;
    let right = this.leaf;
    let rightCount = this.leafCount();
    let leftCount = 0;
    /** The part that stays of the node below: it takes that node's slot. */
    let kept = false;
    for (let level = 0; level < height; level++) {
      const ref = this.own(level);
      const words = this.i32[ref >>> SLAB_SHIFT]!;
      const at = (ref & UNIT_MASK) << 1;
      const slot = this.slots[level]!;
      const children = childrenOf(words, at);
      const moving = children - slot;
      const fresh = this.newNode(shard, capacityFor(moving), level);
      const target = this.i32[fresh >>> SLAB_SHIFT]!;
      const targetAt = (fresh & UNIT_MASK) << 1;
      copyChildren(words, at, slot, target, targetAt, 0, moving, this.keyWords);
      setChildren(target, targetAt, moving);
      const capacity = capacityOf(target, targetAt);
      target[targetAt + N_CHILDREN] = right;
      target[targetAt + N_CHILDREN + capacity] = rightCount;
      if (this.keyWords !== 0) this.copyFirstKey(right, level, target, targetAt + N_CHILDREN + 2 * capacity);
      if (kept) words[at + N_CHILDREN + capacityOf(words, at) + slot] = leftCount;
      const staying: number = slot + (kept ? 1 : 0);
      leftCount = countBelow(words, at, 0, staying);
      setChildren(words, at, staying);
      kept = staying !== 0;
      if (!kept) this.heap.free(shard, ref);
      right = fresh;
      rightCount = countBelow(target, targetAt, 0, moving);
    }
    const { rootBlock, rootWord } = this;
    const top = this.rootValue(TREE_TOP) as Ref;
    this.setTop(before === 0 ? NO_REF : top, before === 0 ? 0 : height);
    this.setRoot(TREE_COUNT, before);
    this.lowerTop(shard);
    this.open(block, word);
    this.setTop(right, height);
    this.setRoot(TREE_COUNT, total - before);
    this.lowerTop(shard);
    this.open(rootBlock, rootWord);
  }

  /** Gives the words of the opened tree to another block, and leaves an empty tree behind. The path is lost. */
  moveTo(block: Ref, word: number): void {
    const from = this.i32[this.rootBlock >>> SLAB_SHIFT]!;
    const fromAt = ((this.rootBlock & UNIT_MASK) << 1) + this.rootWord;
    const to = this.i32[block >>> SLAB_SHIFT]!;
    const toAt = ((block & UNIT_MASK) << 1) + word;
    for (let i = 0; i < TREE_WORDS; i++) {
      to[toAt + i] = from[fromAt + i]!;
      from[fromAt + i] = 0;
    }
    this.open(this.rootBlock, this.rootWord);
  }

  /**
   * Frees leaves and nodes from the end until about so many blocks are free. What is left can be freed by further
   * calls, but no longer be used: its counts are not kept.
   * @returns whether nothing is left; the root words are those of an empty tree then
   */
  dismantle(shard: number, leaves: TreeLeaves, blocks: number): boolean {
    let left = blocks;
    while (this.rootValue(TREE_TOP) !== NO_REF) {
      if (left <= 0) return false;
      this.seekLast();
      left -= leaves.freeLeaf(shard, this.leaf);
      let level = 0;
      for (; level < this.height; level++) {
        const ref = this.own(level);
        const words = this.i32[ref >>> SLAB_SHIFT]!;
        const at = (ref & UNIT_MASK) << 1;
        const children = childrenOf(words, at) - 1;
        setChildren(words, at, children);
        if (children !== 0) break;
        this.heap.free(shard, ref);
        left--;
      }
      if (level === this.height) this.setTop(NO_REF, 0);
    }
    this.setRoot(TREE_COUNT, 0);
    this.leaf = NO_REF;
    return true;
  }

  /** Makes the words of another block those of a copy of the opened tree, allocated in a shard. */
  copyTo(shard: number, leaves: TreeLeaves, block: Ref, word: number): void {
    const top = this.rootValue(TREE_TOP) as Ref;
    const copy = top === NO_REF ? NO_REF : this.#copyBelow(shard, leaves, top, this.height - 1);
    const words = this.i32[block >>> SLAB_SHIFT]!;
    const at = ((block & UNIT_MASK) << 1) + word;
    words[at + TREE_TOP] = copy;
    words[at + TREE_HEIGHT] = this.height;
    words[at + TREE_COUNT] = this.count();
  }

  /** Copies a node of `level` (-1: a leaf) with all below it. */
  #copyBelow(shard: number, leaves: TreeLeaves, ref: Ref, level: number): Ref {
    if (level < 0) return leaves.copyLeaf(shard, ref);
    const words = this.i32[ref >>> SLAB_SHIFT]!;
    const at = (ref & UNIT_MASK) << 1;
    const children = childrenOf(words, at);
    const copy = this.newNode(shard, capacityFor(children), level);
    const target = this.i32[copy >>> SLAB_SHIFT]!;
    const targetAt = (copy & UNIT_MASK) << 1;
    copyChildren(words, at, 0, target, targetAt, 0, children, this.keyWords);
    setChildren(target, targetAt, children);
    const keys = targetAt + N_CHILDREN + 2 * capacityOf(target, targetAt);
    for (let slot = 0; slot < children; slot++) {
      const child = this.#copyBelow(shard, leaves, words[at + N_CHILDREN + slot]! as Ref, level - 1);
      target[targetAt + N_CHILDREN + slot] = child;
      // A key may hold references to elements, and those of the copy are others.
      if (this.keyWords !== 0) this.copyFirstKey(child, level, target, keys + slot * this.keyWords);
    }
    return copy;
  }
}
