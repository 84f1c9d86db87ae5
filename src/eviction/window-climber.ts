// HOT: asked whenever the records are counted; no closures, no allocation.
/**
 * Finds the width of the window for new records by trying: it goes on in the direction in which fewer keys had to come
 * in again, and turns back when more had to.
 *
 * The miss share is what was evicted to what was asked for, so that nothing has to be counted on a hit. Steps
 * get smaller until a jump of the miss share says that the workload is another one.
 * Gives up: it finds the nearest hill, not the highest;  a step needs a few accesses for each record.
 * Source: G. Einziger et al., "Adaptive software cache management" (Middleware '18).
 */
import {
  G_ACCESSES,
  G_CLIMB_ACCESSES,
  G_CLIMB_EVICTED,
  G_CLIMB_MISSES,
  G_CLIMB_STEP,
  G_CLIMB_WINDOW,
} from '../memory/layout.ts';
import { AGING } from '../store/usage/use-count.ts';

/** What the shared words count in: a share of 1. */
const ONE = 65_536;
const FIRST_STEP = 0.0625;
const DECAY = 0.98;
/** A change of the miss share that begins the search again. */
const JUMP = 0.05;
/** Accesses for each record between two steps. */
const STEP_AFTER = 4;
const NARROWEST = 0.01;
const WIDEST = 0.8;

export class WindowClimber {
  readonly #control: Int32Array;

  constructor(control: Int32Array) {
    this.#control = control;
  }

  /** Share of the records that may be new. */
  get window(): number {
    const window = this.#control[G_CLIMB_WINDOW]! / ONE;
    return window < NARROWEST ? NARROWEST : window;
  }

  /** A record had to go. */
  evicted(): void {
    Atomics.add(this.#control, G_CLIMB_EVICTED, 1);
  }

  /** Takes a step when enough was asked for since the last one. @param records of the store */
  climb(records: number): void {
    const control = this.#control;
    const now = control[G_ACCESSES]!;
    const last = control[G_CLIMB_ACCESSES]!;
    const accesses = now - last;
    if (accesses < STEP_AFTER * records) {
      // The count of accesses began again with an epoch.
      if (accesses < 0) Atomics.compareExchange(control, G_CLIMB_ACCESSES, last, last - AGING * records);
      return;
    }
    // Of two threads that see it, one takes the step.
    if (Atomics.compareExchange(control, G_CLIMB_ACCESSES, last, now) !== last) return;
    const misses = Math.min(1, Atomics.exchange(control, G_CLIMB_EVICTED, 0) / accesses);
    const before = control[G_CLIMB_MISSES]! / ONE;
    control[G_CLIMB_MISSES] = misses * ONE;
    const step = control[G_CLIMB_STEP]! / ONE;
    // Nothing is known of what was before the first step.
    if (step === 0) {
      this.#move(FIRST_STEP, FIRST_STEP);
      return;
    }
    const gain = before - misses;
    const move = gain >= 0 ? step : -step;
    const isJump = gain >= JUMP || gain <= -JUMP;
    this.#move(move, isJump ? Math.sign(move) * FIRST_STEP : move * DECAY);
  }

  #move(by: number, nextStep: number): void {
    const window = this.window + by;
    const bounded = window < NARROWEST ? NARROWEST : window > WIDEST ? WIDEST : window;
    this.#control[G_CLIMB_WINDOW] = bounded * ONE;
    this.#control[G_CLIMB_STEP] = nextStep * ONE;
  }
}
