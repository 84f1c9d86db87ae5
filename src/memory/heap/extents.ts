// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * The pool of extents: runs of 1, 2, 4 … 64 pages of 64 KiB, aligned to their size, that shards draw and give back.
 *
 * Problem: shards grow and shrink independently, yet memory that one of them frees must serve the others.
 * Idea: one word a page says who owns it; an extent is found by the first fit of an aligned free run in the lowest
 * slab, so that high slabs empty out and can be dropped. A hint a slab says below which page none is free, and from
 * which size on a search was in vain since the last page was given back. A second word, in use for the first page of an extent, counts
 * the units of its blocks in use: so sparse extents are found without a look at them.
 * Cost: a few words looked at for an extent of one page, which most are; a scan of some microseconds in the worst case of
 * a larger one, once after each time a page of the slab was given back. Pages change hands under G_SLAB_LOCK, which ranks
 * behind the shard locks; counts and the draining mark change under the lock of the extent's shard.
 *
 *   page, 2 words: ┌──────────────────────────────────────────────┬──────────────────────┐
 *                  │ shard + 1 │ order << 8 │ first │ draining    │ units of used blocks │
 *                  └──────────────────────────────────────────────┴──────────────────────┘
 */
import {
  FEW_PAGES,
  G_AVOIDED_SLAB,
  G_COMMITTED_PAGES,
  G_HEAP_SLAB_PAGES,
  G_SLAB_HINTS,
  G_SLAB_LOCK,
  G_TOUCHED_PAGES,
  G_TOUCHED_SLABS,
  HEAP_SLABS,
  MAX_EXTENT_ORDER,
  PAGE_SHIFT,
  PAGES_PER_SLAB,
  SLAB_SHIFT,
} from '../layout.ts';
import { lock, unlock } from '../lock.ts';
import { newSlab, type SlabSet } from '../slabs.ts';
import type { Ref } from '../types.ts';

const ORDER_SHIFT = 8;
const FIRST_FLAG = 1 << 16;
const DRAINING_FLAG = 1 << 17;
const PAGE_WORDS = 2;
const LIVE = 1;

// A hint: the lowest page that may be free, above it the orders below which a search is not in vain.
const HINT_SHIFT = 16;
const HINT_MASK = 0xffff;
const ANY_ORDER = MAX_EXTENT_ORDER + 1;

/** In place of the pages in use of a slab: there is none of this number, or it is about to come or to go. */
const ABSENT = -1;
const CHANGING = -2;

/** Free pages below which a further slab is made ready: 64 MiB. */
const SPARE_PAGES = 1024;

export class ExtentPool {
  readonly #slabs: SlabSet;
  readonly #control: Int32Array;
  readonly #pages: Int32Array;
  /** Whether the system may still have to give the pages that are drawn next: they are touched first (page-toucher.ts). */
  isShort = true;

  constructor(slabs: SlabSet, pages: SharedArrayBuffer) {
    this.#slabs = slabs;
    this.#control = slabs.control;
    this.#pages = new Int32Array(pages);
  }

