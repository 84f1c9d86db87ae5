// HOT: no closures, no allocation on the JS heap.
/**
 * Big sorted sets: a table of members, whose elements hold the scores, and a counted B+tree of scores and references.
 *
 * Idea: the table answers by member, the tree by score, rank and order; both name the same element, so a member's bytes
 * are there once.
 * Cost: for a member of 17 bytes 32 of its element, 8 of the table and 14 of the tree.
 * Gives up: a score that changes by more than its neighbours allow moves its entry in the tree.
 *
 *   root block: ┌────────┬───────────────────────────────────────┬──────────────────────┐
 *               │ header │ directory · depth · count · segments  │ top · height · count │
 *               └────────┴───────────────────────────────────────┴──────────────────────┘
 *
 * Ranges are counted: the rank of a bound is found in O(log n), and everything else is done by ranks.
 */
import { NO_REF, type Ref } from '../../memory/types.ts';
import type { ElementOwner } from '../table/member-moves.ts';
import { MEMBER_OWN } from '../table/member-table.ts';
import { memberBlocks } from '../table/member-table-audit.ts';
import { auditTree } from '../tree/tree-audit.ts';
import type { TreeLeaves } from '../tree/tree-cuts.ts';
import { TREE_WORDS } from '../tree/tree-node.ts';
import { ENTRY_WORDS, MAX_ENTRIES } from './zset-leaf.ts';
import { ScoreTreeShape } from './zset-tree-shape.ts';

/** Leaves behind the first one in which the end of a range is looked for before it is sought from the top. */
const NEAR_LEAVES = 6;

export class ScoreTree extends ScoreTreeShape implements TreeLeaves, ElementOwner {
  /** What `findScores` found. */
  from = 0;
  to = 0;
  /** Index in its leaf of the place that `#rank` found. */
  #index = 0;
  /** The table that a copy is being made in. */
  #copying: Ref = NO_REF;

  /** An empty set. */
  create(shard: number): Ref {
    return this.members.create(shard, TREE_WORDS);
  }

  count(root: Ref): number {
    return this.members.count(root);
  }

  /** The element of a member, or NO_REF; `members.elements.number` is its score. */
  find(root: Ref, key: Uint8Array, start: number, length: number): Ref {
    return this.members.find(root, this.members.hash(key, start, length), key, start, length);
  }

  /**
   * Adds a member that is not there.
   * @param hash of the member: `members.hash`
   * @returns false, and nothing changed, when a large member finds no room
   */
  insert(
    root: Ref,
    shard: number,
    hash: number,
    score: number,
    key: Uint8Array,
    start: number,
    length: number,
  ): boolean {
    const { members } = this;
    const element = members.elements.create(shard, key, start, length, 0, true);
    if (element === NO_REF) return false;
    members.elements.setNumber(element, score);
    members.insert(root, shard, hash, element);
    this.order.lookFor(score, key, start, length);
    this.place(root, shard, element);
    return true;
  }

  /** Gives a member, whose element is given with its bytes, another score. */
  setScore(
    root: Ref,
    shard: number,
    element: Ref,
    score: number,
    key: Uint8Array,
    start: number,
    length: number,
  ): void {
    const elements = this.members.elements;
    this.order.lookFor(elements.number(element), key, start, length);
    const tree = this.tree;
    tree.open(root, MEMBER_OWN);
    tree.seekKey();
    const leaf = tree.leafToWrite();
    const index = this.order.indexIn(leaf);
    this.heap.operations++;
    elements.setNumber(element, score);
    this.order.lookFor(score, key, start, length);
    if (this.fitsBetween(leaf, index)) {
      const words = this.leaves.wordsOf(leaf);
      const at = this.leaves.entryAt(leaf, index);
      words[at] = this.order.high;
      words[at + 1] = this.order.low;
      return;
    }
    this.takeOut(shard, leaf, index);
    this.place(root, shard, element);
  }

  /** The leaf of a member's score names its element. Large members stay: there is nothing to look them up by. */
  elementMoves(root: Ref, _shard: number, before: Ref, after: Ref): boolean {
    const { elements } = this.members;
    if (elements.isLargeKey(before)) return false;
    const { order, leaves, tree } = this;
    order.lookFor(elements.number(before), elements.bytesOf(after), elements.keyAt(after), elements.keyLength(after));
    tree.open(root, MEMBER_OWN);
    tree.seekKey();
    const leaf = tree.leafToWrite();
    const index = order.indexIn(leaf);
    if (leaves.element(leaf, index) !== before) throw new Error('a member is missing in the order of its set');
    leaves.wordsOf(leaf)[leaves.entryAt(leaf, index) + 2] = after;
    if (index === 0) tree.firstKeyChanged();
    return true;
  }

  /** Moves what has to go of some leaves: see `Tree.moveLeaving`. */
  moveLeaving(root: Ref, shard: number, position: number, leaves: number): number {
    this.tree.open(root, MEMBER_OWN);
    return this.tree.moveLeaving(shard, position, leaves);
  }

  /** Takes a member out and frees its element. */
  remove(root: Ref, shard: number, hash: number, element: Ref, key: Uint8Array, start: number, length: number): void {
    const { members } = this;
    this.order.lookFor(members.elements.number(element), key, start, length);
    this.tree.open(root, MEMBER_OWN);
    this.tree.seekKey();
    const leaf = this.tree.leafToWrite();
    this.takeOut(shard, leaf, this.order.indexIn(leaf));
    members.remove(root, shard, hash, element);
    members.elements.free(shard, element);
  }

