/** The locks of EXEC: the union of what the queued commands and the watched keys need, taken at once. */
import { KeyPositions } from '../../protocol/command/key-positions.ts';
import { flagBit } from '../../protocol/command/table.ts';
import { setRequest } from './admission.ts';
import type { Client } from './client.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { LockGate } from './lock-gate.ts';
import type { ParsedRequest, Row } from './request.ts';
import { ALL_LOCKS, NO_KEYS, RUNS_LUA, WALKS } from './row-traits.ts';
import type { Transaction } from './transaction.ts';

/** A command without keys that has one of these flags looks at the store as a whole. */
const TOUCHES_ALL = flagBit('readonly') | flagBit('write') | flagBit('admin');

export class TransactionLocks {
  readonly #dispatcher: Dispatcher;
  readonly #locks: LockGate;
  readonly #keys = new KeyPositions();

  constructor(dispatcher: Dispatcher, locks: LockGate) {
    this.#dispatcher = dispatcher;
    this.#locks = locks;
  }

  /** @returns false when one was not had in time: nothing is held then */
  take(client: Client, transaction: Transaction): boolean {
    const { call, blocked, traits } = this.#dispatcher;
    const { store } = call;
    const locks = this.#locks;
    let all = false;
    locks.clear();
    if (client.watched.size !== 0) for (const { shard } of client.watched.values()) locks.add(shard);
    for (const request of transaction.queue) {
      const row = request.row!;
      const bits = traits[row.id]!;
      const touchesAll = (bits & NO_KEYS) !== 0 && (row.flagBits & TOUCHES_ALL) !== 0;
      if ((bits & (ALL_LOCKS | RUNS_LUA | WALKS)) !== 0 || touchesAll) all = true;
      else if ((bits & NO_KEYS) === 0) this.#addKeys(request, row);
    }
    if (all) locks.addAll();
    if (!locks.takeSet()) return false;
    if (blocked !== undefined && !all && blocked.locks.isAnyoneIn(locks)) {
      const gather = (): void => {
        for (const request of transaction.queue) {
          if (request.row!.hasNoKeys) continue;
          setRequest(call, client, request);
          this.#addKeys(request, request.row!);
          blocked.locks.gather(request, this.#keys);
        }
      };
      if (!blocked.locks.widen(locks, gather)) return false;
    }
    call.walk.allHeld = all;
    store.heap.slabs.sync();
    return true;
  }

  /** Finds the keys of a queued request, and adds their shards to the set. */
  #addKeys(request: ParsedRequest, row: Row): void {
    const { store } = this.#dispatcher.call;
    const keys = this.#keys;
    store.args = request;
    keys.count = 0;
    if (request.key !== 0) {
      // Its hash and shard were found while it was read.
      keys.add(request.key, 0);
      store.prepared(request.key, request.hash, request.shard);
      this.#locks.add(request.shard);
      return;
    }
    row.keyPositions(request, keys);
    for (let i = 0; i < keys.count; i++) this.#locks.add(store.prepare(keys.at[i]!));
  }

  /** The locks of all shards were taken in an earlier turn of the event loop, and are still held. */
  hadAll(): void {
    this.#dispatcher.call.walk.allHeld = true;
    this.#locks.addAll();
  }

  give(): void {
    const { call } = this.#dispatcher;
    const all = call.walk.allHeld;
    call.walk.allHeld = false;
    this.#locks.giveSet();
    if (all) call.afterAllLocks();
  }
}
