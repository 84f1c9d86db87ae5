// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Walks over the items of a list, be it one leaf or a tree of leaves. One instance a thread; `open` turns it to a list.
 *
 * The cursor stands before an item: `bytes` and `at` are where its entry begins (list-entry.ts reads it). Behind the
 * last item it stands at the end of the last leaf.
 */
import { expandText, MOST_NUMERIC } from '../../../protocol/resp/text-row.ts';
import { type Heap, KIND_ROOT } from '../../memory/heap/heap.ts';
import type { LargeObjects } from '../../memory/large/large-objects.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import type { ViewHolder } from '../../memory/slabs.ts';
import { type LargeRef, NO_LARGE, NO_REF, type Ref } from '../../memory/types.ts';
import { Tree } from '../tree/tree.ts';
import { TREE_WORDS } from '../tree/tree-node.ts';
import {
  entryBytes,
  entryBytesBefore,
  isPlain,
  itemAt,
  itemEquals,
  itemLength,
  LARGE,
  type ListItem,
  largeAt,
} from './list-entry.ts';
import { LEAF_END, LEAF_START, ListLeaves } from './list-leaf.ts';
import { packedBytes, packedStringBytes } from './list-packed-size.ts';

/** Word of a root block at which the tree begins. */
export const TREE_AT = 1;
const ROOT_BYTES = (TREE_AT + TREE_WORDS) * 4;
/** More than what `expandText` writes behind a text, and what a reader of words looks at there. */
const BEHIND = 16;
const NO_BYTES = Buffer.alloc(0);
const NO_DATA = new DataView(new SharedArrayBuffer(0));

