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
import { type CommandTable, flagBit } from '../../protocol/command/table.ts';
import { monotonicUs } from '../memory/clock.ts';
import type { LargeSink } from '../memory/large-sink.ts';
import { STAT } from '../memory/thread-stats.ts';
import { GATE_MONITORED } from '../messaging/gate-state.ts';
import { shardOf } from '../store/key-hash.ts';
import { ReadAhead } from '../store/read-ahead.ts';
import { MAX_KEY_BYTES } from '../store/record.ts';
import type { BlockedCommands } from './blocked-commands.ts';
import { type Client, REPLY_ON } from './client.ts';
import type { CommandMetrics } from './command-metrics.ts';
import { type Call, type Outcome, PARKED_LOCKS } from './context.ts';
import { afterException } from './exceptions.ts';
import { PASSED } from './gate.ts';
import { GATES } from './gates.ts';
import type { LockGate } from './lock-gate.ts';
import type { MemoryGate } from './memory-gate.ts';
import { refuseArguments, refuseKey, refuseMemory, refuseUnknown, refuseUnknownSubcommand } from './refusals.ts';
import { beginReply, endReply } from './reply-mode.ts';
import type { ParsedRequest, Row } from './request.ts';

export type { Row };

/** `dispatch`: the command is done and its reply is written. Any other result is why it waits. */
export const DONE = 0;
/** Most commands of one `fetchAhead`. */
export const MOST_AHEAD = 32;
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
  readonly #ahead: ReadAhead;
  /** By row: 1 for commands of constant time, which are timed in runs instead of one by one. */
  readonly #isQuick: Uint8Array;
  /** By row: place of the key of commands that have just one, always there; 0 for all others. */
  readonly #singleKey: Uint8Array;
  /** Set while each command is timed by itself: a small slowlog threshold. */
  exactTiming = false;
  /** Who waits for keys, and how they are served; undefined where nobody can wait. */
  blocked: BlockedCommands | undefined;
  /** Called with no lock held when something happened to keys that listeners are to be told. */
  onEvents: (() => void) | undefined;
  /** Called with every command that was timed by itself. */
  onTimed: ((row: Row, client: Client, request: ParsedRequest, us: number) => void) | undefined;
  /** Called with every command that ran while somebody monitors. */
  onMonitored: ((row: Row, client: Client, request: ParsedRequest) => void) | undefined;
  // Fast commands are timed in runs of the same command: two readings of the clock a run.
  #runRow: Row | undefined;
  #runCalls = 0;
  #runStartUs = 0;
  #runClient!: Client;
  #runRequest!: ParsedRequest;
  /** Duration from which a command of a run of its own is told to `onTimed`. */
  slowUs = Number.POSITIVE_INFINITY;
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
    this.#ahead = new ReadAhead(call.store.heap.slabs.i32, MOST_AHEAD);
    this.#memory = memory;
    this.#singleKey = Uint8Array.from(table.rows, singleKeyOf);
    this.#isQuick = Uint8Array.from(table.rows, (row) =>
      (row.flagBits & FAST) !== 0 || (row.definition.complexity ?? '').startsWith('O(1)') ? 1 : 0,
    );
  }

  /** Runs one request. @returns DONE, or why the command waits: nothing was changed or written then. */
  dispatch(client: Client, request: ParsedRequest): number {
    if (client.replyMode === REPLY_ON) return this.#dispatch(client, request);
    beginReply(this.call, client);
    const outcome = this.#dispatch(client, request);
    if (outcome === DONE) endReply(this.call, client);
    return outcome;
  }

  /** Writes a reply that no command of this thread writes, if the client wants replies. */
  reply(client: Client, write: (writer: Call['reply']) => void): void {
    beginReply(this.call, client);
    write(this.call.reply);
    endReply(this.call, client);
  }

  /** Finds out what can be known before a command's turn: its row, and hash and shard of its key. */
  lookAhead(request: ParsedRequest): void {
    const row = this.find(request.buf, request.argc, request.argStart, request.argLen);
    request.row = row;
    request.key = 0;
    if (row === null) return;
    const key = this.#singleKey[row.id]!;
    if (key === 0 || key >= request.argc || request.argLen[key]! > MAX_KEY_BYTES) return;
    const start = request.argStart[key]!;
    request.key = key;
    request.shard = shardOf(request.buf, start, request.argLen[key]!);
    request.hash = this.call.store.hasher.hash(request.buf, start, request.argLen[key]!);
  }

  /** Fetches the buckets and records of up to `MOST_AHEAD` commands that `lookAhead` has seen. */
  fetchAhead(client: Client, group: readonly ParsedRequest[], count: number): void {
    const { store } = this.call;
    const ahead = this.#ahead;
    ahead.begin();
    for (let i = 0; i < count; i++) {
      const request = group[i]!;
      if (request.key !== 0) ahead.add(store.control, store.rootAt(request.shard, client.db), request.hash);
    }
    ahead.fetch();
  }

  #dispatch(client: Client, request: ParsedRequest): number {
    const { row } = request;
    client.lastCommand = row === null || (row.command === null && request.argc > 1) ? -1 : row.id;
    if (row === null) {
      this.#endRun();
      refuseUnknown(this.call, request);
      return this.#refused(null);
    }
    if (row.command === null) {
      this.#endRun();
      refuseUnknownSubcommand(this.call, request, row);
      // A subcommand that does not exist counts for nobody, as an unknown command does.
      return this.#refused(request.argc > 1 ? null : row);
    }
    if (!row.acceptsLength(request.argc) || client.gateBits !== 0 || this.call.server.gateBits() !== 0) {
      this.#endRun();
      const outcome = this.#passGates(client, request, row);
      if (outcome !== DONE) return outcome < 0 ? this.#refused(row) : outcome;
    }
    const outcome = this.#execute(client, request, row);
    if (outcome === DONE && (this.call.server.gateBits() & GATE_MONITORED) !== 0) {
      this.onMonitored?.(row, client, request);
    }
    return outcome;
  }

  /** The row that a request names: of the subcommand if there is one. Null for an unknown command. */
  find(buf: Buffer, argc: number, argStart: Int32Array, argLen: Int32Array): Row | null {
    const row = this.table.find(buf, argStart[0]!, argLen[0]!);
    if (row === null || row.subcommands === null || argc < 2) return row;
    const subcommand = argStart[1]!;
    if (subcommand < 0) return row;
    return row.subcommands.find(buf, subcommand, argLen[1]!) ?? row;
  }

  /** Ends a read batch: what was timed as a run is counted. */
  endBatch(): void {
    this.#endRun();
    if (this.call.store.observers.pending.count !== 0) this.onEvents?.();
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
    if (request.sinks.includes(null) || ((row.flagBits & DENY_OOM) !== 0 && !this.#memory.admit(call, row))) {
      this.#endRun();
      refuseMemory(call);
      return this.#refused(row);
    }
    const fast = this.#isQuick[row.id] === 1 && !this.exactTiming;
    if (fast) this.#beginFast(row);
    else this.#endRun();
    const startUs = fast ? 0 : monotonicUs();
    this.#runClient = client;
    this.#runRequest = request;
    const outcome = this.#lockAndRun(request, row, startUs);
    if (store.observers.pending.count !== 0) this.onEvents?.();
    if (outcome !== DONE) {
      // It will be counted when it is offered again.
      if (fast) this.#runCalls--;
      return outcome;
    }
    if (!fast) this.#countTimed(row, client, request, monotonicUs() - startUs);
    store.stats[STAT.commands]! += 1;
    return DONE;
  }

  #lockAndRun(request: ParsedRequest, row: Row, startUs: number): number {
    // Room for the reply is had before the locks: nothing allocates under them.
    this.call.reply.ensure(REPLY_ROOM);
    const all = row.command!.locks === 'all';
    if (row.hasNoKeys && !all) return this.#run(row);
    const store = this.call.store;
    if (request.key !== 0 && !all) {
      store.prepared(request.key, request.hash, request.shard);
      if (!this.#locks.takeOne(request.shard)) return PARKED_LOCKS;
      if (!store.observers.queues.hasAny(request.shard)) {
        const sinceUs = this.#holdStart(startUs);
        const outcome = this.#run(row);
        this.#locks.giveOne(request.shard);
        this.#holdEnd(sinceUs);
        return outcome;
      }
      // Somebody waits for keys of this shard: serving them may take further locks.
      this.#locks.giveOne(request.shard);
    }
    const keys = this.#keys;
    keys.count = 0;
    if (!row.hasNoKeys) row.keyPositions(request, keys);
    for (let i = 0; i < keys.count; i++) {
      if (request.argLen[keys.at[i]!]! > MAX_KEY_BYTES) {
        refuseKey(this.call);
        return this.#refused(row);
      }
    }
    this.#locks.clear();
    for (let i = 0; i < keys.count; i++) this.#locks.add(store.prepare(keys.at[i]!));
    if (all) this.#locks.addAll();
    const { blocked } = this;
    if (!this.#locks.takeSet()) return PARKED_LOCKS;
    if (blocked !== undefined && !all && !blocked.cover(this.#locks, request, keys)) return PARKED_LOCKS;
    this.call.walk.allHeld = all;
    const sinceUs = this.#holdStart(startUs);
    const outcome = blocked === undefined ? this.#run(row) : this.#runAndServe(row, blocked);
    this.call.walk.allHeld = false;
    this.#locks.giveSet();
    this.#holdEnd(sinceUs);
    if (blocked !== undefined && blocked.served.count !== 0) blocked.served.deliver();
    if (all) this.call.afterAllLocks();
    return outcome;
  }

  /** Runs a command and, before anybody else sees what it changed, the commands of clients that waited for it. */
  #runAndServe(row: Row, blocked: BlockedCommands): number {
    const { queues } = this.call.store.observers;
    queues.covered = true;
    const outcome = this.#run(row);
    if (queues.readyCount !== 0) blocked.serve();
    queues.covered = false;
    return outcome;
  }

  #run(row: Row): number {
    const call = this.call;
    const changes = call.store.heap.operations;
    const errors = call.reply.errorCount;
    const mark = call.reply.mark();
    let outcome: Outcome;
    try {
      outcome = row.command!.run(call, row.parser.values);
    } catch (error) {
      afterException(call, row, changes, mark, error);
    }
    if (outcome !== undefined) return outcome;
    if (call.reply.errorCount !== errors) this.metrics.failed(row.id);
    return DONE;
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
    this.#runRow = undefined;
    if (this.#runCalls === 0) return;
    const us = monotonicUs() - this.#runStartUs;
    this.metrics.ran(row.id, this.#runCalls, us);
    // A run of one is timed exactly; in a longer one nobody can tell which command was slow.
    if (us >= this.slowUs && this.#runCalls === 1) this.onTimed?.(row, this.#runClient, this.#runRequest, us);
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

/** Place of the key of a command with exactly one key, at a fixed place; 0 for other commands. */
function singleKeyOf(row: Row): number {
  const isFixed = row.keySpecs.length === 1 && row.firstKey > 0 && row.firstKey === row.lastKey;
  return isFixed && !row.flags.includes('movablekeys') && row.firstKey < 256 ? row.firstKey : 0;
}
