/**
 * The background thread's part of eviction: keeps room ready for large writes, and brings the store back below a limit
 * that was passed.
 *
 * Problem: a worker that evicts ahead for every write changes records, index and free lists from another core than the
 * one that writes: their cache lines go to and fro, which cost 11 % of the processor time of a write, and what is kept
 * free holds no keys.
 * Idea: who writes a small value makes room for it there and then, in a microsecond or so. Only for values that many
 * others have to go for, room is kept ready: some of the largest ones that were asked for of late.
 */
import { G_ROOM_ASKED } from '../memory/layout.ts';
import { STAT } from '../memory/thread-stats.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { MemoryLimit } from '../store/memory-limit.ts';
import type { Evictor } from './evictor.ts';

/** Values kept room for: as many as come while the worker is on its way. */
const VALUES = 4;
/** Most room: this share of the limit, … */
const SHARE = 0.004;
/** … at least and at most so many bytes. */
const LEAST_BYTES = 16 * 1024;
const MOST_BYTES = 64 * 1024 * 1024;
/** Time in which what was asked for is half forgotten. */
const HALF_LIFE_MS = 1_000;
/** Victims of one step. */
const VICTIMS = 32;

export class Headroom {
  readonly #store: Keyspace;
  readonly #limit: MemoryLimit;
  readonly #evictor: Evictor;
  #halvedMs = 0;
  #isEvicting = false;

  constructor(store: Keyspace, limit: MemoryLimit, evictor: Evictor) {
    this.#store = store;
    this.#limit = limit;
    this.#evictor = evictor;
  }

  /** Bytes that are kept free now. */
  get wantedBytes(): number {
    const asked = this.#store.control[G_ROOM_ASKED]!;
    if (asked === 0) return 0;
    const most = Math.min(Math.max(this.#limit.limitBytes * SHARE, LEAST_BYTES), MOST_BYTES);
    return Math.min(asked * VALUES, most);
  }

  /** Whether the store is as full as it may be, or close to it. */
  get isShort(): boolean {
    const { limitBytes } = this.#limit;
    return limitBytes !== 0 && this.#limit.pressureBytes() > limitBytes * (1 - SHARE);
  }

  /** Evicts a handful where room is wanting; on until there is twice as much as wanted. @returns whether it did */
  step(nowMs: number): boolean {
    const { limitBytes } = this.#limit;
    if (limitBytes === 0 || this.#evictor.policy.name === 'noeviction') return false;
    this.#forget(nowMs);
    const wanted = this.wantedBytes;
    const pressure = this.#limit.pressureBytes();
    if (!this.#isEvicting && pressure <= limitBytes - wanted) return false;
    this.#isEvicting = pressure > limitBytes - 2 * wanted;
    return this.#isEvicting && this.evictSome();
  }

  /** @returns false when there was nothing to evict */
  evictSome(): boolean {
    for (let i = 0; i < VICTIMS; i++) {
      if (!this.#evictor.evictOne()) return false;
      this.#store.stats[STAT.evictedByWorker]! += 1;
    }
    this.#store.heap.flushUsed();
    return true;
  }

  #forget(nowMs: number): void {
    const { control } = this.#store;
    // Time counts from when somebody asked first.
    const isNew = control[G_ROOM_ASKED] === 0 || this.#halvedMs === 0;
    if (!isNew && nowMs - this.#halvedMs < HALF_LIFE_MS) return;
    this.#halvedMs = nowMs;
    if (isNew) return;
    const half = control[G_ROOM_ASKED]! >>> 1;
    control[G_ROOM_ASKED] = half < LEAST_BYTES ? 0 : half;
  }
}
