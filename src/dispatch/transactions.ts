/**
 * EXEC: all locks that the queued commands and the watched keys need are taken at once, then the commands run one after
 * the other, and nobody sees a state in between.
 */
import { KeyPositions } from '../../protocol/command/key-positions.ts';
import { NO_ERROR } from '../../protocol/command/parse-error.ts';
import { flagBit } from '../../protocol/command/table.ts';
import { ERROR, errorText, execAborted } from '../../protocol/resp/errors.ts';
import { monotonicUs } from '../memory/clock.ts';
import { STAT } from '../memory/thread-stats.ts';
import { GATE_MONITORED } from '../messaging/gate-state.ts';
import { MAX_KEY_BYTES } from '../store/record.ts';
import { setRequest } from './admission.ts';
import type { Client } from './client.ts';
import { type Call, type Outcome, PARKED_HELD, PARKED_LOCKS, PARKED_SCRIPT } from './context.ts';
import type { Dispatcher } from './dispatcher.ts';
import { afterException } from './exceptions.ts';
import { type HeldTransactions, readyPiece } from './held-transactions.ts';
import type { LockGate } from './lock-gate.ts';
import type { MemoryGate } from './memory-gate.ts';
import { ANSWERED, RUN_HERE } from './ports/scripts.ts';
import { QueuedTimer } from './queued-timer.ts';
import { refuseArguments, refuseKey, refuseMemory } from './refusals.ts';
import type { ParsedRequest, Row } from './request.ts';
import { isQuickRequest, RUNS_LUA } from './row-traits.ts';
import { endTransaction, type Transaction } from './transaction.ts';
import { TransactionLocks } from './transaction-locks.ts';
import { isAnyChanged, unwatchAll, unwatchLocked } from './watched-keys.ts';

const DENY_OOM = flagBit('denyoom');
const DONE = 0;

export class Transactions {
  readonly #dispatcher: Dispatcher;
  readonly #locks: TransactionLocks;
  readonly #memory: MemoryGate;
  readonly #timed: QueuedTimer;
  readonly #keys = new KeyPositions();
  /** Undefined where scripts cannot be sent away. */
  held: HeldTransactions | undefined;

  constructor(dispatcher: Dispatcher, locks: LockGate, memory: MemoryGate) {
    this.#dispatcher = dispatcher;
    this.#timed = new QueuedTimer(dispatcher.timer, dispatcher.metrics);
    this.#locks = new TransactionLocks(dispatcher, locks);
    this.#memory = memory;
  }

  /**
   * Runs what the client has queued, replies, and ends the transaction.
   * @returns DONE; PARKED_LOCKS: nothing was done; or PARKED_HELD: `goOn` follows
   */
  exec(client: Client, transaction: Transaction): number {
    const { call } = this.#dispatcher;
    const { store } = call;
    if (transaction.aborted) {
      call.fail(ERROR.execAbort);
      return this.#refused(call, client);
    }
    if (!this.#admit(call, client, transaction)) {
      call.reply.error(execAborted(errorText(ERROR.outOfMemory)));
      return this.#refused(call, client);
    }
    // A script may be sent away, and the transaction wait for it.
    if (transaction.runsScript) transaction.keep();
    // It is waited for without locks.
    if (transaction.runsScript && !call.server.scripts.isReady()) return PARKED_LOCKS;
    if (!this.#locks.take(client, transaction)) return PARKED_LOCKS;
    if (this.#dispatcher.news.hasMailFor(client)) {
      this.#locks.give();
      this.#dispatcher.news.mail!.read();
      return this.exec(client, transaction);
    }
    const sinceUs = this.#dispatcher.timer.holds();
    store.forgetTime();
    const isChanged = isAnyChanged(store, client);
    unwatchLocked(store, client);
    if (isChanged) {
      this.#locks.give();
      call.reply.nullArray();
      endTransaction(client);
      return DONE;
    }
    this.#enter();
    call.frozenUs = 0;
    if (transaction.runsScript) this.held?.begin(client);
    call.reply.array(transaction.queue.length);
    return this.#runFrom(0, client, transaction, sinceUs);
  }

  /** cold: none of the commands is run. */
  #refused(call: Call, client: Client): number {
    this.#dispatcher.metrics.failed((call.args as ParsedRequest).row!.id);
    discard(call, client);
    return DONE;
  }

