/**
 * Runs scripts and functions on one thread.
 *
 * A script that has not been seen to be short runs on the script thread, which nobody waits for but its clients; the others
 * run where they arrive. One that then takes long without having changed anything is given up and begun again on the
 * script thread: nothing of it was seen.
 */
import type { ArgIndex, ArgRange, RequestArgs } from '../../protocol/command/arguments.ts';
import type { ReplyWriter } from '../../protocol/resp/reply-writer.ts';
import { Client } from '../dispatch/client.ts';
import { type Call, type Outcome, PARKED_SCRIPT } from '../dispatch/context.ts';
import type { MemoryGate } from '../dispatch/memory-gate.ts';
import {
  ANSWERED,
  BY_FUNCTION,
  BY_SHA,
  RUN_HERE,
  RUNS_FUNCTION,
  RUNS_SCRIPT,
  type ScriptArgs,
  type ScriptsPort,
} from '../dispatch/ports/scripts.ts';
import type { ParsedRequest } from '../dispatch/request.ts';
import { monotonicUs, wallClockMs } from '../memory/clock.ts';
import { Libraries } from './libraries.ts';
import { LuaHost } from './lua-host.ts';
import { TFUNCTION, VALUE_BYTES } from './lua-layout.ts';
import { idleRun, type LogLevel, type ScriptRun } from './redis-library.ts';
import type { RunningScripts } from './running-scripts.ts';
import { ScriptCatalogue } from './script-catalogue.ts';
import type { ScriptCommands } from './script-commands.ts';
import { MARK_SHORT, type ScriptTable } from './script-table.ts';
import { byOf, FUNCTION_NOT_FOUND, NO_SCRIPT, ScriptTargets, SHA_LENGTH, type Target } from './script-targets.ts';

/** A run up to here is short. */
const SHORT_US = 1_000;
/** When a run that has changed nothing is moved to the script thread. */
const MOVE_US = 3_000;
/** Time that a library may take to load. */
const LOAD_US = 500_000;

export interface EngineOptions {
  readonly call: Call;
  readonly memory: MemoryGate;
  readonly commands: ScriptCommands;
  readonly table: ScriptTable;
  readonly running: RunningScripts;
  /** Whether there is a script thread to hand long scripts to. */
  readonly mayMove: boolean;
  readonly log: (level: LogLevel, text: string) => void;
}

/** Ends a run from within: Lua is thrown away with it. */
class Stopped extends Error {
  readonly moves: boolean;
  constructor(text: string, moves: boolean) {
    super(text);
    this.moves = moves;
  }
}

export class ScriptEngine extends ScriptCatalogue implements ScriptsPort {
  readonly #options: EngineOptions;
  readonly #call: Call;
  protected override readonly known: Libraries;
  readonly #client = new Client(0, 'lua', '', 0, true);
  readonly #run: ScriptRun;
  readonly #targets: ScriptTargets;
  #host: LuaHost | undefined;
  #hostVersion = -1;
  /** What `place` found, for the `run` that follows at once. */
  #placed: Target | undefined;
  #placedFor: RequestArgs | undefined;
  #startUs = 0;
  #name = '';
  #kind = RUNS_SCRIPT;
  /** Inside EXEC a script cannot be given up alone. */
  #isInExec = false;
  /** Set while a library loads: until when. */
  #loadUntilUs = 0;

