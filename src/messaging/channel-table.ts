// HOT: `find` runs once a published message, unless the same channel is published to again.
/**
 * Which channels, patterns and prefixes of keys have subscribers, and how many on each thread, so that PUBLISH knows its receivers without
 * asking anybody. In shared memory under one short lock; the epoch moves with every change, so that a thread that
 * publishes to the same channel again need not look.
 *
 *   words: 0 lock │ 16 epoch, names of each kind │ 32 first pattern, end of what was handed out
 *          │ free lists by size │ buckets │ entries
 *   entry: next │ hash │ kind and length of the name │ subscribers │ … of each thread (16) │ next, previous pattern │ name
 */
import { lock, unlock } from '../memory/lock.ts';
import { MAX_THREADS } from '../memory/thread-stats.ts';
import { CHANNELS_BYTE, CHANNELS_BYTES } from './client-memory.ts';

/** Kinds of names. */
export const CHANNEL = 0;
export const SHARD_CHANNEL = 1;
export const PATTERN = 2;
/** Of keys, about whose changes clients want to hear (CLIENT TRACKING … BCAST). */
export const KEY_PREFIX = 3;

const LOCK = 0;
const EPOCH = 16;
/** One word a kind. */
const COUNTS = 17;
const FIRST_PATTERN = 32;
const USED = 33;
/** Entries take whole units of 64 bytes. */
const UNIT_WORDS = 16;
const MAX_UNITS = 1024;
const FREE = 48;
const BUCKETS = FREE + MAX_UNITS + 16;
const BUCKET_COUNT = 65_536;
const ENTRIES = BUCKETS + BUCKET_COUNT;

const NEXT = 0;
const HASH = 1;
const NAME = 2;
const TOTAL = 3;
const THREADS = 4;
const NEXT_PATTERN = THREADS + MAX_THREADS;
const PREVIOUS_PATTERN = NEXT_PATTERN + 1;
const HEAD_WORDS = PREVIOUS_PATTERN + 1;
const KIND_SHIFT = 24;
const LENGTH_MASK = (1 << KIND_SHIFT) - 1;
/** Longest name. */
export const MAX_NAME_BYTES = (MAX_UNITS - 2) * UNIT_WORDS * 4;

export interface CountedName {
  readonly name: Buffer;
  readonly subscribers: number;
}

export class ChannelTable {
  readonly #words: Int32Array;
  readonly #bytes: Buffer;
  /** Subscribers on each thread of the name that `find` found. */
  readonly perThread = new Int32Array(MAX_THREADS);

  /** @param shared memory of `createClientMemory` */
  constructor(shared: SharedArrayBuffer) {
    this.#words = new Int32Array(shared, CHANNELS_BYTE, CHANNELS_BYTES / 4);
    this.#bytes = Buffer.from(shared, CHANNELS_BYTE, CHANNELS_BYTES);
  }

  /** Moves with every change. HOT. */
  get epoch(): number {
    return this.#words[EPOCH]!;
  }

  /** Names of a kind that have subscribers. HOT. */
  count(kind: number): number {
    return this.#words[COUNTS + kind]!;
  }

  /** Subscribers of a name; `perThread` says where they are. */
  find(kind: number, name: Uint8Array, start: number, length: number): number {
    const words = this.#words;
    const hash = hashOf(kind, name, start, length);
    lock(words, LOCK);
    const entry = this.#find(kind, hash, name, start, length);
    const total = entry === 0 ? 0 : words[entry + TOTAL]!;
    for (let i = 0; i < MAX_THREADS; i++) this.perThread[i] = entry === 0 ? 0 : words[entry + THREADS + i]!;
    unlock(words, LOCK);
    return total;
  }

  /** One subscriber more of a thread. @returns false when there is no room for the name */
  add(kind: number, name: Buffer, thread: number): boolean {
    const words = this.#words;
    const hash = hashOf(kind, name, 0, name.length);
    lock(words, LOCK);
    let entry = this.#find(kind, hash, name, 0, name.length);
    if (entry === 0) entry = this.#create(kind, hash, name);
    if (entry !== 0) {
      words[entry + TOTAL]!++;
      words[entry + THREADS + thread]!++;
      words[EPOCH] = (words[EPOCH]! + 1) | 0;
    }
    unlock(words, LOCK);
    return entry !== 0;
  }

  /** One subscriber less of a thread. */
  remove(kind: number, name: Buffer, thread: number): void {
    const words = this.#words;
    const hash = hashOf(kind, name, 0, name.length);
    lock(words, LOCK);
    const entry = this.#find(kind, hash, name, 0, name.length);
    if (entry !== 0) {
      words[entry + THREADS + thread]!--;
      words[EPOCH] = (words[EPOCH]! + 1) | 0;
      if (--words[entry + TOTAL]! === 0) this.#drop(kind, hash, entry);
    }
    unlock(words, LOCK);
  }

