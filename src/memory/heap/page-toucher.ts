// HOT: runs in the background beside a store that grows; no closures, nothing on the JS heap.
/**
 * Lets the system give pages before they are needed.
 *
 * Problem: the first write to a page of a new slab waits until the system has found and cleared it, 2 MiB at once where
 * large pages are in use. That takes a hundred microseconds at best, and was seen to take tens of milliseconds on a
 * virtual machine whose host must find the memory too. The write happens in an allocation, under the lock of a shard.
 * Idea: while the heap grows, the background thread writes to the pages that will be drawn next: the words in them are
 * left as they are, whoever owns them by then.
 * Cost: memory that is not used yet, a thirty-second part of what is; nothing while the heap does not grow.
 */
import {
  G_AVOIDED_SLAB,
  G_COMMITTED_PAGES,
  G_HEAP_SLAB_PAGES,
  G_SLAB_LOCK,
  G_TOUCHED_PAGES,
  HEAP_SLABS,
  PAGE_BYTES,
  PAGES_PER_SLAB,
} from '../layout.ts';
import { lock, unlock } from '../lock.ts';
import type { SlabSet } from '../slabs.ts';

/** Pages of 64 KiB touched at once: 2 MiB, one large page of the system. */
const STEP_PAGES = 32;
/** Pages that are kept ready: a share of those in use, between these. */
const SHARE_SHIFT = 5;
const LEAST_PAGES = 32;
const MOST_PAGES = 256;
/** The smallest page of a system, in words. */
const SYSTEM_PAGE_WORDS = 1024;
/** A heap that has not grown for so long has stopped growing. */
const GROWS_MS = 500;

export class PageToucher {
  readonly #slabs: SlabSet;
  readonly #control: Int32Array;
  #committed = 0;
  #grewMs = Number.NEGATIVE_INFINITY;

  constructor(slabs: SlabSet) {
    this.#slabs = slabs;
    this.#control = slabs.control;
  }

  /** Touches pages if the heap grows and too few are ready. @returns whether it grows: ask again in some milliseconds */
  step(nowMs: number): boolean {
    const committed = this.#control[G_COMMITTED_PAGES]!;
    if (committed > this.#committed) this.#grewMs = nowMs;
    this.#committed = committed;
    // A clock that is set back must not make it look as if the heap had grown just now.
    if (nowMs - this.#grewMs > GROWS_MS || nowMs < this.#grewMs) return false;
    let wanted = Math.min(Math.max(committed >>> SHARE_SHIFT, LEAST_PAGES), MOST_PAGES);
    for (let slab = 0; slab < HEAP_SLABS && wanted > 0; slab++) {
      const inUse = this.#control[G_HEAP_SLAB_PAGES + slab]!;
      if (inUse < 0 || slab === this.#control[G_AVOIDED_SLAB]! - 1) continue;
      let touched = this.#control[G_TOUCHED_PAGES + slab]!;
      while (touched - inUse < wanted && touched < PAGES_PER_SLAB) touched = this.#touch(slab, touched);
      wanted -= touched - inUse;
    }
    return true;
  }

  /** Touches some pages of a slab from this one on. @returns the first page behind them */
  #touch(slab: number, page: number): number {
    const words = this.#slabs.i32[slab]!;
    const end = Math.min(page + STEP_PAGES, PAGES_PER_SLAB);
    const endAt = Math.min((end * PAGE_BYTES) / 4, words.length);
    // An atomic operation that changes nothing: the page may have an owner by now who writes to it.
    for (let at = (page * PAGE_BYTES) / 4; at < endAt; at += SYSTEM_PAGE_WORDS) Atomics.or(words, at, 0);
    lock(this.#control, G_SLAB_LOCK);
    const known = this.#control[G_TOUCHED_PAGES + slab]!;
    if (known < end) this.#control[G_TOUCHED_PAGES + slab] = end;
    unlock(this.#control, G_SLAB_LOCK);
    return Math.max(known, end);
  }
}
