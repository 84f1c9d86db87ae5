// HOT: no closures, no allocation, no strings.
/**
 * Problem: several threads change one store in shared memory; holds are far shorter than a context switch.
 * Idea: one 32-bit word with three states. Taking a free lock is one compare-and-swap; a contended one is spun on
 * for about a hundred pauses and then slept on with Atomics.wait; the holder pays for a wake-up only when somebody
 * said that he sleeps.
 * Cost: two atomic instructions uncontended (about 20 ns); no fairness.
 * Source: the three-state futex mutex of U. Drepper, "Futexes Are Tricky" (2004).
 */
export const LOCK_FREE = 0;
export const LOCK_HELD = 1;
export const LOCK_CONTENDED = 2;

const SPINS = 100;

// Held as constants: looking `Atomics` up among the globals would cost a tenth of the lock itself.
const { compareExchange, exchange, load, notify, pause, wait } = Atomics;

/** Takes the lock if it is free. Never waits. */
export function tryLock(words: Int32Array, index: number): boolean {
  return compareExchange(words, index, LOCK_FREE, LOCK_HELD) === LOCK_FREE;
}

/**
 * Takes the lock, spinning first and then sleeping for up to `maxWaitMs` in all.
 * @returns false when the lock was not had in that time.
 */
export function lockWithin(words: Int32Array, index: number, maxWaitMs: number): boolean {
  if (compareExchange(words, index, LOCK_FREE, LOCK_HELD) === LOCK_FREE) return true;
  for (let spin = 0; spin < SPINS; spin++) {
    pause();
    if (load(words, index) === LOCK_FREE && compareExchange(words, index, LOCK_FREE, LOCK_HELD) === LOCK_FREE) {
      return true;
    }
  }
  return sleepUntilFree(words, index, maxWaitMs);
}

/** Takes the lock however long that lasts. For threads that have nothing else to do. */
export function lock(words: Int32Array, index: number): void {
  while (!lockWithin(words, index, 1_000)) {
    // A holder never sleeps or waits, so this ends.
  }
}

/** Gives the lock back and wakes one sleeper if there may be one. */
export function unlock(words: Int32Array, index: number): void {
  if (exchange(words, index, LOCK_FREE) === LOCK_CONTENDED) notify(words, index, 1);
}

function sleepUntilFree(words: Int32Array, index: number, maxWaitMs: number): boolean {
  let leftMs = maxWaitMs;
  while (exchange(words, index, LOCK_CONTENDED) !== LOCK_FREE) {
    if (leftMs <= 0) return false;
    // Slices bound the wait without reading a clock: a slice that ends early only shortens the bound.
    const sliceMs = leftMs < 0.25 ? leftMs : 0.25;
    wait(words, index, LOCK_CONTENDED, sliceMs);
    leftMs -= sliceMs;
  }
  return true;
}
