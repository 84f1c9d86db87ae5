// HOT: asked for every new key while the store is full; integers only.
/**
 * Remembers how often keys were used that are no longer there.
 *
 * Problem: a key that comes back after its eviction is worth more than one that nobody ever asked for, but a list of
 * evicted keys would cost as much as keeping some of them.
 * Idea: a count-min sketch of four-bit counters, all of a key's in one cache line. What is evicted raises its three
 * counters to its use count; what is inserted starts with the least of its three. Counts are halved every epoch, like
 * those in the records (use-count.ts). Keys that were used once are the most by far, and would fill the sketch long
 * before an epoch ends: then every new key looks as if it had been there. So a hand goes round and forgets them sooner.
 * Cost: eight counters, four bytes, for each record of the store; one cache miss an insertion and one an eviction.
 * Gives up: exactness: a key that shares all three counters with others looks used more often than it was. Threads change
 * counters without a lock: of two that change one word at once, one change may be lost, which only costs accuracy.
 * Source: G. Einziger et al., "TinyLFU: a highly efficient cache admission policy" (2017).
 */
import { G_HISTORY_SWEEP, G_HISTORY_WORDS } from '../../memory/layout.ts';

/** Counters for each record. */
const COUNTERS_PER_RECORD = 8;
const COUNTERS_PER_WORD = 8;
const LOWEST_BITS = 0x11111111;
/** Words of a cache line: all counters of a key lie in one. */
const LINE = 16;
const LINE_COUNTERS = LINE * COUNTERS_PER_WORD;
/**
 * Evictions for each word of the sketch in which the hand goes round: on average those of one and a half of them are
 * remembered at a time, four or five counters in eight. Of two and of four, none was ahead everywhere.
 */
const EVICTIONS_PER_WORD = 3;
/** Sizes from one power of two to the next: a sketch is at most a quarter larger than it need be. */
const STEPS = 4;
/** Words that one eviction halves at most, so that nobody waits for a whole sketch. */
const SWEEP = 512;

export class UseHistory {
  readonly #words: Int32Array;
  readonly #control: Int32Array;
  /** Where this thread's hand stands, and evictions since it moved. */
  #hand = 0;
  #evictions = 0;

  /** @param shared room for the largest size that the sketch may take: whole lines */
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
    const line = lineOf(mixed, size);
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
    const line = lineOf(mixed, size);
    const second = mix(mixed);
    this.#raise(line, second & (LINE_COUNTERS - 1), uses);
    this.#raise(line, (second >>> 8) & (LINE_COUNTERS - 1), uses);
    this.#raise(line, (second >>> 16) & (LINE_COUNTERS - 1), uses);
  }

  /** Told of each eviction: forgets some of the keys that were used once. */
  forgetSome(): void {
    if (++this.#evictions < EVICTIONS_PER_WORD * LINE) return;
    this.#evictions = 0;
    const first = this.#hand < this.#control[G_HISTORY_WORDS]! ? this.#hand : 0;
    const end = first + LINE;
    this.#hand = end;
    for (let i = first; i < end; i++) {
      const word = this.#words[i]!;
      // The lowest bit of each counter that is more than one.
      const more = ((word >>> 1) | (word >>> 2) | (word >>> 3)) & LOWEST_BITS;
      this.#words[i] = word & (~LOWEST_BITS | more);
    }
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
    const size = Math.min(sizeFor(wanted), this.#words.length);
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

/** The first word of a key's line. @param mixed bits of its hash @param size words of the sketch */
function lineOf(mixed: number, size: number): number {
  return ((((mixed >>> 0) / 0x1_0000_0000) * (size / LINE)) | 0) * LINE;
}

/** Words of the smallest sketch that has so many: whole lines. */
function sizeFor(words: number): number {
  let size = LINE;
  while (size * 2 <= words) size *= 2;
  const step = Math.max(LINE, size / STEPS);
  return size >= words ? size : size + Math.ceil((words - size) / step) * step;
}

/** Spreads the bits of a hash: records of a shard share some of them. */
function mix(hash: number): number {
  let x = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}
