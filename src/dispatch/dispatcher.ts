// HOT: runs once a command; no closures, no allocation, no strings on the path of a command that succeeds.
/**
 * From a request to its reply: look it up, pass the gates, read the arguments, reserve memory, lock, run, unlock, count.
 *
 * A command never locks. Whatever it needs is locked here, before it begins, in ascending order; only commands that
 * look at many shards one after the other (KEYS, SCAN, DBSIZE) get locks through `ShardWalk`, never two at once.
 */
import type { CommandTable } from '../../protocol/command/table.ts';
import { NO_REF } from '../memory/types.ts';
import { GATE_MONITORED } from '../messaging/gate-state.ts';
import { Admission, BAD_ARGUMENTS } from './admission.ts';
import type { BlockedCommands } from './blocked-commands.ts';
import { runBorrowing } from './borrowed-locks.ts';
import { type Client, REPLY_ON } from './client.ts';
import { ClientNews } from './client-news.ts';
import type { CommandMetrics } from './command-metrics.ts';
import { CommandTimer } from './command-timer.ts';
import { type Call, type Outcome, PARKED_BLOCKED, PARKED_LOCKS } from './context.ts';
import { afterException } from './exceptions.ts';
import { HANDLED } from './gate.ts';
import { passGates } from './gates.ts';
import type { LockGate } from './lock-gate.ts';
import { LookAhead } from './look-ahead.ts';
import { type MemoryGate, ROOM, ROOM_LATER } from './memory-gate.ts';
import { QuickRuns, REPLY_ROOM } from './quick-runs.ts';
import { refuseKey, refuseUnknown, refuseUnknownSubcommand } from './refusals.ts';
import { beginReply, endReply } from './reply-mode.ts';
import type { ParsedRequest, Row } from './request.ts';
import { ALL_LOCKS, BORROWS_LOCKS, isQuickRequest, NO_KEYS, RUNS_LUA } from './row-traits.ts';
import { ScriptRuns } from './script-runs.ts';
import { abortTransaction, Transactions } from './transactions.ts';
import { finishUnlocked } from './unlocked-finish.ts';

type Run = (call: Call, args: never) => Outcome;

/** `dispatch`: the command is done and its reply is written. Any other result is why it waits. */
export const DONE = 0;
/** Chunks of replies that are there when any other command begins. */
const SPARE_CHUNKS = 4;

export class Dispatcher {
  readonly call: Call;
  readonly table: CommandTable<Call, Outcome>;
  readonly metrics: CommandMetrics;
  readonly #locks: LockGate;
  readonly #admission: Admission;
  readonly timer: CommandTimer;
  readonly ahead: LookAhead;
  /** By row: bits of `row-traits.ts`. */
  readonly traits: Uint8Array;
  readonly runs: readonly Run[];
  readonly transactions: Transactions;
  readonly quick: QuickRuns;
  readonly #scripts: ScriptRuns;
  readonly #exec: number;
  /** Who waits for keys, and how they are served; undefined where nobody can wait. */
  blocked: BlockedCommands | undefined;
  readonly news: ClientNews;
  /** Called with every command that ran while somebody monitors. */
  onMonitored: ((row: Row, client: Client, request: ParsedRequest) => void) | undefined;

  constructor(
    call: Call,
    table: CommandTable<Call, Outcome>,
    locks: LockGate,
    memory: MemoryGate,
    metrics: CommandMetrics,
  ) {
    this.call = call;
    this.table = table;
    this.metrics = metrics;
    this.#locks = locks;
    this.ahead = new LookAhead(call.types, table);
    this.news = new ClientNews(call);
    call.hasRoom = (bytes) => memory.admitBytes(call, bytes);
    this.timer = new CommandTimer(metrics, call.store.stats, call.reply, call.store.heap, locks);
    this.#admission = new Admission(call, memory, this.timer);
    this.traits = call.traits;
    this.transactions = new Transactions(this, locks, memory);
    this.quick = new QuickRuns(this, locks, memory);
    this.#scripts = new ScriptRuns(this, locks);
    this.#exec = table.named('exec')?.id ?? -1;
    this.runs = table.rows.map((row) => row.command?.run as Run);
  }

