/** Calls the store as commands do, without a dispatcher: one request at a time, keys and values as buffers. */
import type { ArgIndex } from '../../protocol/command/arguments.ts';
import type { SharedMemory } from '../../src/memory/slabs.ts';
import { STATS_BYTES, statsRow } from '../../src/memory/thread-stats.ts';
import { NO_REF, type Ref } from '../../src/memory/types.ts';
import { Keyspace } from '../../src/store/keyspace.ts';
import { NO_EXPIRY } from '../../src/store/record.ts';
import { Strings } from '../../src/store/strings/strings.ts';

const KEY = 1 as ArgIndex;
const SECOND = 2 as ArgIndex;

/** Seed of the hashes: all threads of a store have the same. */
export const SEED: readonly [number, number] = [7, 11];

export class StoreDriver {
  readonly store: Keyspace;
  readonly strings: Strings;

  constructor(shared: SharedMemory, stats: Float64Array = statsRow(new SharedArrayBuffer(STATS_BYTES), 0)) {
    this.store = new Keyspace(shared, stats, SEED);
    this.strings = new Strings(this.store);
  }

  /** Names the arguments of the next calls: `first` is a key, `second` a key or a value. @returns the key's shard */
  request(first: Uint8Array, second: Uint8Array = Buffer.alloc(0)): number {
    const buf = Buffer.concat([first, second]);
    this.store.args = {
      buf,
      argc: 3,
      argStart: Int32Array.of(0, 0, first.length),
      argLen: Int32Array.of(0, first.length, second.length),
    };
    return this.store.prepare(KEY);
  }

  /** Shard of the second argument when that is a key. */
  prepareSecond(): number {
    return this.store.prepare(SECOND);
  }

  get(): Buffer | undefined {
    const ref = this.store.read(KEY);
    return ref === NO_REF ? undefined : this.valueOf(ref);
  }

  valueOf(ref: Ref): Buffer {
    const length = this.strings.length(ref);
    const value = Buffer.alloc(length);
    this.strings.copyOut(ref, 0, length, value, 0);
    return value;
  }

  set(expiresAtMs: number = NO_EXPIRY): void {
    this.strings.set(KEY, this.store.write(KEY), SECOND, expiresAtMs);
  }

  append(): void {
    const ref = this.store.write(KEY);
    if (ref === NO_REF) this.set();
    else this.strings.setRange(KEY, ref, this.strings.length(ref), SECOND);
  }

  /** Overwrites from an offset on. @returns false for a key that is not there */
  setRange(offset: number): boolean {
    const ref = this.store.write(KEY);
    if (ref === NO_REF) return false;
    this.strings.setRange(KEY, ref, offset, SECOND);
    return true;
  }

  delete(): boolean {
    const ref = this.store.write(KEY);
    if (ref === NO_REF) return false;
    this.store.delete(KEY, ref);
    return true;
  }

  expire(expiresAtMs: number): boolean {
    const ref = this.store.write(KEY);
    if (ref === NO_REF) return false;
    this.store.setExpiry(KEY, ref, expiresAtMs);
    return true;
  }

  expiresAt(): number | undefined {
    const ref = this.store.readQuietly(KEY);
    return ref === NO_REF ? undefined : this.store.records.expiresAt(ref);
  }

  /** Gives the record of the first key to the second, in another database if one is named. */
  rename(toDb: number = this.store.db): boolean {
    const { store } = this;
    const ref = store.write(KEY);
    if (ref === NO_REF) return false;
    const shard = store.shards[KEY]!;
    const target = store.peek(SECOND, toDb);
    if (target === ref) return true;
    if (target !== NO_REF) store.delete(SECOND, target, toDb);
    store.unlink(shard, store.db, store.hashes[KEY]!, ref);
    store.relink(SECOND, ref, toDb);
    return true;
  }

  /** Gives the second key a copy of the first one's value. */
  copy(): boolean {
    const ref = this.store.write(KEY);
    if (ref === NO_REF) return false;
    const target = this.store.peek(SECOND);
    if (target !== ref) this.strings.copyTo(ref, SECOND, target, this.store.records.expiresAt(ref), this.store.db);
    return true;
  }
}
