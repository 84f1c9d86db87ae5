// HOT: values of Lua are read here for each call of a script; no closures, no allocation.
/** The memory of a Lua, and how values are read from it (lua-layout.ts): metatables are never asked. */
import {
  NODE_BYTES,
  NODE_KEY,
  NODE_NEXT,
  STRING_BYTES,
  STRING_HASH,
  STRING_LENGTH,
  TABLE_ARRAY,
  TABLE_ARRAY_SIZE,
  TABLE_LOG_NODES,
  TABLE_NODES,
  TNIL,
  TNUMBER,
  TSTRING,
  VALUE_BYTES,
  VALUE_TYPE,
} from './lua-layout.ts';

export class LuaMemory {
  /** The memory. Replaced when it grows. */
  bytes: Buffer = NO_BYTES;
  words: Uint32Array = NO_WORDS;
  numbers: Float64Array = NO_NUMBERS;

  /** Bytes that Lua takes. */
  get memoryBytes(): number {
    return this.bytes.length;
  }

  // cold: when the memory is there, and when it has moved.
  protected look({ buffer }: WebAssembly.Memory): void {
    this.bytes = Buffer.from(buffer);
    this.words = new Uint32Array(buffer);
    this.numbers = new Float64Array(buffer);
  }

  /** Type of the value at an address. */
  type(at: number): number {
    return this.words[(at + VALUE_TYPE) >>> 2]!;
  }

  /** What a value points to. */
  pointer(at: number): number {
    return this.words[at >>> 2]!;
  }

  number(at: number): number {
    return this.numbers[at >>> 3]!;
  }

  stringLength(string: number): number {
    return this.words[(string + STRING_LENGTH) >>> 2]!;
  }

  // cold: texts for people.
  text(string: number): string {
    const start = string + STRING_BYTES;
    return this.bytes.toString('latin1', start, start + this.stringLength(string));
  }

  /** The keys of a table that are strings, and `?` for each other key outside its array. */
  stringKeys(table: number): string[] {
    const keys: string[] = [];
    const nodes = 1 << this.bytes[table + TABLE_LOG_NODES]!;
    const first = this.words[(table + TABLE_NODES) >>> 2]!;
    for (let i = 0; i < nodes; i++) {
      const node = first + i * NODE_BYTES;
      if (this.type(node) === TNIL) continue;
      keys.push(this.type(node + NODE_KEY) === TSTRING ? this.text(this.pointer(node + NODE_KEY)) : '?');
    }
    return keys;
  }

  /** Address of t[name], or 0 when there is none. Metatables are not asked. @param name a string of Lua */
  field(table: number, name: number): number {
    const words = this.words;
    const mask = (1 << this.bytes[table + TABLE_LOG_NODES]!) - 1;
    let node = words[(table + TABLE_NODES) >>> 2]! + (words[(name + STRING_HASH) >>> 2]! & mask) * NODE_BYTES;
    while (node !== 0) {
      const isKey = words[(node + NODE_KEY) >>> 2] === name && words[(node + NODE_KEY + VALUE_TYPE) >>> 2] === TSTRING;
      if (isKey) return this.type(node) === TNIL ? 0 : node;
      node = words[(node + NODE_NEXT) >>> 2]!;
    }
    return 0;
  }

  /** Address of t[index] for an index from 1, or 0 when there is none. Metatables are not asked. */
  item(table: number, index: number): number {
    const words = this.words;
    if (index <= words[(table + TABLE_ARRAY_SIZE) >>> 2]!) {
      const at = words[(table + TABLE_ARRAY) >>> 2]! + (index - 1) * VALUE_BYTES;
      return this.type(at) === TNIL ? 0 : at;
    }
    NUMBER[0] = index;
    const hash = (NUMBER_WORDS[0]! + NUMBER_WORDS[1]!) >>> 0;
    const nodes = 1 << this.bytes[table + TABLE_LOG_NODES]!;
    let node = words[(table + TABLE_NODES) >>> 2]! + (hash % ((nodes - 1) | 1)) * NODE_BYTES;
    while (node !== 0) {
      const isKey =
        words[(node + NODE_KEY + VALUE_TYPE) >>> 2] === TNUMBER && this.numbers[(node + NODE_KEY) >>> 3] === index;
      if (isKey) return this.type(node) === TNIL ? 0 : node;
      node = words[(node + NODE_NEXT) >>> 2]!;
    }
    return 0;
  }
}

const NO_BYTES: Buffer = Buffer.alloc(0);
const NO_WORDS = new Uint32Array(0);
const NO_NUMBERS = new Float64Array(0);
const NUMBER = new Float64Array(1);
const NUMBER_WORDS = new Uint32Array(NUMBER.buffer);
