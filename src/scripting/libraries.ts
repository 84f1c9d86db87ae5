/** Libraries of functions: FUNCTION LOAD and what it registers. Which there are is in the shared table. */
import { type Changed, type FunctionFacts, type LibraryFacts, RUNS_FUNCTION } from '../dispatch/ports/scripts.ts';
import type { LuaHost } from './lua-host.ts';
import { TFUNCTION, TNUMBER, TSTRING, TTABLE, VALUE_BYTES } from './lua-layout.ts';
import type { ScriptEntry } from './script-log.ts';
import type { ScriptTable } from './script-table.ts';
import type { Target } from './script-targets.ts';
import { FLAG_NAMES, flagsOf, isFlag, isName, readLibraryHead } from './shebang.ts';

const NO_BYTES = Buffer.alloc(0);

interface Registered extends FunctionFacts {
  readonly run: number;
}

interface LoadedLibrary extends LibraryFacts {
  readonly entry: ScriptEntry;
}

/** What libraries that were run in one Lua have registered there. */
interface Loaded {
  /** By the library's code. */
  readonly facts: ReadonlyMap<Buffer, readonly FunctionFacts[]>;
  /** The functions of Lua, by their names in lower case. */
  readonly functions: ReadonlyMap<string, number>;
  /** Why one of them could not be run. */
  readonly problem: string | undefined;
}

const NOTHING: Loaded = { facts: new Map(), functions: new Map(), problem: undefined };

export class Libraries {
  readonly #table: ScriptTable;
  /** Runs a library in a Lua of its own, which `register` then learns from. @returns the error's line */
  readonly #try: (code: Buffer) => string | undefined;
  /** Has something run in the Lua of this thread that loads libraries. */
  readonly #inThread: (load: (host: LuaHost) => void) => void;
  /** What the library that is being loaded has registered. */
  #registering: Map<string, Registered> | undefined;
  #loaded = new Map<string, LoadedLibrary>();
  #functions = new Map<string, Target>();
  #version = -1;
  readonly #inHosts = new WeakMap<LuaHost, Loaded>();
  /** The library that was loaded here last, and what it registered. */
  #tried: { readonly code: Buffer; readonly functions: readonly FunctionFacts[] } | undefined;

  constructor(
    table: ScriptTable,
    tryOut: (code: Buffer) => string | undefined,
    inThread: (load: (host: LuaHost) => void) => void,
  ) {
    this.#table = table;
    this.#try = tryOut;
    this.#inThread = inThread;
  }

