// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * A leaf of a list: packed items with room in front of them and behind them, so that the ends cost no moving.
 * A small list is just one leaf; a big one is a tree of them.
 *
 *   byte 0 ┌────────┬───────┬───────┬───────┬────────┐ 20 ┌ … ┬───────┬───────┬ … ┬───────┬ … ┐
 *          │ header │ items │ start │ end   │ packed │    │   │ entry │ entry │   │ entry │   │  list-entry.ts
 *          └────────┴───────┴───────┴───────┴────────┘    └ … ┴───────┴───────┴ … ┴───────┴ … ┘
 *                                                             ▲ start                     ▲ end, bytes from byte 0
 *
 * `packed` is what the items would take in a listpack (list-packed-size.ts). In a tree it is 0 while nobody has asked, which
 * is only done where one leaf is the whole list.
 */
import { codesOf, rowEntryBytes, writeRowEntry } from '../../../protocol/resp/text-row.ts';
import { UNITS_SHIFT } from '../../memory/heap/free-lists.ts';
import { type Heap, KIND_RUN } from '../../memory/heap/heap.ts';
import type { LargeObjects } from '../../memory/large/large-objects.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_LARGE, type Ref } from '../../memory/types.ts';
import type { TreeLeaves } from '../tree/tree-cuts.ts';
import { entryBytes, type ListItem, largeAt } from './list-entry.ts';

const ITEMS = 1;
/** Words of a leaf: bytes from its begin to its first entry and to the end of the last. */
export const LEAF_START = 2;
export const LEAF_END = 3;
const PACKED = 4;
/** Bytes in front of the entries and their room. */
export const LEAF_HEADER = 20;
/** Below this many bytes a loop is faster than the call of Buffer.copy. */
const LOOP_BYTES = 48;

export class ListLeaves implements TreeLeaves {
  readonly #heap: Heap;
  readonly #large: LargeObjects;
  readonly #i32: Int32Array[];
  readonly #bytes: Buffer[];

  constructor(heap: Heap, large: LargeObjects) {
    this.#heap = heap;
    this.#large = large;
    this.#i32 = heap.slabs.i32;
    this.#bytes = heap.slabs.bytes;
  }

  /** An empty leaf. @param room bytes for entries @param front whether all of it lies in front */
  create(shard: number, room: number, front: boolean): Ref {
    const leaf = this.#heap.allocate(shard, LEAF_HEADER + room, KIND_RUN);
    const words = this.#i32[leaf >>> SLAB_SHIFT]!;
    const at = (leaf & UNIT_MASK) << 1;
    const edge = front ? this.#heap.blockBytes(leaf) : LEAF_HEADER;
    words[at + ITEMS] = 0;
    words[at + LEAF_START] = edge;
    words[at + LEAF_END] = edge;
    words[at + PACKED] = 0;
    return leaf;
  }

  count(leaf: Ref): number {
    return this.#i32[leaf >>> SLAB_SHIFT]![((leaf & UNIT_MASK) << 1) + ITEMS]!;
  }

  packed(leaf: Ref): number {
    return this.#i32[leaf >>> SLAB_SHIFT]![((leaf & UNIT_MASK) << 1) + PACKED]!;
  }

  /** Whether `packed` is kept: whoever changes items tells `setPacked`. */
  isPackedKnown(leaf: Ref): boolean {
    return this.#i32[leaf >>> SLAB_SHIFT]![((leaf & UNIT_MASK) << 1) + PACKED] !== 0;
  }

  setPacked(leaf: Ref, bytes: number): void {
    this.#i32[leaf >>> SLAB_SHIFT]![((leaf & UNIT_MASK) << 1) + PACKED] = bytes;
  }

  /** The slab's bytes in which a leaf lies: all positions index them. */
  bytesOf(leaf: Ref): Buffer {
    return this.#bytes[leaf >>> SLAB_SHIFT]!;
  }

  /** Where the first entry begins. */
  begin(leaf: Ref): number {
    const at = (leaf & UNIT_MASK) << 1;
    return (at << 2) + this.#i32[leaf >>> SLAB_SHIFT]![at + LEAF_START]!;
  }

  /** Where the last entry ends. */
  end(leaf: Ref): number {
    const at = (leaf & UNIT_MASK) << 1;
    return (at << 2) + this.#i32[leaf >>> SLAB_SHIFT]![at + LEAF_END]!;
  }