  constructor(options: EngineOptions) {
    super(options.table, options.running);
    this.#options = options;
    this.#call = options.call;
    this.known = new Libraries(options.table, (code) => this.#tryLibrary(code));
    this.#targets = new ScriptTargets(options.table, this.known, (sha, code) => this.problemOf(sha, code));
    this.#run = idleRun(this.#client, () => this.running.noteWrite());
  }

  protected override forgetScripts(): void {
    this.#targets.clear();
    this.#host?.compiled.clear();
  }

  protected override problemOf(sha: string, code: Buffer): string | undefined {
    const made = this.#sound().script(sha, code);
    return typeof made === 'string' ? `ERR Error compiling script (new function): ${made}` : undefined;
  }

  refusesUnknown(call: Call, { name }: { readonly name: string }): boolean {
    const by = byOf(name);
    const script = 1 as ArgIndex;
    if (by === BY_SHA && call.args.argLen[script] !== SHA_LENGTH) call.reply.error(NO_SCRIPT);
    else if (by === BY_FUNCTION && this.known.find(call.text(script)) === undefined) {
      call.reply.error(FUNCTION_NOT_FOUND);
    } else return false;
    return true;
  }

  // --- running ---

  place(call: Call, row: Parameters<ScriptsPort['place']>[1]): number {
    this.#placedFor = undefined;
    const found = this.#targets.find(call, byOf(row.name), row.parser.values as ScriptArgs);
    if (typeof found === 'string') {
      call.reply.error(found);
      return ANSWERED;
    }
    this.#placed = found;
    this.#placedFor = call.args;
    // Room is made before the locks are taken: a script that writes into a full store is refused command by command.
    this.#options.memory.admitBytes(call, 0);
    const { entry } = found;
    if (!this.#options.mayMove || (entry !== undefined && this.table.marks(entry) === MARK_SHORT)) return RUN_HERE;
    return PARKED_SCRIPT;
  }

  run(call: Call, by: number, readOnly: boolean, args: ScriptArgs): Outcome {
    // In EXEC nothing was placed.
    const target = this.#placedFor === call.args ? this.#placed! : this.#targets.find(call, by, args);
    this.#placedFor = undefined;
    if (typeof target === 'string') {
      call.reply.error(target);
      return undefined;
    }
    if (readOnly && target.kind === RUNS_FUNCTION && !target.flags.noWrites) {
      call.reply.error('ERR Can not execute a script with write flag using *_ro command.');
      return undefined;
    }
    return this.#execute(call, target, readOnly || target.flags.noWrites, args);
  }

  #execute(call: Call, target: Target, readOnly: boolean, args: ScriptArgs): Outcome {
    const run = this.#run;
    const outer = call.reply;
    const { client, inTransaction } = call;
    const request = call.args as ParsedRequest;
    run.readOnly = readOnly;
    run.outOfMemory = !target.flags.allowOom && this.#options.memory.isFull;
    if (run.outOfMemory && target.flags.isDeclared && !readOnly) {
      outer.error("OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'");
      return undefined;
    }
    run.resp = 2;
    run.wrote = false;
    run.active = true;
    run.declared = call.walk.allHeld ? undefined : request;
    run.firstKey = args.keys.first;
    run.keys = args.keys.count;
    this.#client.db = client.db;
    this.#name = target.name;
    this.#kind = target.kind;
    this.#isInExec = inTransaction;
    this.running.begin(target.kind);
    this.#startUs = monotonicUs();
    call.inTransaction = true;
    let moves = false;
    try {
      const host = this.#sound();
      const status = this.#runIn(host, target, request, args);
      call.reply = outer;
      this.#reply(outer, host, status, target);
    } catch (error) {
      this.#host = undefined;
      call.reply = outer;
      moves = error instanceof Stopped && error.moves;
      if (!moves) outer.error(this.#whyBroken(error, target));
    }
    this.running.end();
    run.active = false;
    call.inTransaction = inTransaction;
    call.client = client;
    call.args = request;
    call.store.args = request;
    call.store.db = client.db;
    const { entry } = target;
    if (entry !== undefined) this.table.mark(entry, moves || monotonicUs() - this.#startUs > SHORT_US);
    return moves ? PARKED_SCRIPT : undefined;
  }

  /** @returns the status of Lua's pcall; the result or the error is on top of the stack */
  #runIn(host: LuaHost, target: Target, request: ParsedRequest, args: ScriptArgs): number {
    const { machine, sandbox } = host;
    const { lua, state } = machine;
    const isFunction = target.kind === RUNS_FUNCTION;
    const run = isFunction ? this.known.functionIn(host, target.name) : host.script(target.name, target.code);
    if (typeof run === 'string') throw new Error(run);
    lua.settop(state, 0);
    machine.push(state, sandbox.errorHandler, TFUNCTION);
    if (isFunction) machine.push(state, run, TFUNCTION);
    this.#pushTable(host, request, args.keys);
    if (!isFunction) sandbox.setGlobal('KEYS');
    this.#pushTable(host, request, args.args);
    if (!isFunction) {
      sandbox.setGlobal('ARGV');
      machine.push(state, run, TFUNCTION);
    }
    this.#call.reply = this.#options.commands.writer;
    this.#startUs = monotonicUs();
    return lua.pcall(state, isFunction ? 2 : 0, 1, 1);
  }

  #pushTable({ machine }: LuaHost, request: ParsedRequest, range: ArgRange): void {
    const { state } = machine;
    machine.newTable(state);
    for (let i = 0; i < range.count; i++) {
      const at = range.first + i;
      machine.pushNumber(state, i + 1);
      machine.pushBytes(state, request.buf, request.argStart[at]!, request.argStart[at]! + request.argLen[at]!);
      machine.setTable(state);
    }
  }

  #reply(reply: ReplyWriter, host: LuaHost, status: number, target: Target): void {
    const { machine, replies } = host;
    if (status !== 0) reply.error(host.errorOnTop(target.name));
    else {
      const mark = reply.mark();
      replies.isTooDeep = false;
      replies.write(reply, machine.top(machine.state) - VALUE_BYTES, this.#run.resp);
      if (replies.isTooDeep) {
        reply.rollback(mark);
        reply.error('ERR reached lua stack limit');
      }
    }
    machine.lua.settop(machine.state, 0);
    if (!host.isSound) this.#host = undefined;
  }

  #whyBroken(error: unknown, target: Target): string {
    if (error instanceof Stopped) return `${error.message.replace('\0', ` script: ${target.name}, on `)}`;
    if (error instanceof RangeError) return `ERR stack overflow script: ${target.name}`;
    return `ERR ${error instanceof Error ? error.message : 'not enough memory'} script: ${target.name}`;
  }

