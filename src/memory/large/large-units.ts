// HOT: no closures, no allocation except for a new slab; every method runs under G_LARGE_LOCK.
/**
 * Problem: hand out runs of 4 KiB units so that a run is found within microseconds, pages that are already real are
 * used again before fresh ones (a first touch costs ten times the copy), and slabs empty out.
 * Idea: one bit a unit, searched from the lowest free unit of the fullest slab that can have such a run. Each slab
 * remembers an upper bound of its longest free run: a search that fails makes it exact, freeing resets it, so a slab
 * is searched in vain once after each time something in it was freed.
 * Cost: 128 words looked at to choose a slab, then at most 2,048 words of bitmap a slab.
 * Source: address-ordered first fit (P. Wilson et al., "Dynamic Storage Allocation: A Survey and Critical Review",
 * 1995).
 */

import { G_LARGE_SLAB_UNITS, G_LARGE_UNITS, LARGE_SLABS } from '../layout.ts';
import type { SharedMemory, SlabSet } from '../slabs.ts';
import { sharedWords } from '../sparse-memory.ts';
import {
  FIRST_LARGE_SLAB,
  H_FILLS,
  H_LONGEST,
  H_LOW,
  H_REFUSED,
  H_TOP,
  H_TOUCHED,
  LARGE_BITMAP_WORDS,
  LARGE_SLAB_SHIFT,
  LARGE_UNIT_MASK,
  LARGE_UNITS_PER_SLAB,
} from './large-layout.ts';

/** Any slab will do. Any other value of `avoid` names a slab that is to be emptied: that one and empty ones are not used. */
export const AVOID_NONE = -1;

export class LargeUnits {
  /** The run that `take` found: its first unit (global) and its length. */
  first = 0;
  count = 0;
  /** Words of the bitmap that were searched; the user sets it back. */
  searched = 0;
  readonly maxSlabs: number;
  readonly #slabs: SlabSet;
  readonly #control: Int32Array;
  readonly #bitmap: Int32Array;
  readonly #table: Int32Array;

  /** @param maxSlabs how many slabs the space may have, at most LARGE_SLABS */
  constructor(slabs: SlabSet, shared: SharedMemory, maxSlabs: number) {
    this.maxSlabs = maxSlabs;
    this.#slabs = slabs;
    this.#control = slabs.control;
    this.#bitmap = new Int32Array(shared.largeBitmap);
    this.#table = sharedWords(shared.largeTable);
  }

  /** Takes a run of at least `want` and at most `most` units out of one slab: `first` and `count` tell which. */
  take(want: number, most: number, avoid: number): boolean {
    for (;;) {
      const slab = this.#fullest(want, avoid);
      if (slab < 0) return false;
      if (this.#search(slab, want, most)) {
        this.#mark(this.first, this.count);
        return true;
      }
    }
  }

  /** Takes up to `most` free units that directly follow global unit `unit - 1` in the same slab. @returns how many. */
  takeFrom(unit: number, most: number): number {
    const room = LARGE_UNITS_PER_SLAB - (unit & LARGE_UNIT_MASK);
    // A unit at the start of a slab follows no unit of that slab.
    const limit = room === LARGE_UNITS_PER_SLAB ? 0 : most < room ? most : room;
    let count = 0;
    while (count < limit) {
      const at = unit + count;
      const bits = this.#bitmap[at >>> 5]! >>> (at & 31);
      const rest = 32 - (at & 31);
      const free = bits === 0 ? rest : 31 - Math.clz32(bits & -bits);
      count += free;
      if (free < rest) break;
    }
    if (count > limit) count = limit;
    if (count > 0) this.#mark(unit, count);
    return count;
  }

