/**
 * Locks for commands that look at every shard, one after the other: KEYS, SCAN, DBSIZE, RANDOMKEY, FLUSHALL in steps.
 * They see each shard at another moment (the README's limits say so). At most one lock is held, and never with others.
 */
import { monotonicUs } from '../memory/clock.ts';
import { S_LOCK } from '../memory/layout.ts';
import { lock, unlock } from '../memory/lock.ts';
import { noteHold } from '../memory/thread-stats.ts';
import type { Keyspace } from '../store/keyspace.ts';

const NONE = -1;

export class ShardWalk {
  readonly #store: Keyspace;
  /** True while the dispatcher already holds every lock (EXEC, scripts): then nothing is taken or given here. */
  allHeld = false;

  /** The shard whose lock the walk holds. */
  #held = NONE;
  #sinceUs = 0;

  constructor(store: Keyspace) {
    this.#store = store;
  }

  /** Takes the lock of a shard. Holders never wait for anything, so this ends soon. */
  enter(shard: number): void {
    if (this.allHeld) return;
    this.#held = shard;
    lock(this.#store.control, this.#store.heap.base(shard) + S_LOCK);
    this.#sinceUs = monotonicUs();
    this.#store.heap.slabs.sync();
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
