// HOT: one comparison an access; the rest runs for sampled keys only. No closures, no allocation on the JS heap.
/**
 * Notes what happens to keys whose hash falls into a sample, for the background thread to learn from.
 *
 * Problem: what the cache would hit with other rules or other sizes follows from the order of accesses, but a shared
 * structure that every access changes would cost more than the answer is worth.
 * Idea: a key is sampled by its hash, so that all accesses of a sampled key are seen, by whichever thread. Each thread
 * writes them into a ring of its own (one producer, one consumer, no lock); a full ring drops what comes.
 * Cost: a comparison for keys outside the sample, 0.2 to 0.5 µs for those inside: analytics/time-budget.ts bounds them.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { ACCESS_TICKS_PER_SECOND, steadyUs } from '../../memory/clock.ts';
import { G_SAMPLE_BELOW } from '../../memory/layout.ts';
import { sharedBytes, sharedWords } from '../../memory/sparse-memory.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import type { Keyspace } from '../keyspace.ts';
import { EVENT } from '../observers/events.ts';
import { NO_EXPIRY, TYPE_STRING } from '../record.ts';
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
  KEY_BYTES,
  R_DROPPED,
  R_READ,
  R_WRITTEN,
  RING_ENTRIES,
  ringBase,
  SAMPLE_DECLARED,
  SAMPLE_FLUSHED,
  SAMPLE_GONE,
  SAMPLE_HIT,
  SAMPLE_MISS,
  SAMPLE_WRITE,
  UNKNOWN_SIZE,
} from './sample-layout.ts';

const MOST = 0x7fffffff;
/** Bytes of a key's slot in the index. */
export const SLOT_BYTES = 8;

/** Whether a key is sampled: a share of all hashes, `control[G_SAMPLE_BELOW] / 2^31`. */
export function isSampled(control: Int32Array, hash: number): boolean {
  return hash >>> 1 < control[G_SAMPLE_BELOW]!;
}

export class AccessSamples {
  readonly #store: Keyspace;
  #words: Int32Array = new Int32Array(0);
  #bytes: Uint8Array = new Uint8Array(0);
  #ring = 0;
  /** Entries read so far when that was last looked at: the word changes all the time, in another processor's cache. */
  #read = 0;
  /** The memory of samples and reports; undefined where nobody learns from samples. */
  shared: SharedArrayBuffer | undefined;

  constructor(store: Keyspace) {
    this.#store = store;
  }

  /** cold: once a thread. Samples go into this thread's ring of `shared` from now on. */
  attach(shared: SharedArrayBuffer, thread: number): void {
    this.shared = shared;
    this.#words = sharedWords(shared);
    this.#bytes = sharedBytes(shared);
    this.#ring = ringBase(thread);
    this.#read = Atomics.load(this.#words, this.#ring + R_READ);
  }

  /** A read of a sampled key. @param ref its record, or NO_REF for a miss */
  read(key: ArgIndex, ref: Ref): void {
    const at = this.#begin(key, ref === NO_REF ? SAMPLE_MISS : SAMPLE_HIT);
    if (at < 0) return;
    this.#words[at + E_SIZE] = UNKNOWN_SIZE;
    if (ref !== NO_REF) this.#describe(at, ref, this.#store.sizeOf(ref));
    this.#end();
  }

  /** A sampled key was written or deleted; its value may not be there yet. */
  changed(key: ArgIndex, event: number, db: number): void {
    const store = this.#store;
    const { args, records } = store;
    const root = store.rootAt(store.shards[key]!, db);
    const hash = store.hashes[key]!;
    const ref =
      event === EVENT.del
        ? NO_REF
        : store.table.find(store.control, root, hash, args.buf, args.argStart[key]!, args.argLen[key]!);
    const at = this.#begin(key, ref === NO_REF ? SAMPLE_GONE : SAMPLE_WRITE);
    if (at < 0) return;
    this.#words[at + E_SIZE] = UNKNOWN_SIZE;
    if (ref !== NO_REF) {
      const isWhole = records.type(ref) === TYPE_STRING && !records.isLarge(ref);
      this.#describe(at, ref, isWhole ? store.heap.blockBytes(ref) : UNKNOWN_SIZE);
    }
    this.#end();
  }

