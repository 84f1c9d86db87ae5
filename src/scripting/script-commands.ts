// HOT: runs once for each call that a script makes; no closures, no allocation, no strings on the path that succeeds.
/**
 * The commands that a script runs, under the locks that the script runs under. Arguments are not copied: a request points
 * into Lua's memory, which stands still while a command runs.
 */
import { KeyPositions } from '../../protocol/command/key-positions.ts';
import { NO_ERROR } from '../../protocol/command/parse-error.ts';
import { flagBit } from '../../protocol/command/table.ts';
import { writeDouble } from '../../protocol/resp/doubles.ts';
import { writeInteger } from '../../protocol/resp/integers.ts';
import type { ReplyWriter } from '../../protocol/resp/reply-writer.ts';
import type { Client } from '../dispatch/client.ts';
import type { CommandMetrics } from '../dispatch/command-metrics.ts';
import type { CommandTimer } from '../dispatch/command-timer.ts';
import type { Call, Outcome } from '../dispatch/context.ts';
import { afterException } from '../dispatch/exceptions.ts';
import { mayWrite } from '../dispatch/gates/effects.ts';
import type { LookAhead } from '../dispatch/look-ahead.ts';
import { refuseArguments, refuseKey } from '../dispatch/refusals.ts';
import { ParsedRequest, type Row } from '../dispatch/request.ts';
import { QUICK } from '../dispatch/row-traits.ts';
import { TrackedReads } from '../dispatch/tracked-reads.ts';
import { monotonicUs } from '../memory/clock.ts';
import { STAT } from '../memory/thread-stats.ts';
import { type LargeRef, NO_LARGE } from '../memory/types.ts';
import { GATE_MONITORED } from '../messaging/gate-state.ts';
import { MAX_KEY_BYTES } from '../store/record.ts';
import { LastKey } from './last-key.ts';
import type { LentLocks } from './lent-locks.ts';
import { STRING_BYTES, TNUMBER, TSTRING, VALUE_BYTES } from './lua-layout.ts';
import type { LuaMachine } from './lua-machine.ts';

/** What a call may come to beside a reply. */
export const CALLED = 0;
export const NO_ARGUMENTS = 1;
export const BAD_ARGUMENT = 2;
export const UNKNOWN = 3;
export const WRONG_ARITY = 4;
export const NOT_ALLOWED = 5;
export const READ_ONLY = 6;
export const OUT_OF_MEMORY = 7;
export const UNDECLARED = 8;

const NO_SCRIPT = flagBit('noscript');
const DENY_OOM = flagBit('denyoom');
const WRITE = flagBit('write');
const TOUCHES_ALL = flagBit('readonly') | WRITE | flagBit('admin');
/** Arguments that are numbers are written here: Lua's memory, so that the request has one buffer. */
const TEXT_BYTES = 32;
const MOST_NUMBERS = 8_192;

/** What a run of a script allows, and what it has done. */
export interface RunState {
  readOnly: boolean;
  /** Commands that may need memory are refused. */
  outOfMemory: boolean;
  /** Arguments that are declared keys: start in the script's own request; empty when all locks are held. */
  declared: ParsedRequest | undefined;
  firstKey: number;
  keys: number;
  wrote: boolean;
  /** Told before the first command that may change data. */
  onWrite: () => void;
}

type Run = (call: Call, args: never) => Outcome;

export class ScriptCommands {
  readonly #call: Call;
  readonly #ahead: LookAhead;
  readonly #metrics: CommandMetrics;
  readonly writer: ReplyWriter;
  readonly #request = new ParsedRequest();
  readonly #keys = new KeyPositions();
  readonly #lastKey: LastKey;
  /** What a tracking client reads by a script, as far as its own thread runs it. */
  readonly #reads: TrackedReads;
  /** By row: whether it counts as a write in a read-only script. */
  readonly #writes: Uint8Array;
  /** By row, as the rows' own objects have as many shapes as there are commands; undefined for containers. */
  readonly #runs: readonly (Run | undefined)[];
  /** By row: of constant time, so that it is not timed unless every command is. */
  readonly #quick: Uint8Array;
  /** Whom a command that took long is told; undefined: nobody. */
  timer: CommandTimer | undefined;
  onMonitored: ((row: Row, client: Client, request: ParsedRequest) => void) | undefined;
  /** The locks, which a script that takes long lends between its commands; undefined: nobody borrows any. */
  lent: LentLocks | undefined;

