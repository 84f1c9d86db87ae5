/**
 * Problem: a slab with one object left in it holds up to 256 MiB of touched pages.
 * Idea: choose the emptiest slab whose objects fit into what is free elsewhere, and move them out one at a time. The
 * object is pinned under its owner's lock, so that writers copy instead of changing it; copied under no lock; and gets
 * its new pages under the owner's lock, if the owner still has it and nobody reads it. References do not change,
 * because the descriptor stays.
 * Cost: two short holds of the owner's lock an object, and one copy. Gives up: objects above 128 MiB, and those that
 * somebody reads at that moment, stay where they are.
 */

import { type LargeRef, NO_LARGE, type ShardId } from '../types.ts';
import {
  D_FIRST_RUN,
  D_NEXT,
  D_RUNS,
  D_UNITS,
  FIRST_DESCRIPTOR,
  LARGE_DESCRIPTOR_SHIFT,
  LARGE_SLAB_SHIFT,
  LARGE_UNITS_PER_SLAB,
  RUNS_PER_DESCRIPTOR,
} from './large-layout.ts';
import type { LargeObjects } from './large-objects.ts';

/** The locks of the shards, as far as moving needs them. */
export interface ShardGate {
  /** Takes the shard's lock if it is free. */
  tryEnter(shard: ShardId): boolean;
  leave(shard: ShardId): void;
}

/** Descriptors that one step looks at. */
const LOOKS_PER_STEP = 4_096;
/** Descriptors of one object that a look follows. */
const LONGEST_LOOK = 64;
const LARGEST_MOVE_UNITS = LARGE_UNITS_PER_SLAB / 2;
/** What must stay free beside the moved objects, so that the next large value does not need the slab again. */
const MARGIN_UNITS = LARGE_UNITS_PER_SLAB / 4;

export class LargeCompactor {
  readonly #objects: LargeObjects;
  readonly #gate: ShardGate;
  #victim = -1;
  /** Next descriptor to look at. */
  #next = FIRST_DESCRIPTOR;
  #ref: LargeRef = NO_LARGE;
  #twin: LargeRef = NO_LARGE;
  #shard = 0 as ShardId;
  #copied = 0;

  constructor(objects: LargeObjects, gate: ShardGate) {
    this.#objects = objects;
    this.#gate = gate;
  }

  /**
   * Goes on with the work: looks at some thousand descriptors, copies up to `budgetBytes`.
   * @returns bytes copied; 0 when there was nothing to move in what it looked at
   */
  step(budgetBytes: number): number {
    if (this.#ref === NO_LARGE && !this.#findNext()) return 0;
    const objects = this.#objects;
    const left = objects.length(this.#ref) - this.#copied;
    const bytes = left < budgetBytes ? left : budgetBytes;
    objects.copyRange(this.#ref, this.#copied, this.#twin, this.#copied, bytes);
    this.#copied += bytes;
    if (bytes === left) this.#commit();
    return bytes;
  }

  /** Gives up what is half done. Called before the thread ends. */
  stop(): void {
    if (this.#ref !== NO_LARGE) this.#letGo();
  }

  #findNext(): boolean {
    const end = this.#objects.descriptors.end();
    if (this.#next >= end || this.#victim < 0) {
      this.#next = FIRST_DESCRIPTOR;
      this.#victim = this.#chooseVictim();
    }
    if (this.#victim < 0) return false;
    const stop = Math.min(end, this.#next + LOOKS_PER_STEP);
    while (this.#next < stop) {
      const ref = this.#next++ as LargeRef;
      if (this.#liesInVictim(ref) && this.#begin(ref)) return true;
    }
    return false;
  }

  /** The emptiest slab, if its objects fit into the others and leave some space there; else -1. */
  #chooseVictim(): number {
    this.#objects.slabs.sync();
    const units = this.#objects.units;
    let victim = -1;
    let least = LARGE_UNITS_PER_SLAB;
    for (let slab = 0; slab < units.maxSlabs; slab++) {
      const used = units.usedUnits(slab);
      if (used > 0 && used < least && units.exists(slab)) {
        victim = slab;
        least = used;
      }
    }
    return victim >= 0 && units.freeUnits(victim) >= least + MARGIN_UNITS ? victim : -1;
  }

  /** Looks without a lock: the answer may be wrong, and is only a hint. */
  #liesInVictim(ref: LargeRef): boolean {
    const objects = this.#objects;
    const words = objects.descriptors.words;
    const base = ref << LARGE_DESCRIPTOR_SHIFT;
    if (objects.references(ref) !== 1 || objects.shardOf(ref) < 0) return false;
    if (words[base + D_UNITS]! > LARGEST_MOVE_UNITS) return false;
    let left = words[base + D_RUNS]!;
    let at = ref as number;
    for (let hop = 0; hop < LONGEST_LOOK && left > 0 && at !== 0; hop++) {
      const run = (at << LARGE_DESCRIPTOR_SHIFT) + D_FIRST_RUN;
      const here = left < RUNS_PER_DESCRIPTOR ? left : RUNS_PER_DESCRIPTOR;
      for (let i = 0; i < here; i++) {
        if (words[run + i * 2]! >>> LARGE_SLAB_SHIFT === this.#victim) return true;
      }
      left -= here;
      at = words[(at << LARGE_DESCRIPTOR_SHIFT) + D_NEXT]!;
    }
    return false;
  }

  #begin(ref: LargeRef): boolean {
    const objects = this.#objects;
    const shard = objects.shardOf(ref) as ShardId;
    if (shard < 0 || !this.#gate.tryEnter(shard)) return false;
    const pinned = objects.tryPinSole(ref);
    const owned = pinned && objects.shardOf(ref) === shard;
    this.#gate.leave(shard);
    if (!pinned) return false;
    const twin = owned ? objects.allocateTwin(ref, this.#victim) : NO_LARGE;
    if (twin === NO_LARGE) {
      objects.release(ref);
      return false;
    }
    this.#ref = ref;
    this.#twin = twin;
    this.#shard = shard;
    this.#copied = 0;
    return true;
  }

  /** Exchanges the pages; when the lock is taken, the next step tries again. */
  #commit(): void {
    const objects = this.#objects;
    if (objects.shardOf(this.#ref) === this.#shard) {
      if (!this.#gate.tryEnter(this.#shard)) return;
      // The owner may have unlinked it or given it to another shard meanwhile, or somebody reads it.
      const ours = objects.shardOf(this.#ref) === this.#shard && objects.references(this.#ref) === 2;
      if (ours) objects.descriptors.exchangeRuns(this.#ref, this.#twin);
      this.#gate.leave(this.#shard);
    }
    this.#letGo();
  }

  #letGo(): void {
    const ref = this.#ref;
    const twin = this.#twin;
    this.#ref = NO_LARGE;
    this.#twin = NO_LARGE;
    this.#objects.release(twin);
    this.#objects.release(ref);
  }
}
