/** Values of Lua as JSON, one byte a character. */
import { formatGeneral } from '../../../protocol/resp/general-numbers.ts';
import {
  NODE_BYTES,
  NODE_KEY,
  TABLE_ARRAY,
  TABLE_ARRAY_SIZE,
  TABLE_LOG_NODES,
  TABLE_NODES,
  TBOOLEAN,
  TLIGHT,
  TNIL,
  TNUMBER,
  TSTRING,
  TTABLE,
  VALUE_BYTES,
} from '../lua-layout.ts';
import type { LuaMachine } from '../lua-machine.ts';
import { JsonOptions } from './json-options.ts';

const MOST_INDEX = 2_147_483_647;
const TYPE_NAMES = ['nil', 'boolean', 'lightuserdata', 'number', 'string', 'table', 'function', 'userdata', 'thread'];
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON must escape.
const ESCAPED = /["\\/\u0000-\u001f\u007f]/g;

export class JsonWriter {
  readonly #machine: LuaMachine;
  #options: JsonOptions = new JsonOptions();
  #parts: string[] = [];
  #state = 0;

  constructor(machine: LuaMachine) {
    this.#machine = machine;
  }

  /** The value at an address. Raises an error of Lua for what JSON cannot say. */
  write(state: number, at: number, options: JsonOptions): string {
    this.#options = options;
    this.#parts = [];
    this.#state = state;
    this.#value(at, 1);
    return this.#parts.join('');
  }

  #fail(text: string): never {
    return this.#machine.raiseText(this.#state, text, 1);
  }

  #value(at: number, depth: number): void {
    const machine = this.#machine;
    const type = machine.type(at);
    if (type === TSTRING) this.#text(machine.text(machine.pointer(at)));
    else if (type === TNUMBER) this.#parts.push(this.#number(machine.number(at)));
    else if (type === TBOOLEAN) this.#parts.push(machine.pointer(at) !== 0 ? 'true' : 'false');
    else if (type === TNIL || (type === TLIGHT && machine.pointer(at) === 0)) this.#parts.push('null');
    else if (type === TTABLE) this.#table(machine.pointer(at), depth);
    else this.#fail(`Cannot serialise ${TYPE_NAMES[type]}: type not supported`);
  }

  #number(value: number): string {
    const { invalidNumbers, precision } = this.#options;
    if (!Number.isFinite(value)) {
      if (invalidNumbers === 0) this.#fail('Cannot serialise number: must not be NaN or Inf');
      if (invalidNumbers === 2) return 'null';
    }
    return formatGeneral(value, precision);
  }

  #text(text: string): void {
    this.#parts.push('"', text.replace(ESCAPED, escaped), '"');
  }

  #table(table: number, depth: number): void {
    if (depth > this.#options.mostEncoded) this.#fail(`Cannot serialise, excessive nesting (${depth})`);
    const length = this.#arrayLength(table);
    if (length > 0) this.#array(table, length, depth);
    else this.#object(length === 0 ? (this.#machine.reals.get(table) ?? table) : table, depth);
  }

  /** @returns the highest index when all keys are whole numbers from 1 on; 0 for an empty table; else less */
  #arrayLength(table: number): number {
    const machine = this.#machine;
    let items = 0;
    let highest = 0;
    let isArray = true;
    this.#each(table, (key) => {
      const index = machine.type(key) === TNUMBER ? machine.number(key) : 0;
      if (index > 0 && Number.isInteger(index)) {
        items++;
        // It is an `int` in C, which larger numbers make the least one.
        if (index > highest) highest = index <= MOST_INDEX ? index : -MOST_INDEX - 1;
      } else isArray = false;
    });
    if (!isArray) return -1;
    const { sparseAsObject, sparseRatio, sparseSafe } = this.#options;
    if (sparseRatio === 0 || highest <= items * sparseRatio || highest <= sparseSafe) return highest;
    return sparseAsObject ? -1 : this.#fail('Cannot serialise table: excessively sparse array');
  }

  #array(table: number, length: number, depth: number): void {
    for (let i = 1; i <= length; i++) {
      this.#parts.push(i === 1 ? '[' : ',');
      const at = this.#machine.item(table, i);
      if (at === 0) this.#parts.push('null');
      else this.#value(at, depth + 1);
    }
    this.#parts.push(']');
  }

  #object(table: number, depth: number): void {
    const machine = this.#machine;
    let mark = '{';
    this.#each(table, (key, value) => {
      this.#parts.push(mark);
      mark = ',';
      const type = machine.type(key);
      if (type === TSTRING) this.#text(machine.text(machine.pointer(key)));
      else if (type === TNUMBER) this.#parts.push(`"${this.#number(machine.number(key))}"`);
      else this.#fail(`Cannot serialise ${TYPE_NAMES[type]}: table key must be a number or string`);
      this.#parts.push(':');
      this.#value(value, depth + 1);
    });
    this.#parts.push(mark === '{' ? '{}' : '}');
  }

  /** Calls with the address of each key and value. */
  #each(table: number, call: (key: number, value: number) => void): void {
    const machine = this.#machine;
    const { bytes, numbers, words } = machine;
    const items = words[(table + TABLE_ARRAY_SIZE) >>> 2]!;
    const array = words[(table + TABLE_ARRAY) >>> 2]!;
    for (let i = 0; i < items; i++) {
      if (machine.type(array + i * VALUE_BYTES) === TNIL) continue;
      // The keys of the array part are nowhere: one is written where nobody looks.
      const key = this.#indexAt();
      numbers[key >>> 3] = i + 1;
      call(key, array + i * VALUE_BYTES);
    }
    const nodes = words[(table + TABLE_NODES) >>> 2]!;
    const count = 1 << bytes[table + TABLE_LOG_NODES]!;
    for (let i = 0; i < count; i++) {
      const node = nodes + i * NODE_BYTES;
      if (machine.type(node) !== TNIL) call(node + NODE_KEY, node);
    }
  }

  #index = 0;

  #indexAt(): number {
    if (this.#index === 0) {
      this.#index = (this.#machine.lua.malloc(VALUE_BYTES + 8) + 7) & ~7;
      this.#machine.words[(this.#index + 8) >>> 2] = TNUMBER;
    }
    return this.#index;
  }
}

function escaped(character: string): string {
  return ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
