// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Tables of elements: big hashes and sets, the members of sorted sets, the consumers of streams.
 *
 * The hash table of hash-table.ts over blocks of elements.ts. Its root is a block of its own, to which the record refers:
 *
 *   ┌────────┬───────────┬───────┬───────┬──────────┬───────────────────┬ …
 *   │ header │ directory │ depth │ count │ segments │ the type's own words
 *   └────────┴───────────┴───────┴───────┴──────────┴───────────────────┴ …
 */
import { type Heap, KIND_MEMBER_DIRECTORY, KIND_MEMBER_SEGMENT, KIND_ROOT } from '../../memory/heap/heap.ts';
import { ROOT_COUNT, ROOT_DEPTH, ROOT_DIRECTORY, ROOT_SEGMENTS, SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import type { Elements } from './elements.ts';
import { MAX_SCANNED, SCAN_END } from './hash-segment.ts';
import { HashTable } from './hash-table.ts';
import { randomEntry } from './random-entry.ts';

/** Word of a root's block at which the type's own words begin. */
export const MEMBER_OWN = 5;
/** Elements freed at once, counted as steps of `dismantle`, for a segment. */
const STEP_ELEMENTS = 16;

const NO_BYTES = new Uint8Array(0);

/** Tables of members of one thread. */
export class MemberTable {
  readonly elements: Elements;
  readonly table: HashTable;
  readonly #heap: Heap;
  readonly #i32: Int32Array[];
  /** What the last `scan` found. */
  found = new Int32Array(MAX_SCANNED);
  /** Where a scan goes on, SCAN_END behind the last element. */
  nextPosition = 0;
  /** The bytes whose hash is known: where they begin, -1 for none. */
  #knownAt = -1;
  #knownIn: Uint8Array = NO_BYTES;
  #knownHash = 0;

  constructor(heap: Heap, elements: Elements) {
    this.#heap = heap;
    this.#i32 = heap.slabs.i32;
    this.elements = elements;
    this.table = new HashTable(heap, elements, KIND_MEMBER_DIRECTORY, KIND_MEMBER_SEGMENT);
  }

  /** An empty table, with so many words of the type's own, all 0. */
  create(shard: number, ownWords: number): Ref {
    const root = this.#heap.allocate(shard, (MEMBER_OWN + ownWords) * 4, KIND_ROOT);
    const words = this.#i32[root >>> SLAB_SHIFT]!;
    const at = (root & UNIT_MASK) << 1;
    for (let i = 1; i < MEMBER_OWN + ownWords; i++) words[at + i] = 0;
    return root;
  }

  /** One of the type's own words, from 0. */
  own(root: Ref, index: number): number {
    return this.#i32[root >>> SLAB_SHIFT]![((root & UNIT_MASK) << 1) + MEMBER_OWN + index]!;
  }

  setOwn(root: Ref, index: number, word: number): void {
    this.#i32[root >>> SLAB_SHIFT]![((root & UNIT_MASK) << 1) + MEMBER_OWN + index] = word;
  }

  count(root: Ref): number {
    return this.#i32[root >>> SLAB_SHIFT]![((root & UNIT_MASK) << 1) + 1 + ROOT_COUNT]!;
  }

  /** The hash by which a key is looked up. */
  hash(key: Uint8Array, start: number, length: number): number {
    if (start === this.#knownAt && key === this.#knownIn) return this.#knownHash;
    return this.elements.hasher.hash(key, start, length);
  }

  /** Says the hash of bytes, which was computed ahead. They stay as they are until it is forgotten, or another one known. */
  knowHash(bytes: Uint8Array, start: number, hash: number): void {
    this.#knownIn = bytes;
    this.#knownAt = start;
    this.#knownHash = hash;
  }

  forgetHash(): void {
    this.#knownAt = -1;
  }

  /** The element with this key, or NO_REF. */
  find(root: Ref, hash: number, key: Uint8Array, start: number, length: number): Ref {
    return this.table.find(this.#i32[root >>> SLAB_SHIFT]!, ((root & UNIT_MASK) << 1) + 1, hash, key, start, length);
  }

  /** Adds an element whose key is not there. */
  insert(root: Ref, shard: number, hash: number, element: Ref): void {
    this.table.insert(this.#i32[root >>> SLAB_SHIFT]!, ((root & UNIT_MASK) << 1) + 1, shard, hash, element);
  }

  /** Takes an element out; it belongs to the caller then. */
  remove(root: Ref, shard: number, hash: number, element: Ref): boolean {
    return this.table.remove(this.#i32[root >>> SLAB_SHIFT]!, ((root & UNIT_MASK) << 1) + 1, shard, hash, element);
  }

  /** Puts another element with the same key in the place of one, which belongs to the caller then. */
  replace(root: Ref, hash: number, before: Ref, after: Ref): boolean {
    return this.table.replace(this.#i32[root >>> SLAB_SHIFT]!, ((root & UNIT_MASK) << 1) + 1, hash, before, after);
  }

  /** Bytes that one insertion may allocate beside the element. */
  insertBound(root: Ref): number {
    return this.table.insertBound(this.#i32[root >>> SLAB_SHIFT]!, ((root & UNIT_MASK) << 1) + 1);
  }

  /** An element chosen at random, each with the same chance; NO_REF of an empty table. */
  random(root: Ref): Ref {
    return randomEntry(this.#i32, this.#i32[root >>> SLAB_SHIFT]!, ((root & UNIT_MASK) << 1) + 1);
  }

  /**
   * Collects in `found` the elements of one home bucket from `position` (0 … 2^32 - 1) on, and sets `nextPosition`: a
   * cursor that survives growth, as HashTable.scan says.
   * @returns how many were found
   */
  scan(root: Ref, position: number): number {
    const words = this.#i32[root >>> SLAB_SHIFT]!;
    const at = ((root & UNIT_MASK) << 1) + 1;
    // More would have to share one bucket of a keyed hash.
    const count = this.table.scan(words, at, position, this.found);
    this.nextPosition = this.table.nextPosition;
    return count;
  }

  /**
   * Frees elements and segments of a table that is nobody's value any more, then its root.
   * @param blocks about how many, a whole segment at least
   * @returns whether nothing is left
   */
  dismantle(root: Ref, shard: number, blocks: number): boolean {
    const words = this.#i32[root >>> SLAB_SHIFT]!;
    const at = ((root & UNIT_MASK) << 1) + 1;
    for (let left = blocks; left > 0; ) {
      this.#makeRoom(words, at);
      const found = this.table.dismantle(words, at, shard, this.found);
      if (found < 0) {
        this.#heap.free(shard, root);
        return true;
      }
      for (let i = 0; i < found; i++) this.elements.free(shard, this.found[i]! as Ref);
      left -= found + STEP_ELEMENTS;
    }
    return false;
  }

  /** A copy of table and elements; the type's own words are 0. */
  copy(root: Ref, shard: number, ownWords: number): Ref {
    const copy = this.create(shard, ownWords);
    for (let position = 0; position < SCAN_END; position = this.nextPosition) {
      const count = this.scan(root, position);
      for (let i = 0; i < count; i++) {
        const element = this.found[i]! as Ref;
        this.insert(copy, shard, this.elements.hash(element), this.elements.copy(shard, element));
      }
    }
    return copy;
  }

  /** Bytes of the whole table, elements included, estimated from `samples` of them (0: from all). */
  occupied(root: Ref, samples: number): number {
    const words = this.#i32[root >>> SLAB_SHIFT]!;
    const at = ((root & UNIT_MASK) << 1) + 1;
    const count = words[at + ROOT_COUNT]!;
    let bytes = 0;
    let seen = 0;
    for (let position = 0; position < SCAN_END && (samples === 0 || seen < samples); position = this.nextPosition) {
      const found = this.scan(root, position);
      for (let i = 0; i < found; i++) bytes += this.elements.occupied(this.found[i]! as Ref);
      seen += found;
    }
    const all = seen === 0 ? 0 : Math.ceil((bytes * count) / seen);
    return all + this.#heap.blockBytes(root) + this.#tableBytes(words, at);
  }

  /** Bytes of directory and segments, the segments by their usual load. */
  #tableBytes(words: Int32Array, at: number): number {
    if (words[at + ROOT_DIRECTORY] === NO_REF) return 0;
    const buckets = Math.ceil(words[at + ROOT_COUNT]! / 8) + words[at + ROOT_SEGMENTS]!;
    return (8 << words[at + ROOT_DEPTH]!) + buckets * 64;
  }

  /** cold: segments only grow beyond the usual size in tables of tens of millions. */
  #makeRoom(words: Int32Array, at: number): void {
    const need = this.table.nextToDismantle(words, at);
    if (need > this.found.length) this.found = new Int32Array(need);
  }
}
