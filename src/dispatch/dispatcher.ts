// HOT: runs once a command; no closures, no allocation, no strings on the path of a command that succeeds.
/**
 * From a request to its reply: look the command up, pass the gates, read the arguments, reserve memory, take the locks,
 * run, give the locks back, count.
 *
 * A command never locks. Whatever it needs is locked here, before it begins, in ascending order; only commands that
 * look at many shards one after the other (KEYS, SCAN, DBSIZE) get locks through `ShardWalk`, never two at once.
 */
import { KeyPositions } from '../../protocol/command/key-positions.ts';
import { NO_ERROR } from '../../protocol/command/parse-error.ts';
import { type CommandTable, flagBit, type TableRow } from '../../protocol/command/table.ts';
import { monotonicUs } from '../memory/clock.ts';
import type { LargeSink } from '../memory/large-sink.ts';
import { STAT } from '../memory/thread-stats.ts';
import { MAX_KEY_BYTES } from '../store/record.ts';
import { OutOfMemory } from '../store/strings.ts';
import { type Client, REPLY_ON } from './client.ts';
import type { CommandMetrics } from './command-metrics.ts';
import { type Call, type Outcome, PARKED_LOCKS } from './context.ts';
import { GATES, PASSED } from './gates.ts';
import type { LockGate } from './lock-gate.ts';
import type { MemoryGate } from './memory-gate.ts';
import {
  refuseArguments,
  refuseException,
  refuseKey,
  refuseMemory,
  refuseUnknown,
  refuseUnknownSubcommand,
} from './refusals.ts';
import { beginReply, endReply } from './reply-mode.ts';
import type { ParsedRequest } from './request.ts';

export type Row = TableRow<Call, Outcome>;

/** `dispatch`: the command is done and its reply is written. Any other result is why it waits. */
export const DONE = 0;
/** Most bytes that a reply takes while locks are held without asking for room again. */
const REPLY_ROOM = 72 * 1024;

const FAST = flagBit('fast');
const DENY_OOM = flagBit('denyoom');
/** Every so many fast commands one is timed by itself, for the longest hold of a lock. */
const HOLD_SAMPLE = 32;

