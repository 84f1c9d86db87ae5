/** One Lua with everything that scripts see in it. Made when a thread first needs it, and anew when it was spoiled. */
import { monotonicUs } from '../memory/clock.ts';
import { ArgumentTable } from './argument-table.ts';
import { installHook } from './host-functions.ts';
import type { HostLibrary } from './host-library.ts';
import { bitLibrary } from './libraries/bit.ts';
import { cjsonLibrary } from './libraries/cjson.ts';
import { cmsgpackLibrary } from './libraries/cmsgpack.ts';
import { JsonOptions } from './libraries/json-options.ts';
import { randomLibrary } from './libraries/random.ts';
import { structLibrary } from './libraries/struct.ts';
import { wideString } from './libraries/wide-integers.ts';
import {
  CLOSURE_ENVIRONMENT,
  HOOK_COUNT,
  STATE_HOOK,
  STATE_HOOK_BASE_COUNT,
  STATE_HOOK_COUNT,
  STATE_HOOK_MASK,
  TTABLE,
} from './lua-layout.ts';
import { LuaMachine } from './lua-machine.ts';
import { LuaToReply } from './lua-to-reply.ts';
import type { RandomNumbers } from './random-numbers.ts';
import { type LogLevel, RedisLibrary, type ScriptRun } from './redis-library.ts';
import { COUNTED_ERROR } from './reply-to-lua.ts';
import { Sandbox } from './sandbox.ts';
import type { ScriptCommands } from './script-commands.ts';

/** Instructions of Lua between two looks at the clock: some 100 µs. */
const HOOK_EVERY = 10_000;
/** Lua begins with 16 MiB; what runs in it finds no less than this. */
const LEAST_BYTES = 17 * 1024 * 1024;
const SCRIPT_NAME = '@user_script';
const LIBRARY_NAME = '@user_function';

export interface LuaHostOptions {
  readonly commands: ScriptCommands;
  readonly run: ScriptRun;
  readonly limitBytes: number;
  readonly random: RandomNumbers;
  readonly log: (level: LogLevel, text: string) => void;
  /** Called every HOOK_EVERY instructions, and while C code loops. */
  readonly hook: (host: LuaHost, state: number) => void;
  /** `redis.register_function` */
  readonly register: (host: LuaHost, state: number) => number;
}

/** First byte of a script that was compiled before. */
const PRECOMPILED = 27;

export class LuaHost {
  readonly machine: LuaMachine;
  readonly sandbox: Sandbox;
  readonly replies: LuaToReply;
  /** The globals of scripts that hold their arguments. */
  readonly keys: ArgumentTable;
  readonly argv: ArgumentTable;
  /** Functions of scripts by their SHA-1. */
  readonly compiled = new Map<string, number>();
  /** What the libraries took when they were loaded. */
  libraryBytes = 0;
  readonly #limitBytes: number;
  readonly #hook: LuaHostOptions['hook'];
  readonly #json = new JsonOptions();
  #isMade = false;