  /** Commands of a transaction follow, or go on. */
  #enter(): void {
    const { call, blocked } = this.#dispatcher;
    call.store.observers.queues.covered = blocked !== undefined;
    call.inTransaction = true;
  }

  #leave(): void {
    const { call } = this.#dispatcher;
    call.store.observers.queues.covered = false;
    call.inTransaction = false;
  }

  #runFrom(first: number, client: Client, transaction: Transaction, sinceUs: number): number {
    const { call, blocked, timer } = this.#dispatcher;
    const { queue } = transaction;
    const timed = this.#timed;
    timed.start();
    for (let i = first; i < queue.length; i++) {
      if (!this.#run(client, queue[i]!)) {
        timed.abandon();
        this.#hold(client, queue[i]!, i, sinceUs);
        return PARKED_HELD;
      }
    }
    timed.endRun();
    call.inTransaction = false;
    if (call.store.observers.queues.readyCount !== 0) blocked!.serve();
    this.#leave();
    this.#locks.give();
    timer.held(sinceUs);
    if (blocked !== undefined && blocked.served.count !== 0) blocked.served.deliver();
    this.held?.end();
    endTransaction(client);
    return DONE;
  }

  // cold: a script that is not known to be short.
  /** Leaves the transaction as it is, with its locks, for others to have the thread. */
  #hold(client: Client, request: ParsedRequest, index: number, sinceUs: number): void {
    const { call, news } = this.#dispatcher;
    const { store } = call;
    const frozenUs = call.nowUs();
    const ready = store.observers.queues.takeReady();
    this.#leave();
    call.walk.allHeld = false;
    news.tell();
    const nowMs = store.now();
    this.held!.hold({ client, request, index, nowMs, frozenUs, sinceUs, sentUs: monotonicUs(), ready });
  }

  // cold: as `#hold`.
  /**
   * The script that a transaction was held for is done: what comes behind it is run.
   * @param exec the request that is parked @param pieces what the script thread sent @returns as `exec`
   */
  goOn(exec: ParsedRequest, pieces: readonly (Buffer | number)[]): number {
    const { call, metrics, news, onMonitored, timer } = this.#dispatcher;
    const { client, frozenUs, index, nowMs, request, sentUs, sinceUs } = this.held!.held!;
    const row = exec.row!;
    news.begin(client);
    this.#enter();
    this.#locks.hadAll();
    setRequest(call, client, request);
    call.store.heap.slabs.sync();
    call.store.setTime(nowMs);
    call.frozenUs = frozenUs;
    if (this.held!.goOn(pieces)) metrics.failed(request.row!.id);
    const us = monotonicUs() - sentUs;
    metrics.ran(request.row!.id, 1, us);
    timer.onTimed?.(request.row!, client, request, us);
    this.#ran(client, request);
    const outcome = this.#runFrom(index + 1, client, client.transaction!, sinceUs);
    news.tell();
    if (outcome === DONE) this.held!.writeBehind();
    news.afterReply();
    if (outcome === DONE) timer.endLate(row, client, exec, monotonicUs() - sinceUs);
    if (outcome === DONE && (call.server.gateBits() & GATE_MONITORED) !== 0) onMonitored?.(row, client, exec);
    news.end(client, row, outcome === DONE);
    return outcome;
  }

  // cold: on the script thread.
  /**
   * Runs a script of a transaction that another thread holds, whose locks are all held.
   * @returns what the other thread needs beside its reply
   */
  runForOther(client: Client, request: ParsedRequest, nowMs: number, frozenUs: number): Buffer {
    const { call, news } = this.#dispatcher;
    const { store } = call;
    store.heap.slabs.sync();
    setRequest(call, client, request);
    store.setTime(nowMs);
    call.frozenUs = frozenUs;
    this.#enter();
    call.walk.allHeld = true;
    this.#runLocked(call, request.row!, request);
    call.walk.allHeld = false;
    this.#leave();
    // What it flushed is freed in the background.
    call.waitsForGraves = false;
    news.tell();
    return readyPiece(store.observers.queues.takeReady());
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

  /** Runs a queued command. @returns false when it is not done: the script thread is to run it */
  #run(client: Client, request: ParsedRequest): boolean {
    const { call, metrics, traits } = this.#dispatcher;
    const row = request.row!;
    this.#timed.begin(row, client, request, isQuickRequest(traits[row.id]!, request));
    setRequest(call, client, request);
    const errors = call.reply.errorCount;
    if (this.#runLocked(call, row, request) === PARKED_SCRIPT) return false;
    if (call.reply.errorCount !== errors) metrics.failed(row.id);
    this.#ran(client, request);
    return true;
  }

  #ran(client: Client, request: ParsedRequest): void {
    const { call, onMonitored } = this.#dispatcher;
    call.store.stats[STAT.commands]! += 1;
    if ((call.server.gateBits() & GATE_MONITORED) !== 0) onMonitored?.(request.row!, client, request);
  }

  /** @returns PARKED_SCRIPT when the script thread is to run it */
  #runLocked(call: Call, row: Row, request: ParsedRequest): Outcome {
    const error = row.parse(request);
    if (error !== NO_ERROR) {
      refuseArguments(call, row, error);
      return undefined;
    }
    if (request.sinks.length !== 0 && request.sinks.includes(null)) {
      refuseMemory(call);
      return undefined;
    }
    const keys = this.#keys;
    keys.count = 0;
    if (request.key !== 0) call.store.prepared(request.key, request.hash, request.shard);
    else if (!row.hasNoKeys) row.keyPositions(request, keys);
    for (let i = 0; i < keys.count; i++) {
      if (request.argLen[keys.at[i]!]! > MAX_KEY_BYTES) {
        refuseKey(call);
        return undefined;
      }
      call.store.prepare(keys.at[i]!);
    }
    const { runs, traits } = this.#dispatcher;
    if (this.held !== undefined && (traits[row.id]! & RUNS_LUA) !== 0) {
      const place = call.server.scripts.place(call, row);
      if (place !== RUN_HERE) return place === ANSWERED ? undefined : place;
    }
    const changes = call.store.heap.operations;
    const mark = call.reply.mark();
    let outcome: Outcome;
    try {
      outcome = runs[row.id]!(call, row.parser.values as never);
    } catch (error) {
      afterException(call, row, changes, mark, error);
    }
    const { tracking } = call.client;
    if (tracking !== undefined) this.#dispatcher.news.reads.note(tracking, request, row);
    return outcome;
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
