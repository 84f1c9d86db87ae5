// HOT: values go on Lua's stack here for each call of a script; no closures, no allocation.
/** The stack of a Lua state, as it lies in memory. What is pushed here needs room only (`LuaMachine.reserve`), and no call. */
import {
  STATE_BASE,
  STATE_STACK_END,
  STATE_TOP,
  TBOOLEAN,
  TLIGHT,
  TNIL,
  TNUMBER,
  VALUE_BYTES,
  VALUE_TYPE,
} from './lua-layout.ts';
import { LuaMemory } from './lua-memory.ts';

export class LuaStack extends LuaMemory {
  top(state: number): number {
    return this.words[(state + STATE_TOP) >>> 2]!;
  }

  base(state: number): number {
    return this.words[(state + STATE_BASE) >>> 2]!;
  }

  setTop(state: number, at: number): void {
    this.words[(state + STATE_TOP) >>> 2] = at;
  }

  pushNil(state: number): void {
    this.push(state, 0, TNIL);
  }

  pushBoolean(state: number, value: boolean): void {
    this.push(state, value ? 1 : 0, TBOOLEAN);
  }

  pushLight(state: number): void {
    this.push(state, 0, TLIGHT);
  }

  /** Pushes a value that is a pointer (or a boolean) and its type. */
  push(state: number, pointer: number, type: number): void {
    const words = this.words;
    const top = words[(state + STATE_TOP) >>> 2]!;
    words[top >>> 2] = pointer;
    words[(top + VALUE_TYPE) >>> 2] = type;
    words[(state + STATE_TOP) >>> 2] = top + VALUE_BYTES;
  }

  pushNumber(state: number, value: number): void {
    const words = this.words;
    const top = words[(state + STATE_TOP) >>> 2]!;
    this.numbers[top >>> 3] = value;
    words[(top + VALUE_TYPE) >>> 2] = TNUMBER;
    words[(state + STATE_TOP) >>> 2] = top + VALUE_BYTES;
  }

  /** Pushes a copy of the value at an address. */
  pushCopy(state: number, from: number): void {
    const words = this.words;
    const top = words[(state + STATE_TOP) >>> 2]!;
    this.numbers[top >>> 3] = this.numbers[from >>> 3]!;
    words[top >>> 2] = words[from >>> 2]!;
    words[(top + 4) >>> 2] = words[(from + 4) >>> 2]!;
    words[(top + VALUE_TYPE) >>> 2] = words[(from + VALUE_TYPE) >>> 2]!;
    words[(state + STATE_TOP) >>> 2] = top + VALUE_BYTES;
  }

  /** How many values have room above the top. */
  room(state: number): number {
    return (this.words[(state + STATE_STACK_END) >>> 2]! - this.top(state)) / VALUE_BYTES;
  }
}
