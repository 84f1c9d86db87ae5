/**
 * What scripts see: the harmless part of Lua's libraries and ours, all read-only.
 *
 * Lua 5.1 has no read-only tables. So what a script gets in the place of a library, and of the globals, is an empty
 * table whose metatable looks everything up in the real one and refuses whatever is written. The functions that would
 * see through that (`rawset`, `setmetatable`, `next` …) are run with the real table in the place of the stand-in, or
 * refuse. A script that writes into a stand-in by other means is found out: the engine then throws the Lua away.
 */
import { Arguments, type HostFunction, type HostLibrary, pushLibrary } from './host-library.ts';
import { wideTonumber } from './libraries/wide-integers.ts';
import {
  CLOSURE_UPVALUE,
  NODE_BYTES,
  STATE_GLOBALS,
  STRING_BYTES,
  TABLE_ARRAY_SIZE,
  TABLE_LOG_NODES,
  TABLE_NODES,
  TBOOLEAN,
  TFUNCTION,
  TLIGHT,
  TNIL,
  TSTRING,
  TTABLE,
  VALUE_BYTES,
} from './lua-layout.ts';
import { type LuaMachine, PRELUDE_NAME } from './lua-machine.ts';
import { PRELUDE } from './lua-prelude.ts';

const REFUSAL = 'Attempt to modify a readonly table';
const PRECOMPILED = 27;
const STAND_IN = 28;
/** Of a stand-in, before it is taken for spoiled. */
const MOST_NODES = 64;

export class Sandbox {
  readonly #machine: LuaMachine;
  readonly #args: Arguments;
  readonly #standIns: number[] = [];
  #emptyNodes = 0;
  /** The real globals, and the handler that gives errors their position. */
  readonly globals: number;
  /** What the code of function libraries sees as globals. */
  readonly libraryGlobals: number;
  readonly errorHandler: number;
  /** The stand-in of the globals; what `getmetatable` shows of it, and of strings. */
  readonly #shownGlobals: number;
  readonly #metatableOfGlobals: number;
  readonly #metatableOfStrings: number;
  readonly #setLoading: number;