  /** Runs one request. @returns DONE, or why the command waits: nothing was changed or written then. */
  dispatch(client: Client, request: ParsedRequest): number {
    this.#scripts.before(client, request.row);
    if (client.replyMode === REPLY_ON && client.tracking === undefined) return this.#dispatch(client, request);
    return this.#dispatchWatchfully(client, request);
  }

  /** Before a run of quick commands. */
  beginRun(client: Client, row: Row): void {
    this.#scripts.before(client, row);
    client.lastCommand = row.id;
  }

  #dispatchWatchfully(client: Client, request: ParsedRequest): number {
    this.news.begin(client);
    const outcome = this.#dispatch(client, request);
    this.news.end(client, request.row, outcome === DONE);
    return outcome;
  }

  /** Writes a reply that no command of this thread writes, if the client wants replies, and messages in any case. */
  reply(client: Client, write: (writer: Call['reply']) => void, messages: readonly Buffer[]): void {
    beginReply(this.call, client);
    write(this.call.reply);
    endReply(this.call, client);
    for (const message of messages) this.call.reply.raw(message, 0, message.length);
  }

  #dispatch(client: Client, request: ParsedRequest): number {
    const { row } = request;
    client.lastCommand = row === null || (row.command === null && request.argc > 1) ? -1 : row.id;
    if (row === null || row.command === null) {
      this.timer.endRun();
      if (row === null) refuseUnknown(this.call, request);
      else refuseUnknownSubcommand(this.call, request, row);
      if (client.transaction !== undefined) client.transaction.aborted = true;
      // A subcommand that does not exist counts for nobody, as an unknown command does.
      return this.#refused(request.argc > 1 ? null : row);
    }
    if (!row.acceptsLength(request.argc) || client.gateBits !== 0 || this.call.server.gateBits() !== 0) {
      this.timer.endRun();
      const mark = this.call.reply.mark();
      const outcome = passGates(this.call, client, request, row);
      if (outcome === HANDLED) return DONE;
      if (outcome < 0) abortTransaction(this.call, client, row.id === this.#exec, mark);
      if (outcome !== DONE) return outcome < 0 ? this.#refused(row) : outcome;
      return this.#executeWatched(client, request, row);
    }
    return this.#execute(client, request, row);
  }

  /** cold: runs a request that gates looked at. */
  #executeWatched(client: Client, request: ParsedRequest, row: Row): number {
    const outcome = this.#execute(client, request, row);
    this.call.store.keepsExpired = false;
    const isSeen = outcome === DONE || (outcome === PARKED_BLOCKED && client.waiter !== NO_REF);
    if (isSeen && (this.call.server.gateBits() & GATE_MONITORED) !== 0) this.onMonitored?.(row, client, request);
    return outcome;
  }

  /** Ends a group of commands: what was timed as a run is counted, and listeners are told. */
  endGroup(): void {
    this.#scripts.letGo();
    this.timer.endRun();
    this.news.tell();
    if (this.call.store.observers.queues.late.length !== 0) this.serveGone();
  }

  #execute(client: Client, request: ParsedRequest, row: Row): number {
    const traits = this.traits[row.id]!;
    const room = this.#admission.admit(client, request, row, traits);
    if (room !== ROOM) {
      if (room !== BAD_ARGUMENTS) return room === ROOM_LATER ? PARKED_LOCKS : this.#refused(row);
      this.timer.endUnrun(client, request, true);
      return DONE;
    }
    const { timer } = this;
    const isQuick = isQuickRequest(traits, request);
    // Room for the reply is had before the locks, and before they may be said to be held: nothing allocates under them.
    const { reply } = this.call;
    if (isQuick) reply.ensure(REPLY_ROOM);
    else reply.keepSpare(SPARE_CHUNKS);
    timer.begin(row, client, request, isQuick);
    const outcome =
      row.id === this.#exec && client.transaction !== undefined
        ? this.transactions.exec(client, client.transaction)
        : this.#lockAndFinish(request, row, traits);
    this.news.tell();
    this.news.afterReply();
    if (outcome === DONE) timer.end();
    else timer.abandon();
    return outcome;
  }

  /** cold: serves clients that wait for the going of keys which went in the background. */
  serveGone(): void {
    if (this.blocked?.serveGone(this.#locks) === false) setTimeout(() => this.serveGone(), 1);
    this.news.tell();
  }

  #lockAndFinish(request: ParsedRequest, row: Row, traits: number): number {
    const outcome = this.lockAndRun(request, row, traits);
    if (outcome === PARKED_LOCKS && (traits & BORROWS_LOCKS) !== 0)
      return runBorrowing(this, this.#locks, request, row);
    return this.call.unlocked.isPending ? finishUnlocked(this, outcome, request, row, traits) : outcome;
  }

  /** Takes the locks of a request, runs it and gives them back. @returns its outcome, or PARKED_LOCKS */
  lockAndRun(request: ParsedRequest, row: Row, traits: number): number {
    if ((traits & RUNS_LUA) !== 0) return this.#scripts.run(request, row, traits);
    if ((traits & (NO_KEYS | ALL_LOCKS)) === NO_KEYS) return this.runLocked(row);
    if (request.key === 0 || (traits & ALL_LOCKS) !== 0) return this.lockSetAndRun(request, row, traits);
    const { store } = this.call;
    const { shard } = request;
    this.ahead.know(request);
    if (!this.#locks.takeOne(shard)) return PARKED_LOCKS;
    if (this.news.hasMailFor(this.call.client)) {
      this.#locks.giveOne(shard);
      this.news.mail!.read();
      return this.lockSetAndRun(request, row, traits);
    }
    if (store.observers.queues.hasAny(shard)) {
      // Somebody waits for keys of this shard: serving them may take further locks.
      this.#locks.giveOne(shard);
      return this.lockSetAndRun(request, row, traits);
    }
    const sinceUs = this.timer.holdsOne();
    const outcome = this.runLocked(row);
    this.#locks.giveOne(shard);
    this.timer.heldOne(sinceUs);
    return outcome;
  }

  /** The same for a request of any keys. */
  lockSetAndRun(request: ParsedRequest, row: Row, traits: number): number {
    const { blocked, call } = this;
    const locks = this.#locks;
    const all = (traits & ALL_LOCKS) !== 0;
    this.ahead.forget();
    locks.clear();
    if (!locks.addKeysOf(request, row)) {
      refuseKey(call);
      return this.#refused(row);
    }
    if (all) locks.addAll();
    if (!locks.takeSet()) return PARKED_LOCKS;
    if (blocked !== undefined && !all && !blocked.locks.cover(locks, request, locks.keys)) return PARKED_LOCKS;
    if (this.news.hasMailFor(call.client)) {
      locks.giveSet();
      this.news.mail!.read();
      return this.lockSetAndRun(request, row, traits);
    }
    const sinceUs = this.timer.holds();
    const outcome = all ? this.runUnderAll(row) : this.#runAndServe(row);
    locks.giveSet();
    this.timer.held(sinceUs);
    if (blocked !== undefined && blocked.served.count !== 0) blocked.served.deliver();
    if (all) call.afterAllLocks();
    return outcome;
  }

  /** Runs a command under the locks of all shards. */
  runUnderAll(row: Row): number {
    const { walk } = this.call;
    walk.allHeld = true;
    const outcome = this.#runAndServe(row);
    walk.allHeld = false;
    return outcome;
  }

  /** Runs a command and, before anybody else sees what it changed, the commands of clients that waited for it. */
  #runAndServe(row: Row): number {
    const { blocked } = this;
    if (blocked === undefined) return this.runLocked(row);
    const { queues } = this.call.store.observers;
    queues.covered = true;
    const outcome = this.runLocked(row);
    if (queues.readyCount !== 0) blocked.serve();
    queues.covered = false;
    return outcome;
  }

  /** Runs a command whose locks are held. */
  runLocked(row: Row): number {
    const call = this.call;
    const changes = call.store.heap.operations;
    const errors = call.reply.errorCount;
    const mark = call.reply.mark();
    let outcome: Outcome;
    try {
      outcome = this.runs[row.id]!(call, row.parser.values as never);
    } catch (error) {
      outcome = afterException(call, row, changes, mark, error);
    }
    const { tracking } = call.client;
    if (tracking !== undefined) this.news.reads.note(tracking, call.args as ParsedRequest, row);
    if (outcome !== undefined) return outcome;
    if (call.reply.errorCount !== errors) this.metrics.failed(row.id);
    return DONE;
  }

  #refused(row: Row | null): number {
    if (row !== null) this.metrics.rejected(row.id);
    return DONE;
  }
}
