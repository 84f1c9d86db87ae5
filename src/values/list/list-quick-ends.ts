// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * What nearly all changes of lists are: a short item more or fewer at an end, where its leaf has room and stays a leaf
 * of the same block. Nothing is opened, no cursor moves; whatever is not so simple is left to the general way, as if
 * nobody had asked.
 */
import { LAST_CODE, MOST_PLAIN, rowEntryBytes } from '../../../protocol/resp/text-row.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { JOINS_BELOW, ListChanges } from './list-changes.ts';
import { packedBytes } from './list-packed-size.ts';

/** A small list of fewer bytes never gives any back. */
const SMALLEST = 64;

export class ListQuickEnds extends ListChanges {
  /** Bytes, as in a listpack, and items up to which a list is small. */
  mostPackedBytes = 0;
  mostPackedItems = 0;
  /** The entry that `atEnd` found: its leaf, bytes, and at which end it is. */
  #leaf: Ref = NO_REF;
  #size = 0;
  /** What its item would take in a listpack, if that is known of the leaf. */
  #packed = 0;
  #front = false;

  /**
   * Pushes source[start, start + length), if that is short, to an existing list that is not opened.
   * @returns the items now, or 0 when the general way is to be taken: nothing has changed
   */
  pushShort(isTree: boolean, root: Ref, source: Uint8Array, start: number, length: number, front: boolean): number {
    const { leaves, tree } = this;
    if (length > MOST_PLAIN) return 0;
    if (isTree) {
      tree.open(root, this.treeAt);
      if (front) tree.seekFirst();
      else tree.seekLast();
      if (tree.leaf === NO_REF) return 0;
      const leaf = tree.leafToWrite();
      if (leaves.count(leaf) >= this.maxLeafItems || !leaves.pushShort(leaf, source, start, length, front)) return 0;
      if (leaves.isPackedKnown(leaf)) this.addPacked(leaf, packedBytes(source, start, length));
      tree.countChanged(1);
      return tree.count();
    }
    const packed = leaves.packed(root);
    const items = leaves.count(root) + 1;
    if (packed + length > this.mostPackedBytes || items > this.mostPackedItems) return 0;
    if (!leaves.pushShort(root, source, start, length, front)) return 0;
    this.addPacked(root, packedBytes(source, start, length));
    return items;
  }

  /**
   * Stands before the item at an end of a list that is not opened, and reads it, if it is short and can just be taken off.
   * @returns false when the general way is to be taken
   */
  atEnd(isTree: boolean, root: Ref, front: boolean): boolean {
    const { tree } = this;
    let leaf = root;
    if (isTree) {
      tree.open(root, this.treeAt);
      // With its last leaf a list may become small again.
      if (tree.isFlat) return false;
      if (front) tree.seekFirst();
      else tree.seekLast();
      leaf = tree.leaf;
    }
    this.enter(leaf);
    const { bytes, at, end } = this;
    const code = front ? bytes[at]! : bytes[end - 1]!;
    const size = rowEntryBytes(code);
    const used = end - at;
    if (code > LAST_CODE || used === size) return false;
    if (isTree ? used >= JOINS_BELOW && used - size < JOINS_BELOW : this.#shrinksAt(used - size)) return false;
    if (!front) this.at = end - size;
    this.isTree = isTree;
    this.#leaf = leaf;
    this.#size = size;
    this.#front = front;
    this.readItem();
    this.#packed = this.leaves.isPackedKnown(leaf) ? packedBytes(this.text, this.textStart, this.textLength) : 0;
    return true;
  }

  /** Takes off the item that `atEnd` has just found. */
  takeEnd(): void {
    const { leaves, tree } = this;
    const leaf = this.isTree ? tree.leafToWrite() : this.#leaf;
    if (this.#packed !== 0) this.addPacked(leaf, -this.#packed);
    leaves.drop(leaf, this.#size, this.#front);
    if (this.isTree) tree.countChanged(-1);
  }

  /** Whether the opened list, which is small, would not be with so many bytes, as texts, and items more. */
  outgrows(bytes: number, items: number): boolean {
    return this.packedSize() + bytes > this.mostPackedBytes || this.count() + items > this.mostPackedItems;
  }

  /** Whether the small list that was entered gives bytes back when it has so many of entries. */
  #shrinksAt(used: number): boolean {
    const capacity = this.leaves.capacity(this.leaf);
    return capacity > SMALLEST && used * 2 <= capacity;
  }
}
