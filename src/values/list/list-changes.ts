// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Puts items into a list and takes them out where the cursor stands.
 *
 * A leaf that a change in the middle has made sparse gives up its spare bytes, and joins a neighbour when both are small.
 */
import { NO_LARGE, NO_REF, type Ref } from '../../memory/types.ts';
import { ANY_ITEMS, growth, LEAF_ROOM, ListEnds, packedSizeOf } from './list-ends.ts';
import { entryBytes, type ListItem, largeAt } from './list-entry.ts';

/** Below this many bytes in use a leaf looks for a neighbour to join. */
export const JOINS_BELOW: number = LEAF_ROOM >>> 2;
/** Most bytes of two leaves that join. */
const JOINED = LEAF_ROOM - (LEAF_ROOM >>> 2);

export class ListChanges extends ListEnds {
  /** Adds an item where the cursor stands, which is lost. @param behind whether it is to follow the item before */
  insert(item: ListItem, behind = false): void {
    if (!this.isTree) {
      let gap = this.leaves.open(this.root, this.at, item.size);
      if (gap < 0) {
        const offset = this.at - this.leaves.begin(this.root);
        this.root = this.leaves.resize(this.shard, this.root, item.size + growth(this.leaves.used(this.root)), false);
        gap = this.leaves.open(this.root, this.leaves.begin(this.root) + offset, item.size);
      }
      item.write(this.leaves.bytesOf(this.root), gap);
      this.addPacked(this.root, packedSizeOf(item));
      return;
    }
    const { maxLeafItems } = this;
    if (this.#insertIntoLeaf(item, maxLeafItems) || this.#fitsBeside(item)) return;
    if (maxLeafItems !== ANY_ITEMS) {
      this.#insertAtSplit(item, behind);
      return;
    }
    this.#split(this.#middle(item));
    if (this.#insertIntoLeaf(item, maxLeafItems)) return;
    this.#split(this.at);
    this.#insertLeaf(item);
  }

  /**
   * Takes up to so many items out, from the one before which the cursor stands; none beyond its leaf. The cursor then
   * stands before what followed, perhaps at the end of a leaf (`hasItem`).
   * @returns how many were taken out
   */
  remove(most: number): number {
    const { leaf, bytes, end, leaves, isTree } = this;
    const isPackedKnown = leaves.isPackedKnown(leaf);
    let to = this.at;
    let items = 0;
    let packed = 0;
    for (; items < most && to !== end; items++) {
      const large = largeAt(bytes, to);
      if (isPackedKnown) packed += this.packedHere(to);
      if (large !== NO_LARGE) this.large.release(large);
      to += entryBytes(bytes, to);
    }
    if (isPackedKnown) this.addPacked(leaf, -packed);
    if (!isTree) {
      this.at = leaves.close(leaf, this.at, to, items);
      this.end = leaves.end(leaf);
      this.#shrink();
      return items;
    }
    const before = end - leaves.begin(leaf);
    if (to - this.at === before) {
      this.#removeLeaf();
      return items;
    }
    this.at = leaves.close(this.tree.leafToWrite(), this.at, to, items);
    this.end = leaves.end(leaf);
    this.tree.countChanged(-items);
    if (before >= JOINS_BELOW && this.end - leaves.begin(leaf) < JOINS_BELOW) this.#joinNeighbour();
    return items;
  }

  /** Puts an item in the place of the one at an index. The cursor is lost. */
  replace(index: number, item: ListItem): void {
    this.seek(index);
    const { bytes, at } = this;
    if (item.large === NO_LARGE && largeAt(bytes, at) === NO_LARGE && entryBytes(bytes, at) === item.size) {
      const leaf = this.isTree ? this.tree.leafToWrite() : this.root;
      if (this.leaves.isPackedKnown(leaf)) this.addPacked(leaf, packedSizeOf(item) - this.packedHere(at));
      item.write(bytes, at);
      return;
    }
    // The new one comes first, so that the list is never empty in between. A leaf full of items takes it nevertheless.
    if (!this.isTree || !this.#insertIntoLeaf(item, ANY_ITEMS)) this.insert(item);
    this.seek(index + 1);
    this.remove(1);
  }

  /** A small list gives back what is more than it needs. */
  #shrink(): void {
    const used = this.leaves.used(this.root);
    const capacity = this.leaves.capacity(this.root);
    if (capacity <= 64 || used * 2 > capacity || used === 0) return;
    const offset = this.at - this.leaves.begin(this.root);
    this.root = this.leaves.resize(this.shard, this.root, growth(used), false);
    this.enter(this.root);
    this.at += offset;
  }

  /** Inserts where the cursor stands, if the leaf has room or may have. */
  #insertIntoLeaf(item: ListItem, maxItems: number): boolean {
    const { leaves, tree } = this;
    let leaf = tree.leafToWrite();
    if (leaves.count(leaf) >= maxItems) return false;
    let gap = leaves.open(leaf, this.at, item.size);
    if (gap < 0) {
      const used = leaves.used(leaf);
      if (used + item.size > LEAF_ROOM) return false;
      const offset = this.at - leaves.begin(leaf);
      const room = item.size + growth(used);
      leaf = leaves.resize(this.shard, leaf, room < LEAF_ROOM - used ? room : LEAF_ROOM - used, false);
      tree.leafMoved(leaf);
      gap = leaves.open(leaf, leaves.begin(leaf) + offset, item.size);
    }
    item.write(leaves.bytesOf(leaf), gap);
    if (leaves.isPackedKnown(leaf)) this.addPacked(leaf, packedSizeOf(item));
    tree.countChanged(1);
    return true;
  }

  /** At an end of a full leaf: puts the item into the neighbour there, if that has room. */
  #fitsBeside(item: ListItem): boolean {
    const { at, leaf, tree } = this;
    if (at === this.end) {
      if (!tree.nextLeaf()) {
        this.push(item, false);
        return true;
      }
      this.enter(tree.leaf);
      if (this.#insertIntoLeaf(item, this.maxLeafItems)) return true;
      tree.previousLeaf();
    } else if (at === this.leaves.begin(leaf)) {
      if (!tree.previousLeaf()) {
        this.push(item, true);
        return true;
      }
      this.enter(tree.leaf);
      this.at = this.end;
      if (this.#insertIntoLeaf(item, this.maxLeafItems)) return true;
      tree.nextLeaf();
    }
    this.enter(leaf);
    this.at = at;
    return false;
  }

  /**
   * Inserts into a leaf that is full of items. It is split where the item goes, and the parts join what is beside them, as
   * in Redis: which items lie together decides when the list is called small again.
   */
  #insertAtSplit(item: ListItem, behind: boolean): void {
    const isInside = this.at !== this.end && this.at !== this.leaves.begin(this.leaf);
    this.#split(this.at);
    if (isInside && behind) {
      this.tree.nextLeaf();
      this.enter(this.tree.leaf);
    }
    if (!isInside || !this.#insertIntoLeaf(item, this.maxLeafItems)) {
      this.#insertLeaf(item);
      return;
    }
    if (behind) this.tree.previousLeaf();
    else this.tree.nextLeaf();
    this.#joinAround();
  }

  /** Joins the two leaves before the tree's leaf, the two behind it, and it with those beside it, as far as they fit. */
  #joinAround(): void {
    const { tree } = this;
    if (tree.previousLeaf()) {
      if (tree.previousLeaf() && !this.#joinNext()) tree.nextLeaf();
      tree.nextLeaf();
    }
    if (tree.nextLeaf()) {
      this.#joinNext();
      tree.previousLeaf();
    }
    if (tree.previousLeaf() && !this.#joinNext()) tree.nextLeaf();
    this.#joinNext();
  }

  /** Where a full leaf is split: near its middle, or where the cursor stands inside it when the item is big. */
  #middle(item: ListItem): number {
    const { bytes } = this;
    const begin = this.leaves.begin(this.leaf);
    if (item.size > LEAF_ROOM >>> 2 && this.at !== begin && this.at !== this.end) return this.at;
    const half = (begin + this.end) >>> 1;
    let middle = begin + entryBytes(bytes, begin);
    while (middle < half) {
      const next = middle + entryBytes(bytes, middle);
      if (next > half) break;
      middle = next;
    }
    return middle;
  }

  /** Makes two leaves of one, unless `where` is at its end or begin. The cursor stays before the same item. */
  #split(where: number): void {
    const { leaves, leaf, bytes, tree, end } = this;
    const begin = leaves.begin(leaf);
    if (where === begin || where === end) return;
    let items = 0;
    for (let at = where; at < end; at += entryBytes(bytes, at)) items++;
    const offset = this.at - begin;
    const isRight = this.at > where;
    const right = leaves.create(this.shard, end - where, false);
    leaves.take(right, leaf, where, end, items, false);
    leaves.close(leaf, where, end, items);
    leaves.setPacked(leaf, 0);
    tree.leafMoved(leaves.resize(this.shard, leaf, 0, false));
    tree.countChanged(-items);
    tree.insertAfter(this.shard, right, items);
    if (!isRight) tree.previousLeaf();
    this.enter(tree.leaf);
    this.at += isRight ? offset - (where - begin) : offset;
  }

