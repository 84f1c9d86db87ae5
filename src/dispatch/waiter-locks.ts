// HOT: `cover` runs before every command with keys of a shard where somebody waits; no closures, integers only.
/**
 * Which locks a command needs beside those of its keys, because clients wait for the keys: their commands will be run
 * under its locks, and touch keys of their own, which may make further clients' keys ready.
 */
import type { KeyPositions } from '../../protocol/command/key-positions.ts';
import { SHARDS } from '../memory/layout.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { LockGate } from './lock-gate.ts';
import type { ParsedRequest } from './request.ts';

export class WaiterLocks {
  readonly #store: Keyspace;

  constructor(store: Keyspace) {
    this.#store = store;
  }

  /**
   * Takes whatever further locks are needed to serve those who wait for the keys of a command; those of the keys are held.
   * @returns false when they were not had in time; nothing is held then
   */
  cover(locks: LockGate, request: ParsedRequest, keys: KeyPositions): boolean {
    const { queues } = this.#store.observers;
    for (;;) {
      queues.forgetGathered();
      this.gather(request, keys);
      if (queues.feeds) queues.gatherFed();
      if (locks.includes(queues.low, queues.high)) return true;
      if (!locks.widen(queues.low, queues.high)) return false;
    }
  }

  /** Whether somebody waits for a key of one of the shards in the set. */
  isAnyoneIn(locks: LockGate): boolean {
    const { queues } = this.#store.observers;
    for (let shard = 0; shard < SHARDS; shard++) if (locks.has(shard) && queues.hasAny(shard)) return true;
    return false;
  }

  /** The same for several requests, for each of which `gatherAll` calls `gather`. */
  widen(locks: LockGate, gatherAll: () => void): boolean {
    const { queues } = this.#store.observers;
    for (;;) {
      queues.forgetGathered();
      gatherAll();
      if (queues.feeds) queues.gatherFed();
      if (locks.includes(queues.low, queues.high)) return true;
      if (!locks.widen(queues.low, queues.high)) return false;
    }
  }

  /** Adds up what serving those who wait for the keys of a request may need. The keys are prepared, their locks held. */
  gather(request: ParsedRequest, keys: KeyPositions): void {
    const store = this.#store;
    const { queues } = store.observers;
    for (let i = 0; i < keys.count; i++) {
      const key = keys.at[i]!;
      const shard = store.shards[key]!;
      if (!queues.hasAny(shard)) continue;
      queues.gather(shard, store.hashes[key]!, request.buf, request.argStart[key]!, request.argLen[key]!);
    }
  }
}
