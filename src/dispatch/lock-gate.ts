// HOT: no closures, no allocation, integers only.
/**
 * Takes and gives back the locks of a command: all before it begins, in ascending order of the shards, so that no two
 * threads can wait for each other. The gate never sleeps more than a millisecond in all; a command whose locks are
 * not had by then is parked by the dispatcher and tried again from the event loop.
 */
import { KeyPositions } from '../../protocol/command/key-positions.ts';
import { monotonicUs } from '../memory/clock.ts';
import { S_LOCK, SHARDS } from '../memory/layout.ts';
import { lockWithin, tryLock, unlock } from '../memory/lock.ts';
import { STAT } from '../memory/thread-stats.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { MAX_KEY_BYTES } from '../store/record.ts';
import type { ParsedRequest, Row } from './request.ts';

/** Longest time that the event loop may stand still for locks. */
const MAX_WAIT_MS = 1;

export class LockGate {
  readonly #store: Keyspace;
  readonly #control: Int32Array;
  /** Where the keys of the request of the last `addKeysOf` are. */
  readonly keys = new KeyPositions();
  /** Microseconds that were spent so far waiting for a lock while none was held. */
  waitedUs = 0;
  /** Shards in the set, as two words of 32 bits. */
  #low = 0;
  #high = 0;

  constructor(store: Keyspace) {
    this.#store = store;
    this.#control = store.control;
  }

  /** Takes the lock of one shard. @returns false when it was not free in time; nothing is held then. */
  takeOne(shard: number): boolean {
    const word = this.#store.heap.base(shard) + S_LOCK;
    if (!tryLock(this.#control, word)) {
      if (!this.#waitFor(word)) return false;
      // It was some time ago.
      this.#store.forgetTime();
    }
    this.#store.heap.slabs.sync();
    return true;
  }

  giveOne(shard: number): void {
    unlock(this.#control, this.#store.heap.base(shard) + S_LOCK);
  }

  /** Starts a set of shards. */
  clear(): void {
    this.#low = 0;
    this.#high = 0;
  }

  add(shard: number): void {
    if (shard < 32) this.#low |= 1 << shard;
    else this.#high |= 1 << (shard - 32);
  }

  /**
   * Adds the shards of all keys of a request, whose arguments are read, and prepares the keys for look-ups.
   * @returns false when one of them is longer than any may be
   */
  addKeysOf(request: ParsedRequest, row: Row): boolean {
    const { keys } = this;
    keys.count = 0;
    if (!row.hasNoKeys) row.keyPositions(request, keys);
    for (let i = 0; i < keys.count; i++) if (request.argLen[keys.at[i]!]! > MAX_KEY_BYTES) return false;
    for (let i = 0; i < keys.count; i++) this.add(this.#store.prepare(keys.at[i]!));
    return true;
  }

  addAll(): void {
    this.#low = -1;
    this.#high = -1;
  }

  has(shard: number): boolean {
    return shard < 32 ? (this.#low & (1 << shard)) !== 0 : (this.#high & (1 << (shard - 32))) !== 0;
  }

  /** Whether all of these shards are in the set. */
  includes(low: number, high: number): boolean {
    return ((low & ~this.#low) | (high & ~this.#high)) === 0;
  }

  /** Gives the set back and takes it again with further shards. @returns false as `takeSet` does */
  widen(low: number, high: number): boolean {
    this.giveSet();
    this.#low |= low;
    this.#high |= high;
    return this.takeSet();
  }

  isEmpty(): boolean {
    return (this.#low | this.#high) === 0;
  }

  /** Takes the locks of the set. @returns false when one was not had in time; nothing is held then. */
  takeSet(): boolean {
    let leftMs = MAX_WAIT_MS;
    for (let shard = this.#next(0); shard < SHARDS; shard = this.#next(shard + 1)) {
      const word = this.#store.heap.base(shard) + S_LOCK;
      if (tryLock(this.#control, word)) continue;
      this.#store.stats[STAT.lockWaits]! += 1;
      // The waits of one set share the bound: each further one gets half of what is left.
      leftMs /= 2;
      this.#store.forgetTime();
      if (!lockWithin(this.#control, word, leftMs)) {
        this.#giveBelow(shard);
        return false;
      }
    }
    this.#store.heap.slabs.sync();
    return true;
  }

  /** The first shard of the set from `shard` on; SHARDS when there is none. */
  #next(shard: number): number {
    if (shard < 32) {
      const low = this.#low & (-1 << shard);
      if (low !== 0) return 31 - Math.clz32(low & -low);
    }
    const high = shard < SHARDS ? this.#high & (shard > 32 ? -1 << (shard - 32) : -1) : 0;
    return high === 0 ? SHARDS : 63 - Math.clz32(high & -high);
  }

  giveSet(): void {
    this.#giveBelow(SHARDS);
  }

  /** cold: another thread has the lock. @returns whether it was had in time */
  #waitFor(word: number): boolean {
    const sinceUs = monotonicUs();
    this.#store.stats[STAT.lockWaits]! += 1;
    const isHad = lockWithin(this.#control, word, MAX_WAIT_MS);
    this.waitedUs += monotonicUs() - sinceUs;
    return isHad;
  }

  #giveBelow(end: number): void {
    for (let shard = this.#next(0); shard < end; shard = this.#next(shard + 1)) {
      unlock(this.#control, this.#store.heap.base(shard) + S_LOCK);
    }
  }
}
