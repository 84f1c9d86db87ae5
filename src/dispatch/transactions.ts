/**
 * EXEC: all locks that the queued commands and the watched keys need are taken at once, then the commands run one after
 * the other, and nobody sees a state in between.
 */
import { KeyPositions } from '../../protocol/command/key-positions.ts';
import { NO_ERROR } from '../../protocol/command/parse-error.ts';
import { flagBit } from '../../protocol/command/table.ts';
import { ERROR, errorText, execAborted } from '../../protocol/resp/errors.ts';
import { monotonicUs } from '../memory/clock.ts';
import type { LargeSink } from '../memory/large/large-sink.ts';
import { STAT } from '../memory/thread-stats.ts';
import { GATE_MONITORED } from '../messaging/gate-state.ts';
import { MAX_KEY_BYTES } from '../store/record.ts';
import type { Client } from './client.ts';
import { type Call, PARKED_LOCKS } from './context.ts';
import type { Dispatcher } from './dispatcher.ts';
import { afterException } from './exceptions.ts';
import type { LockGate } from './lock-gate.ts';
import type { MemoryGate } from './memory-gate.ts';
import { refuseArguments, refuseKey, refuseMemory } from './refusals.ts';
import type { ParsedRequest, Row } from './request.ts';
import { runsScript } from './row-traits.ts';
import { endTransaction, type Transaction } from './transaction.ts';
import { isAnyChanged, unwatchAll, unwatchLocked } from './watched-keys.ts';

/** A command without keys that has one of these flags looks at the store as a whole. */
const TOUCHES_ALL = flagBit('readonly') | flagBit('write') | flagBit('admin');
const DENY_OOM = flagBit('denyoom');
const DONE = 0;

export class Transactions {
  readonly #dispatcher: Dispatcher;
  readonly #locks: LockGate;
  readonly #memory: MemoryGate;
  readonly #keys = new KeyPositions();

  constructor(dispatcher: Dispatcher, locks: LockGate, memory: MemoryGate) {
    this.#dispatcher = dispatcher;
    this.#locks = locks;
    this.#memory = memory;
  }

