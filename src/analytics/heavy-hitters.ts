/**
 * Problem: tell which keys weigh most among millions, in memory that does not grow with them.
 * Idea: Space-Saving. A fixed number of slots, each with a key and its weight; a key that has no slot takes over the
 * lightest one together with its weight, which is the most that it can have been counted too high.
 * Cost: a slot is found by looking through all hashes, some 100 ns; so only samples of the accesses come here.
 * Promise: a key of more than 1/256 of the whole weight has a slot; a slot's weight is at most `error` too high.
 * Source: A. Metwally et al., "Efficient Computation of Frequent and Top-k Elements in Data Streams" (2005).
 *
 *   word 0: lock │ word 16: slots in use │ float 12: whole weight │ from byte 128: slots of 256 bytes
 *   slot: weight, error (floats) │ hash, key length, kept length, database │ key
 */
import { lock, unlock } from '../memory/lock.ts';

const SLOTS = 256;
const SLOT_BYTES = 256;
const FIRST_SLOT = 128;
const USED = 16;
const TOTAL = 12;
const HASH = 4;
const LENGTH = 5;
const KEPT = 6;
const DB = 7;
const KEY = 32;
/** Longer keys are told apart by their hash and length, and shown cut. */
export const MOST_KEY_BYTES: number = SLOT_BYTES - KEY;
export const HEAVY_HITTERS_BYTES: number = FIRST_SLOT + SLOTS * SLOT_BYTES;

export interface HeavyKey {
  readonly db: number;
  /** The key, or its first `MOST_KEY_BYTES` bytes. */
  readonly key: Buffer;
  readonly keyLength: number;
  readonly weight: number;
  /** The most by which the weight is too high. */
  readonly error: number;
}

/** One table, in shared memory: one thread adds, any thread reads. */
export class HeavyHitters {
  readonly #words: Int32Array;
  readonly #floats: Float64Array;
  readonly #bytes: Buffer;

  constructor(shared: SharedArrayBuffer, offset: number) {
    this.#words = new Int32Array(shared, offset, HEAVY_HITTERS_BYTES / 4);
    this.#floats = new Float64Array(shared, offset, HEAVY_HITTERS_BYTES / 8);
    this.#bytes = Buffer.from(shared, offset, HEAVY_HITTERS_BYTES);
  }

  /** Adds weight to the key `buf[start, start + length)`. */
  add(db: number, hash: number, buf: Buffer, start: number, length: number, weight: number): void {
    const words = this.#words;
    const floats = this.#floats;
    lock(words, 0);
    floats[TOTAL]! += weight;
    const slot = this.#slotOf(db, hash, length);
    if (slot >= 0) floats[(FIRST_SLOT + slot * SLOT_BYTES) >> 3]! += weight;
    else this.#enter(db, hash, buf, start, length, weight);
    unlock(words, 0);
  }

  #slotOf(db: number, hash: number, length: number): number {
    const words = this.#words;
    const used = words[USED]!;
    for (let slot = 0; slot < used; slot++) {
      const at = (FIRST_SLOT + slot * SLOT_BYTES) >> 2;
      if (words[at + HASH] === hash && words[at + LENGTH] === length && words[at + DB] === db) return slot;
    }
    return -1;
  }

  #enter(db: number, hash: number, buf: Buffer, start: number, length: number, weight: number): void {
    const words = this.#words;
    const floats = this.#floats;
    const used = words[USED]!;
    const slot = used < SLOTS ? used : this.#lightest();
    const at = FIRST_SLOT + slot * SLOT_BYTES;
    const error = used < SLOTS ? 0 : floats[at >> 3]!;
    if (used < SLOTS) words[USED] = used + 1;
    floats[at >> 3] = error + weight;
    floats[(at >> 3) + 1] = error;
    const kept = Math.min(length, MOST_KEY_BYTES);
    words[(at >> 2) + HASH] = hash;
    words[(at >> 2) + LENGTH] = length;
    words[(at >> 2) + KEPT] = kept;
    words[(at >> 2) + DB] = db;
    buf.copy(this.#bytes, at + KEY, start, start + kept);
  }

  #lightest(): number {
    let lightest = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let slot = 0; slot < SLOTS; slot++) {
      const weight = this.#floats[(FIRST_SLOT + slot * SLOT_BYTES) >> 3]!;
      if (weight < least) {
        least = weight;
        lightest = slot;
      }
    }
    return lightest;
  }

  /** Halves all weights: what was heavy once is not for ever. */
  halve(): void {
    const floats = this.#floats;
    lock(this.#words, 0);
    floats[TOTAL]! /= 2;
    for (let slot = 0; slot < this.#words[USED]!; slot++) {
      floats[(FIRST_SLOT + slot * SLOT_BYTES) >> 3]! /= 2;
      floats[((FIRST_SLOT + slot * SLOT_BYTES) >> 3) + 1]! /= 2;
    }
    unlock(this.#words, 0);
  }

  clear(): void {
    lock(this.#words, 0);
    this.#words[USED] = 0;
    this.#floats[TOTAL] = 0;
    unlock(this.#words, 0);
  }

  /** Weight of all keys, those without a slot included. */
  get total(): number {
    return this.#floats[TOTAL]!;
  }

  /** The slots in use, in no order. */
  list(): HeavyKey[] {
    const copy = Buffer.allocUnsafeSlow(HEAVY_HITTERS_BYTES);
    lock(this.#words, 0);
    this.#bytes.copy(copy);
    unlock(this.#words, 0);
    const keys: HeavyKey[] = [];
    for (let slot = 0; slot < copy.readInt32LE(USED * 4); slot++) {
      const at = FIRST_SLOT + slot * SLOT_BYTES;
      keys.push({
        db: copy.readInt32LE(at + DB * 4),
        key: copy.subarray(at + KEY, at + KEY + copy.readInt32LE(at + KEPT * 4)),
        keyLength: copy.readInt32LE(at + LENGTH * 4),
        weight: copy.readDoubleLE(at),
        error: copy.readDoubleLE(at + 8),
      });
    }
    return keys;
  }
}

/** The heaviest keys of several tables together, the heaviest first. */
export function heaviest(tables: readonly HeavyHitters[], count: number): HeavyKey[] {
  const merged = new Map<string, HeavyKey>();
  for (const found of tables.flatMap((table) => table.list())) {
    const name = `${found.db} ${found.keyLength} ${found.key.toString('latin1')}`;
    const before = merged.get(name);
    const sum = { weight: (before?.weight ?? 0) + found.weight, error: (before?.error ?? 0) + found.error };
    merged.set(name, { ...found, ...sum });
  }
  return [...merged.values()].sort((a, b) => b.weight - a.weight).slice(0, count);
}