  /**
   * Hands an extent of 2^order pages to a shard.
   * @returns its first unit, or -1 when the heap's 32 GiB are used up. Throws RangeError when the system gives no slab.
   */
  take(shard: number, order: number): number {
    for (;;) {
      lock(this.#control, G_SLAB_LOCK);
      this.#slabs.sync();
      const first = this.#find(shard, order);
      const slab = first < 0 ? this.#reserveSlab() : -1;
      unlock(this.#control, G_SLAB_LOCK);
      if (slab < 0) return first;
      this.#open(slab);
    }
  }

  /** An extent in one of the slabs that are there; -1 if they have no room. The lock is held. */
  #find(shard: number, order: number): number {
    const avoided = this.#control[G_AVOIDED_SLAB]! - 1;
    for (let slab = 0; slab < HEAP_SLABS; slab++) {
      const inUse = this.#control[G_HEAP_SLAB_PAGES + slab]!;
      if (inUse < 0 || inUse + (1 << order) > PAGES_PER_SLAB || slab === avoided) continue;
      if (this.#control[G_SLAB_HINTS + slab]! >>> HINT_SHIFT <= order) continue;
      const page = this.#findRun(slab, order);
      if (page >= 0) return this.#claim(slab, page, shard, order);
    }
    // Better in a slab that should become empty than in one more.
    const spare = avoided >= 0 && this.#control[G_HEAP_SLAB_PAGES + avoided]! > 0 ? this.#findRun(avoided, order) : -1;
    return spare >= 0 ? this.#claim(avoided, spare, shard, order) : -1;
  }

  /**
   * Adds a slab before the present ones are full. Creating one takes milliseconds, so the background thread does it
   * here, outside all locks, and `take` hardly ever has to. @returns whether one was added
   */
  prepareSlab(): boolean {
    let free = 0;
    for (let slab = 0; slab < HEAP_SLABS; slab++) {
      const inUse = this.#control[G_HEAP_SLAB_PAGES + slab]!;
      if (inUse >= 0) free += PAGES_PER_SLAB - inUse;
    }
    if (free >= SPARE_PAGES) return false;
    lock(this.#control, G_SLAB_LOCK);
    const slab = this.#reserveSlab();
    unlock(this.#control, G_SLAB_LOCK);
    if (slab >= 0) this.#open(slab);
    return slab >= 0;
  }

  /** Takes an extent back. Nothing in it may be referenced any more. */
  give(firstUnit: number): void {
    const page = firstUnit >>> PAGE_SHIFT;
    const order = this.orderOf(page);
    lock(this.#control, G_SLAB_LOCK);
    const slab = firstUnit >>> SLAB_SHIFT;
    for (let i = 0; i < PAGE_WORDS << order; i++) this.#pages[page * PAGE_WORDS + i] = 0;
    this.#control[G_HEAP_SLAB_PAGES + slab]! -= 1 << order;
    this.#setHint(slab, Math.min(this.#control[G_SLAB_HINTS + slab]! & HINT_MASK, page % PAGES_PER_SLAB), ANY_ORDER);
    Atomics.sub(this.#control, G_COMMITTED_PAGES, 1 << order);
    unlock(this.#control, G_SLAB_LOCK);
  }

  /** Shard that allocates in the extent around this block. */
  shardOf(ref: Ref): number {
    return (this.#pages[(ref >>> PAGE_SHIFT) * PAGE_WORDS]! & 0xff) - 1;
  }

  /** Shard that owns this page, or -1. */
  shardOfPage(page: number): number {
    return (this.#pages[page * PAGE_WORDS]! & 0xff) - 1;
  }

  /** log2 of the pages of the extent that this page belongs to. */
  orderOf(page: number): number {
    return (this.#pages[page * PAGE_WORDS]! >>> ORDER_SHIFT) & 0xff;
  }

  /** First page of the extent around this block. */
  firstPageOf(ref: Ref): number {
    const page = ref >>> PAGE_SHIFT;
    return page & -(1 << ((this.#pages[page * PAGE_WORDS]! >>> ORDER_SHIFT) & 0xff));
  }

  /** Counts units that came into use (or, negative, went out of it) in the extent around a block. @returns the count */
  countUnits(ref: Ref, units: number): number {
    const at = this.firstPageOf(ref) * PAGE_WORDS + LIVE;
    const count = this.#pages[at]! + units;
    this.#pages[at] = count;
    return count;
  }

  /** Units of blocks in use in the extent that begins with this page. Without the shard's lock: a hint. */
  liveUnits(page: number): number {
    return this.#pages[page * PAGE_WORDS + LIVE]!;
  }

  /** Whether an extent begins with this page. */
  isFirst(page: number): boolean {
    return (this.#pages[page * PAGE_WORDS]! & FIRST_FLAG) !== 0;
  }

  /** Whether the extent around this block is being emptied. */
  isDraining(ref: Ref): boolean {
    return (this.#pages[(ref >>> PAGE_SHIFT) * PAGE_WORDS]! & DRAINING_FLAG) !== 0;
  }

  /** Marks the extent that begins with this page as being emptied, or as an ordinary one again. */
  setDraining(page: number, draining: boolean): void {
    const end = page + (1 << this.orderOf(page));
    for (let at = page; at < end; at++) {
      if (draining) this.#pages[at * PAGE_WORDS]! |= DRAINING_FLAG;
      else this.#pages[at * PAGE_WORDS]! &= ~DRAINING_FLAG;
    }
  }

  /** The next extent of a shard at or after a page number, or -1. For audits. */
  nextExtent(shard: number, fromPage: number): number {
    for (let page = fromPage; page < HEAP_SLABS * PAGES_PER_SLAB; page++) {
      if (page % PAGES_PER_SLAB === 0 && this.#control[G_HEAP_SLAB_PAGES + page / PAGES_PER_SLAB]! <= 0) {
        page += PAGES_PER_SLAB - 1;
        continue;
      }
      const word = this.#pages[page * PAGE_WORDS]!;
      if ((word & FIRST_FLAG) !== 0 && (word & 0xff) - 1 === shard) return page;
    }
    return -1;
  }

  /** Slabs without an extent whose pages are real memory. Without the lock: a hint. */
  emptySlabs(): number {
    let empty = 0;
    for (let slab = 0; slab < HEAP_SLABS; slab++) if (this.#isEmptied(slab)) empty++;
    return empty;
  }

  /** Such a slab had an extent, or was touched to have one and is not the next to get it (page-toucher.ts). */
  #isEmptied(slab: number): boolean {
    if (this.#control[G_HEAP_SLAB_PAGES + slab] !== 0) return false;
    if ((this.#control[G_TOUCHED_SLABS + (slab >>> 5)]! & (1 << (slab & 31))) !== 0) return true;
    return slab > 0 && this.#control[G_TOUCHED_PAGES + slab]! > 0 && this.#control[G_HEAP_SLAB_PAGES + slab - 1]! <= 0;
  }

  /** Drops such slabs, except `keep` of them. @returns how many went. */
  dropEmptySlabs(keep: number): number {
    let spared = 0;
    let dropped = 0;
    for (let slab = 0; slab < HEAP_SLABS; slab++) {
      lock(this.#control, G_SLAB_LOCK);
      const goes = this.#isEmptied(slab) && spared++ >= keep;
      if (goes) {
        this.#control[G_HEAP_SLAB_PAGES + slab] = CHANGING;
        this.#control[G_TOUCHED_SLABS + (slab >>> 5)]! &= ~(1 << (slab & 31));
      }
      unlock(this.#control, G_SLAB_LOCK);
      if (!goes) continue;
      this.#slabs.drop(slab);
      this.#setAbsent(slab);
      dropped++;
    }
    return dropped;
  }

  /** Takes the number of a slab that is not there, for the caller alone. The lock is held. @returns -1 if there is none */
  #reserveSlab(): number {
    let slab = 0;
    while (slab < HEAP_SLABS && this.#control[G_HEAP_SLAB_PAGES + slab] !== ABSENT) slab++;
    if (slab === HEAP_SLABS) return -1;
    this.#control[G_HEAP_SLAB_PAGES + slab] = CHANGING;
    return slab;
  }

  /**
   * Makes a slab under a number of the caller's own, tells everybody, and only then lets extents be drawn in it. The lock
   * is not held: all of that takes far longer than anybody may wait for it.
   */
  #open(slab: number): void {
    try {
      this.#slabs.add(slab, newSlab());
    } catch (error) {
      this.#setAbsent(slab);
      throw error;
    }
    lock(this.#control, G_SLAB_LOCK);
    this.#control[G_HEAP_SLAB_PAGES + slab] = 0;
    this.#control[G_TOUCHED_PAGES + slab] = 0;
    this.#setHint(slab, 0, ANY_ORDER);
    unlock(this.#control, G_SLAB_LOCK);
  }

  #setAbsent(slab: number): void {
    lock(this.#control, G_SLAB_LOCK);
    this.#control[G_HEAP_SLAB_PAGES + slab] = ABSENT;
    unlock(this.#control, G_SLAB_LOCK);
  }

  /** @param lowest no free page is below @param orders extents of this order and above were not found since a page came back */
  #setHint(slab: number, lowest: number, orders: number): void {
    this.#control[G_SLAB_HINTS + slab] = lowest | (orders << HINT_SHIFT);
  }

  /** The first free run in a slab; -1, which is noted, if there is none. */
  #findRun(slab: number, order: number): number {
    const step = 1 << order;
    const first = slab * PAGES_PER_SLAB;
    const lowest = this.#control[G_SLAB_HINTS + slab]! & HINT_MASK;
    for (let page = (lowest + step - 1) & -step; page < PAGES_PER_SLAB; page += step) {
      let free = 0;
      while (free < step && this.#pages[(first + page + free) * PAGE_WORDS] === 0) free++;
      if (free === step) return page;
    }
    this.#setHint(slab, lowest, order);
    return -1;
  }

  #claim(slab: number, page: number, shard: number, order: number): number {
    const first = slab * PAGES_PER_SLAB + page;
    const end = page + (1 << order);
    const word = (shard + 1) | (order << ORDER_SHIFT);
    for (let i = 0; i < 1 << order; i++) this.#pages[(first + i) * PAGE_WORDS] = word;
    this.#pages[first * PAGE_WORDS]! |= FIRST_FLAG;
    // A search for one page begins at the lowest free one and ends at it.
    const hint = this.#control[G_SLAB_HINTS + slab]!;
    if (order === 0 || page === (hint & HINT_MASK)) this.#setHint(slab, end, hint >>> HINT_SHIFT);
    const touched = this.#control[G_TOUCHED_PAGES + slab]!;
    this.isShort = end + FEW_PAGES > touched;
    if (end > touched) this.#control[G_TOUCHED_PAGES + slab] = end;
    this.#control[G_HEAP_SLAB_PAGES + slab]! += 1 << order;
    this.#control[G_TOUCHED_SLABS + (slab >>> 5)]! |= 1 << (slab & 31);
    Atomics.add(this.#control, G_COMMITTED_PAGES, 1 << order);
    return first << PAGE_SHIFT;
  }
}
