/**
 * Lua 5.1.5 as WebAssembly, with nothing of the host behind it: its C library's way to files, processes, the network
 * and the environment ends here. What it gets is memory up to a bound, and a clock for `os.clock`.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { hashWholeStrings } from './string-hash.ts';
import { makeStringsFaster, PUSH_STRING } from './string-making.ts';
import { LOOPS_LEFT, watchLoops } from './watched-loops.ts';

/** A function of the C side; pointers and integers. */
type Native = (...args: number[]) => number;

/** The module's exports under their names in C. */
export interface LuaExports {
  readonly memory: WebAssembly.Memory;
  readonly table: WebAssembly.Table;
  readonly settop: Native;
  readonly pushvalue: Native;
  readonly tolstring: Native;
  /** A string that ends before its first zero. */
  readonly pushstring: Native;
  /** A string of so many bytes. */
  readonly pushlstring: Native;
  readonly getfield: Native;
  readonly settable: Native;
  readonly setfield: Native;
  readonly call: Native;
  readonly pcall: Native;
  readonly loadbuffer: Native;
  readonly newstate: Native;
  readonly openlibs: Native;
  readonly stackSave: Native;
  readonly stackRestore: Native;
  readonly stackAlloc: Native;
  readonly malloc: Native;
}

/** How the build named what it exports. */
const NAMES = {
  memory: 'F',
  table: 'qa',
  settop: 'I',
  pushvalue: 'M',
  tolstring: 'Q',
  pushstring: 'R',
  pushlstring: PUSH_STRING,
  getfield: 'T',
  settable: 'U',
  setfield: 'V',
  call: 'W',
  pcall: 'X',
  loadbuffer: 'Z',
  newstate: '$',
  openlibs: 'ga',
  stackSave: 'la',
  stackRestore: 'ma',
  stackAlloc: 'na',
  malloc: 'pa',
} as const;

/** The import that tells the time; loops that have run for long call it too. */
const CLOCK = 'x';
/** Turns of loops between two such calls: some 100 µs. */
const LOOPS = 50_000;
const PAGE_BYTES = 65_536;
/** What the C library throws to unwind to the nearest pcall. */
const LONG_JUMP = Symbol('longjmp');
/** What an unfriendly answer of the C library's system calls is. */
const REFUSED = -1;

let compiled: WebAssembly.Module | undefined;

/** Compiled once a thread. */
function luaModule(): WebAssembly.Module {
  if (compiled === undefined) {
    const path = createRequire(import.meta.url).resolve('lua-wasm-bindings/dist/glue/glue-lua-5.1.5.wasm');
    compiled = new WebAssembly.Module(
      watchLoops(hashWholeStrings(makeStringsFaster(readFileSync(path))), CLOCK, LOOPS),
    );
  }
  return compiled;
}

/**
 * Makes a fresh Lua.
 * @param limitBytes of its memory; at least the 16 MiB that it begins with
 * @param onGrown called when the memory has moved
 * @param onLoops called from time to time while C code loops; what it throws ends that
 */
export function createLua(
  limitBytes: number,
  clockUs: () => number,
  onGrown: () => void,
  onLoops: () => void,
): LuaExports {
  let raw: Record<string, unknown>;
  // Found once: the exports are looked up by name, which takes as long as a call.
  let stackSave: Native;
  let stackRestore: Native;
  let setThrew: Native;
  let functions: WebAssembly.Table;
  let loopsLeft: WebAssembly.Global | undefined;
  const called: (Native | undefined)[] = [];
  let high = 0;
  const native = (name: string): Native => raw[name] as Native;
  const memory = (): WebAssembly.Memory => raw['F'] as WebAssembly.Memory;
  const imports: Record<string, (...args: number[]) => unknown> = {};
  for (const name of 'abcdefghijklmnopqrstuvwxyzABCDE') imports[name] = () => REFUSED;
  // The C library looks for its environment when it starts: there is none.
  imports['z'] = imports['A'] = () => 0;
  imports['b'] = (value) => {
    high = value!;
  };
  imports['e'] = () => high;
  // How C calls what may throw: the function at a place of the table, which never changes.
  imports['l'] = (index: number, a: number, b: number) => {
    const stack = stackSave();
    try {
      const known = called[index];
      if (known !== undefined) known(a, b);
      else {
        called[index] = functions.get(index) as Native;
        called[index](a, b);
      }
    } catch (error) {
      stackRestore(stack);
      if (error !== LONG_JUMP) throw error;
      setThrew(1, 0);
    }
  };
  imports['g'] = (buffer, value) => {
    setThrew(buffer!, value! || 1);
    throw LONG_JUMP;
  };
  imports['E'] = (to, from, bytes) => {
    new Uint8Array(memory().buffer).copyWithin(to!, from!, from! + bytes!);
  };
  imports['n'] = (wanted) => {
    const bytes = wanted! >>> 0;
    if (bytes > limitBytes) return 0;
    try {
      memory().grow(Math.ceil((bytes - memory().buffer.byteLength) / PAGE_BYTES));
    } catch {
      return 0;
    }
    onGrown();
    return 1;
  };
  imports[CLOCK] = () => {
    if (loopsLeft?.value !== 0) return clockUs() | 0;
    loopsLeft.value = LOOPS;
    onLoops();
    return 0;
  };
  imports['f'] = () => 0;
  imports['j'] = () => {
    throw new LuaBroken('Lua gave up');
  };
  raw = new WebAssembly.Instance(luaModule(), { a: imports }).exports;
  functions = raw['qa'] as WebAssembly.Table;
  loopsLeft = raw[LOOPS_LEFT] as WebAssembly.Global;
  stackSave = native('la');
  stackRestore = native('ma');
  setThrew = native('oa');
  native('G')();
  return Object.fromEntries(Object.entries(NAMES).map(([name, short]) => [name, raw[short]])) as unknown as LuaExports;
}

/** Lua cannot go on: the instance is to be thrown away. */
export class LuaBroken extends Error {}