  constructor(options: LuaHostOptions) {
    this.#hook = options.hook;
    this.#limitBytes = Math.max(options.limitBytes, LEAST_BYTES);
    const machine = new LuaMachine(this.#limitBytes, monotonicUs, () => this.#looped());
    this.machine = machine;
    this.replies = new LuaToReply(machine);
    const redis = new RedisLibrary(machine, options.commands, options.run, options.log).library;
    const functions: HostLibrary = { functions: { register_function: (state) => options.register(this, state) } };
    this.sandbox = new Sandbox(machine, {
      redis,
      functions,
      bit: bitLibrary(machine),
      math: randomLibrary(machine, options.random),
      cjson: cjsonLibrary(machine, this.#json),
      cmsgpack: cmsgpackLibrary(machine),
      string: wideString(machine),
      struct: structLibrary(machine),
    });
    this.keys = new ArgumentTable(machine, this.sandbox, 'KEYS');
    this.argv = new ArgumentTable(machine, this.sandbox, 'ARGV');
    const { bytes, state, words } = machine;
    const slot = installHook(machine.lua, (running) => options.hook(this, running));
    words[(state + STATE_HOOK) >>> 2] = slot;
    words[(state + STATE_HOOK_BASE_COUNT) >>> 2] = HOOK_EVERY;
    words[(state + STATE_HOOK_COUNT) >>> 2] = HOOK_EVERY;
    bytes[state + STATE_HOOK_MASK] = HOOK_COUNT;
    this.#isMade = true;
  }

  #looped(): void {
    if (this.#isMade) this.#hook(this, this.machine.state);
  }

  /** A script, or function, is about to run. @param words options of `cjson` that its kind shares */
  beginRun(words: Int32Array): void {
    this.#json.load(words);
  }

  /** Whether it is as good as new: not written into, and not grown to half of what it may take. */
  get isSound(): boolean {
    return this.machine.memoryBytes <= Math.max(LEAST_BYTES, this.#limitBytes / 2) && this.sandbox.isIntact();
  }

  /** Compiles a script, once. @returns its function, or why there is none */
  script(sha: string, code: Buffer): number | string {
    const known = this.compiled.get(sha);
    if (known !== undefined) return known;
    const made = this.#compile(code, SCRIPT_NAME);
    if (typeof made === 'number') this.compiled.set(sha, made);
    return made;
  }

  /** Lets Lua collect the scripts that are not known any more. */
  forgetScripts(isKnown: (sha: string) => boolean): void {
    for (const [sha, script] of this.compiled) {
      if (isKnown(sha)) continue;
      this.compiled.delete(sha);
      this.machine.release(script);
    }
  }

  /** Compiles a library: its function sees the globals of libraries. */
  library(code: Buffer): number | string {
    const made = this.#compile(code, LIBRARY_NAME);
    const { machine, sandbox } = this;
    if (typeof made === 'number') machine.words[(made + CLOSURE_ENVIRONMENT) >>> 2] = sandbox.libraryGlobals;
    return made;
  }

  #compile(code: Buffer, name: string): number | string {
    const { machine } = this;
    if (code[0] === PRECOMPILED) return `${name.slice(1)}:1: unexpected symbol near 'char(27)'`;
    if (machine.compile(code, name)) return machine.anchor();
    const why = machine.text(machine.pointer(machine.top(machine.state) - 16));
    machine.lua.settop(machine.state, 0);
    return why;
  }

  /** Text of a field of a table; undefined unless it is a string or a number. */
  textOf(table: number, name: string): string | undefined {
    const { machine } = this;
    const at = machine.field(table, machine.interned(name));
    if (at === 0) return undefined;
    const type = machine.type(at);
    return type === 4 ? machine.text(machine.pointer(at)) : type === 3 ? String(machine.number(at)) : undefined;
  }

  /** Whether the error on top of the stack is a command's, which was counted when it came. */
  isCountedOnTop(): boolean {
    const { machine } = this;
    const at = machine.top(machine.state) - 16;
    return machine.type(at) === TTABLE && machine.field(machine.pointer(at), machine.interned(COUNTED_ERROR)) !== 0;
  }

  /** The text of the error on top of the stack, with the place where it was raised. @param name of what ran */
  errorOnTop(name: string): string {
    const { machine } = this;
    const at = machine.top(machine.state) - 16;
    const type = machine.type(at);
    if (type === 4) return `ERR ${machine.text(machine.pointer(at))} script: ${name}`;
    if (type !== TTABLE) return `ERR unknown error script: ${name}`;
    const table = machine.pointer(at);
    const text = this.textOf(table, 'err') ?? 'ERR unknown error';
    const source = this.textOf(table, 'source');
    const line = this.textOf(table, 'line');
    return source === undefined || line === undefined ? text : `${text} script: ${name}, on ${source}:${line}.`;
  }
}
