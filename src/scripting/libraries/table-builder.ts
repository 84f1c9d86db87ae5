/** Builds tables within tables with little of Lua's stack, which has room for few values only. */
import { TTABLE, VALUE_BYTES } from '../lua-layout.ts';
import type { LuaMachine } from '../lua-machine.ts';

export class TableBuilder {
  readonly #machine: LuaMachine;

  constructor(machine: LuaMachine) {
    this.#machine = machine;
  }

  /** Pushes a new table. @returns its address, which holds as long as something refers to it */
  begin(state: number): number {
    this.#machine.newTable(state);
    return this.#machine.pointer(this.#machine.top(state) - VALUE_BYTES);
  }

  /** table[key] = value for the two values on top, which are popped. */
  put(state: number, table: number): void {
    const machine = this.#machine;
    const top = machine.top(state);
    // table, key, value is the order that Lua takes them in.
    machine.pushCopy(state, top - VALUE_BYTES);
    machine.words[(top - VALUE_BYTES) >>> 2] = 0;
    this.#swapIn(top - 2 * VALUE_BYTES, top - VALUE_BYTES, table);
    machine.setTable(state);
    machine.setTop(state, machine.top(state) - VALUE_BYTES);
  }

  /** Moves the key one place up, and puts the table in its place. */
  #swapIn(from: number, to: number, table: number): void {
    const { words } = this.#machine;
    for (let i = 0; i < 3; i++) words[(to >>> 2) + i] = words[(from >>> 2) + i]!;
    words[from >>> 2] = table;
    words[(from >>> 2) + 2] = TTABLE;
  }
}
