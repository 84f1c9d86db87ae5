// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Puts items at the ends of a list.
 *
 * A leaf of a tree is filled to 4 KiB: an item of 17 bytes then takes 19.2 with everything. At an end it gets there in
 * four steps, so that a list of a few leaves does not occupy one more than it needs.
 */
import { NO_LARGE, NO_REF, type Ref } from '../../memory/types.ts';
import { ListCursor } from './list-cursor.ts';
import type { ListItem } from './list-entry.ts';
import { LEAF_HEADER } from './list-leaf.ts';
import { EMPTY_PACKED, packedBytes, packedStringBytes } from './list-packed-size.ts';

/** Bytes for entries in a full leaf: 16 of their blocks fill an extent of 64 KiB. */
export const LEAF_ROOM: number = 4080 - LEAF_HEADER;
/** Items of leaves that are limited by their bytes alone. */
export const ANY_ITEMS = 0x3fff_ffff;
/** Bytes by which an end leaf of a tree grows. */
const LEAF_STEP = LEAF_ROOM >>> 2;
/** Bytes that a leaf which will hardly grow any more may waste. */
const WASTE = 256;

export class ListEnds extends ListCursor {
  /** Items that a leaf of a tree gets at most. */
  maxLeafItems = ANY_ITEMS;

  /** Makes a list without items, small, in its one leaf. @returns its root */
  create(shard: number, room: number, front: boolean): Ref {
    const root = this.leaves.create(shard, room, front);
    this.leaves.setPacked(root, EMPTY_PACKED);
    this.open(shard, false, root);
    return root;
  }

  /** Bytes that a small list would take in a listpack. */
  packedSize(): number {
    return this.leaves.packed(this.root);
  }

  /** Adds an item at the front or the back. The cursor is lost. */
  push(item: ListItem, front: boolean): void {
    if (!this.isTree) {
      if (!this.leaves.push(this.root, item, front)) {
        this.root = this.#withRoom(this.root, item.size, front);
        this.leaves.push(this.root, item, front);
      }
      this.addPacked(this.root, packedSizeOf(item));
      return;
    }
    const { tree } = this;
    if (front) tree.seekFirst();
    else tree.seekLast();
    const leaf = tree.leaf === NO_REF ? NO_REF : tree.leafToWrite();
    if (leaf === NO_REF || this.leaves.count(leaf) >= this.maxLeafItems) this.#pushLeaf(leaf, item, front);
    else if (this.leaves.push(leaf, item, front) || this.#pushWithMoving(leaf, item, front)) {
      tree.countChanged(1);
      if (this.leaves.isPackedKnown(tree.leaf)) this.addPacked(tree.leaf, packedSizeOf(item));
    } else this.#pushLeaf(leaf, item, front);
  }

  /** A leaf's items, whose bytes in a listpack are known, take so many more there. */
  protected addPacked(leaf: Ref, bytes: number): void {
    this.leaves.setPacked(leaf, this.leaves.packed(leaf) + bytes);
  }

  /** A leaf with room for so many bytes at an end: its entries move to the other, or it moves to a larger block. */
  #withRoom(leaf: Ref, size: number, front: boolean): Ref {
    const used = this.leaves.used(leaf);
    if (this.leaves.capacity(leaf) - used >= size + (used >>> 2)) {
      this.leaves.shift(leaf, front);
      return leaf;
    }
    return this.leaves.resize(this.shard, leaf, size + growth(used), front);
  }

  /** Pushes into an end leaf that has room only on its other side, or that may become larger. */
  #pushWithMoving(leaf: Ref, item: ListItem, front: boolean): boolean {
    const used = this.leaves.used(leaf);
    if (used + item.size > LEAF_ROOM) return false;
    if (this.leaves.capacity(leaf) < LEAF_ROOM) {
      const grown = this.leaves.resize(this.shard, leaf, leafRoom(used + item.size) - used, front);
      this.tree.leafMoved(grown);
      return this.leaves.push(grown, item, front);
    }
    if (used * 2 > LEAF_ROOM) return false;
    this.leaves.shift(leaf, front);
    return this.leaves.push(leaf, item, front);
  }

  /** Begins a new leaf at an end of the tree. */
  #pushLeaf(last: Ref, item: ListItem, front: boolean): void {
    if (last !== NO_REF && this.leaves.capacity(last) - this.leaves.used(last) > WASTE) {
      this.tree.leafMoved(this.leaves.resize(this.shard, last, 0, front));
    }
    const fresh = this.leaves.create(this.shard, item.size > LEAF_ROOM ? item.size : leafRoom(item.size), front);
    this.leaves.push(fresh, item, front);
    if (front) this.tree.insertBefore(this.shard, fresh, 1);
    else this.tree.insertAfter(this.shard, fresh, 1);
  }
}

/** Room of an end leaf that is to hold so many bytes of entries, at most LEAF_ROOM. */
function leafRoom(bytes: number): number {
  const room = (((bytes / LEAF_STEP) | 0) + 1) * LEAF_STEP;
  return room < LEAF_ROOM ? room : LEAF_ROOM;
}

/** Spare bytes for a leaf with so many bytes of entries. */
export function growth(used: number): number {
  return used < 64 ? 8 : used >>> 3;
}

/** Bytes that an item takes in a listpack. */
export function packedSizeOf(item: ListItem): number {
  if (item.large !== NO_LARGE) return packedStringBytes(item.length);
  return packedBytes(item.bytes, item.start, item.length);
}