  constructor(call: Call, ahead: LookAhead, metrics: CommandMetrics, writer: ReplyWriter) {
    this.#call = call;
    this.#ahead = ahead;
    this.#lastKey = new LastKey(call.store.hasher);
    this.#reads = new TrackedReads(call.store);
    this.#metrics = metrics;
    this.writer = writer;
    this.#runs = call.server.table.rows.map((row) => row.command?.run as Run | undefined);
    this.#quick = call.traits.map((traits) => ((traits & QUICK) !== 0 ? 1 : 0));
    this.#writes = Uint8Array.from(call.server.table.rows, (row) => (mayWrite(row) ? 1 : 0));
  }

  /** The text of an argument that is a number, in Lua's memory, as short as tells it from others. @returns its length */
  static number(machine: LuaMachine, at: number, value: number): number {
    if (Number.isSafeInteger(value)) return writeInteger(machine.bytes, at, value === 0 ? 0 : value) - at;
    if (Number.isNaN(value)) return machine.bytes.write('-nan', at, 'latin1');
    return writeDouble(machine.bytes, at, value) - at;
  }

  /**
   * Runs the command whose words are the arguments of the function that runs. Its reply is then in the writer.
   * @param scratch where numbers are written
   */
  run(machine: LuaMachine, state: number, client: Client, run: RunState, scratch: number): number {
    const { lent } = this;
    if (lent === undefined || !lent.isLending) return this.#runOwning(machine, state, client, run, scratch);
    lent.takeBack();
    const { store } = this.#call;
    // Whoever had the locks meanwhile may have needed a new slab.
    store.heap.slabs.sync();
    const outcome = this.#runOwning(machine, state, client, run, scratch);
    lent.lend(store.now());
    return outcome;
  }

  #runOwning(machine: LuaMachine, state: number, client: Client, run: RunState, scratch: number): number {
    const call = this.#call;
    const request = this.#request;
    const problem = this.#take(machine, state, request, scratch);
    if (problem !== CALLED) return problem;
    const key = this.#ahead.lookForKey(request);
    if (key !== 0) this.#lastKey.know(machine.words, request, key);
    const { row } = request;
    if (row === null) return UNKNOWN;
    const command = this.#runs[row.id];
    if (command === undefined) return request.argc > 1 ? UNKNOWN : WRONG_ARITY;
    // COMMAND runs by itself, but not with a word behind it that is none of its subcommands.
    if (row.subcommands !== null && request.argc > 1) return UNKNOWN;
    if (!row.acceptsLength(request.argc)) return this.#rejected(row, WRONG_ARITY);
    if ((row.flagBits & NO_SCRIPT) !== 0) return this.#rejected(row, NOT_ALLOWED);
    const { flagBits } = row;
    if (run.readOnly && this.#writes[row.id] === 1) return this.#rejected(row, READ_ONLY);
    if (!run.wrote) {
      // A script that has begun to change data is let finish.
      if (run.outOfMemory && (flagBits & DENY_OOM) !== 0) return this.#rejected(row, OUT_OF_MEMORY);
      if ((flagBits & WRITE) !== 0) run.onWrite();
    }
    call.args = request;
    call.client = client;
    call.strings.sinks = NO_SINKS;
    const { store } = call;
    store.args = request;
    store.db = client.db;
    store.touches = true;
    const { errorCount } = call.reply;
    const { timer } = this;
    const isTimed = timer !== undefined && (timer.isExact || this.#quick[row.id] === 0);
    const startUs = isTimed ? monotonicUs() : 0;
    const outcome = this.#run(call, row, command, request, run);
    if (outcome !== CALLED) return outcome;
    if (call.reply.errorCount !== errorCount) this.#metrics.failed(row.id);
    const us = isTimed ? monotonicUs() - startUs : 0;
    this.#metrics.ran(row.id, 1, us);
    if (isTimed) timer.onTimed?.(row, client, request, us);
    store.stats[STAT.commands]! += 1;
    if ((call.server.gateBits() & GATE_MONITORED) !== 0) this.onMonitored?.(row, client, request);
    return CALLED;
  }

  // cold: the command is not run.
  #rejected(row: Row, why: number): number {
    this.#metrics.rejected(row.id);
    return why;
  }

