/**
 * Functions of ours that Lua's C code calls through its table of functions. Only WebAssembly's own functions may stand in
 * that, so a module without code takes ours as imports and exports them again: one module for all functions of a Lua,
 * as each instance takes some 30 µs there.
 */
import type { LuaExports } from './lua-module.ts';
import { KIND, MODULE_HEADER, SECTION, WasmWriter } from './wasm-bytes.ts';

/** How Lua calls a function of C: with its state, for how many values on top of its stack are the results. */
const FUNCTION = { parameters: 1, results: 1 } as const;
/** How it calls a hook: with its state and a record of where it is. */
const HOOK = { parameters: 2, results: 0 } as const;

type Shape = typeof FUNCTION | typeof HOOK;

const FUNCTION_TYPE = 0x60;
const I32 = 0x7f;

/** Modules by shape and number of functions: every Lua has the same. */
const MODULES = new Map<string, WebAssembly.Module>();

export class HostFunctions {
  readonly #lua: LuaExports;
  /** Have a place in the table of functions, and are not there yet. */
  readonly #unlinked: ((state: number) => number)[] = [];

  constructor(lua: LuaExports) {
    this.#lua = lua;
  }

  /** Gives a function its place in the table. */
  add(run: (state: number) => number): number {
    return this.#lua.table.length + this.#unlinked.push(run) - 1;
  }

  /** From now on those that were added can be called. */
  link(): void {
    install(this.#lua, FUNCTION, this.#unlinked);
    this.#unlinked.length = 0;
  }
}

/** Makes a debug hook callable from Lua's side. @returns its place in the table of functions */
export function installHook(lua: LuaExports, run: (state: number) => void): number {
  return install(lua, HOOK, [run]);
}

function install(lua: LuaExports, shape: Shape, functions: readonly ((state: number) => unknown)[]): number {
  const imports = Object.fromEntries(functions.map((run, i) => [String(i), run]));
  const { exports } = new WebAssembly.Instance(moduleOf(shape, functions.length), { e: imports });
  const first = lua.table.grow(functions.length);
  for (let i = 0; i < functions.length; i++) lua.table.set(first + i, exports[String(i)]);
  return first;
}

function moduleOf(shape: Shape, count: number): WebAssembly.Module {
  const name = `${shape.parameters} ${shape.results} ${count}`;
  let module = MODULES.get(name);
  if (module === undefined) {
    module = new WebAssembly.Module(passingOn(shape, count));
    MODULES.set(name, module);
  }
  return module;
}

/** A module that exports its imports, under the same names. */
function passingOn({ parameters, results }: Shape, count: number): Buffer {
  const out = new WasmWriter(64 + count * 16);
  out.bytes(MODULE_HEADER, 0, MODULE_HEADER.length);
  writeSection(out, SECTION.types, 1, (section) => {
    section.byte(FUNCTION_TYPE);
    for (const values of [parameters, results]) {
      section.unsigned(values);
      for (let i = 0; i < values; i++) section.byte(I32);
    }
  });
  writeSection(out, SECTION.imports, count, (section, i) => {
    section.name('e');
    section.name(String(i));
    section.byte(KIND.function);
    section.unsigned(0);
  });
  writeSection(out, SECTION.exports, count, (section, i) => {
    section.name(String(i));
    section.byte(KIND.function);
    section.unsigned(i);
  });
  return out.buffer.subarray(0, out.length);
}

/** Writes a section of so many items. */
function writeSection(
  out: WasmWriter,
  id: number,
  count: number,
  write: (section: WasmWriter, i: number) => void,
): void {
  const section = new WasmWriter(16 + count * 16);
  section.unsigned(count);
  for (let i = 0; i < count; i++) write(section, i);
  out.byte(id);
  out.unsigned(section.length);
  out.bytes(section.buffer, 0, section.length);
}
