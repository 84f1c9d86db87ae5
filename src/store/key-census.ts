// HOT: `note` runs under a lock for each key of a walk; no closures, no allocation on the JS heap.
/**
 * What a walk over all keys learns of them: how many of each type are how large, and how long they have to live.
 *
 * A bin holds the keys of sizes 2^(n-1) … 2^n - 1, the first one those of size 0.
 *
 *   shared: word 0: lock │ from byte 64, a database: sum of the times to live, ms; keys that have one
 *           then, a database and a type: a word for each bin
 */
import { lock, unlock } from '../memory/lock.ts';
import type { Ref } from '../memory/types.ts';
import type { Keyspace } from './keyspace.ts';
import { NO_EXPIRY, TYPE_HASH, TYPE_STRING } from './record.ts';

/** Types whose sizes are counted, from 0. Redis leaves streams out. */
const TYPES = TYPE_HASH + 1;
export const SIZE_BINS = 33;
const HEAD_BYTES = 64;
const TTL_BYTES = 16;

/** Elements of a record's value, or the length of a string. The caller holds the lock of its shard. */
export function itemsOf(store: Keyspace, ref: Ref): number {
  const { records, collections, large } = store;
  if (records.isLarge(ref)) return large.length(records.largeRef(ref));
  const type = records.type(ref);
  if (type === TYPE_STRING) return records.valueLength(ref);
  return collections.types[type]!.count(records.encoding(ref), records.rootRef(ref));
}

export class KeyCensus {
  readonly databases: number;
  readonly #ttls: Float64Array;
  readonly #sizes: Int32Array;

  constructor(
    databases: number,
    memory: ArrayBufferLike = new ArrayBuffer(keyCensusBytes(databases)),
    begin: number = HEAD_BYTES,
  ) {
    this.databases = databases;
    this.#ttls = new Float64Array(memory, begin, databases * 2);
    this.#sizes = new Int32Array(memory, begin + databases * TTL_BYTES, databases * TYPES * SIZE_BINS);
  }

  clear(): void {
    for (let i = 0; i < this.#ttls.length; i++) this.#ttls[i] = 0;
    for (let i = 0; i < this.#sizes.length; i++) this.#sizes[i] = 0;
  }

  /** Counts a key that is not past its time. The caller holds the lock of its shard. */
  note(store: Keyspace, db: number, ref: Ref): void {
    const { records } = store;
    const type = records.type(ref);
    if (type < TYPES) {
      const bin = 32 - Math.clz32(itemsOf(store, ref));
      this.#sizes[(db * TYPES + type) * SIZE_BINS + bin]! += 1;
    }
    const expiresAt = records.expiresAt(ref);
    if (expiresAt === NO_EXPIRY) return;
    this.#ttls[db * 2]! += expiresAt - store.now();
    this.#ttls[db * 2 + 1]! += 1;
  }

  /** Keys of a type and bin. */
  count(db: number, type: number, bin: number): number {
    return this.#sizes[(db * TYPES + type) * SIZE_BINS + bin]!;
  }

  /** Mean time that the keys of a database have to live, whole ms; 0 when none expires. */
  meanTtl(db: number): number {
    const keys = this.#ttls[db * 2 + 1]!;
    return keys === 0 ? 0 : Math.max(0, Math.floor(this.#ttls[db * 2]! / keys));
  }

  copyFrom(other: KeyCensus): void {
    for (let i = 0; i < this.#ttls.length; i++) this.#ttls[i] = other.#ttls[i]!;
    for (let i = 0; i < this.#sizes.length; i++) this.#sizes[i] = other.#sizes[i]!;
  }
}

/** Bytes of shared memory for a census. */
export function keyCensusBytes(databases: number): number {
  return HEAD_BYTES + databases * (TTL_BYTES + TYPES * SIZE_BINS * 4);
}

/** The last census that the background thread has taken: it writes, others read. */
export class SharedKeyCensus {
  readonly #words: Int32Array;
  readonly #census: KeyCensus;

  constructor(shared: SharedArrayBuffer, databases: number) {
    this.#words = new Int32Array(shared, 0, 1);
    this.#census = new KeyCensus(databases, shared);
  }

  write(census: KeyCensus): void {
    lock(this.#words, 0);
    this.#census.copyFrom(census);
    unlock(this.#words, 0);
  }

  /** Copies it. */
  read(census: KeyCensus): void {
    lock(this.#words, 0);
    census.copyFrom(this.#census);
    unlock(this.#words, 0);
  }
}
