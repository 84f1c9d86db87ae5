// HOT: no closures, no allocation except for a new slab; G_LARGE_LOCK is never held while bytes are copied.
/**
 * Problem: values of 64 KiB to several GiB must come and go without leaving holes in the heap of records, be read
 * while they are replaced, and give their memory back to the system.
 * Idea: slabs of their own, cut into pages of 4 KiB; an object is a counted descriptor with one run of pages, or
 * several when no single one is free. A unit that was taken belongs to one object until that object's count is 0, so
 * its bytes need no lock. Slabs empty out because full ones are filled first; empty ones are dropped.
 * Cost: one short hold of one lock to allocate and to free, whatever the size; up to 4 KiB unused at the end.
 * Gives up: all threads share that lock, which at 64 KiB an object is far from being the limit.
 *
 * References: `allocate` gives one, its owner's; `pin` one more, so that the bytes stay while they are sent. The object
 * may be changed only by whoever holds the lock of its owner (or has not shown it to anybody yet), and only while it is
 * not pinned: a pinned object is copied instead.
 */

import { G_LARGE_COUNT, G_LARGE_UNITS, LARGE_SLABS } from '../layout.ts';
import type { SharedMemory, SlabSet } from '../slabs.ts';
import { type LargeRef, NO_LARGE, type ShardId } from '../types.ts';
import { LargeDescriptors } from './large-descriptors.ts';
import {
  D_REFERENCES,
  D_SHARD,
  H_FILLS,
  H_REFUSED,
  H_TOUCHED,
  LARGE_DESCRIPTOR_SHIFT,
  LARGE_DESCRIPTOR_WORDS,
  LARGE_UNIT_BYTES,
  unitsFor,
} from './large-layout.ts';
import { LargePages } from './large-pages.ts';
import { AVOID_NONE, LargeUnits } from './large-units.ts';

const DESCRIPTOR_BYTES = LARGE_DESCRIPTOR_WORDS * 4;

export class LargeSpace {
  readonly slabs: SlabSet;
  /** For the audit and the compactor; changed under G_LARGE_LOCK only. */
  readonly units: LargeUnits;
  readonly descriptors: LargeDescriptors;
  readonly #pages: LargePages;
  readonly #control: Int32Array;
  readonly #words: Int32Array;
  #fillsSeen = 0;
  #emptySinceMs = -1;

  /** @param maxSlabs limit of the space in slabs of 256 MiB; all threads pass the same */
  constructor(slabs: SlabSet, shared: SharedMemory, maxSlabs: number = LARGE_SLABS) {
    this.slabs = slabs;
    this.units = new LargeUnits(slabs, shared, maxSlabs);
    this.descriptors = new LargeDescriptors(slabs.control, shared.largeTable);
    this.#control = slabs.control;
    this.#words = this.descriptors.words;
    this.#pages = new LargePages(slabs, this.units, this.descriptors, shared.poison);
  }

  /** Bytes that an object of this length occupies: what to reserve before `allocate`. */
  bytesFor(length: number): number {
    return unitsFor(length) * LARGE_UNIT_BYTES + DESCRIPTOR_BYTES;
  }

  /** Bytes that the object occupies, spare ones included: what its release gives back. */
  bytesOf(ref: LargeRef): number {
    return this.descriptors.units(ref) * LARGE_UNIT_BYTES + DESCRIPTOR_BYTES;
  }

  /** The most that `extend(ref, newLength, exact)` adds to `bytesOf(ref)`: what to reserve before. */
  extendBytes(ref: LargeRef, newLength: number, exact = false): number {
    const have = this.descriptors.units(ref);
    const need = unitsFor(newLength);
    return need <= have ? 0 : ((exact ? need : withSpare(need)) - have) * LARGE_UNIT_BYTES;
  }

  /** An object of `length` bytes of any content, with one reference; NO_LARGE when there is no room for it. */
  allocate(length: number): LargeRef {
    return this.#allocate(length, unitsFor(length), AVOID_NONE, true);
  }

  /**
   * An object as long and with as many pages as `ref`, of any content, in slabs that are in use, except slab number
   * `avoid` (counted from 0); NO_LARGE when these have no room.
   */
  allocateTwin(ref: LargeRef, avoid: number): LargeRef {
    return this.#allocate(this.descriptors.length(ref), this.descriptors.units(ref), avoid, false);
  }

  /** Length in bytes. */
  length(ref: LargeRef): number {
    return this.descriptors.length(ref);
  }

