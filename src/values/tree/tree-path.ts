// HOT: no closures, no allocation, integers only.
/** Finds its way through the counted B+tree: from the root to a leaf, and to its neighbours. tree.ts has the picture. */
import type { Heap } from '../../memory/heap/heap.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import {
  capacityOf,
  childrenOf,
  countBelow,
  MAX_HEIGHT,
  N_CHILDREN,
  N_SHAPE,
  TREE_COUNT,
  TREE_HEIGHT,
  TREE_TOP,
} from './tree-node.ts';

/** What a tree that is searched by key must know of its keys: K words each, as the type likes them. */
export interface TreeKeys {
  /**
   * Compares the key that is being looked for, which the type keeps to itself, with the one at words[at, at + K).
   * @returns negative when it comes before, 0 when equal, positive when it comes behind
   */
  compare(words: Int32Array, at: number): number;
  /** Writes the key of a leaf's first element to words[at, at + K). */
  firstKey(leaf: Ref, words: Int32Array, at: number): void;
}

export class TreePath {
  protected readonly heap: Heap;
  protected readonly i32: Int32Array[];
  protected readonly keyWords: number;
  protected readonly keys: TreeKeys | null;
  /** Block and word of the tree's root words. */
  protected rootBlock: Ref = NO_REF;
  protected rootWord = 0;
  /** The node on the way at each level and the slot in it that the way takes; level 0 stands above the leaves. */
  protected readonly nodes: Int32Array = new Int32Array(MAX_HEIGHT);
  protected readonly slots: Int32Array = new Int32Array(MAX_HEIGHT);
  protected height = 0;
  /** The leaf at the end of the path, NO_REF in an empty tree. */
  leaf: Ref = NO_REF;
  /** What `seek` found: position of the element inside the leaf. */
  offset = 0;

  /**
   * @param keyWords K, words of a key; 0 for a tree that is only found by position
   * @param keys how keys are compared and read; null with K = 0
   */
  constructor(heap: Heap, keyWords: number, keys: TreeKeys | null) {
    this.heap = heap;
    this.i32 = heap.slabs.i32;
    this.keyWords = keyWords;
    this.keys = keys;
  }

  /** Turns to another tree: the one whose TREE_WORDS words begin at a word of a block. No path yet. */
  open(block: Ref, word: number): void {
    this.rootBlock = block;
    this.rootWord = word;
    this.height = this.rootValue(TREE_HEIGHT);
    this.leaf = NO_REF;
  }

  /** Elements of the whole tree. */
  count(): number {
    return this.rootValue(TREE_COUNT);
  }

  /** Whether the tree has one leaf, or none: it has no nodes then. */
  get isFlat(): boolean {
    return this.height === 0;
  }

  /** Leads the path to the element at a position (0 … count). At `count` it ends behind the last element. */
  seek(position: number): void {
    let ref = this.rootValue(TREE_TOP) as Ref;
    let left = position;
    for (let level = this.height - 1; level >= 0; level--) {
      const words = this.i32[ref >>> SLAB_SHIFT]!;
      const at = (ref & UNIT_MASK) << 1;
      const shape = words[at + N_SHAPE]!;
      const last = (shape & 0xff) - 1;
      const counts = at + N_CHILDREN + ((shape >>> 8) & 0xff);
      let slot = 0;
      for (; slot < last; slot++) {
        const below = words[counts + slot]!;
        if (left < below) break;
        left -= below;
      }
      this.nodes[level] = ref;
      this.slots[level] = slot;
      ref = words[at + N_CHILDREN + slot]! as Ref;
    }
    this.leaf = ref;
    this.offset = left;
  }

  /** Leads the path to the first leaf. */
  seekFirst(): void {
    this.leaf = this.descend(this.rootValue(TREE_TOP) as Ref, this.height - 1, false);
    this.offset = 0;
  }

  /** Leads the path to the last leaf; `offset` stays behind. */
  seekLast(): void {
    this.leaf = this.descend(this.rootValue(TREE_TOP) as Ref, this.height - 1, true);
  }