  /** Puts the item into a leaf of its own before or behind the one in which the cursor stands at an end. */
  #insertLeaf(item: ListItem): void {
    const fresh = this.leaves.create(this.shard, item.size, false);
    this.leaves.push(fresh, item, false);
    if (this.at === this.end) this.tree.insertAfter(this.shard, fresh, 1);
    else this.tree.insertBefore(this.shard, fresh, 1);
  }

  /** Takes the leaf out whose items are gone. */
  #removeLeaf(): void {
    const { leaf, tree } = this;
    const hasNext = tree.removeLeaf(this.shard);
    this.heap.free(this.shard, leaf);
    if (tree.leaf === NO_REF) {
      this.at = 0;
      this.end = 0;
      return;
    }
    this.enter(tree.leaf);
    if (!hasNext) this.at = this.end;
  }

  /** A leaf that has become sparse joins the next or the previous one, or at least gives up what it does not need. */
  #joinNeighbour(): void {
    const { leaf, leaves, tree } = this;
    const begin = leaves.begin(leaf);
    const offset = this.at - begin;
    const used = this.end - begin;
    if (this.#joinNext()) {
      this.enter(tree.leaf);
      this.at += offset;
      return;
    }
    if (tree.previousLeaf()) {
      const before = leaves.used(tree.leaf);
      if (this.#joinNext()) {
        this.enter(tree.leaf);
        this.at += before + offset;
        return;
      }
      tree.nextLeaf();
    }
    const moved = leaves.resize(this.shard, leaf, growth(used), false);
    tree.leafMoved(moved);
    this.enter(moved);
    this.at += offset;
  }

  /** Makes one leaf of the tree's leaf and the next, if there is one and both are small. @returns whether; else stays */
  #joinNext(): boolean {
    const { tree, leaves } = this;
    const left = tree.leaf;
    if (!tree.nextLeaf()) return false;
    const items = leaves.count(left);
    const fits =
      leaves.used(left) + leaves.used(tree.leaf) <= JOINED && items + leaves.count(tree.leaf) <= this.maxLeafItems;
    if (fits) {
      tree.leafMoved(this.#joined(left, tree.leafToWrite()));
      tree.countChanged(items);
    }
    tree.previousLeaf();
    if (fits) tree.removeLeaf(this.shard);
    return fits;
  }

  /** One leaf with the entries of two, which are freed. */
  #joined(left: Ref, right: Ref): Ref {
    const { leaves, shard } = this;
    const used = leaves.used(left) + leaves.used(right);
    const joined = leaves.create(shard, used + growth(used), false);
    leaves.take(joined, left, leaves.begin(left), leaves.end(left), leaves.count(left), false);
    leaves.take(joined, right, leaves.begin(right), leaves.end(right), leaves.count(right), false);
    this.heap.free(shard, left);
    this.heap.free(shard, right);
    return joined;
  }
}
