// HOT: runs in the background beside commands; no closures, integers only, nothing on the JS heap per block.
/**
 * Gives memory back that is free but scattered.
 *
 * Problem: when the sizes of values change, the holes that old ones leave do not fit new ones, and an extent with one
 * block left in it cannot serve another shard.
 * Idea: when much of what extents hold is free, empty the sparsest extent whose blocks fit into the holes of its shard
 * elsewhere (drain.ts): each block says of which kind it is, and its owner, found from its contents, takes a copy.
 * Blocks that find no owner or no room stay, and the extent is left alone for a while.
 * Blocks of collections do not tell their owner. An extent that holds nothing else any more is set aside, others of its
 * shard join it, and a walk over the shard's keys moves what is left in them all.
 * Slabs count too: only a whole one goes back to the system. When all extents would fit into fewer slabs, those of the
 * slab with the fewest are emptied, whatever they hold, and no new one is drawn there.
 * Cost: about a microsecond a block, in holds of the shard's lock of some 40 µs, and only if the lock is free.
 * Gives up: it looks at counts, not at sizes of holes, so it sometimes begins in vain.
 * Source: the sparse-page-first order is that of J. Evans' jemalloc defragmentation hints as Redis uses them.
 */

import type { ShardGate } from '../large/large-compactor.ts';
import { G_AVOIDED_SLAB, PAGE_SHIFT, S_EXTENT_PAGES, SHARDS } from '../layout.ts';
import { NO_REF, type Ref, type ShardId } from '../types.ts';
import type { BlockOwners, Clock } from './block-owners.ts';
import { beginDrain, blockAt, drainFreeBlocks, giveDrained, undrain } from './drain.ts';
import { ExtentChooser } from './extent-chooser.ts';
import type { Heap } from './heap.ts';
import { WalkedExtents } from './walked-extents.ts';

/** Longest work under one hold of a lock. */
const HOLD_US = 40;
/** Blocks between two looks at the clock. */
const MOVES_A_LOOK = 8;
const HEADERS_A_LOOK = 512;
/** Extents of a shard that are emptied one after the other without a gain. */
const FUTILE_ALLOWED = 20;

/** Blocks whose owner is not found before an extent is given up. */
const STUCK_ALLOWED = 64;

/** After a walk over the keys of a shard that has emptied nothing, time until the next. */
const WALK_REST_US = 60_000_000;

const IDLE = 0;
const TAKING_OFF = 1;
const MOVING = 2;
const GIVING_UP = 3;
/** The extents that are set aside get company, are emptied by a walk, and are given back or up. */
const GATHERING = 4;
const WALKING = 5;
const SETTLING = 6;

export class Compactor {
  readonly chooser: ExtentChooser;
  readonly #heap: Heap;
  readonly #control: Int32Array;
  readonly #owners: BlockOwners;
  readonly #gate: ShardGate;
  readonly #clock: Clock;
  #phase = IDLE;
  #page = -1;
  #shard = 0 as ShardId;
  /** Unit of the extent at which moving goes on. */
  #offset = 1;
  #stuck = 0;
  /** Whether blocks were met that a walk has to move. */
  #needsWalk = false;
  readonly #aside: WalkedExtents;
  /** Whether it is known which others may join those set aside. */
  #isListed = false;
  #stopping = false;
  /** Whether the extent is emptied for its slab's sake, even if its blocks then need as much elsewhere. */
  #forSlab = false;
  /** Pages that the shard drew for what was moved, and how many it may draw. */
  #drawn = 0;
  #drawnAllowed = 0;
  /** By shard: extents emptied one after the other that gained nothing. */
  readonly #futile = new Uint8Array(SHARDS);
  /** Blocks moved and extents given back so far. */
  moved = 0;
  emptied = 0;
  /** Extents that could not be emptied. */
  failed = 0;

  constructor(heap: Heap, owners: BlockOwners, gate: ShardGate, clock: Clock) {
    this.chooser = new ExtentChooser(heap);
    this.#aside = new WalkedExtents(heap, this.chooser, owners);
    this.#heap = heap;
    this.#control = heap.slabs.control;
    this.#owners = owners;
    this.#gate = gate;
    this.#clock = clock;
  }