  /** Bytes of all entries. */
  used(leaf: Ref): number {
    const words = this.#i32[leaf >>> SLAB_SHIFT]!;
    const at = (leaf & UNIT_MASK) << 1;
    return words[at + LEAF_END]! - words[at + LEAF_START]!;
  }

  /** Bytes that the leaf has for entries, taken ones included. */
  capacity(leaf: Ref): number {
    return this.#heap.blockBytes(leaf) - LEAF_HEADER;
  }

  /** Adds an item at an end. @returns false, and nothing changed, when there is no room at that end */
  push(leaf: Ref, item: ListItem, front: boolean): boolean {
    const slab = leaf >>> SLAB_SHIFT;
    const words = this.#i32[slab]!;
    const at = (leaf & UNIT_MASK) << 1;
    let to: number;
    if (front) {
      to = words[at + LEAF_START]! - item.size;
      if (to < LEAF_HEADER) return false;
      words[at + LEAF_START] = to;
    } else {
      to = words[at + LEAF_END]!;
      if (to + item.size > this.#heap.blockBytes(leaf)) return false;
      words[at + LEAF_END] = to + item.size;
    }
    words[at + ITEMS]! += 1;
    item.write(this.#bytes[slab]!, (at << 2) + to);
    return true;
  }

  /** `push` of a short item that is bytes of a request. */
  pushShort(leaf: Ref, source: Uint8Array, start: number, length: number, front: boolean): boolean {
    const slab = leaf >>> SLAB_SHIFT;
    const words = this.#i32[slab]!;
    const at = (leaf & UNIT_MASK) << 1;
    const codes = codesOf(source, start, length);
    const size = rowEntryBytes(codes & 0xff);
    let to: number;
    if (front) {
      to = words[at + LEAF_START]! - size;
      if (to < LEAF_HEADER) return false;
      words[at + LEAF_START] = to;
    } else {
      to = words[at + LEAF_END]!;
      if (to + size > (words[at]! >>> UNITS_SHIFT) << 3) return false;
      words[at + LEAF_END] = to + size;
    }
    words[at + ITEMS]! += 1;
    writeRowEntry(this.#bytes[slab]!, (at << 2) + to, codes, source, start, length);
    return true;
  }

  /** Takes an entry of so many bytes off an end. */
  drop(leaf: Ref, size: number, front: boolean): void {
    const words = this.#i32[leaf >>> SLAB_SHIFT]!;
    const at = (leaf & UNIT_MASK) << 1;
    words[at + ITEMS]! -= 1;
    if (front) words[at + LEAF_START]! += size;
    else words[at + LEAF_END]! -= size;
  }

  /**
   * Opens a gap between two entries, or at an end, by moving as few bytes as possible.
   * @returns where the gap begins, or -1 when the leaf has not so much room; the caller fills it with one entry
   */
  open(leaf: Ref, where: number, size: number): number {
    const slab = leaf >>> SLAB_SHIFT;
    const words = this.#i32[slab]!;
    const bytes = this.#bytes[slab]!;
    const at = (leaf & UNIT_MASK) << 1;
    const base = at << 2;
    const start = base + words[at + LEAF_START]!;
    const end = base + words[at + LEAF_END]!;
    const front = start - base - LEAF_HEADER;
    const back = base + this.#heap.blockBytes(leaf) - end;
    if (front + back < size) return -1;
    words[at + ITEMS]! += 1;
    if (back >= size && (front < size || end - where <= where - start)) {
      move(bytes, where, end, where + size);
      words[at + LEAF_END]! += size;
      return where;
    }
    if (front >= size) {
      move(bytes, start, where, start - size);
      words[at + LEAF_START]! -= size;
      return where - size;
    }
    // Only both together have room: what lies before the gap goes to the very front.
    const gap = where - front;
    if (gap + size > where) {
      move(bytes, where, end, gap + size);
      move(bytes, start, where, start - front);
    } else {
      move(bytes, start, where, start - front);
      move(bytes, where, end, gap + size);
    }
    words[at + LEAF_START]! -= front;
    words[at + LEAF_END]! += size - front;
    return gap;
  }

  /**
   * Takes out the entries from one position to another.
   * @returns where the entry behind them is now (or the end)
   */
  close(leaf: Ref, from: number, to: number, items: number): number {
    const slab = leaf >>> SLAB_SHIFT;
    const words = this.#i32[slab]!;
    const at = (leaf & UNIT_MASK) << 1;
    const start = (at << 2) + words[at + LEAF_START]!;
    const end = (at << 2) + words[at + LEAF_END]!;
    words[at + ITEMS]! -= items;
    if (from - start < end - to) {
      move(this.#bytes[slab]!, start, from, start + to - from);
      words[at + LEAF_START]! += to - from;
      return to;
    }
    move(this.#bytes[slab]!, to, end, from);
    words[at + LEAF_END]! -= to - from;
    return from;
  }

  /** Moves all entries of a leaf to one side, for room on the other. */
  shift(leaf: Ref, toBack: boolean): void {
    const slab = leaf >>> SLAB_SHIFT;
    const words = this.#i32[slab]!;
    const at = (leaf & UNIT_MASK) << 1;
    const start = words[at + LEAF_START]!;
    const used = words[at + LEAF_END]! - start;
    const to = toBack ? this.#heap.blockBytes(leaf) - used : LEAF_HEADER;
    move(this.#bytes[slab]!, (at << 2) + start, (at << 2) + start + used, (at << 2) + to);
    words[at + LEAF_START] = to;
    words[at + LEAF_END] = to + used;
  }

  /** The leaf in a block with just so much room more than its entries take. @returns its new place */
  resize(shard: number, leaf: Ref, room: number, front: boolean): Ref {
    const moved = this.create(shard, this.used(leaf) + room, front);
    this.take(moved, leaf, this.begin(leaf), this.end(leaf), this.count(leaf), front);
    this.setPacked(moved, this.packed(leaf));
    this.#heap.free(shard, leaf);
    return moved;
  }

  /** Copies entries of another leaf to an end of this one, which has the room. */
  take(leaf: Ref, from: Ref, begin: number, end: number, items: number, front: boolean): void {
    const slab = leaf >>> SLAB_SHIFT;
    const words = this.#i32[slab]!;
    const at = (leaf & UNIT_MASK) << 1;
    const bytes = end - begin;
    let to = words[at + LEAF_END]!;
    if (front) {
      to = words[at + LEAF_START]! - bytes;
      words[at + LEAF_START] = to;
    } else words[at + LEAF_END] = to + bytes;
    words[at + ITEMS]! += items;
    copyBytes(this.#bytes[from >>> SLAB_SHIFT]!, begin, end, this.#bytes[slab]!, (at << 2) + to);
  }

  /** Gives up the large objects that entries name. */
  release(leaf: Ref, from: number, to: number): void {
    if (this.#large.objectCount() === 0) return;
    const bytes = this.bytesOf(leaf);
    for (let at = from; at < to; at += entryBytes(bytes, at)) {
      const large = largeAt(bytes, at);
      if (large !== NO_LARGE) this.#large.release(large);
    }
  }

  copyLeaf(shard: number, leaf: Ref): Ref {
    const copy = this.create(shard, this.used(leaf), false);
    const begin = this.begin(leaf);
    const end = this.end(leaf);
    this.take(copy, leaf, begin, end, this.count(leaf), false);
    this.setPacked(copy, this.packed(leaf));
    if (this.#large.objectCount() === 0) return copy;
    const bytes = this.bytesOf(leaf);
    for (let at = begin; at < end; at += entryBytes(bytes, at)) {
      const large = largeAt(bytes, at);
      // The object has one owner more; nobody ever changes it.
      if (large !== NO_LARGE) this.#large.pin(large);
    }
    return copy;
  }

  freeLeaf(shard: number, leaf: Ref): number {
    this.release(leaf, this.begin(leaf), this.end(leaf));
    this.#heap.free(shard, leaf);
    return 1;
  }
}

/** Moves bytes inside a slab; the ranges may overlap. */
function move(bytes: Buffer, from: number, end: number, to: number): void {
  const length = end - from;
  if (length >= LOOP_BYTES) bytes.copy(bytes, to, from, end);
  else if (from < to) for (let i = length - 1; i >= 0; i--) bytes[to + i] = bytes[from + i]!;
  else for (let i = 0; i < length; i++) bytes[to + i] = bytes[from + i]!;
}

function copyBytes(source: Buffer, from: number, end: number, target: Buffer, to: number): void {
  if (end - from >= LOOP_BYTES) source.copy(target, to, from, end);
  else for (let i = from; i < end; i++) target[to + i - from] = source[i]!;
}