export class Dispatcher {
  readonly call: Call;
  readonly table: CommandTable<Call, Outcome>;
  readonly metrics: CommandMetrics;
  readonly #locks: LockGate;
  readonly #memory: MemoryGate;
  readonly #keys = new KeyPositions();
  /** Set while each command is timed by itself: a small slowlog threshold. */
  exactTiming = false;
  /** Called with every command that was timed by itself. */
  onTimed: ((row: Row, client: Client, request: ParsedRequest, us: number) => void) | undefined;
  // Fast commands are timed in runs of the same command: two readings of the clock a run.
  #runRow: Row | undefined;
  #runCalls = 0;
  #runStartUs = 0;
  #sample = 0;

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
    this.#memory = memory;
  }

  /** Runs one request. @returns DONE, or why the command waits: nothing was changed or written then. */
  dispatch(client: Client, request: ParsedRequest): number {
    if (client.replyMode === REPLY_ON) return this.#dispatch(client, request);
    beginReply(this.call, client);
    const outcome = this.#dispatch(client, request);
    if (outcome === DONE) endReply(this.call, client);
    return outcome;
  }

  #dispatch(client: Client, request: ParsedRequest): number {
    const row = this.find(request);
    if (row === null) {
      this.#endRun();
      refuseUnknown(this.call, request);
      return this.#refused(null);
    }
    if (row.command === null) {
      this.#endRun();
      refuseUnknownSubcommand(this.call, request, row);
      return this.#refused(row);
    }
    if (!row.acceptsLength(request.argc) || client.gateBits !== 0 || this.call.server.gateBits() !== 0) {
      this.#endRun();
      const outcome = this.#passGates(client, request, row);
      if (outcome !== DONE) return outcome < 0 ? this.#refused(row) : outcome;
    }
    return this.#execute(client, request, row);
  }

  /** The row that a request names: of the subcommand if there is one. Null for an unknown command. */
  find(request: ParsedRequest): Row | null {
    const start = request.argStart[0]!;
    const row = this.table.find(request.buf, start, request.argLen[0]!);
    if (row === null || row.subcommands === null || request.argc < 2) return row;
    const subcommand = request.argStart[1]!;
    if (subcommand < 0) return row;
    return row.subcommands.find(request.buf, subcommand, request.argLen[1]!) ?? row;
  }

  /** Ends a read batch: what was timed as a run is counted. */
  endBatch(): void {
    this.#endRun();
  }

  #execute(client: Client, request: ParsedRequest, row: Row): number {
    const call = this.call;
    const store = call.store;
    call.args = request;
    call.client = client;
    call.strings.sinks = request.sinks as readonly (LargeSink | null)[];
    store.args = request;
    store.db = client.db;
    store.touches = !client.noTouch;
    store.forgetTime();
    const error = row.parse(request);
    if (error !== NO_ERROR) {
      this.#endRun();
      refuseArguments(call, row, error);
      return this.#refused(row);
    }
    if ((row.flagBits & DENY_OOM) !== 0 && !this.#memory.admit(call, row)) {
      this.#endRun();
      refuseMemory(call);
      return this.#refused(row);
    }
    const fast = (row.flagBits & FAST) !== 0 && !this.exactTiming;
    if (fast) this.#beginFast(row);
    else this.#endRun();
    const startUs = fast ? 0 : monotonicUs();
    const outcome = this.#lockAndRun(request, row, startUs);
    if (outcome !== DONE) return outcome;
    if (!fast) this.#countTimed(row, client, request, monotonicUs() - startUs);
    store.stats[STAT.commands]! += 1;
    client.lastCommand = row.id;
    return DONE;
  }

  #lockAndRun(request: ParsedRequest, row: Row, startUs: number): number {
    // Room for the reply is had before the locks: nothing allocates under them.
    this.call.reply.ensure(REPLY_ROOM);
    const all = row.command!.locks === 'all';
    if (row.hasNoKeys && !all) return this.#run(row);
    const keys = this.#keys;
    const store = this.call.store;
    keys.count = 0;
    if (!row.hasNoKeys) row.keyPositions(request, keys);
    for (let i = 0; i < keys.count; i++) {
      if (request.argLen[keys.at[i]!]! > MAX_KEY_BYTES) {
        refuseKey(this.call);
        return this.#refused(row);
      }
    }
    if (keys.count === 1 && !all) {
      const shard = store.prepare(keys.at[0]!);
      if (!this.#locks.takeOne(shard)) return PARKED_LOCKS;
      const sinceUs = this.#holdStart(startUs);
      const outcome = this.#run(row);
      this.#locks.giveOne(shard);
      this.#holdEnd(sinceUs);
      return outcome;
    }
    this.#locks.clear();
    for (let i = 0; i < keys.count; i++) this.#locks.add(store.prepare(keys.at[i]!));
    if (all) this.#locks.addAll();
    if (!this.#locks.takeSet()) return PARKED_LOCKS;
    this.call.walk.allHeld = all;
    const sinceUs = this.#holdStart(startUs);
    const outcome = this.#run(row);
    this.call.walk.allHeld = false;
    this.#locks.giveSet();
    this.#holdEnd(sinceUs);
    return outcome;
  }

  #run(row: Row): number {
    const call = this.call;
    const changes = call.store.heap.operations;
    const errors = call.reply.errorCount;
    let outcome: Outcome;
    try {
      outcome = row.command!.run(call, row.parser.values);
    } catch (error) {
      outcome = this.#onException(error, row, changes);
    }
    if (outcome !== undefined) return outcome;
    if (call.reply.errorCount !== errors) this.metrics.failed(row.id);
    return DONE;
  }

  /** Before the first change an exception is one refused command; after it the store is in doubt and nobody goes on. */
  #onException(error: unknown, row: Row, changes: number): undefined {
    const call = this.call;
    if (call.store.heap.operations !== changes) {
      call.server.fatal(row.name, error);
      throw error;
    }
    if (error instanceof OutOfMemory) refuseMemory(call);
    else {
      refuseException(call);
      call.store.stats[STAT.unexpectedErrors]! += 1;
      call.server.unexpected(row.name, error);
    }
    return undefined;
  }

  #passGates(client: Client, request: ParsedRequest, row: Row): number {
    for (let i = 0; i < GATES.length; i++) {
      const outcome = GATES[i]!(this.call, client, request, row);
      if (outcome !== PASSED) return outcome;
    }
    return DONE;
  }

  #refused(row: Row | null): number {
    if (row !== null) this.metrics.rejected(row.id);
    return DONE;
  }

  #beginFast(row: Row): void {
    if (this.#runRow === row) {
      this.#runCalls++;
      return;
    }
    this.#endRun();
    this.#runRow = row;
    this.#runCalls = 1;
    this.#runStartUs = monotonicUs();
  }

  #endRun(): void {
    const row = this.#runRow;
    if (row === undefined) return;
    this.metrics.ran(row.id, this.#runCalls, monotonicUs() - this.#runStartUs);
    this.#runRow = undefined;
  }

  #countTimed(row: Row, client: Client, request: ParsedRequest, us: number): void {
    this.metrics.ran(row.id, 1, us);
    this.onTimed?.(row, client, request, us);
  }

  /** Start of a hold in µs; 0 when this one is not measured. */
  #holdStart(startUs: number): number {
    if (startUs === 0 && (++this.#sample & (HOLD_SAMPLE - 1)) !== 0) return 0;
    return monotonicUs();
  }

  #holdEnd(sinceUs: number): void {
    if (sinceUs === 0) return;
    const us = monotonicUs() - sinceUs;
    const { stats } = this.call.store;
    if (us > stats[STAT.longestHoldUs]!) stats[STAT.longestHoldUs] = us;
  }
}
