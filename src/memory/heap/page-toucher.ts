// HOT: runs in the background beside a store that grows; no closures, nothing on the JS heap.
/**
 * Lets the system give pages before they are needed.
 *
 * Problem: the first write to a page of a new slab waits until the system has found and cleared it, 2 MiB at once where
 * large pages are in use. That takes a hundred microseconds at best, and was seen to take tens of milliseconds on a
 * virtual machine whose host must find the memory too. The write happens in an allocation, under the lock of a shard.
 * Idea: while the heap grows, the background thread writes to the pages that will be drawn next: the words in them are
 * left as they are, whoever owns them by then. Keys that count upwards fill all shards alike, so that 64 pages are drawn
 * within a millisecond or two, and then none for long: a large heap has so many ready.
 * Cost: memory that is not used yet, a thirty-second part of what is, and 1 MiB at most in a small heap;
 * nothing while the heap does not grow, but for the first page of each shard of a store that was emptied. Where the
 * background thread does not keep up, as on a busy machine, io threads touch as much themselves before they take locks:
 * it takes as long, but holds nobody up who has work for another thread.
 */
import {
  FEW_PAGES,
  G_AVOIDED_SLAB,
  G_COMMITTED_PAGES,
  G_HEAP_SLAB_PAGES,
  G_TOUCHED_PAGES,
  HEAP_SLABS,
  PAGE_BYTES,
  PAGES_PER_SLAB,
  SHARDS,
} from '../layout.ts';
import type { Heap } from './heap.ts';

/** Pages of 64 KiB touched at once in a heap that is not small: 2 MiB, one large page of the system. */
const STEP_PAGES = 32;
/** Pages that are kept ready: a share of those in use, at most so many. */
const SHARE_SHIFT = 5;
const MOST_PAGES = 256;
/**
 * A heap of fewer pages, 128 MiB, is kept smaller instead: what is touched and not used would be several percent of it.
 * Threads that need pages touch them, before they take a lock.
 */
const SMALL_PAGES = 2048;
/** The smallest page of a system, in words. */
const SYSTEM_PAGE_WORDS = 1024;
/** A heap that has not grown for so long has stopped growing. */
const GROWS_MS = 500;

export class PageToucher {
  readonly #heap: Heap;
  readonly #control: Int32Array;
  #committed = 0;
  #grewMs = Number.NEGATIVE_INFINITY;

  constructor(heap: Heap) {
    this.#heap = heap;
    this.#control = heap.slabs.control;
  }

  /**
   * Touches pages if the heap grows and too few are ready.
   * @param mostPages how many the heap is meant to draw at most: what lies beyond is not touched ahead
   * @returns whether it grows: ask again in some milliseconds
   */
  step(nowMs: number, mostPages: number): boolean {
    const committed = this.#control[G_COMMITTED_PAGES]!;
    if (committed > this.#committed) this.#grewMs = nowMs;
    this.#committed = committed;
    // A clock that is set back must not make it look as if the heap had grown just now.
    const grows = nowMs - this.#grewMs <= GROWS_MS && nowMs >= this.#grewMs;
    if (!grows && (committed !== 0 || this.#grewMs === Number.NEGATIVE_INFINITY)) return false;
    let wanted = Math.min(this.#soon(committed), MOST_PAGES, mostPages - committed);
    for (let slab = 0; slab < HEAP_SLABS && wanted > 0; slab++) {
      const inUse = this.#control[G_HEAP_SLAB_PAGES + slab]!;
      if (inUse < 0 || slab === this.#control[G_AVOIDED_SLAB]! - 1) continue;
      let touched = this.#control[G_TOUCHED_PAGES + slab]!;
      while (touched - inUse < wanted && touched < PAGES_PER_SLAB) touched = this.#touch(slab, touched);
      wanted -= touched - inUse;
    }
    return grows;
  }

  /** Pages that will be drawn soon. */
  #soon(committed: number): number {
    if (committed < SHARDS) return SHARDS;
    return committed < SMALL_PAGES ? FEW_PAGES : committed >>> SHARE_SHIFT;
  }

  /** Touches what is drawn next if the background thread has not come to it. Called without locks; see `isShort`. */
  touchNext(): void {
    this.#heap.extents.isShort = false;
    let ready = 0;
    for (let slab = 0; slab < HEAP_SLABS && ready < FEW_PAGES; slab++) {
      const inUse = this.#control[G_HEAP_SLAB_PAGES + slab]!;
      if (inUse < 0 || slab === this.#control[G_AVOIDED_SLAB]! - 1) continue;
      let touched = this.#control[G_TOUCHED_PAGES + slab]!;
      if (ready + touched - inUse < FEW_PAGES && touched < PAGES_PER_SLAB) touched = this.#touch(slab, touched);
      ready += touched - inUse;
    }
  }

  /** Touches some pages of a slab from this one on. @returns the first page behind them */
  #touch(slab: number, page: number): number {
    const words = this.#heap.slabs.i32[slab]!;
    const step = this.#control[G_COMMITTED_PAGES]! < SMALL_PAGES ? FEW_PAGES : STEP_PAGES;
    const end = Math.min(page + step, PAGES_PER_SLAB);
    const endAt = Math.min((end * PAGE_BYTES) / 4, words.length);
    // An exchange that changes nothing, in one instruction: the page may have an owner by now who writes to it. (`add` and
    // `or` read first outside of optimised code: the system then maps a page of zeros, and takes that away from all
    // processors again to map a real one, which interrupts the io threads.)
    for (let at = (page * PAGE_BYTES) / 4; at < endAt; at += SYSTEM_PAGE_WORDS)
      Atomics.compareExchange(words, at, 0, 0);
    // Whoever draws pages raises the figure too, under a lock that is not taken here: io threads would wait for it, and
    // this thread may lose its processor at any time. If one of the two is lost, some pages are touched again.
    const known = this.#control[G_TOUCHED_PAGES + slab]!;
    if (known < end) this.#control[G_TOUCHED_PAGES + slab] = end;
    return Math.max(known, end);
  }
}
