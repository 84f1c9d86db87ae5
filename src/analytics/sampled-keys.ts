/**
 * What is known of each sampled key: fields in parallel arrays, found by hash, numbered densely.
 *
 * Two keys with the same 32-bit hash are one, which is rare enough not to matter in a sample.
 */
import { HashNumbers, resized } from '../store/usage/hash-numbers.ts';

const FIRST_KEYS = 1024;
/** Slots of the index for each key, at the least. */
const SPREAD = 1.5;
const GROWTH = 1.5;
/** Bytes of the fields of a key. */
const FIELD_BYTES = 4 + 4 + 4 + 4 + 4 + 4 + 4 + 2 + 1;
/** The key is in the cache. */
export const RESIDENT = 1;
/** It was asked for more than once. */
export const REUSED = 2;

export class SampledKeys {
  readonly #numbers = new HashNumbers(FIRST_KEYS);
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

  get count(): number {
    return this.#numbers.count;
  }

  /** By number of the key. */
  get hashes(): Int32Array {
    return this.#numbers.hashes;
  }

  /** Bytes of memory that all this takes. */
  get memoryBytes(): number {
    return this.slots.length * FIELD_BYTES + this.#numbers.slots * 4;
  }

  /** The number of a key, or -1. */
  find(hash: number): number {
    return this.#numbers.find(hash);
  }

  /** Adds a key that is not there. @returns its number, until the next `delete`; its other fields are 0 */
  add(hash: number): number {
    if (this.count === this.slots.length) this.#grow();
    const key = this.#numbers.add(hash);
    this.slots[key] = 0;
    this.sizes[key] = 0;
    this.usedAt[key] = 0;
    this.writtenAt[key] = 0;
    this.expiresAt[key] = 0;
    this.declaredUs[key] = 0;
    this.prefixes[key] = 0;
    this.flags[key] = 0;
    return key;
  }

  /** Removes a key; the last one takes its number. */
  delete(key: number): void {
    const last = this.#numbers.delete(key);
    if (last !== key) this.#move(last, key);
  }

  /** Removes all keys whose hashes are above `below`, of 2^31: the others are numbered anew, in the same order. */
  keepBelow(below: number): void {
    const { hashes, count } = this;
    let kept = 0;
    for (let key = 0; key < count; key++) {
      if (hashes[key]! >>> 1 > below) continue;
      hashes[kept] = hashes[key]!;
      this.#move(key, kept++);
    }
    this.#numbers.count = kept;
    this.#numbers.reindex(this.#numbers.slots);
  }

  #move(from: number, to: number): void {
    this.slots[to] = this.slots[from]!;
    this.sizes[to] = this.sizes[from]!;
    this.usedAt[to] = this.usedAt[from]!;
    this.writtenAt[to] = this.writtenAt[from]!;
    this.expiresAt[to] = this.expiresAt[from]!;
    this.declaredUs[to] = this.declaredUs[from]!;
    this.prefixes[to] = this.prefixes[from]!;
    this.flags[to] = this.flags[from]!;
  }

  #grow(): void {
    const length = Math.ceil(this.slots.length * GROWTH);
    this.#numbers.resize(length);
    this.slots = resized(this.slots, new Int32Array(length));
    this.sizes = resized(this.sizes, new Int32Array(length));
    this.usedAt = resized(this.usedAt, new Int32Array(length));
    this.writtenAt = resized(this.writtenAt, new Int32Array(length));
    this.expiresAt = resized(this.expiresAt, new Int32Array(length));
    this.declaredUs = resized(this.declaredUs, new Float32Array(length));
    this.prefixes = resized(this.prefixes, new Uint16Array(length));
    this.flags = resized(this.flags, new Uint8Array(length));
    if (this.#numbers.slots < length * SPREAD) this.#numbers.reindex(this.#numbers.slots * 2);
  }
}