  list(): readonly LibraryFacts[] {
    this.#sync();
    return [...this.#loaded.values()];
  }

  find(name: string): Target | undefined {
    this.#sync();
    return this.#functions.get(name.toLowerCase());
  }

  /** Whether a function that `find` gave is still what there is. */
  isCurrent(found: Target): boolean {
    return (
      this.#version === this.#table.librariesVersion && this.#table.libraries.get(found.entry!.name) === found.entry
    );
  }

  /** FUNCTION LOAD */
  load(code: Buffer, replace: boolean): Changed<string> {
    const head = readLibraryHead(code);
    if (!head.ok) return head;
    const { name } = head.value;
    for (;;) {
      this.#sync();
      const version = this.#version;
      if (this.#loaded.has(name) && !replace) return { ok: false, error: `ERR Library '${name}' already exists` };
      const registered = this.#register(code);
      if (typeof registered === 'string') return { ok: false, error: registered };
      if (registered.size === 0) return { ok: false, error: 'ERR No functions registered' };
      for (const { name: function_ } of registered.values()) {
        const other = this.#functions.get(function_.toLowerCase());
        if (other !== undefined && other.entry?.name !== name) {
          return { ok: false, error: `ERR Function ${function_} already exists` };
        }
      }
      const body = Buffer.from(code);
      this.#tried = { code: body, functions: [...registered.values()] };
      const isPut = this.#table.putLibrary(name, body, registered.size, version);
      if (isPut === true) return { ok: true, value: name };
      if (isPut === undefined) return { ok: false, error: 'ERR the table of scripts is full' };
    }
  }

  #register(code: Buffer): Map<string, Registered> | string {
    const registered = new Map<string, Registered>();
    this.#registering = registered;
    try {
      return this.#try(code) ?? registered;
    } finally {
      this.#registering = undefined;
    }
  }

  /** Runs the code of a library. @returns the error's line */
  loadInto(host: LuaHost, code: Buffer): string | undefined {
    const head = readLibraryHead(code);
    if (!head.ok) return head.error;
    const run = host.library(code.subarray(head.value.codeStart));
    if (typeof run === 'string') return `ERR Error compiling function: ${run}`;
    const { lua, state } = host.machine;
    lua.settop(state, 0);
    host.sandbox.setLoading(true);
    host.machine.push(state, host.sandbox.errorHandler, TFUNCTION);
    host.machine.push(state, run, TFUNCTION);
    const status = lua.pcall(state, 0, 0, 1);
    host.sandbox.setLoading(false);
    if (status === 0) return undefined;
    const at = host.machine.top(state) - VALUE_BYTES;
    if (host.machine.type(at) !== TTABLE) return 'ERR Error registering functions: not enough memory';
    const error = host.machine.pointer(at);
    return `ERR Error registering functions: ${host.textOf(error, 'err') ?? 'ERR unknown error'}`;
  }

  /** Learns from other threads' changes. */
  #sync(): void {
    this.#table.sync();
    if (this.#version === this.#table.librariesVersion) return;
    this.#version = this.#table.librariesVersion;
    const entries = [...this.#table.libraries];
    const facts = this.#factsOf(entries.map(([, entry]) => entry.body));
    this.#loaded = new Map();
    this.#functions = new Map();
    for (const [place, [name, entry]] of entries.entries()) {
      const functions = facts[place]!;
      this.#loaded.set(name, { name, functions, code: entry.body, entry });
      for (const [index, found] of functions.entries()) {
        this.#functions.set(found.name.toLowerCase(), targetOf(found, entry, index));
      }
    }
  }

  /** The functions of libraries: those that are not known yet are run in the Lua that will be asked for them. */
  #factsOf(codes: readonly Buffer[]): (readonly FunctionFacts[])[] {
    const known = [...this.#loaded.values(), ...(this.#tried === undefined ? [] : [this.#tried])];
    const facts = codes.map((code) => known.find((library) => library.code.equals(code))?.functions);
    if (!facts.includes(undefined)) return facts as (readonly FunctionFacts[])[];
    let loaded = NOTHING;
    this.#inThread((host) => {
      loaded = this.#loadAll(host, codes);
    });
    return facts.map((functions, i) => functions ?? loaded.facts.get(codes[i]!) ?? []);
  }

  /** Runs all libraries in a Lua that has none yet. */
  #loadAll(host: LuaHost, codes: readonly Buffer[]): Loaded {
    const facts = new Map<Buffer, readonly FunctionFacts[]>();
    const functions = new Map<string, number>();
    const before = host.machine.usedBytes;
    let problem: string | undefined;
    for (const code of codes) {
      const registered = new Map<string, Registered>();
      this.#registering = registered;
      try {
        problem = this.loadInto(host, code) ?? problem;
      } finally {
        this.#registering = undefined;
      }
      facts.set(code, [...registered.values()]);
      for (const { name, run } of registered.values()) functions.set(name.toLowerCase(), run);
    }
    // What was garbage before may have gone meanwhile.
    host.libraryBytes = Math.max(0, host.machine.usedBytes - before);
    const loaded = { facts, functions, problem };
    // What had no memory now may have some later.
    if (problem === undefined) this.#inHosts.set(host, loaded);
    return loaded;
  }

  /** Whether the functions of all libraries are in a Lua. */
  isIn(host: LuaHost): boolean {
    return this.#inHosts.has(host);
  }

  /** The function of Lua behind a name, which `find` has found. */
  functionIn(host: LuaHost, name: string): number {
    const codes = [...this.#loaded.values()].map(({ code }) => code);
    const { functions, problem } = this.#inHosts.get(host) ?? this.#loadAll(host, codes);
    if (problem !== undefined) throw new Error(problem);
    return functions.get(name.toLowerCase())!;
  }

  /** redis.register_function(name, callback) or redis.register_function{function_name=, callback=, flags=, description=} */
  register(host: LuaHost, state: number): number {
    const { machine } = host;
    const registered = this.#registering;
    const fail = (text: string): never => {
      machine.newTable(state);
      machine.pushInterned(state, 'err');
      machine.pushLatin1(state, `ERR ${text}`);
      machine.setTable(state);
      return machine.raise(state, 0);
    };
    if (registered === undefined) return fail('redis.register_function can only be called on FUNCTION LOAD command');
    const count = (machine.top(state) - machine.base(state)) / VALUE_BYTES;
    if (count < 1 || count > 2) return fail('wrong number of arguments to redis.register_function');
    const made = count === 1 ? fromTable(host, state, fail) : fromArguments(host, state, fail);
    if (!isName(made.name)) {
      fail(
        'Library names can only contain letters, numbers, or underscores(_) and must be at least one character long',
      );
    }
    if (registered.has(made.name.toLowerCase())) fail('Function already exists in the library');
    // The callback lives as long as this Lua: it is copied to the main state to be kept.
    machine.push(machine.state, made.run, TFUNCTION);
    machine.anchor();
    registered.set(made.name.toLowerCase(), made);
    return 0;
  }
}