  /**
   * Leads the path to the last leaf whose first key is not behind the one looked for, or to the first leaf. With a key
   * that several leaves begin with, that is the last of them.
   */
  seekKey(): void {
    const keys = this.keys!;
    const keyWords = this.keyWords;
    let ref = this.rootValue(TREE_TOP) as Ref;
    for (let level = this.height - 1; level >= 0; level--) {
      const words = this.i32[ref >>> SLAB_SHIFT]!;
      const at = (ref & UNIT_MASK) << 1;
      const first = at + N_CHILDREN + 2 * capacityOf(words, at);
      // The answer lies in [low, high): nothing is asked of slot 0.
      let low = 0;
      let high = childrenOf(words, at);
      while (high - low > 1) {
        const middle = (low + high) >>> 1;
        if (keys.compare(words, first + middle * keyWords) >= 0) low = middle;
        else high = middle;
      }
      this.nodes[level] = ref;
      this.slots[level] = low;
      ref = words[at + N_CHILDREN + low]! as Ref;
    }
    this.leaf = ref;
    this.offset = 0;
  }

  /** Goes on to the next leaf. @returns false, and stays, behind the last */
  nextLeaf(): boolean {
    if (!this.step(0, 1)) return false;
    this.leaf = this.childAt(0);
    this.offset = 0;
    return true;
  }

  /** Goes back to the leaf before. @returns false, and stays, at the first */
  previousLeaf(): boolean {
    if (!this.step(0, -1)) return false;
    this.leaf = this.childAt(0);
    this.offset = 0;
    return true;
  }

  /** Elements of the leaf at the end of the path. */
  leafCount(): number {
    if (this.height === 0) return this.count();
    const ref = this.nodes[0]!;
    const words = this.i32[ref >>> SLAB_SHIFT]!;
    const at = (ref & UNIT_MASK) << 1;
    return words[at + N_CHILDREN + capacityOf(words, at) + this.slots[0]!]!;
  }

  /** Elements in all leaves before the one at the end of the path. */
  before(): number {
    let count = 0;
    for (let level = 0; level < this.height; level++) {
      const ref = this.nodes[level]!;
      count += countBelow(this.i32[ref >>> SLAB_SHIFT]!, (ref & UNIT_MASK) << 1, 0, this.slots[level]!);
    }
    return count;
  }

  /** Moves the path at a level to the next (1) or the previous (-1) child. @returns false when there is none */
  protected step(level: number, by: number): boolean {
    if (level >= this.height) return false;
    const slot = this.slots[level]! + by;
    const ref = this.nodes[level]!;
    const children = childrenOf(this.i32[ref >>> SLAB_SHIFT]!, (ref & UNIT_MASK) << 1);
    if (slot >= 0 && slot < children) {
      this.slots[level] = slot;
      return true;
    }
    if (!this.step(level + 1, by)) return false;
    const node = this.childAt(level + 1);
    this.nodes[level] = node;
    this.slots[level] = by > 0 ? 0 : childrenOf(this.i32[node >>> SLAB_SHIFT]!, (node & UNIT_MASK) << 1) - 1;
    return true;
  }

  /** Goes down an edge from a node of `level` (-1: a leaf). @returns the leaf */
  protected descend(from: Ref, top: number, last: boolean): Ref {
    let ref = from;
    for (let level = top; level >= 0; level--) {
      const words = this.i32[ref >>> SLAB_SHIFT]!;
      const at = (ref & UNIT_MASK) << 1;
      const slot = last ? childrenOf(words, at) - 1 : 0;
      this.nodes[level] = ref;
      this.slots[level] = slot;
      ref = words[at + N_CHILDREN + slot]! as Ref;
    }
    return ref;
  }

  /** The child that the path takes at a level. */
  protected childAt(level: number): Ref {
    const ref = this.nodes[level]!;
    return this.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + N_CHILDREN + this.slots[level]!]! as Ref;
  }

  protected rootValue(word: number): number {
    return this.i32[this.rootBlock >>> SLAB_SHIFT]![((this.rootBlock & UNIT_MASK) << 1) + this.rootWord + word]!;
  }

  protected setRoot(word: number, value: number): void {
    this.i32[this.rootBlock >>> SLAB_SHIFT]![((this.rootBlock & UNIT_MASK) << 1) + this.rootWord + word] = value;
  }
}
