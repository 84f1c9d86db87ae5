// HOT: asked for every new key while the store is full; integers only.
/**
 * Remembers how often keys were used that are no longer there.
 *
 * Problem: a key that comes back after its eviction is worth more than one that nobody ever asked for, but a list of
 * evicted keys would cost as much as keeping some of them.
 * Idea: a count-min sketch of four-bit counters, all of a key's in one cache line. What is evicted raises its three
 * counters to its use count; what is inserted starts with the least of its three. Counts are halved every epoch, like
 * those in the records (use-count.ts).
 * Cost: four counters, two bytes, for each record of the store; one cache miss an insertion and one an eviction.
 * Gives up: exactness: a key that shares all three counters with others looks used more often than it was. Threads change
 * counters without a lock: of two that change one word at once, one change may be lost, which only costs accuracy.
 * Source: G. Einziger et al., "TinyLFU: a highly efficient cache admission policy" (2017).
 */
import { G_HISTORY_SWEEP, G_HISTORY_WORDS } from '../../memory/layout.ts';

/** Counters for each record. */
const COUNTERS_PER_RECORD = 8;
const COUNTERS_PER_WORD = 8;
/** Words of a cache line: all counters of a key lie in one. */
const LINE = 16;
const LINE_COUNTERS = LINE * COUNTERS_PER_WORD;
/** Words that one eviction halves at most, so that nobody waits for a whole sketch. */
const SWEEP = 512;

export class UseHistory {
  readonly #words: Int32Array;
  readonly #control: Int32Array;

  /** @param shared room for the largest size that the sketch may take; its length is a power of two */
  constructor(shared: SharedArrayBuffer, control: Int32Array) {
    this.#words = new Int32Array(shared);
    this.#control = control;
  }

  /** Bytes in use. */
  get bytes(): number {
    return this.#control[G_HISTORY_WORDS]! * 4;
  }

  /** Uses that are remembered of a key, by its hash. */
  usesOf(hash: number): number {
    const size = this.#control[G_HISTORY_WORDS]!;
    if (size === 0) return 0;
    const mixed = mix(hash);
    const line = ((mixed >>> 3) & (size / LINE - 1)) * LINE;
    const second = mix(mixed);
    const a = this.#counter(line, second & (LINE_COUNTERS - 1));
    const b = this.#counter(line, (second >>> 8) & (LINE_COUNTERS - 1));
    const c = this.#counter(line, (second >>> 16) & (LINE_COUNTERS - 1));
    const least = a < b ? a : b;
    return least < c ? least : c;
  }

  /** A key that was used so often (0 … 15) is gone. */
  remember(hash: number, uses: number): void {
    const size = this.#control[G_HISTORY_WORDS]!;
    if (size === 0 || uses === 0) return;
    const mixed = mix(hash);
    const line = ((mixed >>> 3) & (size / LINE - 1)) * LINE;
    const second = mix(mixed);
    this.#raise(line, second & (LINE_COUNTERS - 1), uses);
    this.#raise(line, (second >>> 8) & (LINE_COUNTERS - 1), uses);
    this.#raise(line, (second >>> 16) & (LINE_COUNTERS - 1), uses);
  }

  /** An epoch ends: all counters are to be halved, by `sweep`. */
  beginSweep(): void {
    Atomics.store(this.#control, G_HISTORY_SWEEP, 0);
  }

  /** Halves some of the counters that the last epoch left to halve. */
  sweep(): void {
    const size = this.#control[G_HISTORY_WORDS]!;
    if (this.#control[G_HISTORY_SWEEP]! >= size) return;
    const first = Atomics.add(this.#control, G_HISTORY_SWEEP, SWEEP);
    const end = first + SWEEP < size ? first + SWEEP : size;
    for (let i = first; i < end; i++) {
      const word = this.#words[i]!;
      if (word !== 0) this.#words[i] = (word >>> 1) & 0x77777777;
    }
  }

  /**
   * Gives the sketch its size for a number of records: it grows at once, which forgets what it knew, and shrinks late.
   * @returns bytes that it takes more than before, for whoever charges them
   */
  fit(records: number): number {
    const before = this.#control[G_HISTORY_WORDS]!;
    const wanted = (records * COUNTERS_PER_RECORD) / COUNTERS_PER_WORD;
    if (wanted <= before && (wanted * 8 > before || before === LINE)) return 0;
    let size = LINE;
    while (size < wanted && size < this.#words.length) size *= 2;
    // Of two threads that see the need at once, one does it.
    if (size === before || Atomics.compareExchange(this.#control, G_HISTORY_WORDS, before, size) !== before) return 0;
    for (let i = 0; i < size; i++) this.#words[i] = 0;
    return (size - before) * 4;
  }

  #counter(line: number, index: number): number {
    return (this.#words[line + (index >>> 3)]! >>> ((index & 7) << 2)) & 15;
  }

  #raise(line: number, index: number, uses: number): void {
    const at = line + (index >>> 3);
    const shift = (index & 7) << 2;
    const word = this.#words[at]!;
    if (((word >>> shift) & 15) < uses) this.#words[at] = (word & ~(15 << shift)) | (uses << shift);
  }
}

/** Spreads the bits of a hash: records of a shard share some of them. */
function mix(hash: number): number {
  let x = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}