  #take(machine: LuaMachine, state: number, request: ParsedRequest, scratch: number): number {
    const base = machine.base(state);
    const argc = (machine.top(state) - base) / VALUE_BYTES;
    if (argc === 0) return NO_ARGUMENTS;
    if (argc > request.argStart.length) {
      request.argStart = new Int32Array(argc * 2);
      request.argLen = new Int32Array(argc * 2);
    }
    request.buf = machine.bytes;
    request.argc = argc;
    let numbers = 0;
    for (let i = 0; i < argc; i++) {
      const at = base + i * VALUE_BYTES;
      const type = machine.type(at);
      if (type === TSTRING) {
        const string = machine.pointer(at);
        request.argStart[i] = string + STRING_BYTES;
        request.argLen[i] = machine.stringLength(string);
      } else if (type === TNUMBER && numbers < MOST_NUMBERS) {
        const text = scratch + numbers++ * TEXT_BYTES;
        request.argStart[i] = text;
        request.argLen[i] = ScriptCommands.number(machine, text, machine.number(at));
      } else return BAD_ARGUMENT;
    }
    return CALLED;
  }

  #run(call: Call, row: Row, command: Run, request: ParsedRequest, run: RunState): number {
    const error = row.parse(request);
    if (error !== NO_ERROR) {
      refuseArguments(call, row, error);
      return CALLED;
    }
    const { store } = call;
    const keys = this.#keys;
    keys.count = 0;
    if (request.key !== 0) {
      keys.add(request.key, 0);
      store.prepared(request.key, request.hash, request.shard);
    } else if (!row.hasNoKeys) {
      row.keyPositions(request, keys);
      for (let i = 0; i < keys.count; i++) {
        if (request.argLen[keys.at[i]!]! > MAX_KEY_BYTES) {
          refuseKey(call);
          return CALLED;
        }
        store.prepare(keys.at[i]!);
      }
    }
    if (run.declared !== undefined && !this.#isDeclared(row, request, run, run.declared)) return UNDECLARED;
    const changes = store.heap.operations;
    const mark = call.reply.mark();
    try {
      command(call, row.parser.values as never);
    } catch (failure) {
      afterException(call, row, changes, mark, failure);
    }
    const { tracking } = call.client;
    if (tracking !== undefined) this.#reads.note(tracking, request, row);
    return CALLED;
  }

  // cold: only with lua-undeclared-keys no.
  #isDeclared(row: Row, request: ParsedRequest, run: RunState, own: ParsedRequest): boolean {
    if (row.hasNoKeys) return (row.flagBits & TOUCHES_ALL) === 0;
    if (row.command!.locks === 'all') return false;
    for (let i = 0; i < this.#keys.count; i++) {
      const key = this.#keys.at[i]!;
      let found = false;
      for (let j = run.firstKey; j < run.firstKey + run.keys && !found; j++) found = isSame(request, key, own, j);
      if (!found) return false;
    }
    return true;
  }

  /** Whether there is a command of this name. */
  knows(name: Buffer): boolean {
    return this.#call.server.table.find(name, 0, name.length) !== null;
  }

  /** The reply of the last command in one piece. */
  replyBytes(): Buffer {
    const { writer } = this;
    if (writer.inOnePiece) return writer.buf;
    return this.#joined();
  }

  // cold: a reply with large values in it, or of more than a chunk.
  #joined(): Buffer {
    const { writer } = this;
    const { large } = this.#call.store;
    const pieces: Buffer[] = [];
    for (let i = 0; i < writer.segmentCount(); i++) {
      const object = writer.segmentToken(i) as LargeRef;
      if (object === NO_LARGE) pieces.push(writer.segmentBuffer(i));
      else {
        const part = writer.partLength[i]!;
        const piece = Buffer.alloc(part < 0 ? large.length(object) : part);
        large.read(object, writer.partStart[i]!, piece, 0, piece.length);
        pieces.push(piece);
      }
    }
    return Buffer.concat(pieces);
  }
}

function isSame(a: ParsedRequest, i: number, b: ParsedRequest, j: number): boolean {
  const length = a.argLen[i]!;
  if (b.argLen[j] !== length) return false;
  const from = a.argStart[i]!;
  const other = b.argStart[j]!;
  return a.buf.compare(b.buf, other, other + length, from, from + length) === 0;
}

/** Bytes of Lua's memory in which the numbers of a request are written. */
export const SCRATCH_BYTES: number = TEXT_BYTES * MOST_NUMBERS;

const NO_SINKS: readonly never[] = [];