  // --- Lua ---

  /** A Lua in which this thread's scripts run. */
  #sound(): LuaHost {
    if (this.#hostVersion !== this.table.librariesVersion) this.#host = undefined;
    this.#hostVersion = this.table.librariesVersion;
    this.#host ??= this.#newHost();
    return this.#host;
  }

  #newHost(): LuaHost {
    return new LuaHost({
      commands: this.#options.commands,
      run: this.#run,
      limitBytes: this.#call.settings.current.luaMemoryLimit,
      log: this.#options.log,
      hook: (host, state) => this.#look(host, state),
      register: (host, state) => this.known.register(host, state),
    });
  }

  /** Runs a library's code in a Lua of its own. @returns the error's line */
  #tryLibrary(code: Buffer): string | undefined {
    this.#loadUntilUs = monotonicUs() + LOAD_US;
    try {
      return this.known.loadInto(this.#newHost(), code);
    } catch (error) {
      return error instanceof Stopped ? error.message : `ERR ${(error as Error).message}`;
    } finally {
      this.#loadUntilUs = 0;
    }
  }

  /** Called by Lua from time to time. */
  #look(host: LuaHost, state: number): void {
    const us = monotonicUs();
    if (this.#loadUntilUs !== 0) {
      if (us > this.#loadUntilUs) throw new Stopped('ERR FUNCTION LOAD timeout', false);
      return;
    }
    const run = this.#run;
    const elapsedUs = us - this.#startUs;
    if (elapsedUs > MOVE_US && this.#options.mayMove && !run.wrote && !this.#isInExec) throw new Stopped('', true);
    const { busyReplyThreshold } = this.#call.settings.current;
    if (busyReplyThreshold === 0 || elapsedUs < busyReplyThreshold * 1000) return;
    this.running.becomeBusy(this.#name, wallClockMs() - elapsedUs / 1000);
    if (!this.running.killAsked) return;
    const why =
      this.#kind === RUNS_FUNCTION
        ? 'ERR Script killed by user with FUNCTION KILL.'
        : 'ERR Script killed by user with SCRIPT KILL...';
    throw new Stopped(`${why}\0${host.position(state)}.`, false);
  }
}
