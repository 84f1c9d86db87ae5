// HOT: no closures, no allocation on the JS heap.
/**
 * Keeps the leaves of a sorted set's tree (zset-leaf.ts) in shape while entries come and go: they grow, halve, are joined
 * with a neighbour, and go.
 */
import type { Heap } from '../../memory/heap/heap.ts';
import type { LargeObjects } from '../../memory/large/large-objects.ts';
import type { Ref } from '../../memory/types.ts';
import { MEMBER_OWN, type MemberTable } from '../table/member-table.ts';
import { Tree } from '../tree/tree.ts';
import { ENTRY_WORDS, FEW_ENTRIES, MAX_ENTRIES, roomFor, ScoreLeaves } from './zset-leaf.ts';
import { ScoreOrder } from './zset-order.ts';

export class ScoreTreeShape {
  readonly members: MemberTable;
  readonly leaves: ScoreLeaves;
  protected readonly heap: Heap;
  protected readonly order: ScoreOrder;
  protected readonly tree: Tree;

  constructor(heap: Heap, large: LargeObjects, members: MemberTable) {
    this.heap = heap;
    this.members = members;
    this.leaves = new ScoreLeaves(heap);
    this.order = new ScoreOrder(members.elements, large, this.leaves);
    heap.slabs.hold(this.order);
    this.tree = new Tree(heap, ENTRY_WORDS, this.order);
  }

  /** Whether the place that is looked for lies between the neighbours, in a leaf, of the entry at an index. */
  protected fitsBetween(leaf: Ref, index: number): boolean {
    const { leaves } = this;
    if (index === 0 || index + 1 >= leaves.count(leaf)) return false;
    const words = leaves.wordsOf(leaf);
    const at = leaves.entryAt(leaf, index);
    return this.order.compare(words, at - ENTRY_WORDS) > 0 && this.order.compare(words, at + ENTRY_WORDS) < 0;
  }

  /** Puts an element where the order looks for it. */
  protected place(root: Ref, shard: number, element: Ref): void {
    const { leaves } = this;
    const tree = this.tree;
    const { high, low } = this.order;
    tree.open(root, MEMBER_OWN);
    if (tree.count() === 0) {
      const leaf = leaves.create(shard, roomFor(0));
      leaves.insert(leaf, 0, high, low, element);
      tree.insertAfter(shard, leaf, 1);
      return;
    }
    tree.seekKey();
    let leaf = tree.leafToWrite();
    let index = this.order.indexIn(leaf);
    const count = leaves.count(leaf);
    if (count === MAX_ENTRIES) {
      if (index === 0 || (index === count && tree.before() + count === tree.count())) {
        this.#begin(shard, index === 0, element);
        return;
      }
      leaf = this.#split(shard, leaf, index);
      if (index > MAX_ENTRIES / 2) index -= MAX_ENTRIES / 2;
    } else if (count === leaves.room(leaf)) {
      leaf = leaves.resize(shard, leaf, roomFor(count));
      tree.leafMoved(leaf);
    }
    leaves.insert(leaf, index, high, low, element);
    tree.countChanged(1);
    if (index === 0) tree.firstKeyChanged();
  }

  /** What comes at the very begin or end leaves a full leaf as it is and begins another one. */
  #begin(shard: number, isFirst: boolean, element: Ref): void {
    const leaf = this.leaves.create(shard, roomFor(0));
    this.leaves.insert(leaf, 0, this.order.high, this.order.low, element);
    if (isFirst) this.tree.insertBefore(shard, leaf, 1);
    else this.tree.insertAfter(shard, leaf, 1);
  }

  /** Halves a full leaf. @returns the half in which an entry at an index is to be put; the path ends there */
  #split(shard: number, full: Ref, index: number): Ref {
    const { leaves } = this;
    const half = MAX_ENTRIES / 2;
    const right = leaves.create(shard, roomFor(half));
    leaves.append(right, full, half, half);
    leaves.setCount(full, half);
    const left = leaves.resize(shard, full, roomFor(half));
    this.tree.leafMoved(left);
    this.tree.countChanged(-half);
    this.tree.insertAfter(shard, right, half);
    if (index > half) return right;
    this.tree.previousLeaf();
    return left;
  }

  /** Takes the entry at an index out of the leaf at the end of the path. */
  protected takeOut(shard: number, leaf: Ref, index: number): void {
    const { leaves } = this;
    const tree = this.tree;
    if (leaves.count(leaf) === 1) {
      tree.removeLeaf(shard);
      leaves.free(shard, leaf);
      return;
    }
    leaves.remove(leaf, index, index + 1);
    tree.countChanged(-1);
    if (index === 0) tree.firstKeyChanged();
    this.tidy(shard, leaf);
  }

  /** Joins the leaf at the end of the path with a neighbour when it holds few, or gives it a smaller block. */
  protected tidy(shard: number, leaf: Ref): void {
    const { leaves } = this;
    const tree = this.tree;
    const count = leaves.count(leaf);
    if (count < FEW_ENTRIES && this.#join(shard, leaf, count)) return;
    if (leaves.isWide(leaf, count)) tree.leafMoved(leaves.resize(shard, leaf, roomFor(count)));
  }

  /** Moves all entries of the leaf at the end of the path to the one behind it, or before it, if they have room. */
  #join(shard: number, leaf: Ref, count: number): boolean {
    const { leaves } = this;
    const tree = this.tree;
    if (tree.nextLeaf()) {
      const next = tree.leaf;
      const all = count + leaves.count(next);
      if (all > MAX_ENTRIES - 8) return !tree.previousLeaf();
      // Both are written into a new block, which takes the place of the second.
      const joined = leaves.create(shard, roomFor(all));
      leaves.append(joined, leaf, 0, count);
      leaves.append(joined, next, 0, all - count);
      tree.leafToWrite();
      tree.leafMoved(joined);
      tree.countChanged(count);
      tree.firstKeyChanged();
      leaves.free(shard, next);
      tree.previousLeaf();
    } else {
      if (!tree.previousLeaf()) return false;
      const previous = tree.leafToWrite();
      const all = count + leaves.count(previous);
      if (all > MAX_ENTRIES - 8) return !tree.nextLeaf();
      const room = leaves.room(previous) >= all ? previous : leaves.resize(shard, previous, roomFor(all));
      if (room !== previous) tree.leafMoved(room);
      leaves.append(room, leaf, 0, count);
      tree.countChanged(count);
      tree.nextLeaf();
    }
    tree.removeLeaf(shard);
    leaves.free(shard, leaf);
    return true;
  }
}