  // cold: PUBSUB CHANNELS.
  /** All names of a kind that have subscribers. */
  names(kind: number): Buffer[] {
    const names: Buffer[] = [];
    const words = this.#words;
    lock(words, LOCK);
    for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) {
      for (let entry = words[BUCKETS + bucket]!; entry !== 0; entry = words[entry + NEXT]!) {
        if (words[entry + NAME]! >>> KIND_SHIFT === kind) names.push(this.#nameOf(entry));
      }
    }
    unlock(words, LOCK);
    return names;
  }

  // cold: once after patterns changed.
  /** All patterns or prefixes, the oldest first, with the threads of their subscribers: bit t for thread t. */
  listed(kind: number): (CountedName & { readonly threads: number })[] {
    const found: (CountedName & { readonly threads: number })[] = [];
    const words = this.#words;
    lock(words, LOCK);
    for (let entry = words[FIRST_PATTERN]!; entry !== 0; entry = words[entry + NEXT_PATTERN]!) {
      if (words[entry + NAME]! >>> KIND_SHIFT !== kind) continue;
      let threads = 0;
      for (let i = 0; i < MAX_THREADS; i++) if (words[entry + THREADS + i]! > 0) threads |= 1 << i;
      found.push({ name: this.#nameOf(entry), subscribers: words[entry + TOTAL]!, threads });
    }
    unlock(words, LOCK);
    return found.reverse();
  }

  #nameOf(entry: number): Buffer {
    const at = (entry + HEAD_WORDS) * 4;
    return Buffer.from(this.#bytes.subarray(at, at + (this.#words[entry + NAME]! & LENGTH_MASK)));
  }

  #find(kind: number, hash: number, name: Uint8Array, start: number, length: number): number {
    const words = this.#words;
    const tag = (kind << KIND_SHIFT) | length;
    let entry = words[BUCKETS + (hash & (BUCKET_COUNT - 1))]!;
    while (entry !== 0) {
      if (words[entry + HASH] === hash && words[entry + NAME] === tag && this.#isName(entry, name, start, length)) {
        return entry;
      }
      entry = words[entry + NEXT]!;
    }
    return 0;
  }

  #isName(entry: number, name: Uint8Array, start: number, length: number): boolean {
    const bytes = this.#bytes;
    const at = (entry + HEAD_WORDS) * 4;
    for (let i = 0; i < length; i++) if (bytes[at + i] !== name[start + i]) return false;
    return true;
  }

  #create(kind: number, hash: number, name: Buffer): number {
    const words = this.#words;
    const units = unitsOf(name.length);
    if (units > MAX_UNITS) return 0;
    let entry = words[FREE + units]!;
    if (entry !== 0) words[FREE + units] = words[entry + NEXT]!;
    else {
      const used = words[USED]! || ENTRIES;
      if (used + units * UNIT_WORDS > words.length) return 0;
      entry = used;
      words[USED] = used + units * UNIT_WORDS;
    }
    for (let i = 0; i < HEAD_WORDS; i++) words[entry + i] = 0;
    const bucket = BUCKETS + (hash & (BUCKET_COUNT - 1));
    words[entry + NEXT] = words[bucket]!;
    words[entry + HASH] = hash;
    words[entry + NAME] = (kind << KIND_SHIFT) | name.length;
    words[bucket] = entry;
    name.copy(this.#bytes, (entry + HEAD_WORDS) * 4);
    words[COUNTS + kind]!++;
    if (kind >= PATTERN) {
      const first = words[FIRST_PATTERN]!;
      words[entry + NEXT_PATTERN] = first;
      if (first !== 0) words[first + PREVIOUS_PATTERN] = entry;
      words[FIRST_PATTERN] = entry;
    }
    return entry;
  }

  #drop(kind: number, hash: number, entry: number): void {
    const words = this.#words;
    let link = BUCKETS + (hash & (BUCKET_COUNT - 1));
    while (words[link] !== entry) link = words[link]! + NEXT;
    words[link] = words[entry + NEXT]!;
    if (kind >= PATTERN) {
      const next = words[entry + NEXT_PATTERN]!;
      const previous = words[entry + PREVIOUS_PATTERN]!;
      if (previous === 0) words[FIRST_PATTERN] = next;
      else words[previous + NEXT_PATTERN] = next;
      if (next !== 0) words[next + PREVIOUS_PATTERN] = previous;
    }
    words[COUNTS + kind]!--;
    const units = unitsOf(words[entry + NAME]! & LENGTH_MASK);
    words[entry + NEXT] = words[FREE + units]!;
    words[FREE + units] = entry;
  }
}

function unitsOf(length: number): number {
  return Math.ceil((HEAD_WORDS * 4 + length) / (UNIT_WORDS * 4));
}

/** FNV-1a. */
function hashOf(kind: number, name: Uint8Array, start: number, length: number): number {
  let hash = 0x811c9dc5 ^ kind;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ name[start + i]!, 0x01000193);
  return (hash ^ (hash >>> 15)) | 0;
}
