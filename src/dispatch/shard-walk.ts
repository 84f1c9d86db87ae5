/**
 * Locks for commands that look at every shard, one after the other: KEYS, SCAN, DBSIZE, RANDOMKEY, FLUSHALL in steps.
 * They see each shard at another moment (the README's limits say so). At most one lock is held, and never with others.
 */
import { monotonicUs } from '../memory/clock.ts';
import { S_LOCK } from '../memory/layout.ts';
import { lockWithin, unlock } from '../memory/lock.ts';
import { noteHold } from '../memory/thread-stats.ts';
import type { Keyspace } from '../store/keyspace.ts';

const NONE = -1;
/** Longest wait for one lock: only a script, or a transaction, keeps one for longer … */
const MAX_WAIT_MS = 20;
/** … and the wait for a lock that a walk did not get before. */
const MAX_WAIT_AGAIN_MS = 1;

/** Thrown out of a command whose walk met a lock that is kept for long: it is parked, and begins anew. */
export const WALK_HELD_UP: Error = new Error('a lock was not had in time');

export class ShardWalk {
  readonly #store: Keyspace;
  /** True while the dispatcher already holds every lock (EXEC, scripts): then nothing is taken or given here. */
  allHeld = false;

  /** The shard whose lock the walk holds. */
  #held = NONE;
  #sinceUs = 0;
  #maxWaitMs = MAX_WAIT_MS;

  constructor(store: Keyspace) {
    this.#store = store;
  }

  /** Takes the lock of a shard. @throws WALK_HELD_UP when somebody keeps it for long */
  enter(shard: number): void {
    if (!this.tryEnter(shard)) throw WALK_HELD_UP;
  }

  /** @returns false when somebody keeps the lock for long */
  tryEnter(shard: number): boolean {
    if (this.allHeld) return true;
    const isHad = lockWithin(this.#store.control, this.#store.heap.base(shard) + S_LOCK, this.#maxWaitMs);
    this.#maxWaitMs = isHad ? MAX_WAIT_MS : MAX_WAIT_AGAIN_MS;
    if (!isHad) return false;
    this.#held = shard;
    this.#sinceUs = monotonicUs();
    this.#store.heap.slabs.sync();
    return true;
  }

  leave(shard: number): void {
    this.#held = NONE;
    if (this.allHeld) return;
    unlock(this.#store.control, this.#store.heap.base(shard) + S_LOCK);
    noteHold(this.#store.stats, monotonicUs() - this.#sinceUs);
  }

  /** Gives back what a walk that failed half way still holds. */
  abandon(): void {
    if (this.#held !== NONE) this.leave(this.#held);
  }
}