  /** Gives back a run. */
  free(first: number, count: number): void {
    const bitmap = this.#bitmap;
    let unit = first;
    let left = count;
    while (left > 0) {
      const bit = unit & 31;
      const bits = left < 32 - bit ? left : 32 - bit;
      const mask = bits === 32 ? -1 : ((1 << bits) - 1) << bit;
      bitmap[unit >>> 5]! &= ~mask;
      unit += bits;
      left -= bits;
    }
    const slab = first >>> LARGE_SLAB_SHIFT;
    const word = (first & LARGE_UNIT_MASK) >>> 5;
    if (word < this.#table[H_LOW + slab]!) this.#table[H_LOW + slab] = word;
    this.#table[H_LONGEST + slab] = LARGE_UNITS_PER_SLAB;
    this.#account(slab, -count);
  }

  /** Free units of the slabs that `take` would use. */
  freeUnits(avoid: number): number {
    let free = 0;
    for (let slab = 0; slab < LARGE_SLABS; slab++) {
      if (!this.exists(slab)) continue;
      const used = this.usedUnits(slab);
      if (avoid === AVOID_NONE || (slab !== avoid && used > 0)) free += LARGE_UNITS_PER_SLAB - used;
    }
    return free;
  }

  /** Units that could still be taken, were there no limit but the space's own. */
  roomLeft(): number {
    return this.maxSlabs * LARGE_UNITS_PER_SLAB - this.#control[G_LARGE_UNITS]!;
  }

  exists(slab: number): boolean {
    return this.#slabs.bytes[FIRST_LARGE_SLAB + slab]!.length !== 0;
  }

  usedUnits(slab: number): number {
    return this.#control[G_LARGE_SLAB_UNITS + slab]!;
  }

  /** The first slab from number `from` on that has no object; -1 if there is none. */
  emptySlab(from: number): number {
    for (let slab = from; slab < LARGE_SLABS; slab++) {
      if (this.exists(slab) && this.usedUnits(slab) === 0) return slab;
    }
    return -1;
  }

  /** How many slabs the space has. */
  slabCount(): number {
    let count = 0;
    for (let slab = 0; slab < this.maxSlabs; slab++) if (this.exists(slab)) count++;
    return count;
  }

  /** Whether it is worth while to make one slab more for the space. */
  mayAddSlab(): boolean {
    return this.#table[H_REFUSED] === 0 && this.slabCount() < this.maxSlabs;
  }

  /**
   * Adds a slab that was made before the lock was taken; undefined when the system gave none. False when there is none,
   * or the space has as many as it may.
   */
  addSlab(fresh: SharedArrayBuffer | undefined): boolean {
    const table = this.#table;
    if (fresh === undefined) {
      // Asking again costs a full collection each time, so it waits until something changed.
      table[H_REFUSED] = 1;
      return false;
    }
    let slab = 0;
    while (slab < this.maxSlabs && this.exists(slab)) slab++;
    if (slab === this.maxSlabs) return false;
    this.#slabs.add(FIRST_LARGE_SLAB + slab, fresh);
    table[H_LOW + slab] = 0;
    table[H_TOP + slab] = 0;
    table[H_LONGEST + slab] = LARGE_UNITS_PER_SLAB;
    return true;
  }

  /** Drops a slab without objects. */
  dropSlab(slab: number): void {
    this.#table[H_LONGEST + slab] = 0;
    this.#table[H_TOUCHED]! -= this.#table[H_TOP + slab]!;
    this.#table[H_TOP + slab] = 0;
    this.#slabs.drop(FIRST_LARGE_SLAB + slab);
  }

  /** The slab with most units in use that may have a free run of `want` units; -1 if there is none. */
  #fullest(want: number, avoid: number): number {
    const control = this.#control;
    const table = this.#table;
    let best = -1;
    let bestUsed = avoid === AVOID_NONE ? -1 : 0;
    for (let slab = 0; slab < LARGE_SLABS; slab++) {
      if (table[H_LONGEST + slab]! < want || slab === avoid) continue;
      const used = control[G_LARGE_SLAB_UNITS + slab]!;
      if (used > bestUsed && LARGE_UNITS_PER_SLAB - used >= want) {
        best = slab;
        bestUsed = used;
      }
    }
    return best;
  }

  /** Looks for the first free run of at least `want` units and cuts it to `most`. */
  #search(slab: number, want: number, most: number): boolean {
    const bitmap = this.#bitmap;
    const base = slab * LARGE_BITMAP_WORDS;
    const end = base + LARGE_BITMAP_WORDS;
    let word = base + this.#table[H_LOW + slab]!;
    while (word < end && bitmap[word] === -1) word++;
    this.#table[H_LOW + slab] = word - base;
    const begun = word;
    let start = 0;
    let run = 0;
    let longest = 0;
    search: for (; word < end; word++) {
      const bits = bitmap[word]!;
      let bit = 0;
      while (bit < 32) {
        const rest = (bits >>> bit) | 0;
        const zeros = rest === 0 ? 32 - bit : 31 - Math.clz32(rest & -rest);
        if (zeros > 0) {
          if (run === 0) start = (word << 5) + bit;
          run += zeros;
          if (run >= most) break search;
          bit += zeros;
          if (bit === 32) break;
        }
        if (run >= want) break search;
        if (run > longest) longest = run;
        run = 0;
        const used = ~(bits >>> bit);
        bit += used === 0 ? 32 : 31 - Math.clz32(used & -used);
      }
    }
    this.searched += word - begun;
    if (run >= want) {
      this.first = start;
      this.count = run < most ? run : most;
      return true;
    }
    this.#table[H_LONGEST + slab] = run > longest ? run : longest;
    return false;
  }

  #mark(first: number, count: number): void {
    const bitmap = this.#bitmap;
    let unit = first;
    let left = count;
    while (left > 0) {
      const bit = unit & 31;
      const bits = left < 32 - bit ? left : 32 - bit;
      const mask = bits === 32 ? -1 : ((1 << bits) - 1) << bit;
      bitmap[unit >>> 5]! |= mask;
      unit += bits;
      left -= bits;
    }
    const slab = first >>> LARGE_SLAB_SHIFT;
    if (this.#control[G_LARGE_SLAB_UNITS + slab] === 0) this.#table[H_FILLS] = (this.#table[H_FILLS]! + 1) | 0;
    const top = (first & LARGE_UNIT_MASK) + count;
    const grown = top - this.#table[H_TOP + slab]!;
    if (grown > 0) {
      this.#table[H_TOP + slab] = top;
      this.#table[H_TOUCHED]! += grown;
    }
    this.#account(slab, count);
  }

  /** Written atomically because statistics read these words without the lock. */
  #account(slab: number, units: number): void {
    const control = this.#control;
    Atomics.store(control, G_LARGE_SLAB_UNITS + slab, control[G_LARGE_SLAB_UNITS + slab]! + units);
    Atomics.store(control, G_LARGE_UNITS, control[G_LARGE_UNITS]! + units);
  }
}
