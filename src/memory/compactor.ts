// HOT: runs in the background beside commands; no closures, integers only, nothing on the JS heap per block.
/**
 * Gives memory back that is free but scattered.
 *
 * Problem: when the sizes of values change, the holes that old ones leave do not fit new ones, and an extent with one
 * block left in it cannot serve another shard.
 * Idea: when much of what extents hold is free, empty the sparsest extent whose blocks fit into the holes of its shard
 * elsewhere (drain.ts): each block says of which kind it is, and its owner, found from its contents, takes a copy.
 * Blocks that find no owner or no room stay, and the extent is left alone for a while.
 * Slabs count too: only a whole one goes back to the system. When all extents would fit into fewer slabs, those of the
 * slab with the fewest are emptied, whatever they hold, and no new one is drawn there.
 * Cost: about a microsecond a block, in holds of the shard's lock of some 40 µs, and only if the lock is free.
 * Gives up: it looks at counts, not at sizes of holes, so it sometimes begins in vain.
 * Source: the sparse-page-first order is that of J. Evans' jemalloc defragmentation hints as Redis uses them.
 */
import { beginDrain, blockAt, drainFreeBlocks, giveDrained, undrain } from './drain.ts';
import { extentOrder } from './extents.ts';
import type { Heap } from './heap.ts';
import type { ShardGate } from './large-compactor.ts';
import {
  G_AVOIDED_SLAB,
  G_COMMITTED_PAGES,
  G_HEAP_SLAB_PAGES,
  HEAP_SLABS,
  PAGE_SHIFT,
  PAGES_PER_SLAB,
  S_EXTENT_PAGES,
  S_USED_UNITS,
  SHARDS,
} from './layout.ts';
import { NO_REF, type Ref, type ShardId } from './types.ts';

/** Who knows where the references to blocks are. */
export interface BlockOwners {
  /**
   * Gives a block another place in the same shard and frees the old one. The shard's lock is held.
   * @returns false, and nothing changed, when the owner is not found
   */
  move(shard: number, ref: Ref, kind: number): boolean;
}

/** Clock of the compactor, in µs. */
export type Clock = () => number;

/** Longest work under one hold of a lock. */
const HOLD_US = 40;
/** Blocks between two looks at the clock. */
const MOVES_A_LOOK = 8;
const HEADERS_A_LOOK = 512;
/** An extent that is fuller than this is not emptied. */
const FULLEST = 0.9;
/** How much more room than its blocks take an extent needs elsewhere. */
const MARGIN = 1.05;
/** How full slabs may become when one of them is emptied into the others. */
const FULLEST_SLABS = 0.9;
/** For how long an extent that could not be emptied is left alone. */
const REST_US = 5_000_000;
/** Extents of a shard that are emptied one after the other without a gain. */
const FUTILE_ALLOWED = 20;
const UNITS_PER_PAGE = 1 << PAGE_SHIFT;

const IDLE = 0;
const TAKING_OFF = 1;
const MOVING = 2;
const GIVING_UP = 3;

export class Compactor {
  readonly #heap: Heap;
  readonly #control: Int32Array;
  readonly #owners: BlockOwners;
  readonly #gate: ShardGate;
  readonly #clock: Clock;
  /** By first page: when an extent that could not be emptied may be tried again. */
  readonly #resting = new Map<number, number>();
  #phase = IDLE;
  #page = -1;
  #shard = 0 as ShardId;
  /** Unit of the extent at which moving goes on. */
  #offset = 1;
  #stuck = 0;
  /** Whether the extent is emptied for its slab's sake, even if its blocks then need as much elsewhere. */
  #forSlab = false;
  /** Pages that the shard may come to have while its extent is emptied. */
  #pagesAllowed = 0;
  /** By shard: the fewest pages that compaction brought it to, and how many extents were emptied in vain since then. */
  readonly #fewestPages = new Float64Array(SHARDS).fill(Number.POSITIVE_INFINITY);
  readonly #futile = new Uint8Array(SHARDS);
  /** By shard: until when no extent of it is emptied. */
  readonly #shardsRestUntilUs = new Float64Array(SHARDS);
  /** Until when no slab is emptied because the last one could not be. */
  #slabsRestUntilUs = 0;
  /** Free memory in extents that is not worth the work: so many pages, or such a share of all. */
  freePagesAllowed = 64;
  freeShareAllowed = 0.1;
  /** Blocks moved and extents given back so far. */
  moved = 0;
  emptied = 0;
  /** Extents that could not be emptied. */
  failed = 0;