export class ListCursor implements ViewHolder {
  protected readonly heap: Heap;
  protected readonly large: LargeObjects;
  protected readonly leaves: ListLeaves;
  protected readonly tree: Tree;
  protected shard = 0;
  /** The list's root block: its only leaf, or the block with the tree's words. It may change with each change. */
  root: Ref = NO_REF;
  /** Whether the list is a tree of leaves. */
  isTree = false;
  protected leaf: Ref = NO_REF;
  /** Where the current item's entry begins in `bytes`, and where its leaf's entries end. */
  bytes: Buffer = NO_BYTES;
  at = 0;
  end = 0;
  /** The memory that `bytes` looks at, for reading words. */
  data: DataView = NO_DATA;
  /** Where `readItem` found the item: the bytes text[textStart, textStart + textLength), and the same for reading words. */
  text: Buffer = NO_BYTES;
  textData: DataView = NO_DATA;
  textStart = 0;
  textLength = 0;
  /** The characters of an item that is not plain, and what may be read or written behind them. */
  readonly #expanded: Buffer = Buffer.alloc(MOST_NUMERIC + BEHIND);
  readonly #expandedData: DataView = new DataView(
    this.#expanded.buffer,
    this.#expanded.byteOffset,
    this.#expanded.length,
  );

  constructor(heap: Heap, large: LargeObjects) {
    this.heap = heap;
    this.large = large;
    this.leaves = new ListLeaves(heap, large);
    this.tree = new Tree(heap, 0, null);
    heap.slabs.hold(this);
  }

  letGo(): void {
    this.bytes = NO_BYTES;
    this.data = NO_DATA;
    this.text = NO_BYTES;
    this.textData = NO_DATA;
  }

  /** Turns to a list, whose items belong to a shard. The cursor stands nowhere yet. */
  open(shard: number, isTree: boolean, root: Ref): void {
    this.shard = shard;
    this.isTree = isTree;
    this.root = root;
    if (isTree) this.tree.open(root, TREE_AT);
  }

  /** Items of the list. */
  count(): number {
    return this.isTree ? this.tree.count() : this.leaves.count(this.root);
  }

  /** Goes to the item at an index, 0 … count; at `count` it stands behind the last. */
  seek(index: number): void {
    let offset = index;
    let items: number;
    if (this.isTree) {
      this.tree.seek(index);
      this.enter(this.tree.leaf);
      offset = this.tree.offset;
      items = this.tree.leafCount();
    } else {
      this.enter(this.root);
      items = this.leaves.count(this.root);
    }
    const { bytes } = this;
    let at: number;
    if (offset <= items >>> 1) {
      at = this.at;
      for (let i = 0; i < offset; i++) at += entryBytes(bytes, at);
    } else {
      at = this.end;
      for (let i = items; i > offset; i--) at -= entryBytesBefore(bytes, at);
    }
    this.at = at;
  }

  /** Goes to the first item of a list that has items. */
  seekFirst(): void {
    if (this.isTree) {
      this.tree.seekFirst();
      this.enter(this.tree.leaf);
    } else this.enter(this.root);
  }

  /** Goes to the last item of a list that has items. */
  seekLast(): void {
    if (this.isTree) {
      this.tree.seekLast();
      this.enter(this.tree.leaf);
    } else this.enter(this.root);
    this.at = this.end - entryBytesBefore(this.bytes, this.end);
  }

  /** Goes on to the next item. @returns false, standing behind the last, when there is none */
  next(): boolean {
    this.at += entryBytes(this.bytes, this.at);
    return this.at !== this.end || this.hasItem();
  }

  /** Whether there is an item where the cursor stands; behind a leaf's last item it goes on to the next leaf. */
  hasItem(): boolean {
    if (this.at !== this.end) return true;
    if (!this.isTree || !this.tree.nextLeaf()) return false;
    this.enter(this.tree.leaf);
    return true;
  }

  /** Goes back to the item before. @returns false, and stays, when there is none */
  previous(): boolean {
    if (this.at === this.leaves.begin(this.leaf)) {
      if (!this.isTree || !this.tree.previousLeaf()) return false;
      this.enter(this.tree.leaf);
      this.at = this.end;
    }
    this.at -= entryBytesBefore(this.bytes, this.at);
    return true;
  }

  /** The large object that the current item is, or NO_LARGE. */
  largeItem(): LargeRef {
    return largeAt(this.bytes, this.at);
  }

  /** Finds the bytes of the current item, which is no large object: they stay until the next change or reading. */
  readItem(): void {
    this.readAt(this.at);
  }

  /** Passes the current item, to stand between it and what follows: where `insert` puts what comes behind it. */
  pass(): void {
    this.at += entryBytes(this.bytes, this.at);
  }

  /** Whether the current item is just `item`, which is no large object. */
  matches(item: ListItem): boolean {
    const { bytes, at } = this;
    if (bytes[at] !== LARGE) return itemEquals(bytes, at, item);
    return this.large.equalsBytes(largeAt(bytes, at), item.bytes, item.start, item.start + item.length);
  }

  /** Goes on to the first item, from the current one, that is just `item`. @returns if there is one */
  find(item: ListItem): boolean {
    while (this.hasItem()) {
      const { bytes, end } = this;
      for (let at = this.at; at !== end; at += entryBytes(bytes, at)) {
        if (bytes[at] === LARGE) {
          this.at = at;
          if (this.matches(item)) return true;
        } else if (itemEquals(bytes, at, item)) {
          this.at = at;
          return true;
        }
      }
      this.at = end;
    }
    return false;
  }

  /** `readItem` of the item at a position. */
  protected readAt(at: number): void {
    const { bytes } = this;
    if (isPlain(bytes, at)) {
      this.text = bytes;
      this.textData = this.data;
      this.textStart = itemAt(bytes, at);
      this.textLength = itemLength(bytes, at);
      return;
    }
    this.text = this.#expanded;
    this.textData = this.#expandedData;
    this.textStart = 0;
    this.textLength = expandText(this.#expandedData, 0, this.data, at);
  }

  /** Bytes that the item at a position would take in a listpack. `readItem` must follow before its text is used. */
  protected packedHere(at: number): number {
    const large = largeAt(this.bytes, at);
    if (large !== NO_LARGE) return packedStringBytes(this.large.length(large));
    this.readAt(at);
    return packedBytes(this.text, this.textStart, this.textLength);
  }

  /** Stands before the first item of a leaf. */
  protected enter(leaf: Ref): void {
    const { slabs } = this.heap;
    const slab = leaf >>> SLAB_SHIFT;
    const words = slabs.i32[slab]!;
    const at = (leaf & UNIT_MASK) << 1;
    this.leaf = leaf;
    this.bytes = slabs.bytes[slab]!;
    this.data = slabs.data[slab]!;
    this.at = (at << 2) + words[at + LEAF_START]!;
    this.end = (at << 2) + words[at + LEAF_END]!;
  }

  /** An empty tree in a root block of its own, which the tree is turned to. */
  protected newTree(): Ref {
    const root = this.heap.allocate(this.shard, ROOT_BYTES, KIND_ROOT);
    this.tree.open(root, TREE_AT);
    this.tree.clear();
    return root;
  }

  /** Word of a root block at which the tree begins. */
  protected get treeAt(): number {
    return TREE_AT;
  }
}
