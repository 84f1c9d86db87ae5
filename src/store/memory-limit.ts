// HOT: asked before every write. Counters are read plainly: any recent value will do.
/**
 * How much memory the store has, against what it may have. Writes are held against what is in use. What the heap has
 * drawn beyond that is the compactor's business; only when nine tenths of it, less an eighth of the limit, still pass the
 * limit, the background thread evicts for it, slowly: evicting frees no page until a whole extent is empty.
 */

import { G_LARGE_RESERVED, LARGE_UNIT_BYTES, unitsFor } from '../memory/large/large-layout.ts';
import { G_COMMITTED_PAGES, G_LARGE_UNITS, PAGE_BYTES } from '../memory/layout.ts';
import type { Keyspace } from './keyspace.ts';

/** First extents of the shards: a small store has drawn more than it uses, and that is no fragmentation. */
const FIRST_EXTENTS_BYTES = 8 * 1024 * 1024;
/**
 * Share of the limit that fragmentation may take before it counts. Compaction starts earlier; evicting for the sake of
 * fragmentation throws good values away, so it is the last resort.
 */
const FRAGMENTATION_SHARE = 1 / 8;

/** The share of what the heap has drawn that is held against the limit. */
const FULLEST = 0.9;

export class MemoryLimit {
  readonly #store: Keyspace;
  /** `maxmemory` in bytes; 0 for none. */
  limitBytes = 0;

  constructor(store: Keyspace) {
    this.#store = store;
  }

  /** Bytes that an empty store uses: its control block. */
  get emptyBytes(): number {
    return this.#store.control.byteLength;
  }

  /** Bytes in use: the control block, records, index, large objects, and what was charged for buffers and tables. */
  usedBytes(): number {
    return this.emptyBytes + this.#store.heap.usedBytes() + this.#store.control[G_LARGE_UNITS]! * LARGE_UNIT_BYTES;
  }

  /** What is held against the limit. */
  pressureBytes(): number {
    return this.emptyBytes + this.#store.heap.usedBytes() + this.#largeBytes();
  }

  /** Whether the heap has drawn so much more than it uses that the process outgrows its limit. */
  isFragmented(): boolean {
    if (this.limitBytes === 0) return false;
    const spared = Math.max(FIRST_EXTENTS_BYTES, this.limitBytes * FRAGMENTATION_SHARE);
    const drawn = this.#store.control[G_COMMITTED_PAGES]! * PAGE_BYTES * FULLEST - spared;
    return drawn + this.#largeBytes() > this.limitBytes;
  }

  /** Pages that the heap may draw before that counts as too many. */
  get mostPages(): number {
    return this.limitBytes === 0 ? Number.POSITIVE_INFINITY : Math.ceil(this.limitBytes / FULLEST / PAGE_BYTES);
  }

  #largeBytes(): number {
    const { control } = this.#store;
    return (control[G_LARGE_UNITS]! + control[G_LARGE_RESERVED]!) * LARGE_UNIT_BYTES;
  }

  /**
   * Holds `bytes` against the limit before they are allocated: whoever asks meanwhile, on any thread, finds them taken.
   * Not part of `usedBytes`. Given back by `unreserve` with the same number.
   */
  reserve(bytes: number): void {
    Atomics.add(this.#store.control, G_LARGE_RESERVED, unitsFor(bytes));
  }

  unreserve(bytes: number): void {
    Atomics.sub(this.#store.control, G_LARGE_RESERVED, unitsFor(bytes));
  }

  /** Whether `bytes` more would pass the limit. */
  wouldExceed(bytes: number): boolean {
    return this.limitBytes !== 0 && this.pressureBytes() + bytes > this.limitBytes;
  }

  /** How far a thread's own balance may be off: a thousandth of the limit. */
  applyLimit(bytes: number): void {
    this.limitBytes = bytes;
    const units = bytes === 0 ? 8192 : Math.floor(bytes / 1000 / 8);
    this.#store.heap.deltaLimit = Math.max(64, Math.min(8192, units));
  }
}
