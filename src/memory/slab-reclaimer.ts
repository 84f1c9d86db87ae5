/**
 * Gives slabs that hold nothing back to the system. One slab stays for a while, because a store that was emptied is
 * often filled again at once.
 */
import type { ExtentPool } from './heap/extents.ts';
import type { LargeSpace } from './large/large-space.ts';

/** How long one empty slab is kept. */
const KEEP_MS = 2_000;
const LOOK_EVERY_MS = 100;

export class SlabReclaimer {
  readonly #extents: ExtentPool;
  readonly #large: LargeSpace;
  #nextLookMs = 0;
  #emptySinceMs = -1;

  constructor(extents: ExtentPool, large: LargeSpace) {
    this.#extents = extents;
    this.#large = large;
  }

  /** Looks now and then, as often as it is called. @returns slabs dropped, of the heap and of large objects */
  step(nowMs: number): number {
    if (nowMs < this.#nextLookMs && this.#nextLookMs - nowMs <= LOOK_EVERY_MS) return 0;
    this.#nextLookMs = nowMs + LOOK_EVERY_MS;
    const dropped = this.#large.reclaimEmptySlabs(nowMs, KEEP_MS);
    const empty = this.#extents.emptySlabs();
    if (empty === 0) {
      this.#emptySinceMs = -1;
      return dropped;
    }
    if (this.#emptySinceMs < 0) this.#emptySinceMs = nowMs;
    const keep = nowMs - this.#emptySinceMs < KEEP_MS ? 1 : 0;
    return dropped + (empty > keep ? this.#extents.dropEmptySlabs(keep) : 0);
  }
}