  /** A sampled key has a large value now. */
  wroteLarge(key: ArgIndex, ref: Ref): void {
    const at = this.#begin(key, SAMPLE_WRITE);
    if (at < 0) return;
    this.#describe(at, ref, this.#store.sizeOf(ref));
    this.#end();
  }

  /** Somebody says what a miss of a key costs. @param us microseconds */
  declared(key: ArgIndex, us: number): void {
    const at = this.#begin(key, SAMPLE_DECLARED);
    if (at < 0) return;
    this.#words[at + E_VALUE] = us < MOST ? us : MOST;
    this.#end();
  }

  /** A sampled record goes that no request names. @param kind SAMPLE_EVICTED or SAMPLE_GONE */
  gone(ref: Ref, kind: number): void {
    const store = this.#store;
    const { records } = store;
    const at = this.#entry(kind, records.hash(ref));
    if (at < 0) return;
    this.#copyKey(at, records.bytesOf(ref), records.keyAt(ref), records.keyLength(ref));
    this.#words[at + E_VALUE] = (store.clock - records.accessClock(ref)) >>> 1;
    this.#end();
  }

  // cold: FLUSHALL and FLUSHDB.
  /** A database was emptied. */
  flushed(): void {
    if (this.#store.control[G_SAMPLE_BELOW] === 0 || this.#entry(SAMPLE_FLUSHED, 0) < 0) return;
    this.#end();
  }

  #begin(key: ArgIndex, kind: number): number {
    const { args, hashes } = this.#store;
    const at = this.#entry(kind, hashes[key]!);
    if (at >= 0) this.#copyKey(at, args.buf, args.argStart[key]!, args.argLen[key]!);
    return at;
  }

  /** @returns first word of the next free entry, or -1 */
  #entry(kind: number, hash: number): number {
    const words = this.#words;
    if (words.length === 0) return -1;
    const ring = this.#ring;
    const written = words[ring + R_WRITTEN]!;
    if (((written - this.#read) | 0) >= RING_ENTRIES) {
      this.#read = Atomics.load(words, ring + R_READ);
      if (((written - this.#read) | 0) >= RING_ENTRIES) {
        words[ring + R_DROPPED]! += 1;
        return -1;
      }
    }
    const at = entryAt(ring, written);
    words[at + E_KIND] = kind;
    words[at + E_HASH] = hash;
    words[at + E_TTL] = 0;
    words[at + E_TIME] = steadyUs() | 0;
    words[at + E_CLOCK] = this.#store.clock | 0;
    return at;
  }

  #describe(at: number, ref: Ref, size: number): void {
    const { records } = this.#store;
    const words = this.#words;
    words[at + E_KIND]! |= records.costClass(ref) << 4;
    if (size !== UNKNOWN_SIZE) words[at + E_SIZE] = size + SLOT_BYTES < MOST ? size + SLOT_BYTES : MOST;
    const expiresAt = records.expiresAt(ref);
    if (expiresAt === NO_EXPIRY) return;
    const ticks = ((expiresAt - this.#store.now()) * ACCESS_TICKS_PER_SECOND) / 1000;
    words[at + E_TTL] = ticks < 1 ? 1 : ticks < MOST ? ticks : MOST;
  }

  #copyKey(at: number, buf: Uint8Array, start: number, length: number): void {
    const count = length < KEY_BYTES ? length : KEY_BYTES;
    const to = (at + E_KEY) * 4;
    for (let i = 0; i < count; i++) this.#bytes[to + i] = buf[start + i]!;
    this.#words[at + E_KIND]! |= count << 8;
  }

  #end(): void {
    const at = this.#ring + R_WRITTEN;
    Atomics.store(this.#words, at, (this.#words[at]! + 1) | 0);
  }
}
