// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Puts children into nodes of the counted B+tree: grows and splits them. tree.ts has the picture.
 *
 * Every write to a node that is already part of a tree begins with `own` or `ownChild`: there, and only there, a
 * snapshot may have a node copied first.
 */
import { KIND_NODE } from '../../memory/heap/heap.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import type { Ref } from '../../memory/types.ts';
import {
  capacityFor,
  capacityOf,
  childrenOf,
  copyChildren,
  countBelow,
  MAX_CHILDREN,
  N_CHILDREN,
  N_SHAPE,
  nodeBytes,
  setChildren,
  shapeOf,
  TREE_COUNT,
  TREE_HEIGHT,
  TREE_TOP,
} from './tree-node.ts';
import { TreePath } from './tree-path.ts';

export class TreeNodes extends TreePath {
  /** The node of the path at a level, to be written. */
  protected own(level: number): Ref {
    return level === this.height - 1 ? (this.nodes[level]! as Ref) : this.ownChild(level + 1, this.slots[level + 1]!);
  }

  /** A child node of the path's node at a level, to be written. */
  protected ownChild(level: number, slot: number): Ref {
    const ref = this.nodes[level]!;
    return this.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + N_CHILDREN + slot]! as Ref;
  }

  /** Makes sure that all nodes of the path may be written: see `own`. */
  protected ownPath(): void {}

  /** Adds to the counts on the path from a level up to the top; not to the root's own. */
  protected addCounts(from: number, delta: number): void {
    this.ownPath();
    const { nodes, slots, i32, height } = this;
    for (let level = from; level < height; level++) {
      const ref = nodes[level]!;
      const words = i32[ref >>> SLAB_SHIFT]!;
      const at = (ref & UNIT_MASK) << 1;
      words[at + N_CHILDREN + ((words[at + N_SHAPE]! >>> 8) & 0xff) + slots[level]!]! += delta;
    }
  }

  /** Writes the first key of the path's child at a level again, and above as far as it is the first there too. */
  protected renewKeys(from: number): void {
    if (this.keyWords === 0) return;
    for (let level = from; level < this.height; level++) {
      const ref = this.own(level);
      const words = this.i32[ref >>> SLAB_SHIFT]!;
      const at = (ref & UNIT_MASK) << 1;
      const slot = this.slots[level]!;
      const keyAt = at + N_CHILDREN + 2 * capacityOf(words, at) + slot * this.keyWords;
      this.copyFirstKey(words[at + N_CHILDREN + slot]! as Ref, level, words, keyAt);
      if (slot !== 0) return;
    }
  }

  /** Puts a child without elements into the path's node at a level; the path then leads to it there. */
  protected insertChild(level: number, wanted: number, child: Ref, shard: number): void {
    let slot = wanted;
    const before = this.nodes[level]!;
    const children = childrenOf(this.i32[before >>> SLAB_SHIFT]!, (before & UNIT_MASK) << 1);
    if (children === MAX_CHILDREN) slot = this.#split(level, slot, shard);
    const ref = this.ownWithRoom(level, 1, shard);
    const words = this.i32[ref >>> SLAB_SHIFT]!;
    const at = (ref & UNIT_MASK) << 1;
    const used = childrenOf(words, at);
    copyChildren(words, at, slot, words, at, slot + 1, used - slot, this.keyWords);
    setChildren(words, at, used + 1);
    words[at + N_CHILDREN + slot] = child;
    words[at + N_CHILDREN + capacityOf(words, at) + slot] = 0;
    this.slots[level] = slot;
  }

  /** Takes away nodes at the top that have only one child. */
  protected lowerTop(shard: number): void {
    let top = this.rootValue(TREE_TOP) as Ref;
    let height = this.rootValue(TREE_HEIGHT);
    while (height > 0) {
      const words = this.i32[top >>> SLAB_SHIFT]!;
      const at = (top & UNIT_MASK) << 1;
      if (childrenOf(words, at) !== 1) break;
      const child = words[at + N_CHILDREN]! as Ref;
      this.heap.free(shard, top);
      top = child;
      height--;
    }
    this.setTop(top, height);
  }

  /** Puts a node above the topmost node or only leaf; the path leads through it. */
  protected raiseTop(shard: number): void {
    const top = this.rootValue(TREE_TOP) as Ref;
    const level = this.height;
    const ref = this.newNode(shard, 4, level);
    const words = this.i32[ref >>> SLAB_SHIFT]!;
    const at = (ref & UNIT_MASK) << 1;
    setChildren(words, at, 1);
    words[at + N_CHILDREN] = top;
    words[at + N_CHILDREN + 4] = level === 0 ? this.rootValue(TREE_COUNT) : this.#elementsBelow(top);
    if (this.keyWords !== 0) this.copyFirstKey(top, level, words, at + N_CHILDREN + 8);
    this.setTop(ref, level + 1);
    this.nodes[level] = ref;
    this.slots[level] = 0;
  }

  /** What a node itself counts: in the midst of a split that is not what its parents count. */
  #elementsBelow(node: Ref): number {
    const words = this.i32[node >>> SLAB_SHIFT]!;
    const at = (node & UNIT_MASK) << 1;
    return countBelow(words, at, 0, childrenOf(words, at));
  }

  protected newNode(shard: number, capacity: number, level: number): Ref {
    const ref = this.heap.allocate(shard, nodeBytes(capacity, this.keyWords), KIND_NODE);
    this.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + N_SHAPE] = shapeOf(0, capacity, level);
    return ref;
  }

  protected setTop(top: Ref, height: number): void {
    this.setRoot(TREE_TOP, top);
    this.setRoot(TREE_HEIGHT, height);
    this.height = height;
  }

  /** Writes the first key below a child of a node of `level` to words[at …]. */
  protected copyFirstKey(child: Ref, level: number, words: Int32Array, at: number): void {
    if (level === 0) {
      this.keys!.firstKey(child, words, at);
      return;
    }
    const from = this.i32[child >>> SLAB_SHIFT]!;
    const node = (child & UNIT_MASK) << 1;
    const first = node + N_CHILDREN + 2 * capacityOf(from, node);
    for (let i = 0; i < this.keyWords; i++) words[at + i] = from[first + i]!;
  }

  /** Names a new block to whoever names the path's node or leaf (`level` - 1) below `level`. */
  protected pointTo(level: number, ref: Ref): void {
    if (level >= this.height) {
      this.setRoot(TREE_TOP, ref);
      return;
    }
    const parent = this.own(level);
    this.i32[parent >>> SLAB_SHIFT]![((parent & UNIT_MASK) << 1) + N_CHILDREN + this.slots[level]!] = ref;
  }

  /** The path's node at a level with room for so many further children. */
  protected ownWithRoom(level: number, more: number, shard: number): Ref {
    const ref = this.own(level);
    const words = this.i32[ref >>> SLAB_SHIFT]!;
    const at = (ref & UNIT_MASK) << 1;
    const children = childrenOf(words, at);
    if (children + more <= capacityOf(words, at)) return ref;
    const grown = this.newNode(shard, capacityFor(children + more), level);
    const target = this.i32[grown >>> SLAB_SHIFT]!;
    const targetAt = (grown & UNIT_MASK) << 1;
    copyChildren(words, at, 0, target, targetAt, 0, children, this.keyWords);
    setChildren(target, targetAt, children);
    this.pointTo(level + 1, grown);
    this.nodes[level] = grown;
    this.heap.free(shard, ref);
    return grown;
  }

  /**
   * Makes room for a child at a slot of the path's full node. At the ends of the tree a new node begins, so that what
   * is appended leaves full nodes behind; elsewhere half of the children move.
   * @returns the slot for the child in the node that the path now leads to
   */
  #split(level: number, slot: number, shard: number): number {
    if (level === this.height - 1) this.raiseTop(shard);
    const parentSlot = this.slots[level + 1]!;
    const atEnd = slot === MAX_CHILDREN && this.isLast(level + 1);
    if (atEnd || (slot === 0 && this.isFirst(level + 1))) {
      const fresh = this.newNode(shard, 4, level);
      this.insertChild(level + 1, atEnd ? parentSlot + 1 : 0, fresh, shard);
      this.nodes[level] = fresh;
      return 0;
    }
    const half = MAX_CHILDREN / 2;
    const ref = this.own(level);
    const words = this.i32[ref >>> SLAB_SHIFT]!;
    const at = (ref & UNIT_MASK) << 1;
    const fresh = this.newNode(shard, capacityFor(half + 1), level);
    const target = this.i32[fresh >>> SLAB_SHIFT]!;
    const targetAt = (fresh & UNIT_MASK) << 1;
    copyChildren(words, at, half, target, targetAt, 0, half, this.keyWords);
    setChildren(target, targetAt, half);
    setChildren(words, at, half);
    const moved = countBelow(target, targetAt, 0, half);
    this.addCounts(level + 1, -moved);
    this.insertChild(level + 1, parentSlot + 1, fresh, shard);
    this.addCounts(level + 1, moved);
    this.renewKeys(level + 1);
    if (slot > half) {
      this.nodes[level] = fresh;
      return slot - half;
    }
    this.step(level + 1, -1);
    this.nodes[level] = ref;
    return slot;
  }

  /** Whether the path takes the first child at each level from here up. */
  protected isFirst(from: number): boolean {
    for (let level = from; level < this.height; level++) if (this.slots[level] !== 0) return false;
    return true;
  }

  /** Whether it takes the last. */
  protected isLast(from: number): boolean {
    for (let level = from; level < this.height; level++) {
      const ref = this.nodes[level]!;
      const children = childrenOf(this.i32[ref >>> SLAB_SHIFT]!, (ref & UNIT_MASK) << 1);
      if (this.slots[level] !== children - 1) return false;
    }
    return true;
  }
}
