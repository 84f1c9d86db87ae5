// HOT: no closures, no allocation except for a new slab.
/**
 * Gives pages to objects and takes them back: the steps that need both the bitmap and the descriptors. Everything but
 * `lock` runs under G_LARGE_LOCK, and may let go of it in between: what is half done belongs to this thread alone,
 * because the object has no readers yet, or no more, or is being changed by its owner.
 */

import { G_LARGE_LOCK } from '../layout.ts';
import { lock, unlock } from '../lock.ts';
import { newSlab, type SlabSet } from '../slabs.ts';
import type { LargeRef } from '../types.ts';
import type { LargeDescriptors } from './large-descriptors.ts';
import {
  FIRST_LARGE_SLAB,
  LARGE_SLAB_SHIFT,
  LARGE_UNIT_BYTES,
  LARGE_UNIT_MASK,
  LARGE_UNITS_PER_SLAB,
} from './large-layout.ts';
import { AVOID_NONE, type LargeUnits } from './large-units.ts';

/** Effort (words of bitmap looked at) after which the lock is offered to the others: some 50 µs. */
const EFFORT_PER_HOLD = 32_768;
/** Effort that one run costs besides the search. */
const EFFORT_PER_RUN = 64;
/** Runs shorter than this are used only when the system gives no further slab: 64 KiB. */
const SHORTEST_RUN_UNITS = 16;
/** log2 of the number of runs above which the system is first asked for a further slab. */
const MANY_RUNS_SHIFT = 6;

/** What overwrites freed memory when that is asked for. */
const POISON = Buffer.alloc(LARGE_UNIT_BYTES * 16, 0xdb);

export class LargePages {
  readonly #slabs: SlabSet;
  readonly #units: LargeUnits;
  readonly #descriptors: LargeDescriptors;
  readonly #poison: boolean;

  constructor(slabs: SlabSet, units: LargeUnits, descriptors: LargeDescriptors, poison: boolean) {
    this.#slabs = slabs;
    this.#units = units;
    this.#descriptors = descriptors;
    this.#poison = poison;
  }

  lock(): void {
    lock(this.#slabs.control, G_LARGE_LOCK);
    this.#slabs.sync();
    this.#units.searched = 0;
  }

  unlock(): void {
    unlock(this.#slabs.control, G_LARGE_LOCK);
  }

  /** Lets others have the lock. */
  breathe(): void {
    this.unlock();
    this.lock();
  }

  /** Adds `count` units in as few runs as can be had. May stop half-way: then it is false and the caller cuts back. */
  grow(ref: LargeRef, count: number, avoid: number, mayAdd: boolean): boolean {
    const units = this.#units;
    if (count > units.roomLeft()) return false;
    const wantedRun = count >>> MANY_RUNS_SHIFT;
    const floor = wantedRun > SHORTEST_RUN_UNITS ? wantedRun : SHORTEST_RUN_UNITS;
    let left = count;
    let want = LARGE_UNITS_PER_SLAB;
    while (left > 0) {
      if (want > left) want = left;
      units.searched += EFFORT_PER_RUN;
      if (units.take(want, left < LARGE_UNITS_PER_SLAB ? left : LARGE_UNITS_PER_SLAB, avoid)) {
        if (!this.#descriptors.append(ref, units.first, units.count)) {
          units.free(units.first, units.count);
          return false;
        }
        left -= units.count;
      } else if (units.freeUnits(avoid) < left) {
        if (!mayAdd || !this.#addSlab()) return false;
        want = LARGE_UNITS_PER_SLAB;
      } else if (want <= floor && mayAdd && this.#addSlab()) {
        want = LARGE_UNITS_PER_SLAB;
      } else {
        if (want === 1) return false;
        want >>>= 1;
      }
      if (units.searched > EFFORT_PER_HOLD) this.breathe();
    }
    return true;
  }

  /**
   * Makes an object of `have` units longer: to `target` units if that is possible, else to `need`, first by the units
   * that follow its last ones. False, and nothing changed, when not even `need` can be had.
   */
  extend(ref: LargeRef, have: number, need: number, target: number): boolean {
    const beside = this.#units.takeFrom(this.#descriptors.endUnit(ref), target - have);
    if (beside > 0) this.#descriptors.lengthenLast(ref, beside);
    const now = have + beside;
    if (now >= need || this.grow(ref, target - now, AVOID_NONE, true)) return true;
    this.cut(ref, now);
    if (this.grow(ref, need - now, AVOID_NONE, true)) return true;
    this.cut(ref, have);
    return false;
  }

  /**
   * Lets go of the lock while a slab is made, which takes longer than anybody may wait for it.
   * @returns false when there is none to be had; else the search may begin anew
   */
  #addSlab(): boolean {
    const units = this.#units;
    if (!units.mayAddSlab()) return false;
    const before = units.slabCount();
    this.unlock();
    const fresh = newSlabOrNone();
    this.lock();
    // Who had the lock meanwhile may have added one: that will do.
    return units.slabCount() > before || units.addSlab(fresh);
  }

  /** Frees the units above the first `keep` ones. */
  cut(ref: LargeRef, keep: number): void {
    const descriptors = this.#descriptors;
    while (descriptors.units(ref) > keep) {
      const count = descriptors.cutLast(ref, keep);
      if (this.#poison) this.#overwrite(descriptors.cutFirst, count);
      this.#units.free(descriptors.cutFirst, count);
      this.#units.searched += EFFORT_PER_RUN;
      if (this.#units.searched > EFFORT_PER_HOLD) this.breathe();
    }
  }

  /** In test builds only, which is why it may happen under the lock: the units are nobody's afterwards. */
  #overwrite(first: number, count: number): void {
    const bytes = this.#slabs.bytes[FIRST_LARGE_SLAB + (first >>> LARGE_SLAB_SHIFT)]!;
    const start = (first & LARGE_UNIT_MASK) * LARGE_UNIT_BYTES;
    const end = start + count * LARGE_UNIT_BYTES;
    for (let at = start; at < end; at += POISON.length) {
      POISON.copy(bytes, at, 0, end - at < POISON.length ? end - at : POISON.length);
    }
  }
}

/** @returns undefined when the system gives no memory */
function newSlabOrNone(): SharedArrayBuffer | undefined {
  try {
    return newSlab();
  } catch {
    return undefined;
  }
}