  /** Runs what the client has queued, replies, and ends the transaction. @returns DONE, or PARKED_LOCKS: nothing was done */
  exec(client: Client, transaction: Transaction): number {
    const { call, blocked } = this.#dispatcher;
    const { store } = call;
    if (transaction.aborted) {
      call.fail(ERROR.execAbort);
      discard(call, client);
      return DONE;
    }
    if (!this.#admit(call, client, transaction)) {
      call.reply.error(execAborted(errorText(ERROR.outOfMemory)));
      discard(call, client);
      return DONE;
    }
    if (!this.#takeLocks(client, transaction)) return PARKED_LOCKS;
    if (this.#dispatcher.news.hasMailFor(client)) {
      this.#giveLocks(call);
      this.#dispatcher.news.mail!.read();
      return this.exec(client, transaction);
    }
    const sinceUs = this.#dispatcher.timer.holds();
    store.forgetTime();
    const { queues } = store.observers;
    if (isAnyChanged(store, client)) {
      unwatchLocked(store, client);
      this.#giveLocks(call);
      call.reply.nullArray();
      endTransaction(client);
      return DONE;
    }
    unwatchLocked(store, client);
    queues.covered = blocked !== undefined;
    call.inTransaction = true;
    call.frozenUs = 0;
    call.reply.array(transaction.queue.length);
    let nowUs = monotonicUs();
    for (const request of transaction.queue) nowUs = this.#run(client, request, nowUs);
    call.inTransaction = false;
    if (queues.readyCount !== 0) blocked!.serve();
    queues.covered = false;
    this.#giveLocks(call);
    this.#dispatcher.timer.held(sinceUs);
    if (blocked !== undefined && blocked.served.count !== 0) blocked.served.deliver();
    endTransaction(client);
    return DONE;
  }

  /** Room for everything that the commands may allocate, had before any of them begins. */
  #admit(call: Call, client: Client, transaction: Transaction): boolean {
    if (!transaction.deniesOom || !this.#memory.isLimited) return true;
    let bytes = 0;
    for (const request of transaction.queue) {
      const row = request.row!;
      if ((row.flagBits & DENY_OOM) === 0) continue;
      setRequest(call, client, request);
      if (row.parse(request) === NO_ERROR) bytes += row.command!.allocates?.(call, row.parser.values) ?? 0;
    }
    return this.#memory.admitBytes(call, bytes);
  }

  #takeLocks(client: Client, transaction: Transaction): boolean {
    const { call, blocked } = this.#dispatcher;
    const { store } = call;
    const locks = this.#locks;
    let all = false;
    locks.clear();
    for (const { shard } of client.watched) locks.add(shard);
    for (const request of transaction.queue) {
      const row = request.row!;
      const touchesAll = row.hasNoKeys && (row.flagBits & TOUCHES_ALL) !== 0;
      if (row.command!.locks === 'all' || touchesAll || runsScript(row)) all = true;
      else if (!row.hasNoKeys) this.#addKeys(request, row);
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

  #giveLocks(call: Call): void {
    const all = call.walk.allHeld;
    call.walk.allHeld = false;
    this.#locks.giveSet();
    if (all) call.afterAllLocks();
  }

  /** Runs a queued command. @returns the time when it was done, which is when the next one begins */
  #run(client: Client, request: ParsedRequest, startUs: number): number {
    const { call, metrics, timer, onMonitored } = this.#dispatcher;
    const row = request.row!;
    setRequest(call, client, request);
    const errors = call.reply.errorCount;
    this.#runLocked(call, row, request);
    if (call.reply.errorCount !== errors) metrics.failed(row.id);
    const endUs = monotonicUs();
    const us = endUs - startUs;
    metrics.ran(row.id, 1, us);
    timer.onTimed?.(row, client, request, us);
    call.store.stats[STAT.commands]! += 1;
    if ((call.server.gateBits() & GATE_MONITORED) !== 0) onMonitored?.(row, client, request);
    return endUs;
  }

  #runLocked(call: Call, row: Row, request: ParsedRequest): void {
    const error = row.parse(request);
    if (error !== NO_ERROR) {
      refuseArguments(call, row, error);
      return;
    }
    if (request.sinks.includes(null)) {
      refuseMemory(call);
      return;
    }
    const keys = this.#keys;
    keys.count = 0;
    if (request.key !== 0) call.store.prepared(request.key, request.hash, request.shard);
    else if (!row.hasNoKeys) row.keyPositions(request, keys);
    for (let i = 0; i < keys.count; i++) {
      if (request.argLen[keys.at[i]!]! > MAX_KEY_BYTES) {
        refuseKey(call);
        return;
      }
      call.store.prepare(keys.at[i]!);
    }
    const changes = call.store.heap.operations;
    const mark = call.reply.mark();
    try {
      row.command!.run(call, row.parser.values);
    } catch (error) {
      afterException(call, row, changes, mark, error);
    }
    const { tracking } = call.client;
    if (tracking !== undefined) this.#dispatcher.news.reads.note(tracking, request, row);
  }
}

/** Ends a transaction that does not run. No lock is held. */
export function discard(call: Call, client: Client): void {
  endTransaction(client);
  unwatchAll(call.store, client);
}

/** A command was refused inside MULTI: EXEC will refuse all, and does so at once if it is the one. */
export function abortTransaction(call: Call, client: Client, isExec: boolean, mark: number): void {
  if (client.transaction !== undefined) client.transaction.aborted = true;
  if (!isExec) return;
  const { lastError } = call.reply;
  call.reply.rollback(mark);
  call.reply.error(execAborted(typeof lastError === 'string' ? lastError : lastError.toString('latin1', 1)));
  discard(call, client);
}

/** The call and the store look at this request from now on. */
function setRequest(call: Call, client: Client, request: ParsedRequest): void {
  const { store } = call;
  call.args = request;
  call.client = client;
  call.strings.sinks = request.sinks as readonly (LargeSink | null)[];
  store.args = request;
  store.db = client.db;
  store.touches = !client.noTouch;
}
