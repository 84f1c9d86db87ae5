// HOT: `find` runs for each access of a sampled key.
/**
 * The densely numbered keys of a sample, found by their 32-bit hashes: an index of open addressing leads from a hash to
 * its number, and what is known of the key lies in arrays of the owner. Two keys with the same hash are one, which is rare
 * enough not to matter in a sample.
 */
export class HashNumbers {
  /** By number; the owner reads it, and makes room with `resize`. */
  hashes: Int32Array;
  count = 0;
  /** Number + 1, or 0; a power of two slots. */
  #index: Int32Array;

  /** @param room keys at first, a power of two */
  constructor(room: number) {
    this.hashes = new Int32Array(room);
    this.#index = new Int32Array(room * 2);
  }

  /** Slots of the index. */
  get slots(): number {
    return this.#index.length;
  }

  /** The number of a hash, or -1. */
  find(hash: number): number {
    const mask = this.#index.length - 1;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#index[slot]! - 1;
      if (number < 0 || this.hashes[number] === hash) return number;
    }
  }

  /** Adds a hash that is not there, for which there is room. @returns its number, until the next `delete` */
  add(hash: number): number {
    const number = this.count++;
    this.hashes[number] = hash;
    this.#file(number);
    return number;
  }

  /** Takes a number out; the last one takes its place. @returns what was the last number, which the owner moves too */
  delete(number: number): number {
    this.#unfile(this.#slotOf(number));
    const last = --this.count;
    if (last === number) return last;
    this.#index[this.#slotOf(last)] = number + 1;
    this.hashes[number] = this.hashes[last]!;
    return last;
  }

  /** Gives the hashes another length, which is not less than `count`. */
  resize(length: number): void {
    this.hashes = resized(this.hashes, new Int32Array(length));
  }

  /** Gives the index another number of slots, a power of two that is greater than `count`. */
  reindex(slots: number): void {
    this.#index = new Int32Array(slots);
    for (let number = 0; number < this.count; number++) this.#file(number);
  }

  #file(number: number): void {
    const mask = this.#index.length - 1;
    let slot = spread(this.hashes[number]!) & mask;
    while (this.#index[slot] !== 0) slot = (slot + 1) & mask;
    this.#index[slot] = number + 1;
  }

  #slotOf(number: number): number {
    const mask = this.#index.length - 1;
    let slot = spread(this.hashes[number]!) & mask;
    while (this.#index[slot] !== number + 1) slot = (slot + 1) & mask;
    return slot;
  }

  /** Empties a slot and moves those behind it up, so that no search stops too early. */
  #unfile(start: number): void {
    const mask = this.#index.length - 1;
    let hole = start;
    for (let slot = (hole + 1) & mask; this.#index[slot] !== 0; slot = (slot + 1) & mask) {
      const home = spread(this.hashes[this.#index[slot]! - 1]!) & mask;
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      this.#index[hole] = this.#index[slot]!;
      hole = slot;
    }
    this.#index[hole] = 0;
  }
}

/** Sampled hashes share their top bits: mixes the others. */
function spread(hash: number): number {
  const x = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return x ^ (x >>> 13);
}

interface Values {
  readonly length: number;
  set(values: this): void;
  subarray(from: number, to: number): this;
}

// not shared: arrays of one thread
/** Copies as much as fits. @returns `to` */
export function resized<A extends Values>(from: A, to: A): A {
  to.set(from.subarray(0, to.length));
  return to;
}
