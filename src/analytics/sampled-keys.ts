/**
 * What is known of each sampled key: fields in parallel arrays, found by hash, numbered densely.
 *
 * Two keys with the same 32-bit hash are one, which is rare enough not to matter in a sample.
 */

const FIRST_KEYS = 1024;
const GROWTH = 1.5;
/** Bytes of the fields of a key. */
const FIELD_BYTES = 4 + 4 + 4 + 4 + 4 + 4 + 4 + 2 + 1;
/** The key is in the cache. */
export const RESIDENT = 1;
/** It was asked for more than once. */
export const REUSED = 2;

export class SampledKeys {
  hashes: Int32Array = new Int32Array(FIRST_KEYS);
  /** Slot of the last use (recency-order.ts). */
  slots: Int32Array = new Int32Array(FIRST_KEYS);
  /** Bytes. */
  sizes: Int32Array = new Int32Array(FIRST_KEYS);
  /** Access clocks (1/256 s) of the last use, of the last write, and of the end of its life (0 for none). */
  usedAt: Int32Array = new Int32Array(FIRST_KEYS);
  writtenAt: Int32Array = new Int32Array(FIRST_KEYS);
  expiresAt: Int32Array = new Int32Array(FIRST_KEYS);
  /** What a miss costs as somebody declared it, in µs; 0: nobody did. */
  declaredUs: Float32Array = new Float32Array(FIRST_KEYS);
  /** Number of its prefix. */
  prefixes: Uint16Array = new Uint16Array(FIRST_KEYS);
  flags: Uint8Array = new Uint8Array(FIRST_KEYS);
  count = 0;
  /** Key + 1, or 0. */
  #index = new Int32Array(FIRST_KEYS * 2);

  /** Bytes of memory that all this takes. */
  get memoryBytes(): number {
    return this.hashes.length * FIELD_BYTES + this.#index.length * 4;
  }

  /** The number of a key, or -1. */
  find(hash: number): number {
    const mask = this.#index.length - 1;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const key = this.#index[slot]! - 1;
      if (key < 0 || this.hashes[key] === hash) return key;
    }
  }

  /** Adds a key that is not there. @returns its number, until the next `delete`; its other fields are 0 */
  add(hash: number): number {
    if (this.count === this.hashes.length) this.#grow();
    const key = this.count++;
    this.hashes[key] = hash;
    for (const field of this.#fields()) field[key] = 0;
    this.#file(key);
    return key;
  }

  /** Removes a key; the last one takes its number. */
  delete(key: number): void {
    this.#unfile(this.#slotOf(key));
    const last = --this.count;
    if (last === key) return;
    this.#index[this.#slotOf(last)] = key + 1;
    this.hashes[key] = this.hashes[last]!;
    for (const field of this.#fields()) field[key] = field[last]!;
  }

  #fields(): (Int32Array | Float32Array | Uint16Array | Uint8Array)[] {
    return [
      this.slots,
      this.sizes,
      this.usedAt,
      this.writtenAt,
      this.expiresAt,
      this.declaredUs,
      this.prefixes,
      this.flags,
    ];
  }

  #file(key: number): void {
    const mask = this.#index.length - 1;
    let slot = spread(this.hashes[key]!) & mask;
    while (this.#index[slot] !== 0) slot = (slot + 1) & mask;
    this.#index[slot] = key + 1;
  }

  #slotOf(key: number): number {
    const mask = this.#index.length - 1;
    let slot = spread(this.hashes[key]!) & mask;
    while (this.#index[slot] !== key + 1) slot = (slot + 1) & mask;
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

  #grow(): void {
    const length = Math.ceil(this.hashes.length * GROWTH);
    this.hashes = grown(this.hashes, new Int32Array(length));
    this.slots = grown(this.slots, new Int32Array(length));
    this.sizes = grown(this.sizes, new Int32Array(length));
    this.usedAt = grown(this.usedAt, new Int32Array(length));
    this.writtenAt = grown(this.writtenAt, new Int32Array(length));
    this.expiresAt = grown(this.expiresAt, new Int32Array(length));
    this.declaredUs = grown(this.declaredUs, new Float32Array(length));
    this.prefixes = grown(this.prefixes, new Uint16Array(length));
    this.flags = grown(this.flags, new Uint8Array(length));
    if (this.#index.length >= length * 1.5) return;
    this.#index = new Int32Array(this.#index.length * 2);
    for (let key = 0; key < this.count; key++) this.#file(key);
  }
}

/** Sampled hashes share their top bits: mixes the others. */
function spread(hash: number): number {
  const x = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return x ^ (x >>> 13);
}

function grown<A extends { set(values: A): void }>(from: A, to: A): A {
  to.set(from);
  return to;
}
