// HOT: values go to and from Lua here for each call of a script; no closures, no allocation on the paths of calls.
/**
 * One Lua state, and how values are put on its stack and read from its memory (lua-layout.ts). Every method that may
 * allocate in Lua may also raise Lua's own error for lack of memory, which unwinds to the nearest pcall.
 *
 * A string is made of the bytes of a long one that are ours to write, the window, which Lua counts as its memory.
 * A C function of Lua's libraries is run on arguments above the top of the stack, in the frame of whoever is
 * running, which is as fast as a call within C.
 *
 * Whatever calls Lua may move the stack: an address of the stack holds only until the next such call.
 */
import { CTexts } from './c-texts.ts';
import { HostFunctions } from './host-functions.ts';
import {
  CALL_BYTES,
  CALL_FUNCTION,
  CLOSURE_FUNCTION,
  CLOSURE_IS_C,
  CLOSURE_PROTOTYPE,
  GLOBAL_TOTAL_BYTES,
  GLOBALS_INDEX,
  PROTOTYPE_SOURCE,
  REGISTRY_INDEX,
  STATE_BASE,
  STATE_CALL,
  STATE_GLOBAL,
  STATE_TOP,
  STRING_BYTES,
  TFUNCTION,
  TSTRING,
  VALUE_BYTES,
} from './lua-layout.ts';
import { createLua, type LuaExports } from './lua-module.ts';
import { LuaStack } from './lua-stack.ts';

type CFunction = (state: number) => number;

const FIRST_WINDOW = 65_536;
/** Longest string that a loop copies. */
const LOOP_BYTES = 32;
/** Name of the code that makes the sandbox. */
export const PRELUDE_NAME = '=prelude';
/** Values for which `reserve` makes room. */
const ROOM = 32;
/** Longest string that is copied by words. */
export const MOST_BY_WORDS = 256;

export class LuaMachine extends LuaStack {
  readonly lua: LuaExports;
  /** The main state. */
  readonly state: number;
  readonly functions: HostFunctions;
  /** The real table of each empty one that scripts see in its place (sandbox.ts). */
  readonly reals: Map<number, number> = new Map();
  readonly #interned = new Map<string, number>();
  #anchors = 0;
  readonly #anchored = new Map<number, number>();
  readonly #texts = new CTexts();
  /** Makes a string of bytes of its memory. */
  readonly #pushString: (state: number, address: number, bytes: number) => void;
  readonly #repeat: CFunction;
  readonly #gmatch: CFunction;
  /** `function() return {} end` */
  readonly #maker: number;
  /** A function with many local variables, for which Lua makes room. */
  readonly #roomy: number;
  readonly #error: CFunction;
  /** The window: its string, and how many bytes it has. */
  #window = 0;
  #windowBytes = 0;

  /** @param onLoops called from time to time while C code loops */
  constructor(limitBytes: number, clockUs: () => number, onLoops: () => void) {
    super();
    this.lua = createLua(limitBytes, clockUs, () => this.look(this.lua.memory), onLoops);
    this.look(this.lua.memory);
    this.functions = new HostFunctions(this.lua);
    this.state = this.lua.newstate();
    this.lua.openlibs(this.state);
    this.#pushString = this.lua.pushlstring;
    this.#repeat = this.nativeOf('string', 'rep');
    this.#gmatch = this.nativeOf('string', 'gmatch');
    this.#error = this.nativeOf('', 'error');
    this.#widen(FIRST_WINDOW);
    this.#maker = this.compileOwn('return function() return {} end');
    this.#roomy = this.compileOwn(`return function() local _${', _'.repeat(ROOM * 2)} end`);
  }

  /** Bytes that Lua has in use, garbage included. */
  get usedBytes(): number {
    const global = this.words[(this.state + STATE_GLOBAL) >>> 2]!;
    return this.words[(global + GLOBAL_TOTAL_BYTES) >>> 2]!;
  }

  // --- values that Lua makes ---

