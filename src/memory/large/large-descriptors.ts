// HOT: no closures, no allocation.
/**
 * The descriptors of large objects: who has which runs (large-layout.ts draws them). Creating, freeing and changing
 * runs happens under G_LARGE_LOCK; reading needs a reference to the object, or the lock of its owner's shard.
 */

import { G_LARGE_FREE_DESCRIPTOR, G_LARGE_NEXT_DESCRIPTOR } from '../layout.ts';
import { sharedWords } from '../sparse-memory.ts';
import {
  CONTINUATION,
  D_FIRST_RUN,
  D_LAST,
  D_LENGTH_HIGH,
  D_LENGTH_LOW,
  D_NEXT,
  D_REFERENCES,
  D_RUNS,
  D_SHARD,
  D_UNITS,
  FIRST_DESCRIPTOR,
  LARGE_DESCRIPTOR_SHIFT,
  LARGE_DESCRIPTORS,
  RUNS_PER_DESCRIPTOR,
  RUNS_SHIFT,
} from './large-layout.ts';

const TWO_32 = 4_294_967_296;

export class LargeDescriptors {
  readonly words: Int32Array;
  readonly #control: Int32Array;

  constructor(control: Int32Array, table: SharedArrayBuffer) {
    this.#control = control;
    this.words = sharedWords(table);
  }

  /** A descriptor without runs, not yet alive (its count of references is 0); 0 when all are taken. */
  create(): number {
    const descriptor = this.#pop();
    if (descriptor === 0) return 0;
    const base = descriptor << LARGE_DESCRIPTOR_SHIFT;
    const words = this.words;
    words[base + D_LENGTH_LOW] = 0;
    words[base + D_LENGTH_HIGH] = 0;
    words[base + D_RUNS] = 0;
    words[base + D_UNITS] = 0;
    words[base + D_NEXT] = 0;
    words[base + D_LAST] = descriptor;
    Atomics.store(words, base + D_SHARD, 0);
    return descriptor;
  }

  /** Gives back a descriptor that has neither runs nor continuations. */
  destroy(descriptor: number): void {
    Atomics.store(this.words, (descriptor << LARGE_DESCRIPTOR_SHIFT) + D_REFERENCES, 0);
    this.#push(descriptor);
  }

  /** Length in bytes, of up to 2^53. */
  length(descriptor: number): number {
    const base = descriptor << LARGE_DESCRIPTOR_SHIFT;
    const high = this.words[base + D_LENGTH_HIGH]!;
    const low = this.words[base + D_LENGTH_LOW]!;
    return high === 0 && low >= 0 ? low : high * TWO_32 + (low >>> 0);
  }

  setLength(descriptor: number, length: number): void {
    const base = descriptor << LARGE_DESCRIPTOR_SHIFT;
    this.words[base + D_LENGTH_LOW] = (length % TWO_32) | 0;
    this.words[base + D_LENGTH_HIGH] = Math.floor(length / TWO_32);
  }

  runs(descriptor: number): number {
    return this.words[(descriptor << LARGE_DESCRIPTOR_SHIFT) + D_RUNS]!;
  }

  units(descriptor: number): number {
    return this.words[(descriptor << LARGE_DESCRIPTOR_SHIFT) + D_UNITS]!;
  }

  next(descriptor: number): number {
    return this.words[(descriptor << LARGE_DESCRIPTOR_SHIFT) + D_NEXT]!;
  }

  /** Word of the table where run `index` of the object stands (first unit, then the count). */
  runWord(descriptor: number, index: number): number {
    let at = descriptor;
    for (let hops = index >>> RUNS_SHIFT; hops > 0; hops--) at = this.next(at);
    return slotWord(at, index & (RUNS_PER_DESCRIPTOR - 1));
  }

  /** Global unit after the last one of the object, or 0 if it has none. */
  endUnit(descriptor: number): number {
    const runs = this.runs(descriptor);
    if (runs === 0) return 0;
    const word = this.#lastRunWord(descriptor, runs);
    return this.words[word]! + this.words[word + 1]!;
  }

  /** Adds a run behind the others. False when it needs one more descriptor and there is none. */
  append(descriptor: number, first: number, count: number): boolean {
    const words = this.words;
    const base = descriptor << LARGE_DESCRIPTOR_SHIFT;
    const runs = words[base + D_RUNS]!;
    const slot = runs & (RUNS_PER_DESCRIPTOR - 1);
    if (slot === 0 && runs > 0) {
      const more = this.#pop();
      if (more === 0) return false;
      Atomics.store(words, (more << LARGE_DESCRIPTOR_SHIFT) + D_REFERENCES, CONTINUATION);
      words[(more << LARGE_DESCRIPTOR_SHIFT) + D_NEXT] = 0;
      words[(more << LARGE_DESCRIPTOR_SHIFT) + D_LAST] = words[base + D_LAST]!;
      words[(words[base + D_LAST]! << LARGE_DESCRIPTOR_SHIFT) + D_NEXT] = more;
      words[base + D_LAST] = more;
    }
    const word = slotWord(words[base + D_LAST]!, slot);
    words[word] = first;
    words[word + 1] = count;
    words[base + D_RUNS] = runs + 1;
    words[base + D_UNITS]! += count;
    return true;
  }

