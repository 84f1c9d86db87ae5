/**
 * Runs scripts and functions on one thread.
 *
 * A script that has not been seen to be short runs on the script thread, which nobody waits for but its clients; the others
 * run where they arrive. One that then takes long without having changed anything is given up and begun again on the
 * script thread: nothing of it was seen.
 */
import type { ArgIndex, RequestArgs } from '../../protocol/command/arguments.ts';
import { ERROR } from '../../protocol/resp/errors.ts';
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
import type { ParsedRequest, Row } from '../dispatch/request.ts';
import { STAT } from '../memory/thread-stats.ts';
import { GATE_MONITORED } from '../messaging/gate-state.ts';
import { pushArguments } from './argument-table.ts';
import { Libraries } from './libraries.ts';
import type { LuaHost } from './lua-host.ts';
import { TFUNCTION, VALUE_BYTES } from './lua-layout.ts';
import { idleRun, type LogLevel, type ScriptRun } from './redis-library.ts';
import { SHORT_US } from './run-marks.ts';
import type { RunningScripts } from './running-scripts.ts';
import { ScriptCatalogue } from './script-catalogue.ts';
import type { ScriptCommands } from './script-commands.ts';
import type { ScriptTable } from './script-table.ts';
import { byOf, FUNCTION_NOT_FOUND, NO_SCRIPT, ScriptTargets, SHA_LENGTH, type Target } from './script-targets.ts';
import { ScriptWatch, Stopped } from './script-watch.ts';
import { ThreadLua } from './thread-lua.ts';

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
  readonly #lua: ThreadLua;
  /** What `place` found, for the `run` that follows at once. */
  #placed: Target | undefined;
  #placedFor: RequestArgs | undefined;
  /** Called with every command that runs a script while somebody monitors. */
  onScript: ((row: Row, client: Client, request: ParsedRequest) => void) | undefined;
  /** Called again and again by a script that runs for longer than others may wait, and when it has ended. */
  onBusy: (() => void) | undefined;
  onEnd: (() => void) | undefined;
  /** Called when the script thread is wanted and not ready yet. */
  onWake: (() => void) | undefined;
  readonly #watch: ScriptWatch;

  constructor(options: EngineOptions) {
    super(options.table, options.running);
    this.#options = options;
    this.#call = options.call;
    options.commands.lent = options.running.lent;
    this.known = new Libraries(
      options.table,
      (code) => this.#lua.tryLibrary(code),
      (load) => this.#lua.loadLibraries(load),
    );
    this.#targets = new ScriptTargets(options.table, this.known, (sha, code) => this.problemOf(sha, code));
    this.#run = idleRun(this.#client, () => this.running.noteWrite());
    this.#watch = new ScriptWatch(options.call, options.running, this.#run, options.mayMove);
    this.#watch.onBusy = () => this.#lookAfterOthers();
    this.#lua = new ThreadLua(options, this.known, this.#run, this.#watch);
  }

  protected override forgetScripts(): void {
    this.#targets.clear();
    this.#lua.forgetScripts();
  }

  protected override problemOf(sha: string, code: Buffer): string | undefined {
    this.#call.letGo();
    const made = this.#lua.take().script(sha, code);
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

  onlyReads(request: RequestArgs, { name }: { readonly name: string }): boolean {
    return request.argc > 1 && this.#targets.onlyReads(request, byOf(name), 1 as ArgIndex);
  }

  /** On the script thread: scripts may come. */
  becomeReady(): void {
    this.running.becomeReady();
  }

  /** A script is sent to the script thread. */
  noteShipped(): void {
    this.running.noteShipped();
  }

  /** On the script thread: a script is answered. */
  noteAnswered(): void {
    this.running.noteAnswered();
  }

  isReady(): boolean {
    if (!this.#options.mayMove || this.running.isThreadReady) return true;
    this.onWake?.();
    return false;
  }

  // --- running ---

  place(call: Call, row: Parameters<ScriptsPort['place']>[1]): number {
    this.#placedFor = undefined;
    const found = this.#targets.find(call, byOf(row.name), row.parser.values as ScriptArgs);
    if (typeof found === 'string') {
      this.#show(call);
      call.reply.error(found);
      return ANSWERED;
    }
    this.#placed = found;
    this.#placedFor = call.args;
    // Room is made before the locks are taken: a script that writes into a full store is refused command by command.
    if (this.#options.memory.isFull && !call.inTransaction) {
      call.letGo();
      this.#options.memory.admitBytes(call, 0);
    }
    const { entry } = found;
    if (entry !== undefined) this.table.use(entry);
    const isLong = entry === undefined || !this.table.isShort(entry, found.index);
    if (this.#options.mayMove && isLong) return PARKED_SCRIPT;
    if (!this.#lua.isReady(found)) this.#lua.prepare(found);
    return RUN_HERE;
  }

  /** Whoever monitors sees what runs the script, before what the script calls. */
  #show(call: Call): void {
    if ((call.server.gateBits() & GATE_MONITORED) === 0) return;
    const request = call.args as ParsedRequest;
    this.onScript?.(request.row!, call.client, request);
  }

  run(call: Call, by: number, readOnly: boolean, args: ScriptArgs): Outcome {
    // On the script thread nothing was placed for EXEC.
    const target = this.#placedFor === call.args ? this.#placed! : this.#targets.find(call, by, args);
    this.#placedFor = undefined;
    this.#show(call);
    if (typeof target === 'string') {
      call.reply.error(target);
      return undefined;
    }
    const { flags } = target;
    const mayWrite = flags.isDeclared && !flags.noWrites;
    if (mayWrite && !flags.allowOom && this.#options.memory.isFull) {
      call.fail(ERROR.outOfMemory);
      return undefined;
    }
    if (readOnly && mayWrite) {
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
    const { tracked } = call.store.observers;
    tracked.inScript = true;
    if (!inTransaction) call.frozenUs = 0;
    call.inTransaction = true;
    call.inScript = true;
    let moves = false;
    try {
      const host = this.#lua.take();
      const status = this.#runIn(host, target, request, args);
      call.reply = outer;
      this.#reply(outer, host, status, target);
    } catch (error) {
      this.#lua.drop();
      call.reply = outer;
      moves = error instanceof Stopped && error.moves;
      if (!moves) outer.error(whyBroken(error, target));
    }
    const us = this.#watch.end();
    tracked.inScript = false;
    if (this.running.end()) this.onEnd?.();
    run.active = false;
    call.inTransaction = inTransaction;
    call.inScript = false;
    call.client = client;
    call.args = request;
    call.store.args = request;
    call.store.db = client.db;
    const { entry } = target;
    if (entry !== undefined && us >= 0) this.table.ran(entry, target.index, moves || us > SHORT_US);
    return moves ? PARKED_SCRIPT : undefined;
  }

  // cold: called again and again by a script that takes long.
  #lookAfterOthers(): void {
    const { lent } = this.running;
    const hasAllLocks = this.#run.declared === undefined;
    if (hasAllLocks && !lent.isLending) lent.lend(this.#call.store.now());
    this.onBusy?.();
  }

  /** @returns the status of Lua's pcall; the result or the error is on top of the stack */
  #runIn(host: LuaHost, target: Target, request: ParsedRequest, args: ScriptArgs): number {
    const { machine, sandbox } = host;
    const { lua, state } = machine;
    const isFunction = target.kind === RUNS_FUNCTION;
    const run = this.#lua.functionOf(host, target);
    host.beginRun(isFunction ? this.table.functionOptions : this.table.scriptOptions);
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
    this.#watch.begin(target, request);
    return lua.pcall(state, isFunction ? 2 : 0, 1, 1);
  }

  #reply(reply: ReplyWriter, host: LuaHost, status: number, target: Target): void {
    const { machine, replies } = host;
    if (status !== 0) {
      const text = host.errorOnTop(target.name);
      if (host.isCountedOnTop()) reply.errorAgain(text);
      else reply.error(text);
    } else {
      const mark = reply.mark();
      replies.isTooDeep = false;
      replies.write(reply, machine.top(machine.state) - VALUE_BYTES, this.#run.resp);
      if (replies.isTooDeep) {
        reply.rollback(mark);
        reply.error('ERR reached lua stack limit');
      }
    }
    machine.setTop(machine.state, machine.base(machine.state));
    const { stats } = this.#call.store;
    stats[STAT.luaBytes] = machine.usedBytes;
    stats[STAT.luaLibraryBytes] = host.libraryBytes;
    if (!host.isSound) this.#lua.drop();
  }
}

function whyBroken(error: unknown, target: Target): string {
  if (error instanceof Stopped) return error.message;
  if (error instanceof RangeError) return `ERR stack overflow script: ${target.name}`;
  return `ERR ${error instanceof Error ? error.message : 'not enough memory'} script: ${target.name}`;
}
