// HOT: runs in the background; no closures, integers only, nothing on the JS heap while it searches.
/**
 * Chooses the extents that compaction empties, by their counts alone and without a lock: what it says is a hint.
 *
 * Problem: there are up to half a million extents, and the best one to empty is the one with the least in it.
 * Idea: one walk over the page table finds the sparsest few dozen, which are then handed out one by one.
 * Cost: some 50 µs a slab and walk. Gives up: what becomes sparse meanwhile waits for the next walk.
 */

import {
  G_COMMITTED_PAGES,
  G_HEAP_SLAB_PAGES,
  HEAP_SLABS,
  PAGE_SHIFT,
  PAGES_PER_SLAB,
  S_EXTENT_PAGES,
  S_LAST_EXTENT,
  S_USED_UNITS,
  SHARDS,
} from '../layout.ts';
import type { Ref } from '../types.ts';
import { extentOrder } from './extent-order.ts';
import type { Heap } from './heap.ts';

/** Extents found in one walk. */
const POOL = 48;
/** After a walk that found nothing, time until the next. */
const PAUSE_US = 20_000;
/** An extent that is fuller than this is not emptied. */
const FULLEST = 0.9;
/** How much more room than its blocks take an extent needs elsewhere. */
const MARGIN = 1.05;
/** How full slabs may become when one of them is emptied into the others. */
const FULLEST_SLABS = 0.9;
/** For how long is left alone what could not be emptied, or gained nothing. */
const REST_US = 5_000_000;
/** A block of 128 bytes: for a guess at the size of the next extent. */
const TYPICAL_UNITS = 16;
const UNITS_PER_PAGE = 1 << PAGE_SHIFT;

export class ExtentChooser {
  readonly #heap: Heap;
  readonly #control: Int32Array;
  // The sparsest extents found, sparsest last: parallel arrays, as far as `#pooled`.
  readonly #pages = new Int32Array(POOL);
  readonly #shares = new Float64Array(POOL);
  #pooled = 0;
  #nextWalkUs = 0;
  /** By first page: when an extent that could not be emptied may be tried again. */
  readonly #resting = new Map<number, number>();
  /** By shard: until when no extent of it is emptied. */
  readonly #shardsRestUntilUs = new Float64Array(SHARDS);
  /** Until when no slab is emptied because the last one could not be. */
  #slabsRestUntilUs = 0;
  /** Free memory in extents that is not worth the work: so many pages, or such a share of all. */
  freePagesAllowed = 64;
  freeShareAllowed = 0.1;

  constructor(heap: Heap) {
    this.#heap = heap;
    this.#control = heap.slabs.control;
  }

  /** Whether so much is free inside extents that the work pays. */
  isNeeded(): boolean {
    let units = 0;
    for (let shard = 0; shard < SHARDS; shard++) units += this.#control[this.#heap.base(shard) + S_USED_UNITS]!;
    const pages = this.#control[G_COMMITTED_PAGES]!;
    const free = pages - units / UNITS_PER_PAGE;
    return free > this.freePagesAllowed && free > pages * this.freeShareAllowed;
  }

