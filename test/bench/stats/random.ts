/** A small seeded generator (sfc32, Chris Doty-Humphrey's PractRand), so that every server gets the same requests. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = 0x9e37_79b9 | 0;
    this.#c = 0x243f_6a88 | 0;
    for (let i = 0; i < 12; i++) this.next();
  }

  /** A uniform integer in 0 … 2^32 - 1. */
  next(): number {
    const result = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** A uniform number in [0, 1), 32 bits of it random. */
  unit(): number {
    return this.next() / 0x1_0000_0000;
  }

  /** A uniform integer in 0 … limit - 1, for limits far below 2^32. */
  below(limit: number): number {
    return Math.floor(this.unit() * limit);
  }
}

/** `length` bytes of lower-case letters: no compression and no integer encoding makes them smaller. */
export function randomLetters(length: number, seed = 1): Buffer {
  const random = new Random(seed);
  const bytes = Buffer.allocUnsafe(length);
  const once = Math.min(length, 65_536);
  for (let i = 0; i < once; i++) bytes[i] = 97 + (random.next() % 26);
  for (let done = once; done < length; done += once) bytes.copy(bytes, done, 0, Math.min(once, length - done));
  return bytes;
}
