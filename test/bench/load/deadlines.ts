/**
 * How many keys expire when: a count for every 10 ms, so that the benchmark knows how many keys are alive at any moment
 * without asking the server.
 */

const binMs = 10;

/** Counts by bin; `firstBin` × 10 ms is the Unix time of `counts[0]`. Serialisable. */
export interface DeadlineCounts {
  readonly firstBin: number;
  readonly counts: readonly number[];
}

export class Deadlines {
  readonly #counts = new Map<number, number>();

  /** Remembers one key that expires at `unixMs`; returns `unixMs`. */
  add(unixMs: number): number {
    const bin = Math.floor(unixMs / binMs);
    this.#counts.set(bin, (this.#counts.get(bin) ?? 0) + 1);
    return unixMs;
  }

  toJSON(): DeadlineCounts {
    if (this.#counts.size === 0) return { firstBin: 0, counts: [] };
    const bins = [...this.#counts.keys()];
    const firstBin = bins.reduce((a, b) => Math.min(a, b));
    const lastBin = bins.reduce((a, b) => Math.max(a, b));
    return {
      firstBin,
      counts: Array.from({ length: lastBin - firstBin + 1 }, (_, i) => this.#counts.get(firstBin + i) ?? 0),
    };
  }
}

/** Keys of `deadlines` that are still alive at `unixMs`. */
export function aliveAt(deadlines: DeadlineCounts, unixMs: number): number {
  const bin = Math.floor(unixMs / binMs);
  let alive = 0;
  for (let i = Math.max(0, bin - deadlines.firstBin); i < deadlines.counts.length; i++) {
    alive += deadlines.counts[i] ?? 0;
  }
  return alive;
}
