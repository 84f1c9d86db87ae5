/** Counts by powers of two: bucket i holds values from 2^(i-1) up to 2^i, the first one what is below 1. */
const BUCKETS = 40;

export class Log2Histogram {
  readonly #counts = new Float64Array(BUCKETS);
  total = 0;

  /** @param value 0 and more */
  add(value: number, weight = 1): void {
    const bucket = value < 1 ? 0 : Math.min(BUCKETS - 1, 32 - Math.clz32(Math.min(value, 0x7fffffff)));
    this.#counts[bucket]! += weight;
    this.total += weight;
  }

  /** The value that half of all are below, as the middle of its bucket; undefined when there are none. */
  median(): number | undefined {
    if (this.total === 0) return undefined;
    let below = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      below += this.#counts[bucket]!;
      if (below * 2 >= this.total) return bucket === 0 ? 0.5 : 2 ** (bucket - 0.5);
    }
    return undefined;
  }

  /** Upper bound of each bucket that holds something, and the share of all that it holds. */
  shares(): [upTo: number, share: number][] {
    const shares: [number, number][] = [];
    this.#counts.forEach((count, bucket) => {
      if (count > 0) shares.push([2 ** bucket, count / this.total]);
    });
    return shares;
  }

  /** Halves all counts. */
  halve(): void {
    for (let bucket = 0; bucket < BUCKETS; bucket++) this.#counts[bucket]! /= 2;
    this.total /= 2;
  }

  clear(): void {
    this.#counts.fill(0);
    this.total = 0;
  }
}
