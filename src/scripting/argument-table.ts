// HOT: filled once a run; no closures, no allocation, no strings.
/**
 * One of the globals KEYS and ARGV: a table that is made once and filled again for each script, as nobody can have kept it
 * when a script is over: there is no global that a script may write. A table that a script has changed by more than its
 * items is left behind, and so is one for more items than it has places for.
 */
import type { ArgRange } from '../../protocol/command/arguments.ts';
import type { ParsedRequest } from '../dispatch/request.ts';
import {
  MARKED_BLACK,
  OBJECT_MARKED,
  TABLE_ARRAY,
  TABLE_ARRAY_SIZE,
  TABLE_LOG_NODES,
  TABLE_METATABLE,
  TABLE_NODES,
  TFUNCTION,
  TNIL,
  TSTRING,
  TTABLE,
  VALUE_BYTES,
  VALUE_TYPE,
} from './lua-layout.ts';
import type { LuaMachine } from './lua-machine.ts';
import type { Sandbox } from './sandbox.ts';

/** Items for which a table is kept. */
const PLACES = 16;

export class ArgumentTable {
  readonly #machine: LuaMachine;
  readonly #sandbox: Sandbox;
  readonly #name: string;
  /** The table that is kept, its array, and the nodes of a table without any; 0 before there is one. */
  #table = 0;
  #array = 0;
  #nodes = 0;
  /** A function of Lua that returns a table with `PLACES` items. */
  #maker = 0;

  constructor(machine: LuaMachine, sandbox: Sandbox, name: string) {
    this.#machine = machine;
    this.#sandbox = sandbox;
    this.#name = name;
  }

  /** Sets the global to these arguments of a request. */
  fill(request: ParsedRequest, range: ArgRange): void {
    const { count, first } = range;
    if (count > PLACES) {
      this.#fillAnother(request, range);
      return;
    }
    if (!this.#isAsMade()) this.#make();
    const machine = this.#machine;
    const { state } = machine;
    const { buf, argLen, argStart } = request;
    for (let i = 0; i < count; i++) {
      const start = argStart[first + i]!;
      machine.pushBytes(state, buf, start, start + argLen[first + i]!);
      const top = machine.top(state) - VALUE_BYTES;
      // Lua's collector wants to be told of a new item of a table that it has gone through already.
      if ((machine.bytes[this.#table + OBJECT_MARKED]! & MARKED_BLACK) !== 0) this.#settable(i + 1);
      else this.#put(i, machine.pointer(top), TSTRING);
      machine.setTop(state, top);
    }
    this.#clearFrom(count);
  }

  /** A script may have written into any place: all others become nil. */
  #clearFrom(first: number): void {
    const { words } = this.#machine;
    const types = (this.#array + VALUE_TYPE) >>> 2;
    for (let i = first; i < PLACES; i++) words[types + i * (VALUE_BYTES >>> 2)] = TNIL;
  }

  #put(i: number, pointer: number, type: number): void {
    const { words } = this.#machine;
    const at = (this.#array + i * VALUE_BYTES) >>> 2;
    words[at] = pointer;
    words[at + (VALUE_TYPE >>> 2)] = type;
  }

  #isAsMade(): boolean {
    const table = this.#table;
    if (table === 0) return false;
    const { bytes, words } = this.#machine;
    return (
      words[(table + TABLE_METATABLE) >>> 2] === 0 &&
      words[(table + TABLE_ARRAY) >>> 2] === this.#array &&
      words[(table + TABLE_ARRAY_SIZE) >>> 2] === PLACES &&
      words[(table + TABLE_NODES) >>> 2] === this.#nodes &&
      bytes[table + TABLE_LOG_NODES] === 0
    );
  }

  // cold: while Lua's collector is under way.
  /** table[index] = the value on top, which stays there. */
  #settable(index: number): void {
    const machine = this.#machine;
    const { state } = machine;
    const value = machine.top(state) - VALUE_BYTES;
    const string = machine.pointer(value);
    machine.push(state, this.#table, TTABLE);
    machine.pushNumber(state, index);
    machine.push(state, string, TSTRING);
    machine.setTable(state);
    machine.setTop(state, value + VALUE_BYTES);
  }

  // cold: for the first script, and behind one that changed the table.
  #make(): void {
    const machine = this.#machine;
    const { lua, state } = machine;
    if (this.#maker === 0)
      this.#maker = machine.compileOwn(`return function() return {${'false,'.repeat(PLACES)}} end`);
    machine.push(state, this.#maker, TFUNCTION);
    lua.call(state, 0, 1);
    const table = machine.pointer(machine.top(state) - VALUE_BYTES);
    this.#sandbox.setGlobal(this.#name);
    this.#table = table;
    this.#array = machine.words[(table + TABLE_ARRAY) >>> 2]!;
    this.#nodes = machine.words[(table + TABLE_NODES) >>> 2]!;
  }

  // cold: many arguments.
  #fillAnother(request: ParsedRequest, range: ArgRange): void {
    pushArguments(this.#machine, request, range);
    this.#sandbox.setGlobal(this.#name);
    this.#table = 0;
  }
}

/** Pushes a new table of these arguments of a request. */
export function pushArguments(machine: LuaMachine, request: ParsedRequest, range: ArgRange): void {
  const { state } = machine;
  const { buf, argLen, argStart } = request;
  machine.newTable(state);
  for (let i = 0; i < range.count; i++) {
    const start = argStart[range.first + i]!;
    machine.pushNumber(state, i + 1);
    machine.pushBytes(state, buf, start, start + argLen[range.first + i]!);
    machine.setTable(state);
  }
}
