/**
 * Takes samples out of the rings of all threads, in the order of their times: a miss on one thread may be refilled on
 * another. Fields of the sample at hand are read from the ring itself; `next` gives its room back.
 */
import { sharedBytes, sharedWords } from '../memory/sparse-memory.ts';
import {
  E_CLOCK,
  E_HASH,
  E_KEY,
  E_KIND,
  E_SIZE,
  E_TIME,
  E_TTL,
  E_VALUE,
  entryAt,
  R_DROPPED,
  R_READ,
  R_WRITTEN,
  ringBase,
} from '../store/usage/sample-layout.ts';

/** Entries, a power of two less one, after which their room is given back. */
const TOLD_EVERY = 63;

export class SampleReader {
  readonly bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #threads: number;
  readonly #read: Int32Array;
  readonly #written: Int32Array;
  #ring = -1;
  #at = 0;

  constructor(shared: SharedArrayBuffer, threads: number) {
    this.#words = sharedWords(shared);
    this.bytes = sharedBytes(shared);
    this.#threads = threads;
    this.#read = Int32Array.from({ length: threads }, (_, ring) => this.#words[ringBase(ring) + R_READ]!);
    this.#written = new Int32Array(threads);
  }

  /** Samples that found no room so far, and those that were written. */
  get dropped(): number {
    let dropped = 0;
    for (let ring = 0; ring < this.#threads; ring++) dropped += this.#words[ringBase(ring) + R_DROPPED]!;
    return dropped;
  }

  get written(): number {
    let written = 0;
    for (let ring = 0; ring < this.#threads; ring++) written += this.#words[ringBase(ring) + R_WRITTEN]! >>> 0;
    return written;
  }

  /** Samples that are there to be taken. */
  get waiting(): number {
    let waiting = 0;
    for (let ring = 0; ring < this.#threads; ring++) {
      waiting += (Atomics.load(this.#words, ringBase(ring) + R_WRITTEN) - this.#read[ring]!) | 0;
    }
    return waiting;
  }

  /** Looks what there is by now: `next` brings so much. */
  begin(): void {
    this.#giveBack();
    this.#ring = -1;
    for (let ring = 0; ring < this.#threads; ring++) {
      this.#written[ring] = Atomics.load(this.#words, ringBase(ring) + R_WRITTEN);
    }
  }

  /** Goes on to the next sample. @returns false when there is none */
  next(): boolean {
    this.#giveBack();
    let best = -1;
    let bestTime = 0;
    for (let ring = 0; ring < this.#threads; ring++) {
      const read = this.#read[ring]!;
      if (read === this.#written[ring]) continue;
      const time = this.#words[entryAt(ringBase(ring), read) + E_TIME]!;
      if (best >= 0 && ((time - bestTime) | 0) >= 0) continue;
      best = ring;
      bestTime = time;
    }
    this.#ring = best;
    if (best < 0) return false;
    this.#at = entryAt(ringBase(best), this.#read[best]!);
    return true;
  }

  /** The writer is told now and then only, and at the end: it looks when its ring seems full. */
  #giveBack(): void {
    const ring = this.#ring;
    if (ring < 0) return;
    const read = (this.#read[ring]! + 1) | 0;
    this.#read[ring] = read;
    if ((read & TOLD_EVERY) === 0 || read === this.#written[ring]) {
      Atomics.store(this.#words, ringBase(ring) + R_READ, read);
    }
  }

  get kind(): number {
    return this.#words[this.#at + E_KIND]! & 15;
  }

  get costClass(): number {
    return (this.#words[this.#at + E_KIND]! >>> 4) & 15;
  }

  get hash(): number {
    return this.#words[this.#at + E_HASH]!;
  }

  /** Bytes, -1 when nobody knows. */
  get size(): number {
    return this.#words[this.#at + E_SIZE]!;
  }

  get ttl(): number {
    return this.#words[this.#at + E_TTL]!;
  }

  get time(): number {
    return this.#words[this.#at + E_TIME]!;
  }

  get clock(): number {
    return this.#words[this.#at + E_CLOCK]!;
  }

  get value(): number {
    return this.#words[this.#at + E_VALUE]!;
  }

  /** Where the beginning of the key stands in `bytes`, and its length. */
  get keyStart(): number {
    return (this.#at + E_KEY) * 4;
  }

  get keyLength(): number {
    return (this.#words[this.#at + E_KIND]! >>> 8) & 255;
  }
}