  /** First page of the sparsest extent whose blocks fit elsewhere, or -1. */
  next(nowUs: number): number {
    if (this.#pooled === 0) {
      if (nowUs < this.#nextWalkUs) return -1;
      this.#walk(0, HEAP_SLABS, FULLEST, nowUs);
      if (this.#pooled === 0) this.#nextWalkUs = nowUs + PAUSE_US;
    }
    while (this.#pooled > 0) {
      const page = this.#pages[--this.#pooled]!;
      const units = UNITS_PER_PAGE << this.#heap.extents.orderOf(page);
      if (this.#isOrdinary(page) && this.#fitsElsewhere(page, units, nowUs)) return page;
    }
    return -1;
  }

  /** First page of the sparsest extent of a slab, however full, or -1. */
  nextOfSlab(slab: number, nowUs: number): number {
    this.#walk(slab, slab + 1, 2, nowUs);
    const page = this.#pooled === 0 ? -1 : this.#pages[this.#pooled - 1]!;
    this.#pooled = 0;
    if (page < 0) this.#slabsRestUntilUs = nowUs + REST_US;
    return page;
  }

  /**
   * Lists the sparsest extents of a shard, sparsest first, as far as each by itself fits elsewhere.
   * @param slab only those of this slab, however full; -1 for all @param into as long as the list may get
   * @returns how many
   */
  listOfShard(shard: number, slab: number, nowUs: number, into: Int32Array): number {
    if (slab < 0) this.#walk(0, HEAP_SLABS, FULLEST, nowUs, shard);
    else this.#walk(slab, slab + 1, 2, nowUs, shard);
    const count = Math.min(this.#pooled, into.length);
    for (let i = 0; i < count; i++) into[i] = this.#pages[this.#pooled - 1 - i]!;
    this.#pooled = 0;
    return count;
  }

  /** Whether an extent's blocks fit elsewhere in its shard, beside those of others that are being emptied. */
  fitsBeside(page: number, units: number, live: number): boolean {
    const { extents } = this.#heap;
    const shard = extents.shardOfPage(page);
    if (shard < 0 || !this.#isOrdinary(page)) return false;
    const base = this.#heap.base(shard);
    const own = extents.liveUnits(page);
    const elsewhere =
      this.#control[base + S_EXTENT_PAGES]! * UNITS_PER_PAGE - units - (UNITS_PER_PAGE << extents.orderOf(page));
    return elsewhere - (this.#control[base + S_USED_UNITS]! - live - own) >= (live + own) * MARGIN + 64;
  }

  /** The slab with the fewest pages in use, if the others have room for them; else -1. */
  slabToEmpty(nowUs: number): number {
    if (this.#slabsRestUntilUs > nowUs) return -1;
    let slabs = 0;
    let total = 0;
    let least = PAGES_PER_SLAB + 1;
    let best = -1;
    for (let slab = 0; slab < HEAP_SLABS; slab++) {
      const pages = this.#control[G_HEAP_SLAB_PAGES + slab]!;
      if (pages <= 0) continue;
      slabs++;
      total += pages;
      if (pages <= least) {
        least = pages;
        best = slab;
      }
    }
    return slabs > 1 && total < (slabs - 1) * PAGES_PER_SLAB * FULLEST_SLABS ? best : -1;
  }

  /** Leaves an extent alone for a while: it could not be emptied. */
  restExtent(page: number, nowUs: number): void {
    // not shared: a Map of this thread, and only for a page that could not be emptied.
    this.#resting.set(page, nowUs + REST_US);
  }

  /** Leaves the extents of a shard alone for a while: emptying them gains nothing. */
  restShard(shard: number, nowUs: number, restUs: number = REST_US): void {
    this.#shardsRestUntilUs[shard] = nowUs + restUs;
  }

  /**
   * Collects the sparsest extents, of one shard or (-1) of all.
   * @param fullest share in use from which on an extent is of no interest
   */
  #walk(fromSlab: number, toSlab: number, fullest: number, nowUs: number, shard = -1): void {
    const { extents } = this.#heap;
    const any = fullest > 1;
    this.#pooled = 0;
    for (let slab = fromSlab; slab < toSlab; slab++) {
      if (this.#control[G_HEAP_SLAB_PAGES + slab]! <= 0) continue;
      const end = (slab + 1) * PAGES_PER_SLAB;
      for (let page = slab * PAGES_PER_SLAB; page < end; page++) {
        if (!this.#isOrdinary(page) || (shard >= 0 && extents.shardOfPage(page) !== shard)) continue;
        const units = UNITS_PER_PAGE << extents.orderOf(page);
        const share = extents.liveUnits(page) / units;
        if (share >= fullest || (this.#pooled === POOL && share >= this.#shares[0]!)) continue;
        if (this.#isResting(page, nowUs) || (!any && !this.#fitsElsewhere(page, units, nowUs))) continue;
        this.#pool(page, share);
      }
    }
  }

  #isOrdinary(page: number): boolean {
    const { extents } = this.#heap;
    return extents.isFirst(page) && !extents.isDraining((page << PAGE_SHIFT) as Ref);
  }

  #pool(page: number, share: number): void {
    let at: number;
    if (this.#pooled === POOL) {
      // The fullest goes; those that are fuller than the newcomer move down.
      at = 0;
      while (at + 1 < POOL && this.#shares[at + 1]! > share) {
        this.#shares[at] = this.#shares[at + 1]!;
        this.#pages[at] = this.#pages[at + 1]!;
        at++;
      }
    } else {
      at = this.#pooled++;
      while (at > 0 && this.#shares[at - 1]! < share) {
        this.#shares[at] = this.#shares[at - 1]!;
        this.#pages[at] = this.#pages[at - 1]!;
        at--;
      }
    }
    this.#shares[at] = share;
    this.#pages[at] = page;
  }

  #isResting(page: number, nowUs: number): boolean {
    if (this.#resting.size === 0) return false;
    const untilUs = this.#resting.get(page);
    if (untilUs === undefined) return false;
    if (untilUs > nowUs) return true;
    this.#resting.delete(page);
    return false;
  }

  /** Whether the blocks of an extent have room in others of its shard, or in a much smaller new one, by the sums. */
  #fitsElsewhere(page: number, units: number, nowUs: number): boolean {
    const shard = this.#heap.extents.shardOfPage(page);
    if (shard < 0 || this.#shardsRestUntilUs[shard]! > nowUs) return false;
    const base = this.#heap.base(shard);
    // The one drawn last is not sparse, it is still being filled.
    if (this.#control[base + S_LAST_EXTENT] === page) return false;
    const live = this.#heap.extents.liveUnits(page);
    const pages = this.#control[base + S_EXTENT_PAGES]!;
    const needed = live * MARGIN + 64;
    const free = pages * UNITS_PER_PAGE - units - (this.#control[base + S_USED_UNITS]! - live);
    if (free >= needed) return true;
    const drawn = UNITS_PER_PAGE << extentOrder(pages, TYPICAL_UNITS);
    return drawn <= units / 2 && free + drawn >= needed;
  }
}