  /** Takes the members from rank `from` to before rank `to` out: O(log n) and the members. */
  removeRange(root: Ref, shard: number, from: number, to: number): void {
    const { members, leaves } = this;
    const tree = this.tree;
    tree.open(root, MEMBER_OWN);
    for (let left = to - from; left > 0; ) {
      tree.seek(from);
      const leaf = tree.leafToWrite();
      const first = tree.offset;
      const count = leaves.count(leaf);
      const taken = Math.min(left, count - first);
      for (let i = first; i < first + taken; i++) {
        const element = leaves.element(leaf, i);
        members.remove(root, shard, members.elements.hash(element), element);
        members.elements.free(shard, element);
      }
      left -= taken;
      if (taken === count) {
        tree.removeLeaf(shard);
        leaves.free(shard, leaf);
        continue;
      }
      leaves.remove(leaf, first, first + taken);
      tree.countChanged(-taken);
      if (first === 0) tree.firstKeyChanged();
      this.tidy(shard, leaf);
    }
  }

  /** The rank of a member that is there. */
  rank(root: Ref, score: number, key: Uint8Array, start: number, length: number): number {
    this.order.lookFor(score, key, start, length);
    return this.#rank(root);
  }

  /** How many members have a lower score, or (`inclusive`) none that is higher. */
  countBelowScore(root: Ref, score: number, inclusive: boolean): number {
    this.order.lookForScore(score, inclusive);
    return this.#rank(root);
  }

  /**
   * Finds the members from one score to another: `from` and `to` are their ranks.
   * @param open the first score is left out @param closed the last one is not
   */
  findScores(root: Ref, min: number, open: boolean, max: number, closed: boolean): void {
    this.from = this.countBelowScore(root, min, open);
    this.to = this.from;
    if (this.tree.count() === 0) return;
    this.order.lookForScore(max, closed);
    const to = this.#rankNear(root, this.from - this.#index);
    if (to > this.from) this.to = to;
  }

  /** How many members come before these bytes, themselves counted if `inclusive`; all scores are the same. */
  countBelowMember(root: Ref, key: Uint8Array, start: number, length: number, inclusive: boolean): number {
    this.order.lookForMember(key, start, length, inclusive);
    return this.#rank(root);
  }

  /** Frees about so many blocks. @returns whether nothing is left */
  dismantle(root: Ref, shard: number, blocks: number): boolean {
    this.tree.open(root, MEMBER_OWN);
    if (!this.tree.dismantle(shard, this, blocks)) return false;
    return this.members.dismantle(root, shard, blocks);
  }

  /** A copy of the whole set. */
  copy(root: Ref, shard: number): Ref {
    const copy = this.create(shard);
    this.#copying = copy;
    this.tree.open(root, MEMBER_OWN);
    this.tree.copyTo(shard, this, copy, MEMBER_OWN);
    return copy;
  }

  copyLeaf(shard: number, leaf: Ref): Ref {
    const { members, leaves } = this;
    const count = leaves.count(leaf);
    const copy = leaves.create(shard, count);
    leaves.append(copy, leaf, 0, count);
    for (let i = 0; i < count; i++) {
      const from = leaves.element(leaf, i);
      const element = members.elements.copy(shard, from);
      leaves.wordsOf(copy)[leaves.entryAt(copy, i) + 2] = element;
      members.insert(this.#copying, shard, members.elements.hash(from), element);
    }
    return copy;
  }

  freeLeaf(shard: number, leaf: Ref): number {
    this.leaves.free(shard, leaf);
    return 1;
  }

  /** Bytes of the whole set, estimated from `samples` members (0: from all). */
  occupied(root: Ref, samples: number): number {
    const leaves = Math.ceil(this.count(root) / (MAX_ENTRIES * 0.7));
    const filled = this.count(root) * ENTRY_WORDS * 4 * 1.06;
    return this.members.occupied(root, samples) + Math.round(filled) + leaves * 36;
  }

  /** cold: every block, for audits; throws where the set is broken. */
  blocks(root: Ref): Ref[] {
    const audit = auditTree(this.heap, ENTRY_WORDS, this.order, root, MEMBER_OWN);
    if (audit.problems.length > 0) throw new Error(audit.problems.join('; '));
    const blocks = memberBlocks(this.heap, this.members, root);
    for (let i = 0; i < audit.leaves.length; i++) {
      if (this.leaves.count(audit.leaves[i]!) !== audit.counts[i]) throw new Error('a leaf counts wrongly');
    }
    return [...blocks, ...audit.nodes, ...audit.leaves];
  }

  /**
   * As `#rank`, for what is looked for in the leaf at the end of the path, or soon behind it: most ranges end there.
   * @param before members before that leaf
   */
  #rankNear(root: Ref, before: number): number {
    const { tree, leaves, order } = this;
    let rank = before;
    for (let i = 0; i < NEAR_LEAVES; i++) {
      const { leaf } = tree;
      const count = leaves.count(leaf);
      // One look at its end says of a leaf in the middle of a range that it is.
      const isBehind = count > 0 && order.compare(leaves.wordsOf(leaf), leaves.entryAt(leaf, count - 1)) > 0;
      if (!isBehind) return rank + order.indexIn(leaf);
      rank += count;
      if (!tree.nextLeaf()) return rank;
    }
    return this.#rank(root);
  }

  #rank(root: Ref): number {
    const tree = this.tree;
    tree.open(root, MEMBER_OWN);
    if (tree.count() === 0) return 0;
    tree.seekKey();
    this.#index = this.order.indexIn(tree.leaf);
    return tree.before() + this.#index;
  }
}