  constructor(heap: Heap, owners: BlockOwners, gate: ShardGate, clock: Clock) {
    this.#heap = heap;
    this.#control = heap.slabs.control;
    this.#owners = owners;
    this.#gate = gate;
    this.#clock = clock;
  }

  /** Pages that would be free if all blocks stood close together. */
  freePages(): number {
    let units = 0;
    for (let shard = 0; shard < SHARDS; shard++) units += this.#control[this.#heap.base(shard) + S_USED_UNITS]!;
    return this.#control[G_COMMITTED_PAGES]! - units / UNITS_PER_PAGE;
  }

  /** Whether so much is free that the work pays. */
  isNeeded(): boolean {
    const free = this.freePages();
    return free > this.freePagesAllowed && free > this.#control[G_COMMITTED_PAGES]! * this.freeShareAllowed;
  }

  /** Goes on for one hold of a lock. @returns false when there is nothing to do */
  step(): boolean {
    if (this.#phase === IDLE && !this.#choose()) return false;
    if (!this.#gate.tryEnter(this.#shard)) return true;
    this.#work(this.#clock() + HOLD_US);
    this.#gate.leave(this.#shard);
    return true;
  }

  /** Makes an ordinary extent of the one that is being emptied. Takes its lock as often as it needs; for an end. */
  stop(): void {
    if (this.#phase !== IDLE) this.#phase = GIVING_UP;
    while (this.#phase !== IDLE) this.step();
    this.#control[G_AVOIDED_SLAB] = 0;
  }

  #work(untilUs: number): void {
    const heap = this.#heap;
    heap.drainRemote(this.#shard);
    do {
      switch (this.#phase) {
        case TAKING_OFF:
          if (drainFreeBlocks(heap, this.#shard, this.#page, HEADERS_A_LOOK)) this.#phase = MOVING;
          break;
        case MOVING:
          this.#moveSome();
          break;
        case GIVING_UP:
          if (undrain(heap, this.#shard, this.#page, HEADERS_A_LOOK)) this.#rest();
          break;
        default:
          return;
      }
    } while (this.#clock() < untilUs);
  }

  #moveSome(): void {
    const heap = this.#heap;
    for (let moves = 0; moves < MOVES_A_LOOK; ) {
      const ref = blockAt(heap, this.#page, this.#offset);
      if (ref === NO_REF) {
        this.#end();
        return;
      }
      const kind = heap.kindOf(ref);
      this.#offset += heap.blockBytes(ref) >>> 3;
      if (kind === 0) continue;
      moves++;
      if (this.#owners.move(this.#shard, ref, kind)) this.moved++;
      else if (++this.#stuck > 64) {
        this.#phase = GIVING_UP;
        return;
      }
    }
    // The holes elsewhere do not fit: new extents would take the place of the old one.
    if (this.#control[heap.base(this.#shard) + S_EXTENT_PAGES]! > this.#pagesAllowed) this.#phase = GIVING_UP;
  }

  #end(): void {
    if (this.#heap.extents.liveUnits(this.#page) !== 0) {
      this.#phase = GIVING_UP;
      return;
    }
    giveDrained(this.#heap, this.#shard, this.#page);
    if (!this.#forSlab) this.#noteGain();
    this.emptied++;
    this.#phase = IDLE;
    this.#page = -1;
  }

  /** The first extents may need a new one for what they hold; when that goes on, the shard is left alone. */
  #noteGain(): void {
    const shard = this.#shard;
    const pages = this.#control[this.#heap.base(shard) + S_EXTENT_PAGES]!;
    if (pages < this.#fewestPages[shard]!) {
      this.#fewestPages[shard] = pages;
      this.#futile[shard] = 0;
    } else if (++this.#futile[shard]! > FUTILE_ALLOWED) {
      this.#fewestPages[shard] = Number.POSITIVE_INFINITY;
      this.#futile[shard] = 0;
      this.#shardsRestUntilUs[shard] = this.#clock() + REST_US;
    }
  }

  #rest(): void {
    this.failed++;
    // not shared: a Map of this thread, and only for a page that could not be emptied.
    this.#resting.set(this.#page, this.#clock() + REST_US);
    this.#phase = IDLE;
    this.#page = -1;
  }

  /** Looks for an extent to empty, without locks, and begins with it. @returns false if there is none */
  #choose(): boolean {
    if (this.isNeeded()) {
      this.#control[G_AVOIDED_SLAB] = 0;
      const page = this.#sparsestExtent(0, HEAP_SLABS, false);
      if (page >= 0) return this.#begin(page, false);
    }
    const slab = this.#slabToEmpty();
    this.#control[G_AVOIDED_SLAB] = slab + 1;
    if (slab < 0) return false;
    const page = this.#sparsestExtent(slab, slab + 1, true);
    if (page >= 0) return this.#begin(page, true);
    this.#control[G_AVOIDED_SLAB] = 0;
    this.#slabsRestUntilUs = this.#clock() + REST_US;
    return false;
  }

  /** The slab with the fewest pages in use, if the others have room for them; else -1. */
  #slabToEmpty(): number {
    if (this.#slabsRestUntilUs > this.#clock()) return -1;
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

  /** First page of the extent with the smallest share in use that can be emptied, or -1. @param any even a full one */
  #sparsestExtent(fromSlab: number, toSlab: number, any: boolean): number {
    const { extents } = this.#heap;
    const nowUs = this.#clock();
    let best = -1;
    let least = any ? 2 : FULLEST;
    for (let slab = fromSlab; slab < toSlab; slab++) {
      if (this.#control[G_HEAP_SLAB_PAGES + slab]! <= 0) continue;
      const end = (slab + 1) * PAGES_PER_SLAB;
      for (let page = slab * PAGES_PER_SLAB; page < end; page++) {
        if (!extents.isFirst(page)) continue;
        const units = UNITS_PER_PAGE << extents.orderOf(page);
        const share = extents.liveUnits(page) / units;
        if (share >= least || this.#isResting(page, nowUs)) continue;
        if (!any && !this.#fitsElsewhere(page, units, nowUs)) continue;
        best = page;
        least = share;
      }
    }
    return best;
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
    const live = this.#heap.extents.liveUnits(page);
    const pages = this.#control[base + S_EXTENT_PAGES]!;
    const needed = live * MARGIN + 64;
    const free = pages * UNITS_PER_PAGE - units - (this.#control[base + S_USED_UNITS]! - live);
    if (free >= needed) return true;
    const drawn = UNITS_PER_PAGE << extentOrder(pages, 1);
    return drawn <= units / 2 && free + drawn >= needed;
  }

  /** @param any whether the blocks may need as much new memory as they leave */
  #begin(page: number, any: boolean): boolean {
    const { extents } = this.#heap;
    const shard = extents.shardOfPage(page) as ShardId;
    if (shard < 0 || !this.#gate.tryEnter(shard)) return false;
    // The page may have changed hands before the lock was taken.
    const isSame = extents.shardOfPage(page) === shard && extents.isFirst(page);
    const mayDrain = isSame && !extents.isDraining((page << PAGE_SHIFT) as Ref);
    if (mayDrain) {
      beginDrain(this.#heap, page);
      this.#phase = TAKING_OFF;
      this.#page = page;
      this.#shard = shard;
      this.#offset = 1;
      this.#stuck = 0;
      const pages = 1 << extents.orderOf(page);
      this.#pagesAllowed =
        this.#control[this.#heap.base(shard) + S_EXTENT_PAGES]! + (any ? 2 * pages + 64 : pages >> 1);
    }
    this.#gate.leave(shard);
    return mayDrain;
  }
}
