// HOT: runs for each command of a client that tracks keys; no closures, no allocation.
/** The keys that a tracking client reads are remembered, whether the command finds them or not. */
import { KeyPositions } from '../../protocol/command/key-positions.ts';
import { flagBit } from '../../protocol/command/table.ts';
import { G_TRACKED_KEYS, S_LOCK, SHARDS } from '../memory/layout.ts';
import { tryLock, unlock } from '../memory/lock.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { Client } from './client.ts';
import type { ClientTracking } from './client-tracking.ts';
import type { ParsedRequest, Row } from './request.ts';

const READONLY = flagBit('readonly');
/** Most keys that one command forgets because the table is full. */
const MOST_FORGOTTEN = 100;

/** Who tracks, and whether what it reads now. */
export type Tracker = Pick<ClientTracking, 'remembers' | 'group' | 'bit'>;

export class TrackedReads {
  readonly #store: Keyspace;
  readonly #positions = new KeyPositions();
  /** Where the next key is forgotten. */
  #shard = 0;

  constructor(store: Keyspace) {
    this.#store = store;
  }

  /** Remembers the keys of a request that was run. Their locks are still held. */
  note(tracking: Tracker, request: ParsedRequest, row: Row): void {
    if ((row.flagBits & READONLY) === 0 || row.hasNoKeys || !tracking.remembers) return;
    if (request.key !== 0) {
      this.#remember(tracking, request, request.key, request.shard, request.hash);
      return;
    }
    // A script reads by the commands that it calls.
    if (row.definition.group === 'scripting') return;
    const store = this.#store;
    const positions = this.#positions;
    positions.count = 0;
    store.args = request;
    row.keyPositions(request, positions);
    for (let i = 0; i < positions.count; i++) {
      const key = positions.at[i]!;
      const shard = store.prepare(key);
      this.#remember(tracking, request, key, shard, store.hashes[key]!);
    }
  }

  /** A command is done: CLIENT CACHING was about it alone. */
  commandEnded(client: Client, tracking: ClientTracking, row: Row | null): void {
    if (tracking.caching && client.transaction === undefined && row?.name.startsWith('client|') !== true) {
      tracking.caching = false;
    }
  }

  /**
   * Forgets keys while clients of all threads track more than `most`: to be told of a key too often does no harm. No lock
   * is held. @param most 0 for no bound @returns whether there was one too many
   */
  bound(most: number): boolean {
    if (most === 0 || this.#store.control[G_TRACKED_KEYS]! <= most) return false;
    this.#forget(most);
    return true;
  }

  // cold: the table is full.
  #forget(most: number): void {
    const { control, heap, observers } = this.#store;
    let left = MOST_FORGOTTEN;
    for (let tries = 0; tries < SHARDS && left > 0 && control[G_TRACKED_KEYS]! > most; tries++) {
      this.#shard = (this.#shard + 1) % SHARDS;
      const word = heap.base(this.#shard) + S_LOCK;
      // Who keeps a lock for long keeps them all: the next command of a tracking client tries again.
      if (!tryLock(control, word)) continue;
      heap.slabs.sync();
      while (left-- > 0 && control[G_TRACKED_KEYS]! > most && observers.tracked.forgetOne(this.#shard));
      unlock(control, word);
    }
  }

  #remember(tracking: Tracker, request: ParsedRequest, key: number, shard: number, hash: number): void {
    const { buf, argStart, argLen } = request;
    const { tracked } = this.#store.observers;
    tracked.remember(shard, hash, buf, argStart[key]!, argLen[key]!, tracking.group, tracking.bit);
  }
}
