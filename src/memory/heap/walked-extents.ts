// HOT: runs in the background beside commands; no closures, no allocation on the JS heap, integers only.
/**
 * Extents of one shard that are empty but for blocks of collections: they are set aside until a walk over the shard's
 * keys moves those out of all of them, and are then given back or made ordinary ones again.
 */
import { PAGE_SHIFT, S_EXTENT_PAGES } from '../layout.ts';
import type { ShardId } from '../types.ts';
import type { BlockOwners } from './block-owners.ts';
import { giveDrained, isUndraining, undrain } from './drain.ts';
import type { ExtentChooser } from './extent-chooser.ts';
import type { Heap } from './heap.ts';

/** Extents that one walk serves. */
const MOST = 48;

export class WalkedExtents {
  readonly #heap: Heap;
  readonly #chooser: ExtentChooser;
  readonly #owners: BlockOwners;
  #shard = 0 as ShardId;
  /** First pages of those that are set aside. */
  readonly #pages = new Int32Array(MOST);
  count = 0;
  /** Extents of the shard that may join them, from `#next` on. */
  readonly #listed = new Int32Array(MOST);
  #listedCount = 0;
  #next = 0;
  /** Whether a slab is being emptied, whatever is gained inside extents. */
  #forSlab = false;
  /** Extents that were given back, their pages, and the pages that the shard drew for what was in all of them. */
  emptied = 0;
  gained = 0;
  drawn = 0;

  constructor(heap: Heap, chooser: ExtentChooser, owners: BlockOwners) {
    this.#heap = heap;
    this.#chooser = chooser;
    this.#owners = owners;
  }

  /** Sets an extent aside. @param drawn pages that were drawn for what was moved out of it */
  add(page: number, drawn: number): void {
    this.#pages[this.count++] = page;
    this.drawn += drawn;
  }

  /** The first extent of a shard was set aside: looks for others, of a slab or (-1) of all. Under no lock. */
  begin(shard: ShardId, slab: number, nowUs: number): void {
    this.#shard = shard;
    this.#forSlab = slab >= 0;
    this.emptied = 0;
    this.gained = 0;
    this.#next = 0;
    this.#listedCount = this.#chooser.listOfShard(shard, slab, nowUs, this.#listed);
  }

  /** First page of an extent that can be emptied together with those set aside, -1 when there are no more. */
  nextPage(): number {
    while (this.count < MOST && this.#next < this.#listedCount) {
      const page = this.#listed[this.#next++]!;
      if (this.#heap.extents.shardOfPage(page) !== this.#shard) continue;
      if (this.#forSlab || this.#chooser.fitsBeside(page, this.#units(), this.#liveUnits())) return page;
    }
    return -1;
  }

  /** Goes on with the walk, under the shard's lock. @returns whether it is over, or needs too much memory elsewhere */
  walk(untilUs: number): boolean {
    const { control } = this.#heap.slabs;
    const pagesAt = this.#heap.base(this.#shard) + S_EXTENT_PAGES;
    const before = control[pagesAt]!;
    const isOver = this.#owners.walk(untilUs);
    this.drawn += control[pagesAt]! - before;
    return isOver || (!this.#forSlab && this.drawn > Math.max(this.#units() >> (PAGE_SHIFT + 1), 1));
  }

  /**
   * Goes on with the last extent: gives it back, or reads so many headers to make an ordinary one of it.
   * @returns its first page when it stays, -1 while there is more to do or it is gone
   */
  settle(headers: number): number {
    const page = this.#pages[this.count - 1]!;
    const { extents } = this.#heap;
    // Once free blocks of it are on lists, it goes on to its end, which gives it back too.
    if (extents.liveUnits(page) === 0 && !isUndraining(this.#heap, page)) {
      this.gained += 1 << extents.orderOf(page);
      giveDrained(this.#heap, this.#shard, page);
      this.emptied++;
      this.count--;
      return -1;
    }
    if (!undrain(this.#heap, this.#shard, page, headers)) return -1;
    this.count--;
    return page;
  }

  #units(): number {
    let units = 0;
    for (let i = 0; i < this.count; i++) units += 1 << (PAGE_SHIFT + this.#heap.extents.orderOf(this.#pages[i]!));
    return units;
  }

  #liveUnits(): number {
    let units = 0;
    for (let i = 0; i < this.count; i++) units += this.#heap.extents.liveUnits(this.#pages[i]!);
    return units;
  }
}