  /** Keeps the object's bytes until the matching `release`. The caller holds a reference or the owner's lock. */
  pin(ref: LargeRef): void {
    const before = Atomics.add(this.#words, (ref << LARGE_DESCRIPTOR_SHIFT) + D_REFERENCES, 1);
    if (before < 1) throw new Error('a large object was pinned after it was freed');
  }

  /** Gives up one reference: a pin, or the owner's. The last one frees the pages. Any thread, any lock held. */
  release(ref: LargeRef): void {
    const before = Atomics.sub(this.#words, (ref << LARGE_DESCRIPTOR_SHIFT) + D_REFERENCES, 1);
    if (before > 1) return;
    if (before < 1) throw new Error('a large object was released more often than it was held');
    this.#pages.lock();
    this.#pages.cut(ref, 0);
    this.descriptors.destroy(ref);
    Atomics.sub(this.#control, G_LARGE_COUNT, 1);
    this.#pages.unlock();
  }

  /** Whether somebody besides the owner reads it. False stays false while the caller holds the owner's lock. */
  isPinned(ref: LargeRef): boolean {
    return Atomics.load(this.#words, (ref << LARGE_DESCRIPTOR_SHIFT) + D_REFERENCES) > 1;
  }

  /**
   * Says which shard's lock guards the owner from now on, which allows the compactor to move the object. The caller
   * holds that lock (and the former one). Whoever adopts also calls `drop` instead of `release` for the owner.
   */
  adopt(ref: LargeRef, shard: ShardId): void {
    Atomics.store(this.#words, (ref << LARGE_DESCRIPTOR_SHIFT) + D_SHARD, shard + 1);
  }

  /** Ends what `adopt` began, under the shard's lock: the reference stays with the caller, to `release` whenever. */
  disown(ref: LargeRef): void {
    Atomics.store(this.#words, (ref << LARGE_DESCRIPTOR_SHIFT) + D_SHARD, 0);
  }

  /** `disown`, then `release`. */
  drop(ref: LargeRef): void {
    this.disown(ref);
    this.release(ref);
  }

  /** The shard that adopted the object, or -1. */
  shardOf(ref: LargeRef): number {
    return Atomics.load(this.#words, (ref << LARGE_DESCRIPTOR_SHIFT) + D_SHARD) - 1;
  }

  /**
   * Makes an unpinned object longer; the new bytes have any content. Takes up to a quarter more than needed, so that
   * repeated appends stay linear, unless `exact`. False, and nothing changed, when there is no room.
   */
  extend(ref: LargeRef, newLength: number, exact = false): boolean {
    const have = this.descriptors.units(ref);
    const need = unitsFor(newLength);
    if (newLength < this.descriptors.length(ref)) throw new RangeError('extend got a shorter length');
    if (need > have) {
      this.#pages.lock();
      const had = this.#pages.extend(ref, have, need, exact ? need : withSpare(need));
      this.#pages.unlock();
      if (!had) return false;
    }
    this.descriptors.setLength(ref, newLength);
    return true;
  }

  /** Makes an unpinned object shorter and frees the pages behind its end, spare ones included. */
  truncate(ref: LargeRef, newLength: number): void {
    if (newLength > this.descriptors.length(ref)) throw new RangeError('truncate got a longer length');
    this.descriptors.setLength(ref, newLength);
    const keep = unitsFor(newLength);
    if (keep === this.descriptors.units(ref)) return;
    this.#pages.lock();
    this.#pages.cut(ref, keep);
    this.#pages.unlock();
  }

  /**
   * Pins an object that has one reference. False when it has none or several. Unlike `pin` it may be tried on any
   * descriptor: what was found is known only afterwards.
   */
  tryPinSole(ref: LargeRef): boolean {
    return Atomics.compareExchange(this.#words, (ref << LARGE_DESCRIPTOR_SHIFT) + D_REFERENCES, 1, 2) === 1;
  }

  /** References now held: the owner's and the pins. */
  references(ref: LargeRef): number {
    return Atomics.load(this.#words, (ref << LARGE_DESCRIPTOR_SHIFT) + D_REFERENCES);
  }

  /**
   * Drops slabs without objects, but keeps one until none was needed for `keepMs`. For the background thread.
   * @returns how many were dropped
   */
  reclaimEmptySlabs(nowMs: number, keepMs: number): number {
    this.#pages.lock();
    const words = this.#words;
    words[H_REFUSED] = 0;
    let slab = this.units.emptySlab(0);
    if (slab < 0) this.#emptySinceMs = -1;
    else if (this.#emptySinceMs < 0 || this.#fillsSeen !== words[H_FILLS]!) this.#emptySinceMs = nowMs;
    this.#fillsSeen = words[H_FILLS]!;
    if (slab >= 0 && nowMs - this.#emptySinceMs < keepMs) slab = this.units.emptySlab(slab + 1);
    let dropped = 0;
    while (slab >= 0) {
      this.units.dropSlab(slab);
      dropped++;
      this.#pages.breathe();
      slab = this.units.emptySlab(slab + 1);
    }
    this.#pages.unlock();
    return dropped;
  }

  /** Bytes of units in use. */
  usedBytes(): number {
    return Atomics.load(this.#control, G_LARGE_UNITS) * LARGE_UNIT_BYTES;
  }

  /** Bytes of the pages that the system had to give: those in use, and those freed in slabs that are still there. */
  touchedBytes(): number {
    return Atomics.load(this.#words, H_TOUCHED) * LARGE_UNIT_BYTES;
  }

  objectCount(): number {
    return Atomics.load(this.#control, G_LARGE_COUNT);
  }

  #allocate(length: number, units: number, avoid: number, mayAdd: boolean): LargeRef {
    this.#pages.lock();
    const ref = this.descriptors.create() as LargeRef;
    if (ref === NO_LARGE || !this.#pages.grow(ref, units, avoid, mayAdd)) {
      if (ref !== NO_LARGE) {
        this.#pages.cut(ref, 0);
        this.descriptors.destroy(ref);
      }
      this.#pages.unlock();
      return NO_LARGE;
    }
    Atomics.add(this.#control, G_LARGE_COUNT, 1);
    this.#pages.unlock();
    this.descriptors.setLength(ref, length);
    Atomics.store(this.#words, (ref << LARGE_DESCRIPTOR_SHIFT) + D_REFERENCES, 1);
    return ref;
  }
}

/** What repeated appends are given: a quarter more than they need. */
function withSpare(units: number): number {
  return units + (units >>> 2);
}