  /** @param libraries of ours, by the name of their global */
  constructor(machine: LuaMachine, libraries: Readonly<Record<string, HostLibrary>>) {
    this.#machine = machine;
    this.#args = new Arguments(machine);
    const { lua, state } = machine;
    lua.loadbuffer(state, machine.cString(PRELUDE), Buffer.byteLength(PRELUDE), machine.cString(PRELUDE_NAME));
    machine.newTable(state);
    for (const [name, library] of Object.entries(libraries)) {
      machine.pushInterned(state, name);
      pushLibrary(machine, library);
      machine.setTable(state);
    }
    pushLibrary(machine, { functions: this.#guards() });
    machine.pushFunction(state, (inner) => this.#hide(inner));
    machine.functions.link();
    lua.call(state, 3, 7);
    this.#setLoading = machine.anchor();
    this.#shownGlobals = machine.anchor();
    this.globals = machine.anchor();
    this.#metatableOfGlobals = machine.anchor();
    this.#metatableOfStrings = machine.anchor();
    this.errorHandler = machine.anchor();
    this.libraryGlobals = machine.anchor();
    machine.words[(state + STATE_GLOBALS) >>> 2] = this.#shownGlobals;
  }

  /** The code of a library is about to run, which sees less than its functions do; or it has run. */
  setLoading(isLoading: boolean): void {
    const machine = this.#machine;
    machine.push(machine.state, this.#setLoading, TFUNCTION);
    machine.pushBoolean(machine.state, isLoading);
    machine.lua.call(machine.state, 1, 0);
  }

  /** Whether no script has written into a stand-in. */
  isIntact(): boolean {
    const { words } = this.#machine;
    for (let i = 0; i < this.#standIns.length; i++) {
      const table = this.#standIns[i]!;
      if (words[(table + TABLE_ARRAY_SIZE) >>> 2] !== 0) return false;
      if (words[(table + TABLE_NODES) >>> 2] !== this.#emptyNodes && this.#hasValues(table)) return false;
    }
    return true;
  }

  /** Lua makes room for a key before it finds out that it may not be written: rooms are no harm. */
  #hasValues(table: number): boolean {
    const machine = this.#machine;
    const nodes = 1 << machine.bytes[table + TABLE_LOG_NODES]!;
    if (nodes > MOST_NODES) return true;
    const first = machine.words[(table + TABLE_NODES) >>> 2]!;
    for (let i = 0; i < nodes; i++) if (machine.type(first + i * NODE_BYTES) !== TNIL) return true;
    return false;
  }

  /** hide(standIn, real) */
  #hide(state: number): number {
    const machine = this.#machine;
    const standIn = machine.pointer(this.#args.at(state, 0));
    this.#standIns.push(standIn);
    machine.reals.set(standIn, machine.pointer(this.#args.at(state, 1)));
    this.#emptyNodes = machine.words[(standIn + TABLE_NODES) >>> 2]!;
    return 0;
  }

  /** The real table behind the first argument, 0 unless that is a stand-in. */
  #real(state: number): number {
    const machine = this.#machine;
    if (this.#args.typeOf(state, 0) !== TTABLE) return 0;
    return machine.reals.get(machine.pointer(machine.base(state))) ?? 0;
  }

  #guards(): Record<string, HostFunction> {
    const machine = this.#machine;
    /** Runs with the real table in the place of a stand-in. */
    const seeThrough = (name: string): HostFunction => {
      const native = machine.nativeOf('', name);
      return (state) => {
        const real = this.#real(state);
        if (real !== 0) machine.words[machine.base(state) >>> 2] = real;
        return native(state);
      };
    };
    const refuse = (name: string): HostFunction => {
      const native = machine.nativeOf('', name);
      return (state) => (this.#real(state) === 0 ? native(state) : machine.raiseText(state, REFUSAL, 0));
    };
    return {
      pairs: this.#iterate('pairs', machine.closureOf('', 'next')),
      ipairs: this.#iterate('ipairs', machine.pointer(machine.closureOf('', 'ipairs') + CLOSURE_UPVALUE)),
      next: seeThrough('next'),
      rawget: seeThrough('rawget'),
      rawset: refuse('rawset'),
      setmetatable: refuse('setmetatable'),
      getmetatable: this.#getmetatable(),
      loadstring: this.#loadstring(),
      pcall: this.#pcall(),
      tostring: this.#tostring(),
      tonumber: wideTonumber(machine),
    };
  }

  /** `pairs` and `ipairs`: a function, the table it goes through, and where it begins. */
  #iterate(name: string, step: number): HostFunction {
    const machine = this.#machine;
    const native = machine.nativeOf('', name);
    return (state) => {
      if (this.#args.typeOf(state, 0) !== TTABLE) return native(state);
      const table = this.#real(state) || machine.pointer(machine.base(state));
      machine.push(state, step, TFUNCTION);
      machine.push(state, table, TTABLE);
      if (name === 'pairs') machine.pushNil(state);
      else machine.pushNumber(state, 0);
      return 3;
    };
  }

  #getmetatable(): HostFunction {
    const machine = this.#machine;
    const native = machine.nativeOf('', 'getmetatable');
    return (state) => {
      if (this.#args.typeOf(state, 0) === TSTRING) machine.push(state, this.#metatableOfStrings, TTABLE);
      else if (this.#real(state) === 0) return native(state);
      else {
        const table = machine.pointer(machine.base(state));
        const isGlobals = table === this.#shownGlobals || table === this.libraryGlobals;
        if (isGlobals) machine.push(state, this.#metatableOfGlobals, TTABLE);
        else machine.pushNil(state);
      }
      return 1;
    };
  }

  /** Compiled code is not checked by Lua, so it is not taken. */
  #loadstring(): HostFunction {
    const machine = this.#machine;
    const native = machine.nativeOf('', 'loadstring');
    return (state) => {
      const isText = this.#args.typeOf(state, 0) === TSTRING;
      if (!isText || machine.bytes[machine.pointer(machine.base(state)) + STRING_BYTES] !== PRECOMPILED)
        return native(state);
      // Refused as the text that it is not: by another byte that no text begins with.
      const first = machine.pointer(machine.base(state)) + STRING_BYTES;
      machine.bytes[first] = STAND_IN;
      native(state);
      machine.bytes[first] = PRECOMPILED;
      const why = machine.text(machine.pointer(machine.top(state) - VALUE_BYTES));
      machine.pushNil(state);
      machine.pushLatin1(state, why.replaceAll(String.fromCharCode(STAND_IN), '\x1b').replace('char(28)', 'char(27)'));
      return 2;
    };
  }

  /** `cjson.null` as C's printf shows it on Linux. */
  #tostring(): HostFunction {
    const machine = this.#machine;
    const native = machine.nativeOf('', 'tostring');
    return (state) => {
      if (this.#args.typeOf(state, 0) !== TLIGHT) return native(state);
      machine.pushLatin1(state, 'userdata: (nil)');
      return 1;
    };
  }

  /** An error that is a table with a text is given as that text. */
  #pcall(): HostFunction {
    const machine = this.#machine;
    const native = machine.nativeOf('', 'pcall');
    const err = machine.interned('err');
    return (state) => {
      const results = native(state);
      if (results !== 2) return results;
      const value = machine.top(state) - VALUE_BYTES;
      const isFailure = machine.type(value - VALUE_BYTES) === TBOOLEAN && machine.pointer(value - VALUE_BYTES) === 0;
      if (!isFailure || machine.type(value) !== TTABLE) return results;
      const text = machine.field(machine.pointer(value), err);
      if (text === 0 || machine.type(text) !== TSTRING) return results;
      const string = machine.pointer(text);
      machine.setTop(state, value);
      machine.push(state, string, TSTRING);
      return results;
    };
  }

  /** Sets a global for the script that is about to run: the table on top, which is popped. */
  setGlobal(name: string): void {
    const machine = this.#machine;
    const { state } = machine;
    const value = machine.pointer(machine.top(state) - VALUE_BYTES);
    machine.push(state, this.globals, TTABLE);
    machine.pushInterned(state, name);
    machine.push(state, value, TTABLE);
    machine.setTable(state);
    machine.setTop(state, machine.top(state) - 2 * VALUE_BYTES);
  }
}
