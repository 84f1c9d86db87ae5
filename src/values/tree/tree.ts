// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * The counted B+tree: sorted sets by score, lists by position, streams by ID.
 *
 * Problem: millions of elements in an order, found by key or by position, put in and taken out anywhere, at few bytes
 * each; the ends are where most of it happens.
 * Idea: the elements lie in leaves, whose contents only the type knows: some hundred to a few thousand bytes each. Above
 * them stand nodes of up to 64 children with the number of elements below each child and, for types that look for
 * keys, the first key below it. A change walks one path, which the instance keeps.
 * Cost: 8 bytes a leaf, and 4 bytes a word of a key; a look-up reads one node a level, three levels for a million.
 * Gives up: leaves do not name their neighbours (a walk goes over the nodes), and nodes at the two edges of the tree
 * may be as sparse as they like: what is appended leaves full nodes behind, and what is drained is not balanced.
 * Source: D. Comer, "The ubiquitous B-tree" (1979); the counts are those of ranked B-trees.
 *
 *   root words (in a block of the type)       node (tree-node.ts)              leaf (of the type)
 *   ┌─────┬────────┬───────┐                 ┌───────┬──────────┬ … ┐         ┌────────┬ … ┐
 *   │ top │ height │ count │ ──────────────▶ │ child │ elements │   │ ──────▶ │ header │   │
 *   └─────┴────────┴───────┘                 └───────┴──────────┴ … ┘         └────────┴ … ┘
 *
 * One instance a thread and type. `open` turns it to a tree, `seek…` leads its path to a leaf, and everything else
 * speaks of that leaf. All calls are made under the lock of the shard that they name. A leaf without elements is not
 * left in the tree.
 */
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { TreeMoves } from './tree-moves.ts';
import { MAX_CHILDREN, MAX_HEIGHT, nodeBytes, TREE_COUNT, TREE_HEIGHT, TREE_TOP } from './tree-node.ts';

export class Tree extends TreeMoves {
  /** Makes the opened tree an empty one, whatever its words hold. */
  clear(): void {
    this.setTop(NO_REF, 0);
    this.setRoot(TREE_COUNT, 0);
    this.leaf = NO_REF;
  }

  /** Says that the leaf at the end of the path has so many elements more or fewer. */
  countChanged(delta: number): void {
    if (this.height !== 0) this.addCounts(0, delta);
    const block = this.rootBlock;
    this.i32[block >>> SLAB_SHIFT]![((block & UNIT_MASK) << 1) + this.rootWord + TREE_COUNT]! += delta;
  }

  /** The leaf at the end of the path, to be written: asked before every change of a leaf, once an operation. */
  leafToWrite(): Ref {
    return this.leaf;
  }

  /** Says that the leaf at the end of the path lies in another block now. */
  leafMoved(leaf: Ref): void {
    this.pointTo(0, leaf);
    this.leaf = leaf;
  }

  /** Says that the leaf at the end of the path begins with another key (or that key's words have changed). */
  firstKeyChanged(): void {
    this.renewKeys(0);
  }

  /**
   * Puts a leaf with so many elements behind the one at the end of the path, or into an empty tree. The path then ends
   * at the new one. For a split, say `countChanged(-moved)` first.
   */
  insertAfter(shard: number, leaf: Ref, count: number): void {
    this.#insert(shard, leaf, count, 1);
  }

  /** As `insertAfter`, but before it. When elements moved, their old leaf needs `firstKeyChanged` first. */
  insertBefore(shard: number, leaf: Ref, count: number): void {
    this.#insert(shard, leaf, count, 0);
  }

  /**
   * Takes the leaf at the end of the path out, with its elements. Its block is the caller's to free. The path then
   * leads to the leaf behind it.
   * @returns false when there is none: the path leads to the last leaf then, or nowhere in an empty tree
   */
  removeLeaf(shard: number): boolean {
    const position = this.before();
    this.countChanged(-this.leafCount());
    if (this.height === 0) this.setTop(NO_REF, 0);
    else this.removeChild(0, shard);
    const count = this.count();
    this.leaf = NO_REF;
    if (count === 0) return false;
    if (position >= count) {
      this.seekLast();
      return false;
    }
    this.seek(position);
    return true;
  }

  /** Bytes that putting in one leaf may allocate in nodes at most. */
  insertBound(): number {
    return 2 * (this.rootValue(TREE_HEIGHT) + 1) * (nodeBytes(MAX_CHILDREN, this.keyWords) + 16);
  }

  #insert(shard: number, leaf: Ref, count: number, after: number): void {
    if (this.rootValue(TREE_TOP) === NO_REF) {
      this.setTop(leaf, 0);
      this.setRoot(TREE_COUNT, count);
      this.leaf = leaf;
      return;
    }
    if (this.height === MAX_HEIGHT) throw new Error('a tree is too high');
    if (this.height === 0) this.raiseTop(shard);
    this.insertChild(0, this.slots[0]! + after, leaf, shard);
    this.leaf = leaf;
    this.countChanged(count);
    this.renewKeys(0);
  }
}