  /** Goes on for one hold of a lock. @returns false when there is nothing to do */
  step(): boolean {
    if (this.#phase === IDLE && !this.#choose()) return false;
    if (this.#phase === GATHERING) {
      this.#gather();
      return true;
    }
    if (!this.#gate.tryEnter(this.#shard)) return true;
    this.#work(this.#clock() + HOLD_US);
    this.#gate.leave(this.#shard);
    return true;
  }

  /** Makes an ordinary extent of the one that is being emptied. Takes its lock as often as it needs; for an end. */
  stop(): void {
    this.#stopping = true;
    if (this.#phase === TAKING_OFF || this.#phase === MOVING) this.#phase = GIVING_UP;
    else if (this.#phase === GATHERING || this.#phase === WALKING) this.#phase = SETTLING;
    while (this.#phase !== IDLE) this.step();
    this.#stopping = false;
    this.#control[G_AVOIDED_SLAB] = 0;
  }

  /**
   * Takes in blocks that were freed under other shards' locks, for shards that are too idle to do it themselves.
   * @returns whether there were any
   */
  takeInRemote(): boolean {
    let any = false;
    for (let shard = 0; shard < SHARDS; shard++) {
      if (!this.#heap.hasRemote(shard) || !this.#gate.tryEnter(shard as ShardId)) continue;
      if (this.#heap.drainRemote(shard)) any = true;
      this.#gate.leave(shard as ShardId);
    }
    return any;
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
          if (this.#moveSome()) break;
          return;
        case GIVING_UP:
          if (undrain(heap, this.#shard, this.#page, HEADERS_A_LOOK)) this.#rest();
          break;
        case WALKING:
          if (!this.#aside.walk(untilUs)) return;
          this.#phase = SETTLING;
          break;
        case SETTLING:
          if (!this.#settle()) return;
          break;
        default:
          return;
      }
    } while (this.#clock() < untilUs);
  }

  /** @returns false when nothing can be done in this hold any more */
  #moveSome(): boolean {
    const heap = this.#heap;
    const pagesAt = heap.base(this.#shard) + S_EXTENT_PAGES;
    const before = this.#control[pagesAt]!;
    for (let moves = 0; moves < MOVES_A_LOOK; ) {
      const ref = blockAt(heap, this.#page, this.#offset);
      if (ref === NO_REF) {
        this.#drawn += this.#control[pagesAt]! - before;
        return this.#end();
      }
      const kind = heap.kindOf(ref);
      this.#offset += heap.blockBytes(ref) >>> 3;
      if (kind === 0) continue;
      moves++;
      if (this.#owners.isWalked(kind)) this.#needsWalk = true;
      else if (this.#owners.move(this.#shard, ref, kind)) this.moved++;
      else if (++this.#stuck > STUCK_ALLOWED) {
        this.#phase = GIVING_UP;
        return true;
      }
    }
    this.#drawn += this.#control[pagesAt]! - before;
    // The holes elsewhere do not fit: new extents would take the place of the old one.
    if (this.#drawn > this.#drawnAllowed) this.#phase = GIVING_UP;
    return true;
  }

  #end(): boolean {
    if (this.#heap.extents.liveUnits(this.#page) !== 0) {
      // Blocks that were freed under other shards' locks count as in use until the next hold takes them in.
      const waits = this.#heap.hasRemote(this.#shard) && ++this.#stuck <= STUCK_ALLOWED;
      if (waits) return false;
      if (this.#needsWalk) {
        this.#aside.add(this.#page, this.#drawn);
        this.#phase = GATHERING;
        return false;
      }
      this.#phase = GIVING_UP;
      return true;
    }
    this.#noteGain((1 << this.#heap.extents.orderOf(this.#page)) - this.#drawn);
    giveDrained(this.#heap, this.#shard, this.#page);
    this.emptied++;
    return this.#afterExtent();
  }

  /** The first extents may need a new one for what they hold; when that goes on, the shard is left alone. */
  #noteGain(pages: number): void {
    if (pages > 0 || this.#forSlab) this.#futile[this.#shard] = 0;
    else if (++this.#futile[this.#shard]! > FUTILE_ALLOWED) {
      this.#futile[this.#shard] = 0;
      this.chooser.restShard(this.#shard, this.#clock());
    }
  }

  #rest(): void {
    this.failed++;
    this.chooser.restExtent(this.#page, this.#clock());
    this.#afterExtent();
  }

  /** Goes on with those that are set aside, if there are any. @returns whether there is more to do in this hold */
  #afterExtent(): boolean {
    this.#page = -1;
    if (this.#aside.count === 0) this.#phase = IDLE;
    else this.#phase = this.#stopping ? SETTLING : GATHERING;
    return false;
  }

  /** Begins with another extent of the shard for those that are set aside, or with the walk. Under no lock. */
  #gather(): void {
    const slab = this.#forSlab ? this.#control[G_AVOIDED_SLAB]! - 1 : -1;
    if (!this.#isListed) this.#aside.begin(this.#shard, slab, this.#clock());
    this.#isListed = true;
    for (let page = this.#aside.nextPage(); page >= 0; page = this.#aside.nextPage()) {
      if (this.#begin(page, this.#forSlab)) return;
    }
    this.#owners.beginWalk(this.#shard);
    this.#phase = WALKING;
  }

  /** @returns false when all is settled */
  #settle(): boolean {
    const aside = this.#aside;
    if (aside.count > 0) {
      const kept = aside.settle(HEADERS_A_LOOK);
      if (kept < 0) return true;
      this.failed++;
      this.chooser.restExtent(kept, this.#clock());
      return true;
    }
    this.emptied += aside.emptied;
    this.#noteGain(aside.gained - aside.drawn);
    if (aside.emptied === 0) this.chooser.restShard(this.#shard, this.#clock(), WALK_REST_US);
    aside.drawn = 0;
    this.#isListed = false;
    this.#phase = IDLE;
    return false;
  }

  /** Looks for an extent to empty and begins with it. @returns false if there is none */
  #choose(): boolean {
    const { chooser } = this;
    const nowUs = this.#clock();
    if (chooser.isNeeded()) {
      this.#control[G_AVOIDED_SLAB] = 0;
      const page = chooser.next(nowUs);
      if (page >= 0) return this.#begin(page, false);
    }
    const slab = chooser.slabToEmpty(nowUs);
    const page = slab < 0 ? -1 : chooser.nextOfSlab(slab, nowUs);
    this.#control[G_AVOIDED_SLAB] = page < 0 ? 0 : slab + 1;
    return page >= 0 && this.#begin(page, true);
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
      this.#needsWalk = false;
      this.#forSlab = any;
      this.#drawn = 0;
      const pages = 1 << extents.orderOf(page);
      this.#drawnAllowed = any ? 2 * pages + 64 : Math.max(pages >> 1, 1);
    }
    this.#gate.leave(shard);
    return mayDrain;
  }
}
