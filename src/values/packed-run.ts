// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Packed runs: small collections in one block.
 *
 * Problem: most collections are small, and a block or a slot an element would cost more than the elements.
 * Idea: entries one behind the other in a block of the heap; whoever looks for one walks.
 * Cost: a byte an entry and 8 a run; a change moves what lies behind it, and the run to another block when it outgrows its own.
 * Gives up: walking back, and runs over 64 KiB: types make something else of those.
 * Source: the listpack of S. Sanfilippo (https://github.com/antirez/listpack), without its numbers and back lengths.
 *
 *   block: ┌────────┬──────────────────────────────┬─────────┬─────────┬ …
 *          │ header │ bytes used 20 │ entries 12  │ entry 0 │ entry 1 │
 *          └────────┴──────────────────────────────┴─────────┴─────────┴ …
 *   entry: length, 0 … 253, in a byte, or 254 and the length in two bytes; then so many bytes
 *
 * A place in a run is a byte index in `bytesOf(run)`. Changes make places invalid, except as they say.
 */
import { type Heap, KIND_RUN } from '../memory/heap/heap.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../memory/layout.ts';
import type { Ref } from '../memory/types.ts';
import { findEntry, isSame, LONG, NO_ENTRY } from './run-search.ts';

export { NO_ENTRY };

/** Largest run, in bytes of its entries, and most entries of it. */
export const MAX_RUN_BYTES = 65_536;
export const MAX_RUN_ENTRIES = 4095;
/** Longest entry. */
export const MAX_ENTRY_BYTES = 65_535;

const HEADER_BYTES = 8;
const USED_MASK = 0xfffff;
const COUNT_SHIFT = 20;
/** Below this many bytes a loop is faster than the call of Buffer.copy. */
const LOOP_BYTES = 48;
/** Bytes left unused in a block, at most, beside an eighth of it. */
const SPARE_BYTES = 32;

/** Bytes of an entry of so many bytes, its length included. */
export function entryBytes(length: number): number {
  return length + (length < LONG ? 1 : 3);
}

/** Reads and changes packed runs; one instance a thread. */
export class PackedRuns {
  readonly #heap: Heap;
  readonly #i32: Int32Array[];
  readonly #bytes: Buffer[];
  readonly #data: DataView[];
  /** Where the gap is that the last `splice` opened. */
  gapAt = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
    this.#i32 = heap.slabs.i32;
    this.#bytes = heap.slabs.bytes;
    this.#data = heap.slabs.data;
  }

  /** An empty run with room for entries of `bytes` bytes in all. */
  create(shard: number, bytes: number): Ref {
    const run = this.#heap.allocate(shard, HEADER_BYTES + bytes, KIND_RUN);
    this.#i32[run >>> SLAB_SHIFT]![((run & UNIT_MASK) << 1) + 1] = 0;
    return run;
  }

  /** A copy of a run. */
  copy(shard: number, run: Ref): Ref {
    const used = this.used(run);
    const copy = this.create(shard, used);
    const from = this.begin(run);
    this.bytesOf(run).copy(this.bytesOf(copy), this.begin(copy), from, from + used);
    this.#setCounts(copy, used, this.count(run));
    return copy;
  }

  /** Entries. */
  count(run: Ref): number {
    return this.#i32[run >>> SLAB_SHIFT]![((run & UNIT_MASK) << 1) + 1]! >>> COUNT_SHIFT;
  }

  /** Bytes of all entries. */
  used(run: Ref): number {
    return this.#i32[run >>> SLAB_SHIFT]![((run & UNIT_MASK) << 1) + 1]! & USED_MASK;
  }

  /** The slab's bytes in which a run lies. */
  bytesOf(run: Ref): Buffer {
    return this.#bytes[run >>> SLAB_SHIFT]!;
  }

  /** Place of the first entry. */
  begin(run: Ref): number {
    return ((run & UNIT_MASK) << 3) + HEADER_BYTES;
  }

  /** Place behind the last entry. */
  end(run: Ref): number {
    return ((run & UNIT_MASK) << 3) + HEADER_BYTES + this.used(run);
  }

  /** Bytes of the entry at a place. */
  length(bytes: Uint8Array, at: number): number {
    const length = bytes[at]!;
    return length < LONG ? length : bytes[at + 1]! | (bytes[at + 2]! << 8);
  }

  /** Index of the first byte of the entry at a place. */
  data(bytes: Uint8Array, at: number): number {
    return bytes[at]! < LONG ? at + 1 : at + 3;
  }

  /** Place of the entry behind the one at a place. */
  next(bytes: Uint8Array, at: number): number {
    const length = bytes[at]!;
    return length < LONG ? at + 1 + length : at + 3 + (bytes[at + 1]! | (bytes[at + 2]! << 8));
  }

  /** Place of the entry number `index`, which may be the count: the place behind the last. */
  at(run: Ref, index: number): number {
    const bytes = this.bytesOf(run);
    let at = this.begin(run);
    for (let i = 0; i < index; i++) at = this.next(bytes, at);
    return at;
  }

  /**
   * Looks for an entry with these bytes among those number 0, `stride`, 2 × `stride` …
   * @returns its place, or NO_ENTRY
   */
  find(run: Ref, stride: number, key: Uint8Array, start: number, length: number): number {
    const slab = run >>> SLAB_SHIFT;
    const bytes = this.#bytes[slab]!;
    const begin = ((run & UNIT_MASK) << 3) + HEADER_BYTES;
    const end = begin + (this.#i32[slab]![((run & UNIT_MASK) << 1) + 1]! & USED_MASK);
    return length < LONG && stride === 1
      ? findEntry(bytes, this.#data[slab]!, begin, end, key, start, length)
      : this.#findLong(bytes, begin, end, stride, key, start, length);
  }

  /**
   * Makes room for `inserted` bytes in the place of the `removed` bytes at `at`, and counts `entries` more (or fewer).
   * `gapAt` says where the room is: the caller fills it with whole entries.
   * @returns the run, which may have moved to another block
   */
  splice(shard: number, run: Ref, at: number, removed: number, inserted: number, entries: number): Ref {
    const used = this.used(run);
    const count = this.count(run) + entries;
    const need = HEADER_BYTES + used - removed + inserted;
    const have = this.#heap.blockBytes(run);
    const begin = this.begin(run);
    const behind = begin + used - at - removed;
    if (need > have || (inserted < removed && have - need > SPARE_BYTES + (need >>> 3))) {
      const moved = this.#heap.allocate(shard, need, KIND_RUN);
      const bytes = this.bytesOf(run);
      const to = this.bytesOf(moved);
      this.gapAt = this.begin(moved) + at - begin;
      copyBytes(bytes, begin, to, this.begin(moved), at - begin);
      copyBytes(bytes, at + removed, to, this.gapAt + inserted, behind);
      this.#setCounts(moved, need - HEADER_BYTES, count);
      this.#heap.free(shard, run);
      return moved;
    }
    this.#heap.operations++;
    this.gapAt = at;
    const bytes = this.bytesOf(run);
    if (removed !== inserted && behind > 0) bytes.copy(bytes, at + inserted, at + removed, at + removed + behind);
    this.#setCounts(run, need - HEADER_BYTES, count);
    return run;
  }

  /** Writes an entry at a place in a gap. @returns the place behind it */
  write(bytes: Buffer, at: number, source: Uint8Array, start: number, length: number): number {
    const data = this.writeLength(bytes, at, length);
    copyBytes(source as Buffer, start, bytes, data, length);
    return data + length;
  }

  /** Writes only the length of an entry. @returns the index of its first byte */
  writeLength(bytes: Buffer, at: number, length: number): number {
    if (length < LONG) {
      bytes[at] = length;
      return at + 1;
    }
    bytes[at] = LONG;
    bytes[at + 1] = length & 0xff;
    bytes[at + 2] = length >>> 8;
    return at + 3;
  }

  #setCounts(run: Ref, used: number, count: number): void {
    this.#i32[run >>> SLAB_SHIFT]![((run & UNIT_MASK) << 1) + 1] = used | (count << COUNT_SHIFT);
  }

  #findLong(
    bytes: Buffer,
    begin: number,
    end: number,
    stride: number,
    key: Uint8Array,
    start: number,
    length: number,
  ): number {
    let at = begin;
    while (at < end) {
      if (this.length(bytes, at) === length && isSame(bytes, this.data(bytes, at), key, start, length)) return at;
      for (let skip = stride; skip > 0; skip--) at = this.next(bytes, at);
    }
    return NO_ENTRY;
  }
}

function copyBytes(source: Buffer, start: number, target: Buffer, at: number, length: number): void {
  if (length < LOOP_BYTES) for (let i = 0; i < length; i++) target[at + i] = source[start + i]!;
  else source.copy(target, at, start, start + length);
}
