/**
 * Looks for the keys that take most memory, and counts how many are how large: a walk over all of them in the background,
 * a few at a time, under locks that are free anyway. Half a millisecond in fifty is a hundredth of a core: some sixty
 * thousand keys a second.
 */
import { monotonicUs } from '../memory/clock.ts';
import type { Ref, ShardId } from '../memory/types.ts';
import { itemsOf, KeyCensus, type SharedKeyCensus } from '../store/key-census.ts';
import { KeyIteration } from '../store/key-iteration.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { TYPE_HASH, TYPE_LIST, TYPE_SET, TYPE_STREAM, TYPE_STRING, TYPE_ZSET } from '../store/record.ts';
import type { StoreShardGate } from '../store/shard-gate.ts';
import type { BigKey, SharedBigKeys } from './big-key-report.ts';

/** Keys that are told. */
const MOST_KEYS = 64;
/** Longer keys are told cut. */
const MOST_KEY_BYTES = 1024;
/** Buckets of the index that are visited in one hold of a lock: some tens of microseconds. */
const VISITS_PER_HOLD = 16;
const STEP_US = 500;
const BETWEEN_STEPS_MS = 50;
/** A walk is followed by the next one, which nobody asked for, when a thousand times as long has passed as it worked … */
const PAUSE = 1_000;
/** … but not before, and not after that; and how often one under way is told. */
const LEAST_PAUSE_MS = 1_000;
const MOST_PAUSE_MS = 120_000;
/** How soon a walk is followed by another one when there are more than twice as many keys as it saw. */
const GROWTH_MS = 5_000;
const TELL_MS = 1_000;

const TYPE_NAMES: string[] = [];
TYPE_NAMES[TYPE_STRING] = 'string';
TYPE_NAMES[TYPE_LIST] = 'list';
TYPE_NAMES[TYPE_SET] = 'set';
TYPE_NAMES[TYPE_ZSET] = 'zset';
TYPE_NAMES[TYPE_HASH] = 'hash';
TYPE_NAMES[TYPE_STREAM] = 'stream';

export class BigKeyWalk {
  readonly #store: Keyspace;
  readonly #gate: StoreShardGate;
  readonly #shared: SharedBigKeys;
  readonly #sharedCensus: SharedKeyCensus;
  readonly #census: KeyCensus;
  readonly #walk: KeyIteration;
  /** Called with the mean length of a key at the end of each walk. */
  readonly #onMean: (keyBytes: number) => void;
  #db = 0;
  #isWalking = true;
  #walked = 0;
  #keyBytes = 0;
  /** The largest so far, in no order, and the size below which none enters. */
  #largest: BigKey[] = [];
  #least = 0;
  #steppedMs = 0;
  #workedUs = 0;
  #toldMs = 0;
  #finishedMs: number | null = null;
  #growthSeenMs = 0;
  /** What the last whole walk found: told until the next one has ended. */
  #found: readonly BigKey[] = [];

  constructor(
    store: Keyspace,
    gate: StoreShardGate,
    shared: SharedBigKeys,
    census: SharedKeyCensus,
    onMean: (keyBytes: number) => void,
  ) {
    this.#store = store;
    this.#gate = gate;
    this.#shared = shared;
    this.#sharedCensus = census;
    this.#census = new KeyCensus(store.databases);
    this.#walk = new KeyIteration(store);
    this.#onMean = onMean;
  }

  /** Goes on a little, if it is time. Call it as often as you like. */
  step(nowMs: number): void {
    if (nowMs - this.#steppedMs < BETWEEN_STEPS_MS) return;
    this.#steppedMs = nowMs;
    if (!this.#isWalking && !this.#isDue(nowMs)) return;
    const startUs = monotonicUs();
    while (this.#isWalking && monotonicUs() < startUs + STEP_US) if (!this.#hold()) break;
    this.#workedUs += monotonicUs() - startUs;
    if (this.#db >= this.#store.databases) this.#finish(nowMs);
    else if (nowMs - this.#toldMs >= TELL_MS) this.#tell(nowMs);
  }

  #isDue(nowMs: number): boolean {
    const pausedMs = nowMs - (this.#finishedMs ?? 0);
    const pauseMs = Math.min(Math.max((this.#workedUs / 1000) * PAUSE, LEAST_PAUSE_MS), MOST_PAUSE_MS);
    const isDue = this.#shared.takeAsked() || pausedMs >= pauseMs || this.#hasGrown(nowMs);
    if (!isDue) return false;
    this.#isWalking = true;
    this.#db = 0;
    this.#walk.start(0, 0);
    this.#walked = 0;
    this.#workedUs = 0;
    this.#census.clear();
    this.#keyBytes = 0;
    this.#largest = [];
    this.#least = 0;
    return true;
  }

  /** A cache that has just been filled is not known from a walk over an empty one. */
  #hasGrown(nowMs: number): boolean {
    if (nowMs - Math.max(this.#finishedMs ?? 0, this.#growthSeenMs) < GROWTH_MS) return false;
    this.#growthSeenMs = nowMs;
    let keys = 0;
    for (let db = 0; db < this.#store.databases; db++) keys += this.#store.size(db);
    return keys > 2 * this.#walked;
  }

  /** Looks at some keys of one shard. @returns false when its lock was not free, or the walk is over */
  #hold(): boolean {
    const walk = this.#walk;
    if (walk.isAtEnd) {
      walk.start(0, 0);
      this.#db++;
      return this.#db < this.#store.databases;
    }
    if (walk.skipEmptyShard(this.#db)) return true;
    const shard = walk.shard as ShardId;
    if (!this.#gate.tryEnter(shard)) return false;
    for (let i = 0; i < VISITS_PER_HOLD && walk.shard === shard; i++) {
      const found = walk.step(this.#db);
      for (let k = 0; k < found; k++) this.#look(walk.refs[k]! as Ref);
    }
    this.#gate.leave(shard);
    return true;
  }

  #look(ref: Ref): void {
    const { records } = this.#store;
    this.#walked++;
    this.#keyBytes += records.keyLength(ref);
    this.#census.note(this.#store, this.#db, ref);
    const bytes = this.#store.sizeOf(ref);
    if (bytes <= this.#least) return;
    const start = records.keyAt(ref);
    const keyBytes = records.keyLength(ref);
    const kept = start + Math.min(keyBytes, MOST_KEY_BYTES);
    this.#largest.push({
      key: records.bytesOf(ref).toString('base64url', start, kept),
      keyBytes,
      db: this.#db,
      type: TYPE_NAMES[records.type(ref)] ?? 'none',
      bytes,
      items: itemsOf(this.#store, ref),
    });
    if (this.#largest.length >= 2 * MOST_KEYS) this.#cut();
  }

  #cut(): void {
    this.#largest.sort((a, b) => b.bytes - a.bytes);
    this.#largest.length = Math.min(this.#largest.length, MOST_KEYS);
    this.#least = this.#largest.length === MOST_KEYS ? this.#largest.at(-1)!.bytes : 0;
  }

  #finish(nowMs: number): void {
    this.#isWalking = false;
    this.#cut();
    this.#found = this.#largest;
    this.#finishedMs = nowMs;
    this.#sharedCensus.write(this.#census);
    this.#onMean(this.#walked === 0 ? 0 : this.#keyBytes / this.#walked);
    this.#tell(nowMs);
  }

  #tell(nowMs: number): void {
    this.#toldMs = nowMs;
    if (this.#finishedMs === null) this.#cut();
    const keys = this.#finishedMs === null ? this.#largest : this.#found;
    this.#shared.write({ walked: this.#walked, finishedMs: this.#finishedMs, keys });
  }
}
