/**
 * Statistics by prefix of the key, for the prefixes that are used most.
 *
 * A prefix is what stands before a delimiter, as far as it looks like a name: `user:1234` counts for `user:`, and
 * `kv:llama:0f3a…` for `kv:llama:`. The table is bounded; while it is full, what is new counts for OTHER, until the
 * least used prefix has lost its place.
 */
import { isDelimiter, PREFIX_SEED, prefixHash } from '../store/usage/prefix-costs.ts';
import { Log2Histogram } from './log2-histogram.ts';

const MOST_PREFIXES = 256;
const MOST_NAMES = 3;
const LONGEST_NAME = 24;
const MOST_DIGITS = 3;
/** Number of the prefix that all others count for, and of keys without any. */
export const OTHER = 0;
export const NO_PREFIX = 1;

export class PrefixStats {
  /** As it stands in keys, one character a byte. */
  readonly name: string;
  readonly hash: number;
  // All of these are estimates: a sampled access counts for as many as it stands for.
  hits = 0;
  misses = 0;
  writes = 0;
  evictions = 0;
  /** Seconds between the last write and the eviction, over all evictions that know it. */
  ageSeconds = 0;
  agedEvictions = 0;
  /** µs that the hits saved. */
  savedUs = 0;
  /** Keys in the cache and their bytes, as counted last. */
  keys = 0;
  bytes = 0;
  /** µs from a miss to its refill. */
  readonly costs = new Log2Histogram();
  /** Uses of late, for who loses its place. */
  recent = 0;

  constructor(name: string, hash: number) {
    this.name = name;
    this.hash = hash;
  }

  /** What a miss costs, in µs; 0 while nobody knows. */
  get missUs(): number {
    return this.costs.median() ?? 0;
  }
}

/** Bytes that a prefix takes, about. */
const PREFIX_BYTES = 640;

export class PrefixTable {
  readonly all: PrefixStats[] = [new PrefixStats('(other)', 0), new PrefixStats('(none)', PREFIX_SEED)];
  readonly #numbers = new Map<number, number>();

  get memoryBytes(): number {
    return this.all.length * PREFIX_BYTES;
  }

  /** The number of a key's prefix. @param bytes the key's beginning, from `start` on */
  numberOf(bytes: Uint8Array, start: number, length: number): number {
    const end = prefixEnd(bytes, start, length);
    if (end === start) return NO_PREFIX;
    let hash = PREFIX_SEED;
    for (let at = start; at < end; at++) hash = prefixHash(hash, bytes[at]!);
    const known = this.#numbers.get(hash);
    if (known !== undefined) return known;
    if (this.all.length >= MOST_PREFIXES) return OTHER;
    this.#numbers.set(hash, this.all.length);
    const name = Buffer.from(bytes.subarray(start, end)).toString('latin1');
    return this.all.push(new PrefixStats(name, hash)) - 1;
  }

  /**
   * Takes the place of the least used prefix when the table is full, and lets all counts of late fade.
   * @returns the number that means another prefix from now on, or -1
   */
  makeRoom(): number {
    let least = -1;
    for (let number = NO_PREFIX + 1; number < this.all.length; number++) {
      if (least < 0 || this.all[number]!.recent < this.all[least]!.recent) least = number;
    }
    for (const stats of this.all) stats.recent /= 2;
    if (this.all.length < MOST_PREFIXES || this.all[OTHER]!.recent <= this.all[least]!.recent) return -1;
    this.#numbers.delete(this.all[least]!.hash);
    const last = this.all.pop()!;
    if (least < this.all.length) {
      this.all[least] = last;
      this.#numbers.set(last.hash, least);
    }
    return least;
  }
}

/** Where the last delimiter behind a name stands, plus one; `start` when the key has no prefix. */
function prefixEnd(bytes: Uint8Array, start: number, length: number): number {
  let end = start;
  let digits = 0;
  let names = 0;
  for (let at = start; at < start + length && names < MOST_NAMES; at++) {
    const byte = bytes[at]!;
    if (byte >= 0x30 && byte <= 0x39) digits++;
    if (!isDelimiter(byte)) continue;
    const name = at - end;
    if (name === 0 || name > LONGEST_NAME || digits > MOST_DIGITS || digits === name) return end;
    end = at + 1;
    digits = 0;
    names++;
  }
  return end;
}