function targetOf({ flags, name }: FunctionFacts, entry: ScriptEntry, index: number): Target {
  return { name, kind: RUNS_FUNCTION, flags: flagsOf(flags), code: NO_BYTES, entry, index };
}

type Fail = (text: string) => never;

function fromArguments({ machine }: LuaHost, state: number, fail: Fail): Registered {
  const first = machine.base(state);
  if (machine.type(first) !== TSTRING && machine.type(first) !== TNUMBER) {
    fail('first argument to redis.register_function must be a string');
  }
  if (machine.type(first + VALUE_BYTES) !== TFUNCTION) {
    fail('second argument to redis.register_function must be a function');
  }
  const name = machine.type(first) === TSTRING ? machine.text(machine.pointer(first)) : String(machine.number(first));
  return { name, description: undefined, flags: [], run: machine.pointer(first + VALUE_BYTES) };
}

const UNKNOWN_ARGUMENT = 'unknown argument given to redis.register_function';

function fromTable(host: LuaHost, state: number, fail: Fail): Registered {
  const { machine } = host;
  const first = machine.base(state);
  if (machine.type(first) !== TTABLE) {
    fail(
      'calling redis.register_function with a single argument is only applicable to Lua table (representing named arguments).',
    );
  }
  const table = machine.pointer(first);
  if (machine.item(table, 1) !== 0) fail(UNKNOWN_ARGUMENT);
  let name: string | undefined;
  let description: string | undefined;
  let run = 0;
  let flags: string[] = [];
  // In the order in which Lua walks the table: the first that is wrong is told.
  for (const key of machine.stringKeys(table)) {
    const word = key.toLowerCase();
    const at = machine.field(table, machine.interned(key));
    if (word === 'function_name') name = textAt(machine, at, word, fail);
    else if (word === 'description') description = textAt(machine, at, word, fail);
    else if (word === 'flags') flags = flagsAt(machine, at, fail);
    else if (word !== 'callback') fail(UNKNOWN_ARGUMENT);
    else if (machine.type(at) === TFUNCTION) run = machine.pointer(at);
    else fail('callback argument given to redis.register_function must be a function');
  }
  if (name === undefined) return fail('redis.register_function must get a function name argument');
  if (run === 0) return fail('redis.register_function must get a callback argument');
  return { name, description, flags, run };
}

function textAt(machine: LuaHost['machine'], at: number, word: string, fail: Fail): string {
  if (machine.type(at) === TSTRING) return machine.text(machine.pointer(at));
  if (machine.type(at) === TNUMBER) return String(machine.number(at));
  return fail(`${word} argument given to redis.register_function must be a string`);
}

function flagsAt(machine: LuaHost['machine'], flags: number, fail: Fail): string[] {
  if (machine.type(flags) !== TTABLE) {
    fail('flags argument to redis.register_function must be a table representing function flags');
  }
  const given = new Set<string>();
  for (let i = 1; ; i++) {
    const at = machine.item(machine.pointer(flags), i);
    if (at === 0) return FLAG_NAMES.filter((name) => given.has(name));
    const flag = machine.type(at) === TSTRING ? machine.text(machine.pointer(at)).toLowerCase() : '';
    if (!isFlag(flag)) fail('unknown flag given');
    given.add(flag);
  }
}
