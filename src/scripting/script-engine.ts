/**
 * Runs scripts and functions on one thread.
 *
 * A script that has not been seen to be short runs on the script thread, which nobody waits for but its clients; the others
 * run where they arrive. One that then takes long without having changed anything is given up and begun again on the
 * script thread: nothing of it was seen.
 */
import type { ArgIndex, RequestArgs } from '../../protocol/command/arguments.ts';
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
  type ScriptArgs,
  type ScriptsPort,
} from '../dispatch/ports/scripts.ts';
import type { ParsedRequest } from '../dispatch/request.ts';
import { pushArguments } from './argument-table.ts';
import { Libraries } from './libraries.ts';
import { LuaHost } from './lua-host.ts';
import { TFUNCTION, VALUE_BYTES } from './lua-layout.ts';
import { idleRun, type LogLevel, type ScriptRun } from './redis-library.ts';
import type { RunningScripts } from './running-scripts.ts';
import { ScriptCatalogue } from './script-catalogue.ts';
import type { ScriptCommands } from './script-commands.ts';
import { MARK_SHORT, type ScriptTable } from './script-table.ts';
import { byOf, FUNCTION_NOT_FOUND, NO_SCRIPT, ScriptTargets, SHA_LENGTH, type Target } from './script-targets.ts';
import { ScriptWatch, Stopped } from './script-watch.ts';

/** A run up to here is short. */
const SHORT_US = 1_000;

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
  /** What is compiled in this Lua: the script that was placed last. */
  #ready: Target | undefined;
  readonly #watch: ScriptWatch;

  constructor(options: EngineOptions) {
    super(options.table, options.running);
    this.#options = options;
    this.#call = options.call;
    this.known = new Libraries(options.table, (code) => this.#tryLibrary(code));
    this.#targets = new ScriptTargets(options.table, this.known, (sha, code) => this.problemOf(sha, code));
    this.#run = idleRun(this.#client, () => this.running.noteWrite());
    this.#watch = new ScriptWatch(options.call, options.running, this.#run, options.mayMove);
  }

  protected override forgetScripts(): void {
    this.#targets.clear();
    this.#host?.compiled.clear();
  }

  protected override problemOf(sha: string, code: Buffer): string | undefined {
    this.#call.letGo();
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
    if (this.#options.memory.isFull) call.letGo();
    this.#options.memory.admitBytes(call, 0);
    const { entry } = found;
    const isLong = entry === undefined || this.table.marks(entry) !== MARK_SHORT;
    if (this.#options.mayMove && isLong) return PARKED_SCRIPT;
    if (!this.#isReady(found)) this.#prepare(found);
    return RUN_HERE;
  }

  /** Whether there is a Lua in which a script is compiled. */
  #isReady(target: Target): boolean {
    const host = this.#host;
    if (host === undefined || this.#hostVersion !== this.table.librariesVersion) return false;
    if (target === this.#ready) return true;
    return target.kind === RUNS_FUNCTION ? this.known.isIn(host) : host.compiled.has(target.name);
  }

  /** Makes Lua, and compiles the script: before the locks are taken, as that takes long. */
  #prepare(target: Target): void {
    this.#call.letGo();
    try {
      this.#functionOf(this.#sound(), target);
      this.#ready = target;
    } catch {
      // The run comes to the same end, and tells of it.
    }
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
    // What the script reads its client has read.
    this.#client.tracking = client.tracking;
    this.running.begin(target.kind);
    call.inTransaction = true;
    let moves = false;
    try {
      const host = this.#sound();
      const status = this.#runIn(host, target, request, args, inTransaction);
      call.reply = outer;
      this.#reply(outer, host, status, target);
    } catch (error) {
      this.#host = undefined;
      call.reply = outer;
      moves = error instanceof Stopped && error.moves;
      if (!moves) outer.error(whyBroken(error, target));
    }
    const us = this.#watch.end();
    this.running.end();
    run.active = false;
    call.inTransaction = inTransaction;
    call.client = client;
    call.args = request;
    call.store.args = request;
    call.store.db = client.db;
    const { entry } = target;
    if (entry !== undefined && us >= 0) this.table.mark(entry, moves || us > SHORT_US);
    return moves ? PARKED_SCRIPT : undefined;
  }

  /** @returns the status of Lua's pcall; the result or the error is on top of the stack */
  #runIn(host: LuaHost, target: Target, request: ParsedRequest, args: ScriptArgs, isInExec: boolean): number {
    const { machine, sandbox } = host;
    const { lua, state } = machine;
    const isFunction = target.kind === RUNS_FUNCTION;
    const run = this.#functionOf(host, target);
    machine.setTop(state, machine.base(state));
    machine.push(state, sandbox.errorHandler, TFUNCTION);
    if (isFunction) {
      // A library may keep what its functions are given.
      machine.push(state, run, TFUNCTION);
      pushArguments(machine, request, args.keys);
      pushArguments(machine, request, args.args);
    } else {
      host.keys.fill(request, args.keys);
      host.argv.fill(request, args.args);
      machine.push(state, run, TFUNCTION);
    }
    this.#call.reply = this.#options.commands.writer;
    this.#watch.begin(target, isInExec);
    return lua.pcall(state, isFunction ? 2 : 0, 1, 1);
  }

  #functionOf(host: LuaHost, target: Target): number {
    const isFunction = target.kind === RUNS_FUNCTION;
    const run = isFunction ? this.known.functionIn(host, target.name) : host.script(target.name, target.code);
    if (typeof run === 'string') throw new Error(run);
    return run;
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
    machine.setTop(machine.state, machine.base(machine.state));
    if (!host.isSound) this.#host = undefined;
  }

  // --- Lua ---

  /** A Lua in which this thread's scripts run. */
  #sound(): LuaHost {
    if (this.#hostVersion !== this.table.librariesVersion) this.#host = undefined;
    this.#hostVersion = this.table.librariesVersion;
    if (this.#host === undefined) {
      this.#ready = undefined;
      this.#host = this.#newHost();
    }
    return this.#host;
  }

  #newHost(): LuaHost {
    return new LuaHost({
      commands: this.#options.commands,
      run: this.#run,
      limitBytes: this.#call.settings.current.luaMemoryLimit,
      log: this.#options.log,
      hook: (host, state) => this.#watch.look(host.machine, state),
      register: (host, state) => this.known.register(host, state),
    });
  }

  /** Runs a library's code in a Lua of its own. @returns the error's line */
  #tryLibrary(code: Buffer): string | undefined {
    this.#call.letGo();
    this.#watch.beginLoad();
    try {
      return this.known.loadInto(this.#newHost(), code);
    } catch (error) {
      return error instanceof Stopped ? error.message : `ERR ${(error as Error).message}`;
    } finally {
      this.#watch.endLoad();
    }
  }
}

function whyBroken(error: unknown, target: Target): string {
  if (error instanceof Stopped) return error.message;
  if (error instanceof RangeError) return `ERR stack overflow script: ${target.name}`;
  return `ERR ${error instanceof Error ? error.message : 'not enough memory'} script: ${target.name}`;
}
