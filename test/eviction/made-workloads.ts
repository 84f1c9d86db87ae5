/** Workloads with known traits: popularity that drifts, scans through it, loops, and changes from one to another. */
import { Random32 } from '../../src/eviction/random.ts';
import { type Trace, TraceBuilder } from '../../src/simulator/trace.ts';

export interface MadeWorkload {
  readonly name: string;
  /** Objects that the cache holds. */
  readonly capacity: number;
  make(): Trace;
}

const KEYS = 20_000;
const REQUESTS = 75_000;

/** Key numbers by Zipf's law with exponent 0.9: a small number is popular. */
class Popularity {
  readonly #random: Random32;
  readonly #sums: Float64Array = new Float64Array(KEYS);

  constructor(seed: number) {
    this.#random = new Random32(seed);
    let sum = 0;
    for (let i = 0; i < KEYS; i++) {
      sum += 1 / (i + 1) ** 0.9;
      this.#sums[i] = sum;
    }
  }

  /** A number in [0, 1). */
  share(): number {
    return (this.#random.next() >>> 0) / 0x1_0000_0000;
  }

  next(): number {
    const wanted = this.share() * this.#sums[KEYS - 1]!;
    let low = 0;
    let high = KEYS - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#sums[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function made(add: (builder: TraceBuilder, request: number, popularity: Popularity) => void): Trace {
  const builder = new TraceBuilder();
  const popularity = new Popularity(42);
  for (let request = 0; request < REQUESTS; request++) add(builder, request, popularity);
  return builder.build();
}

const popular = (): Trace => made((builder, _, popularity) => builder.add(popularity.next()));

/** Which keys are popular moves on by one every ten requests. */
const drifting = (): Trace =>
  made((builder, request, popularity) => builder.add((popularity.next() + Math.floor(request / 10)) % 50_000));

/** Every fourth request goes through keys that nobody asks for again. */
const scanned = (): Trace =>
  made((builder, request, popularity) => builder.add(request % 4 === 0 ? `scan ${request}` : popularity.next()));

/** New keys that are asked for a few times soon after they came, and never again. */
const news = (): Trace =>
  made((builder, request, popularity) =>
    builder.add(Math.floor(request / 4) - Math.floor(popularity.share() ** 3 * 3_000)),
  );

const loop = (): Trace => made((builder, request) => builder.add(request % 1_500));

/** Half popularity, then a loop, then what is new. */
const changing = (): Trace =>
  made((builder, request, popularity) => {
    if (request < REQUESTS / 3) builder.add(popularity.next());
    else if (request < (REQUESTS / 3) * 2) builder.add(`loop ${request % 1_500}`);
    else builder.add(`new ${Math.floor(request / 4) - Math.floor(popularity.share() ** 3 * 3_000)}`);
  });

/** The same three again and again, and none of them for long. */
const alternating = (): Trace => {
  let fresh = 0;
  return made((builder, request, popularity) => {
    const phase = Math.floor(request / 7_500) % 3;
    if (phase === 0) builder.add(popularity.next());
    else if (phase === 1) builder.add(`loop ${request % 2_500}`);
    else builder.add(`new ${Math.floor(fresh++ / 4) - Math.floor(popularity.share() ** 3 * 3_000)}`);
  });
};

/** Keys that are asked for four times in a short while, interleaved with some others, and seldom again. */
const bursts = (): Trace => {
  const waiting: number[] = [];
  return made((builder, _, popularity) => {
    const begins = waiting.length < 20 || popularity.share() < 0.25;
    if (begins) {
      const key = Math.floor(popularity.share() ** 1.5 * 30_000);
      waiting.push(key, key, key);
      builder.add(key);
    } else builder.add(waiting.splice(Math.floor(popularity.share() * 20), 1)[0]!);
  });
};

/** Popularity that moves on so fast that what was used often says nothing. */
const passing = (): Trace =>
  made((builder, request, popularity) => builder.add(popularity.next() + Math.floor(request / 5)));

export const WORKLOADS: readonly MadeWorkload[] = [
  { name: 'popular keys', capacity: 1_000, make: popular },
  { name: 'popular keys, a small cache', capacity: 200, make: popular },
  { name: 'popularity that drifts', capacity: 1_000, make: drifting },
  { name: 'a scan in between', capacity: 1_000, make: scanned },
  { name: 'news', capacity: 1_000, make: news },
  { name: 'a loop that does not fit', capacity: 1_000, make: loop },
  { name: 'bursts', capacity: 500, make: bursts },
  { name: 'popularity that passes', capacity: 5_000, make: passing },
  { name: 'one after the other', capacity: 1_000, make: changing },
  { name: 'phases that alternate', capacity: 2_000, make: alternating },
];
