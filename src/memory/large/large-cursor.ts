// HOT: no closures, no allocation; positions stay small integers even in objects of several GiB.
/** A place in a large object, for walking along its runs: a slab, a byte in it, and the bytes left in that run. */
import {
  D_FIRST_RUN,
  D_NEXT,
  D_RUNS,
  FIRST_LARGE_SLAB,
  LARGE_DESCRIPTOR_SHIFT,
  LARGE_SLAB_SHIFT,
  LARGE_UNIT_BYTES,
  LARGE_UNIT_MASK,
  LARGE_UNIT_SHIFT,
  RUNS_PER_DESCRIPTOR,
} from './large-layout.ts';

export class LargeCursor {
  /** Id of the slab in the SlabSet. */
  slab = 0;
  /** Offset in the slab. */
  byte = 0;
  /** Bytes from here to the end of the run, spare ones included; 0 behind the last run. */
  left = 0;
  readonly #words: Int32Array;
  #descriptor = 0;
  #slot = 0;
  /** Runs that follow the present one. */
  #runsAfter = 0;

  constructor(words: Int32Array) {
    this.#words = words;
  }

  /** Goes to byte `at` of an object. */
  seek(descriptor: number, at: number): void {
    const words = this.#words;
    this.#descriptor = descriptor;
    this.#slot = 0;
    this.#runsAfter = words[(descriptor << LARGE_DESCRIPTOR_SHIFT) + D_RUNS]! - 1;
    let unit = Math.floor(at / LARGE_UNIT_BYTES);
    const rest = at - unit * LARGE_UNIT_BYTES;
    let word = this.#word();
    while (unit >= words[word + 1]!) {
      unit -= words[word + 1]!;
      if (this.#runsAfter === 0) {
        this.left = 0;
        return;
      }
      word = this.#step();
    }
    this.#stand(words[word]! + unit, words[word + 1]! - unit, rest);
  }

  /** Goes to the start of the next run. */
  next(): void {
    if (this.#runsAfter === 0) throw new Error('walked past the end of a large object');
    const word = this.#step();
    this.#stand(this.#words[word]!, this.#words[word + 1]!, 0);
  }

  /** Goes on by up to `left` bytes. */
  advance(bytes: number): void {
    this.byte += bytes;
    this.left -= bytes;
  }

  #stand(unit: number, units: number, rest: number): void {
    this.slab = FIRST_LARGE_SLAB + (unit >>> LARGE_SLAB_SHIFT);
    this.byte = ((unit & LARGE_UNIT_MASK) << LARGE_UNIT_SHIFT) + rest;
    this.left = (units << LARGE_UNIT_SHIFT) - rest;
  }

  #step(): number {
    this.#runsAfter--;
    if (++this.#slot === RUNS_PER_DESCRIPTOR) {
      this.#slot = 0;
      this.#descriptor = this.#words[(this.#descriptor << LARGE_DESCRIPTOR_SHIFT) + D_NEXT]!;
    }
    return this.#word();
  }

  #word(): number {
    return (this.#descriptor << LARGE_DESCRIPTOR_SHIFT) + D_FIRST_RUN + (this.#slot << 1);
  }
}