  /** Makes the last run longer, by units that follow it. */
  lengthenLast(descriptor: number, count: number): void {
    const word = this.#lastRunWord(descriptor, this.runs(descriptor));
    this.words[word + 1]! += count;
    this.words[(descriptor << LARGE_DESCRIPTOR_SHIFT) + D_UNITS]! += count;
  }

  /**
   * Takes units away from the last run: all of it, or what the object has above `keepUnits`.
   * @returns how many were cut off; `cutFirst` is the first of them.
   */
  cutLast(descriptor: number, keepUnits: number): number {
    const words = this.words;
    const base = descriptor << LARGE_DESCRIPTOR_SHIFT;
    const runs = words[base + D_RUNS]!;
    const word = this.#lastRunWord(descriptor, runs);
    const count = words[word + 1]!;
    const surplus = words[base + D_UNITS]! - keepUnits;
    const cut = surplus < count ? surplus : count;
    this.cutFirst = words[word]! + count - cut;
    words[base + D_UNITS]! -= cut;
    words[word + 1] = count - cut;
    if (cut === count) {
      words[base + D_RUNS] = runs - 1;
      if (((runs - 1) & (RUNS_PER_DESCRIPTOR - 1)) === 0 && runs > 1) this.#dropLastContinuation(descriptor);
    }
    return cut;
  }

  /** First unit that the latest `cutLast` cut off. */
  cutFirst = 0;

  /** Exchanges the runs of two objects. The caller alone uses both. */
  exchangeRuns(a: number, b: number): void {
    const baseA = a << LARGE_DESCRIPTOR_SHIFT;
    const baseB = b << LARGE_DESCRIPTOR_SHIFT;
    for (let word = D_RUNS; word <= D_LAST; word++) this.#exchange(baseA + word, baseB + word);
    for (let word = D_FIRST_RUN; word < 1 << LARGE_DESCRIPTOR_SHIFT; word++) this.#exchange(baseA + word, baseB + word);
    this.#rejoin(a);
    this.#rejoin(b);
  }

  /** Number after the last descriptor that was ever used. */
  end(): number {
    return FIRST_DESCRIPTOR + Atomics.load(this.#control, G_LARGE_NEXT_DESCRIPTOR);
  }

  /** Sets right what points to the first descriptor of a chain, after the rest of the chain changed hands. */
  #rejoin(descriptor: number): void {
    const next = this.next(descriptor);
    const word = ((next === 0 ? descriptor : next) << LARGE_DESCRIPTOR_SHIFT) + D_LAST;
    this.words[word] = descriptor;
  }

  #exchange(a: number, b: number): void {
    const words = this.words;
    const kept = words[a]!;
    words[a] = words[b]!;
    words[b] = kept;
  }

  #lastRunWord(descriptor: number, runs: number): number {
    const last = this.words[(descriptor << LARGE_DESCRIPTOR_SHIFT) + D_LAST]!;
    return slotWord(last, (runs - 1) & (RUNS_PER_DESCRIPTOR - 1));
  }

  #dropLastContinuation(descriptor: number): void {
    const words = this.words;
    const last = words[(descriptor << LARGE_DESCRIPTOR_SHIFT) + D_LAST]!;
    const before = words[(last << LARGE_DESCRIPTOR_SHIFT) + D_LAST]!;
    words[(before << LARGE_DESCRIPTOR_SHIFT) + D_NEXT] = 0;
    words[(descriptor << LARGE_DESCRIPTOR_SHIFT) + D_LAST] = before;
    this.destroy(last);
  }

  #pop(): number {
    const control = this.#control;
    const free = control[G_LARGE_FREE_DESCRIPTOR]!;
    if (free !== 0) {
      control[G_LARGE_FREE_DESCRIPTOR] = this.next(free);
      return free;
    }
    const fresh = FIRST_DESCRIPTOR + control[G_LARGE_NEXT_DESCRIPTOR]!;
    if (fresh >= LARGE_DESCRIPTORS) return 0;
    Atomics.add(control, G_LARGE_NEXT_DESCRIPTOR, 1);
    return fresh;
  }

  #push(descriptor: number): void {
    this.words[(descriptor << LARGE_DESCRIPTOR_SHIFT) + D_NEXT] = this.#control[G_LARGE_FREE_DESCRIPTOR]!;
    this.#control[G_LARGE_FREE_DESCRIPTOR] = descriptor;
  }
}

function slotWord(descriptor: number, slot: number): number {
  return (descriptor << LARGE_DESCRIPTOR_SHIFT) + D_FIRST_RUN + (slot << 1);
}
