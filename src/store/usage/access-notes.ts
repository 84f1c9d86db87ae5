// HOT: one call an access; no closures, no allocation on the JS heap.
/** What is noted in a record when its key is used, as the eviction policy in force needs it. */
import { ACCESS_TICKS_PER_SECOND } from '../../memory/clock.ts';
import {
  G_ACCESSES,
  G_COST_PREFIXES,
  G_HAND_ROUND,
  G_MARKS_NEW,
  G_RECENT,
  G_RECENT_NEXT,
  G_USE_EPOCH,
  RECENT_ENTRIES,
  RECENT_WORDS,
  ROOT_NEW,
} from '../../memory/layout.ts';
import type { Ref } from '../../memory/types.ts';
import type { Records } from '../record.ts';
import type { PrefixCosts } from './prefix-costs.ts';
import { counterOf, MAX_USES, usedOnce, usesOf } from './use-count.ts';
import type { UseHistory } from './use-history.ts';

/** The time of the last access … */
export const ACCESS_CLOCK = 0;
/** … and a logarithmic counter of accesses that decays with time, as Redis' LFU … */
export const ACCESS_COUNTER = 1;
/** … or nothing, so that the clock says when the key came in … */
export const ACCESS_NONE = 2;
/** … or a small counter that ages with the use of the store, and survives evictions for a while. */
export const ACCESS_USES = 3;
/** … or visits since it came in or was last looked at, up to three; the clock says when that was. */
export const ACCESS_VISITS = 4;

/** The visits in a counter, and the most there are; the bits above the lower four belong to SIEVE (eviction/sieve.ts). */
export const VISITS_MASK = 3;
export const ROUND_SHIFT = 4;
export const ROUND_MASK = 15;

const TICKS_PER_MINUTE = 60 * ACCESS_TICKS_PER_SECOND;
/** Accesses that a thread counts before it tells the others. */
const TELL_AFTER = 64;

export class AccessNotes {
  readonly #records: Records;
  readonly #control: Int32Array;
  readonly #history: UseHistory;
  readonly #costs: PrefixCosts;
  /** One of ACCESS_…. */
  mode: number = ACCESS_CLOCK;
  lfuLogFactor = 10;
  lfuDecayMinutes = 1;
  /** Accesses not yet told; told at once while epochs are short. */
  tellAfter = TELL_AFTER;
  #untold = 0;

  constructor(records: Records, control: Int32Array, history: UseHistory, costs: PrefixCosts) {
    this.#records = records;
    this.#control = control;
    this.#history = history;
    this.#costs = costs;
  }

  /** The key was used. @param clock access clock of now */
  used(ref: Ref, clock: number): void {
    const records = this.#records;
    switch (this.mode) {
      case ACCESS_NONE:
        return;
      case ACCESS_COUNTER:
        records.setCounter(ref, this.#usedOnceMore(ref, clock));
        break;
      case ACCESS_USES:
        records.setCounter(ref, usedOnce(records.counter(ref), this.#control[G_USE_EPOCH]!));
        this.#count();
        break;
      case ACCESS_VISITS: {
        const counter = records.counter(ref);
        if ((counter & VISITS_MASK) !== VISITS_MASK) records.setCounter(ref, counter + 1);
        return;
      }
      default:
    }
    records.setAccessClock(ref, clock);
  }

  /**
   * A key came in that was not there. @param place shard, and database from bit 6 on @param root word of its root
   */
  cameIn(ref: Ref, hash: number, place: number, root: number): void {
    if (this.mode === ACCESS_VISITS) this.#cameUnvisited(ref, hash, root);
    if (this.mode !== ACCESS_USES) return;
    const control = this.#control;
    const records = this.#records;
    if (control[G_COST_PREFIXES] !== 0) {
      const keyAt = records.keyAt(ref);
      records.setCostClass(ref, this.#costs.classOf(records.bytesOf(ref), keyAt, records.keyLength(ref)));
    }
    const before = this.#history.usesOf(hash);
    records.setCounter(ref, counterOf(before < MAX_USES ? before + 1 : before, control[G_USE_EPOCH]!));
    this.#count();
    if (control[G_MARKS_NEW] === 0) return;
    records.setNew(ref, true);
    control[root + ROOT_NEW]! += 1;
    // Threads may write the same entry at once: whoever reads it looks whether it names a new record.
    const next = control[G_RECENT_NEXT]! & (RECENT_ENTRIES - 1);
    control[G_RECENT_NEXT] = next + 1;
    const entry = G_RECENT + next * RECENT_WORDS;
    control[entry] = ref;
    control[entry + 1] = place;
    control[entry + 2] = hash;
  }

  /** Nobody visited it yet. It is on probation unless it was there not long ago. */
  #cameUnvisited(ref: Ref, hash: number, root: number): void {
    const control = this.#control;
    this.#records.setCounter(ref, (control[G_HAND_ROUND]! & ROUND_MASK) << ROUND_SHIFT);
    if (control[G_MARKS_NEW] === 0 || this.#history.usesOf(hash) !== 0) return;
    this.#records.setNew(ref, true);
    control[root + ROOT_NEW]! += 1;
  }

  /** How much a key is used (OBJECT FREQ), on the scale of the policy in force; -1 where the policy counts no uses. */
  frequency(ref: Ref, clock: number): number {
    if (this.mode === ACCESS_COUNTER) return this.decayedCounter(ref, clock);
    return this.mode === ACCESS_USES ? usesOf(this.#records.counter(ref), this.#control[G_USE_EPOCH]!) : -1;
  }

  /** The logarithmic counter as it stands now. */
  decayedCounter(ref: Ref, clock: number): number {
    const counter = this.#records.counter(ref);
    if (this.lfuDecayMinutes === 0) return counter;
    const idleTicks = (clock - this.#records.accessClock(ref)) >>> 0;
    const periods = Math.floor(idleTicks / (TICKS_PER_MINUTE * this.lfuDecayMinutes));
    return periods >= counter ? 0 : counter - periods;
  }

  /** The counter after one more use: decayed by the minutes since the last one, then raised with falling odds. */
  #usedOnceMore(ref: Ref, clock: number): number {
    const counter = this.decayedCounter(ref, clock);
    if (counter >= 255) return 255;
    const above = counter > 5 ? counter - 5 : 0;
    return Math.random() < 1 / (above * this.lfuLogFactor + 1) ? counter + 1 : counter;
  }

  #count(): void {
    if (++this.#untold < this.tellAfter) return;
    Atomics.add(this.#control, G_ACCESSES, this.#untold);
    this.#untold = 0;
  }
}