  /** Pushes the bytes as a string. */
  pushBytes(state: number, from: Buffer, start: number, end: number): void {
    const length = end - start;
    if (length > this.#windowBytes) this.#widen(length);
    const at = this.#window + STRING_BYTES;
    const { bytes } = this;
    if (length > LOOP_BYTES) from.copy(bytes, at, start, end);
    else for (let i = 0; i < length; i++) bytes[at + i] = from[start + i]!;
    this.#pushWindow(state, length);
  }

  /** Pushes up to `MOST_BY_WORDS` bytes as a string, word by word. The word behind the last one may be read too. */
  pushWords(state: number, from: DataView, start: number, end: number): void {
    const { words } = this;
    let to = (this.#window + STRING_BYTES) >>> 2;
    for (let at = start; at < end; at += 4) words[to++] = from.getUint32(at, true);
    this.#pushWindow(state, end - start);
  }

  /** Pushes a text of one byte a character. */
  pushLatin1(state: number, text: string): void {
    if (text.length > this.#windowBytes) this.#widen(text.length);
    this.bytes.write(text, this.#window + STRING_BYTES, 'latin1');
    this.#pushWindow(state, text.length);
  }

  #pushWindow(state: number, length: number): void {
    this.#pushString(state, this.#window + STRING_BYTES, length);
  }

  /** Pushes an empty table. */
  newTable(state: number): void {
    this.push(state, this.#maker, TFUNCTION);
    this.lua.call(state, 0, 1);
  }

  /** Runs a C function on the values from `start` to the top, which its first result replaces. */
  runAbove(run: CFunction, state: number, start: number): void {
    const base = this.base(state);
    const height = start - base;
    this.words[(state + STATE_BASE) >>> 2] = start;
    run(state);
    const words = this.words;
    const result = words[(state + STATE_TOP) >>> 2]! - VALUE_BYTES;
    const here = words[(state + STATE_BASE) >>> 2]!;
    words[(state + STATE_BASE) >>> 2] = here - height;
    words[(state + STATE_TOP) >>> 2] = here;
    if (result !== here) this.pushCopy(state, result);
    else words[(state + STATE_TOP) >>> 2] = here + VALUE_BYTES;
  }

  /** Raises Lua's own error if there is no room for a string of that length, before someone makes it elsewhere. */
  makeRoom(bytes: number): void {
    if (bytes > this.#windowBytes) this.#widen(bytes);
  }

  // cold: a string that is longer than any before.
  #widen(bytes: number): void {
    const { state } = this;
    const top = this.top(state);
    const wanted = Math.max(bytes, this.#windowBytes * 2);
    this.pushInterned(state, '\x01');
    this.pushNumber(state, wanted);
    this.runAbove(this.#repeat, state, top);
    const window = this.pointer(this.top(state) - VALUE_BYTES);
    this.lua.setfield(state, REGISTRY_INDEX, this.cString('window'));
    this.#window = window;
    this.#windowBytes = wanted;
  }

  /** Makes room on the stack for more values than the twenty that Lua promises to each function of C. */
  reserve(state: number): void {
    if (this.room(state) < ROOM) this.#grow(state);
  }

  // cold: once for each depth of the stack.
  #grow(state: number): void {
    this.push(state, this.#roomy, TFUNCTION);
    this.lua.call(state, 0, 0);
  }

  // cold: once a function. @returns the function that the code returns, which lives as long as this Lua
  compileOwn(code: string): number {
    this.lua.loadbuffer(this.state, this.cString(code), code.length, this.cString('=own'));
    this.lua.call(this.state, 0, 1);
    return this.anchor();
  }

  // --- tables ---

  /** t[key] = value for the two values on top; the table lies below them. They are popped. */
  setTable(state: number): void {
    this.lua.settable(state, -3);
  }

  // --- cold: what is made once, and errors ---

  // cold: once a text.
  /** A string that lives as long as this Lua. @returns its pointer */
  interned(text: string): number {
    let string = this.#interned.get(text);
    if (string === undefined) {
      const { state } = this;
      const top = this.top(state);
      this.lua.pushstring(state, this.cString(text));
      string = this.pointer(top);
      this.lua.setfield(state, REGISTRY_INDEX, this.cString(`anchor ${this.#anchors++}`));
      this.#interned.set(text, string);
    }
    return string;
  }

  pushInterned(state: number, text: string): void {
    this.push(state, this.#interned.get(text) ?? this.interned(text), TSTRING);
  }

  // cold: once a script.
  /** Keeps the value on top, which is popped, as long as this Lua lives. @returns what it points to */
  anchor(): number {
    const pointer = this.pointer(this.top(this.state) - VALUE_BYTES);
    this.#anchored.set(pointer, this.#anchors);
    this.lua.setfield(this.state, REGISTRY_INDEX, this.cString(`anchor ${this.#anchors++}`));
    return pointer;
  }

  /** What was anchored may be collected. */
  release(pointer: number): void {
    this.pushNil(this.state);
    this.lua.setfield(this.state, REGISTRY_INDEX, this.cString(`anchor ${this.#anchored.get(pointer)}`));
    this.#anchored.delete(pointer);
  }

  /** A text in C's memory, for good: of few different texts. */
  cString(text: string): number {
    return this.#texts.at(this, text);
  }

  /** Compiles code and pushes it as a function, or pushes why it cannot be. @returns whether it could */
  compile(code: Buffer, name: string): boolean {
    const { lua, state } = this;
    this.pushBytes(state, code, 0, code.length);
    const bytes = this.pointer(this.top(state) - VALUE_BYTES) + STRING_BYTES;
    const isFine = lua.loadbuffer(state, bytes, code.length, this.cString(name)) === 0;
    // The text lies below what was made of it.
    const made = this.top(state) - VALUE_BYTES;
    this.setTop(state, made - VALUE_BYTES);
    this.pushCopy(state, made);
    return isFine;
  }

  /** A function of Lua's libraries: the pointer of its closure. @param library '' for the globals */
  closureOf(library: string, name: string): number {
    const { lua, state } = this;
    const top = this.top(state);
    lua.getfield(state, GLOBALS_INDEX, this.cString(library === '' ? name : library));
    if (library !== '') lua.getfield(state, -1, this.cString(name));
    const closure = this.pointer(this.top(state) - VALUE_BYTES);
    this.setTop(state, top);
    return closure;
  }

  /** The C function behind a function of a library. */
  nativeOf(library: string, name: string): CFunction {
    return this.lua.table.get(this.words[(this.closureOf(library, name) + CLOSURE_FUNCTION) >>> 2]!) as CFunction;
  }

  /**
   * Pushes a new function of Lua's that runs one of ours, once `functions` are linked. It gets its state, and returns how
   * many values on top are results.
   */
  pushFunction(state: number, run: CFunction): void {
    const top = this.top(state);
    this.pushInterned(state, '');
    this.pushInterned(state, '');
    this.runAbove(this.#gmatch, state, top);
    const closure = this.pointer(this.top(state) - VALUE_BYTES);
    this.words[(closure + CLOSURE_FUNCTION) >>> 2] = this.functions.add(run);
  }

  /** Raises the value on top as an error; `level` 1 puts the position of the caller before a text. Never returns. */
  raise(state: number, level: 0 | 1 | 2): never {
    const top = this.top(state);
    this.pushNumber(state, level);
    this.words[(state + STATE_BASE) >>> 2] = top - VALUE_BYTES;
    this.#error(state);
    throw new Error('Lua did not raise an error');
  }

  /** Raises a text. At level 1 it says where the caller is, or who called that when it is the sandbox itself. */
  raiseText(state: number, text: string, level: 0 | 1): never {
    this.pushLatin1(state, text);
    return this.raise(state, level === 1 && this.#isCalledByPrelude(state) ? 2 : level);
  }

  // cold: an error is raised.
  #isCalledByPrelude(state: number): boolean {
    const word = (at: number): number => this.words[at >>> 2]!;
    const closure = this.pointer(word(word(state + STATE_CALL) - CALL_BYTES + CALL_FUNCTION));
    if (this.bytes[closure + CLOSURE_IS_C] !== 0) return false;
    return this.text(word(word(closure + CLOSURE_PROTOTYPE) + PROTOTYPE_SOURCE)) === PRELUDE_NAME;
  }
}
