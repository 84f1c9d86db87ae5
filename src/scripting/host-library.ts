/** Libraries of functions of ours that scripts call, and how such functions read their arguments. */
import { STRING_BYTES, TNIL, TNUMBER, TSTRING, VALUE_BYTES } from './lua-layout.ts';
import type { LuaMachine } from './lua-machine.ts';
import { numberIn } from './number-texts.ts';

/** Gets the state whose stack holds the arguments; returns how many values on top are the results. */
export type HostFunction = (state: number) => number;

export interface HostLibrary {
  readonly functions: Readonly<Record<string, HostFunction>>;
  /** `null` is Lua's light userdata of address 0. */
  readonly constants?: Readonly<Record<string, string | number | null>>;
}

const TYPE_NAMES = ['nil', 'boolean', 'userdata', 'number', 'string', 'table', 'function', 'userdata', 'thread'];

/** Puts a library into a new table on top of the stack. */
export function pushLibrary(machine: LuaMachine, library: HostLibrary): void {
  const { state } = machine;
  machine.newTable(state);
  for (const [name, run] of Object.entries(library.functions)) {
    machine.pushInterned(state, name);
    machine.pushFunction(state, run);
    machine.setTable(state);
  }
  for (const [name, value] of Object.entries(library.constants ?? {})) {
    machine.pushInterned(state, name);
    if (value === null) machine.pushLight(state);
    else if (typeof value === 'number') machine.pushNumber(state, value);
    else machine.pushInterned(state, value);
    machine.setTable(state);
  }
}

/** The arguments of the function that runs. */
export class Arguments {
  readonly machine: LuaMachine;

  constructor(machine: LuaMachine) {
    this.machine = machine;
  }

  count(state: number): number {
    return (this.machine.top(state) - this.machine.base(state)) / VALUE_BYTES;
  }

  /** Address of argument `index`, from 0. */
  at(state: number, index: number): number {
    return this.machine.base(state) + index * VALUE_BYTES;
  }

  typeOf(state: number, index: number): number {
    return index < this.count(state) ? this.machine.type(this.at(state, index)) : TNIL;
  }

  /** A number, or a string that is one. Raises Lua's own error for anything else. @param name of the function */
  number(state: number, index: number, name: string): number {
    const { machine } = this;
    const type = this.typeOf(state, index);
    if (type === TNUMBER) return machine.number(this.at(state, index));
    if (type === TSTRING) {
      const value = numberIn(this.string(state, index, name).toString('latin1'));
      if (value !== undefined) return value;
    }
    return this.fail(state, index, name, `number expected, got ${this.#nameOf(state, index)}`);
  }

  /** @returns `otherwise` when the argument is not given or nil */
  numberOr(state: number, index: number, name: string, otherwise: number): number {
    return this.typeOf(state, index) === TNIL ? otherwise : this.number(state, index, name);
  }

  /** The bytes of a string, a view that holds until Lua allocates. A number is given as its text. */
  string(state: number, index: number, name: string): Buffer {
    const { machine } = this;
    const type = this.typeOf(state, index);
    if (type === TNUMBER) machine.lua.tolstring(state, index + 1, 0);
    else if (type !== TSTRING) {
      return this.fail(state, index, name, `string expected, got ${this.#nameOf(state, index)}`);
    }
    const string = machine.pointer(this.at(state, index));
    const start = string + STRING_BYTES;
    return machine.bytes.subarray(start, start + machine.stringLength(string));
  }

  /** Raises `bad argument #1 to 'name' (why)`. */
  fail(state: number, index: number, name: string, why: string): never {
    return this.machine.raiseText(state, `bad argument #${index + 1} to '${name}' (${why})`, 1);
  }

  #nameOf(state: number, index: number): string {
    return index < this.count(state) ? TYPE_NAMES[this.typeOf(state, index)]! : 'no value';
  }
}
