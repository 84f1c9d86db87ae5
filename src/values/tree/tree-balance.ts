// HOT: no closures, no allocation on the JS heap, integers only.
/** Takes children out of nodes of the counted B+tree, and keeps those inside from getting sparse. tree.ts has the picture. */
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import {
  capacityOf,
  childrenOf,
  copyChildren,
  countBelow,
  MAX_CHILDREN,
  MIN_CHILDREN,
  N_CHILDREN,
  setChildren,
} from './tree-node.ts';
import { TreeNodes } from './tree-nodes.ts';

export class TreeBalance extends TreeNodes {
  /** Takes the path's child at a level out of its node; it has no elements any more. The path is lost. */
  protected removeChild(level: number, shard: number): void {
    const ref = this.own(level);
    const words = this.i32[ref >>> SLAB_SHIFT]!;
    const at = (ref & UNIT_MASK) << 1;
    const slot = this.slots[level]!;
    const left = childrenOf(words, at) - 1;
    if (left === 0) {
      if (level === this.height - 1) this.setTop(NO_REF, 0);
      else this.removeChild(level + 1, shard);
      this.heap.free(shard, ref);
      return;
    }
    copyChildren(words, at, slot + 1, words, at, slot, left - slot, this.keyWords);
    setChildren(words, at, left);
    if (slot === 0) {
      if (level + 1 < this.height) this.renewKeys(level + 1);
    }
    if (level === this.height - 1) this.lowerTop(shard);
    else if (left < MIN_CHILDREN && !this.#isAtEdge(level)) this.#balance(level, shard);
  }

  /** Joins the path's sparse node with a neighbour, or shares their children out evenly. The path is lost. */
  #balance(level: number, shard: number): void {
    const parentSlot = this.slots[level + 1]!;
    const parent = this.nodes[level + 1]!;
    const siblings = childrenOf(this.i32[parent >>> SLAB_SHIFT]!, (parent & UNIT_MASK) << 1);
    if (siblings === 1) return;
    const leftSlot = parentSlot + 1 < siblings ? parentSlot : parentSlot - 1;
    const right = this.ownChild(level + 1, leftSlot + 1);
    const from = this.i32[right >>> SLAB_SHIFT]!;
    const fromAt = (right & UNIT_MASK) << 1;
    const rightChildren = childrenOf(from, fromAt);
    this.slots[level + 1] = leftSlot;
    this.nodes[level] = this.ownChild(level + 1, leftSlot);
    const sparse = this.nodes[level]!;
    const leftChildren = childrenOf(this.i32[sparse >>> SLAB_SHIFT]!, (sparse & UNIT_MASK) << 1);
    const total = leftChildren + rightChildren;
    const wanted = total <= MAX_CHILDREN ? total : total >>> 1;
    if (wanted > leftChildren) this.#shiftLeft(level, wanted - leftChildren, right, shard);
    else this.#shiftRight(level, leftChildren - wanted, shard);
    if (wanted !== total) return;
    // The right one is empty now.
    this.slots[level + 1] = leftSlot + 1;
    this.heap.free(shard, right);
    this.removeChild(level + 1, shard);
  }

  /** Moves the first children of the right neighbour to the end of the path's node. */
  #shiftLeft(level: number, children: number, right: Ref, shard: number): void {
    const left = this.ownWithRoom(level, children, shard);
    const to = this.i32[left >>> SLAB_SHIFT]!;
    const toAt = (left & UNIT_MASK) << 1;
    const from = this.i32[right >>> SLAB_SHIFT]!;
    const fromAt = (right & UNIT_MASK) << 1;
    const had = childrenOf(to, toAt);
    const rest = childrenOf(from, fromAt) - children;
    const moved = countBelow(from, fromAt, 0, children);
    copyChildren(from, fromAt, 0, to, toAt, had, children, this.keyWords);
    copyChildren(from, fromAt, children, from, fromAt, 0, rest, this.keyWords);
    setChildren(to, toAt, had + children);
    setChildren(from, fromAt, rest);
    this.#movedToLeft(level, moved, rest !== 0);
  }

  /** Moves the last children of the path's node to the front of the right neighbour. */
  #shiftRight(level: number, children: number, shard: number): void {
    const left = this.nodes[level]! as Ref;
    this.slots[level + 1]! += 1;
    this.nodes[level] = this.ownChild(level + 1, this.slots[level + 1]!);
    const right = this.ownWithRoom(level, children, shard);
    this.slots[level + 1]! -= 1;
    this.nodes[level] = left;
    const to = this.i32[right >>> SLAB_SHIFT]!;
    const toAt = (right & UNIT_MASK) << 1;
    const from = this.i32[left >>> SLAB_SHIFT]!;
    const fromAt = (left & UNIT_MASK) << 1;
    const rest = childrenOf(from, fromAt) - children;
    const moved = countBelow(from, fromAt, rest, rest + children);
    copyChildren(to, toAt, 0, to, toAt, children, childrenOf(to, toAt), this.keyWords);
    copyChildren(from, fromAt, rest, to, toAt, 0, children, this.keyWords);
    setChildren(to, toAt, childrenOf(to, toAt) + children);
    setChildren(from, fromAt, rest);
    this.#movedToLeft(level, -moved, true);
  }

  /** So many elements went from the right neighbour to the path's node at a level. */
  #movedToLeft(level: number, moved: number, hasRight: boolean): void {
    const parent = this.own(level + 1);
    const words = this.i32[parent >>> SLAB_SHIFT]!;
    const at = (parent & UNIT_MASK) << 1;
    const counts = at + N_CHILDREN + capacityOf(words, at) + this.slots[level + 1]!;
    words[counts]! += moved;
    words[counts + 1]! -= moved;
    if (!hasRight) return;
    this.slots[level + 1]! += 1;
    this.renewKeys(level + 1);
    this.slots[level + 1]! -= 1;
  }

  #isAtEdge(level: number): boolean {
    return this.isFirst(level + 1) || this.isLast(level + 1);
  }
}
