/**
 * Problem: tell which keys weigh most among millions, in memory that does not grow with them.
 * Idea: Space-Saving. A fixed number of slots, each with a key and its weight; a key that has no slot takes over the
 * lightest one together with its weight, which is the most that it can have been counted too high.
 * Cost: all hashes are looked through, and all weights when a key is new: dense arrays, some 200 ns together. Only
 * samples of the accesses come here.
 * Promise: a key of more than 1/256 of the whole weight has a slot; a slot's weight is at most `error` too high.
 * Source: A. Metwally et al., "Efficient Computation of Frequent and Top-k Elements in Data Streams" (2005).
 *
 *   word 0: lock │ word 16: slots in use │ float 12: whole weight │ from byte 128: weights, errors (floats), hashes (words)
 *   then slots of 256 bytes: key length, kept length, database (words) │ key
 */
import { lock, unlock } from '../memory/lock.ts';

const SLOTS = 256;
const SLOT_BYTES = 256;
const USED = 16;
const TOTAL = 12;
// Places of floats, and of words.
const WEIGHTS = 16;
const ERRORS: number = WEIGHTS + SLOTS;
const HASHES: number = (ERRORS + SLOTS) * 2;
const FIRST_SLOT: number = (HASHES + SLOTS) * 4;
// Words of a slot.
const LENGTH = 0;
const KEPT = 1;
const DB = 2;
const KEY_BYTE = 16;
/** Longer keys are told apart by their hash and length, and shown cut. */
export const MOST_KEY_BYTES: number = SLOT_BYTES - KEY_BYTE;
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
    if (slot >= 0) floats[WEIGHTS + slot]! += weight;
    else this.#enter(db, hash, buf, start, length, weight);
    unlock(words, 0);
  }

  #slotOf(db: number, hash: number, length: number): number {
    const words = this.#words;
    const end = HASHES + words[USED]!;
    for (let at = HASHES; at < end; at++) {
      if (words[at] !== hash) continue;
      const slot = slotAt(at - HASHES);
      if (words[slot + LENGTH] === length && words[slot + DB] === db) return at - HASHES;
    }
    return -1;
  }

  #enter(db: number, hash: number, buf: Buffer, start: number, length: number, weight: number): void {
    const words = this.#words;
    const floats = this.#floats;
    const used = words[USED]!;
    const slot = used < SLOTS ? used : this.#lightest();
    const error = used < SLOTS ? 0 : floats[WEIGHTS + slot]!;
    if (used < SLOTS) words[USED] = used + 1;
    floats[WEIGHTS + slot] = error + weight;
    floats[ERRORS + slot] = error;
    words[HASHES + slot] = hash;
    const at = slotAt(slot);
    const kept = Math.min(length, MOST_KEY_BYTES);
    words[at + LENGTH] = length;
    words[at + KEPT] = kept;
    words[at + DB] = db;
    buf.copy(this.#bytes, at * 4 + KEY_BYTE, start, start + kept);
  }

  #lightest(): number {
    const floats = this.#floats;
    let lightest = 0;
    let least = floats[WEIGHTS]!;
    for (let slot = 1; slot < SLOTS; slot++) {
      const weight = floats[WEIGHTS + slot]!;
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
      floats[WEIGHTS + slot]! /= 2;
      floats[ERRORS + slot]! /= 2;
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
      const at = slotAt(slot) * 4;
      const key = at + KEY_BYTE;
      keys.push({
        db: copy.readInt32LE(at + DB * 4),
        key: copy.subarray(key, key + copy.readInt32LE(at + KEPT * 4)),
        keyLength: copy.readInt32LE(at + LENGTH * 4),
        weight: copy.readDoubleLE((WEIGHTS + slot) * 8),
        error: copy.readDoubleLE((ERRORS + slot) * 8),
      });
    }
    return keys;
  }
}

/** First word of a slot. */
function slotAt(slot: number): number {
  return (FIRST_SLOT + slot * SLOT_BYTES) >> 2;
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
