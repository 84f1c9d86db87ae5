/** MessagePack as values of Lua. */
import { TNIL, TNUMBER, VALUE_BYTES } from '../lua-layout.ts';
import type { LuaMachine } from '../lua-machine.ts';
import { TableBuilder } from './table-builder.ts';

const BAD = 'Bad data format in input.';
const MISSING = 'Missing bytes in input.';
/** Deepest nesting: each level is a call. */
const MOST_DEEP = 2_000;

export class PackReader {
  readonly #machine: LuaMachine;
  readonly #tables: TableBuilder;
  #data: Buffer = Buffer.alloc(0);
  #state = 0;
  at = 0;
  /** What `#head` has read: how many items a container has. */
  #count = 0;
  #container: '' | 'array' | 'map' = '';

  constructor(machine: LuaMachine) {
    this.#machine = machine;
    this.#tables = new TableBuilder(machine);
  }

  begin(data: Buffer, at: number): void {
    this.#data = data;
    this.at = at;
  }

  get hasMore(): boolean {
    return this.at < this.#data.length;
  }

  /** Pushes the next object. Raises an error of Lua for bytes that are none. */
  push(state: number): void {
    this.#state = state;
    this.#head();
    if (this.#container !== '') this.#fill(this.#tables.begin(state), 1);
  }

  #fail(text: string): never {
    return this.#machine.raiseText(this.#state, text, 1);
  }

  #take(bytes: number): number {
    const { at } = this;
    if (at + bytes > this.#data.length) this.#fail(MISSING);
    this.at += bytes;
    return at;
  }

  /** Pushes a plain value, or says in `#container` and `#count` what begins here. */
  #head(): void {
    this.#container = '';
    const type = this.#data[this.#take(1)]!;
    const machine = this.#machine;
    const state = this.#state;
    if (type <= 0x7f) machine.pushNumber(state, type);
    else if (type <= 0x8f) this.#begin('map', type & 15);
    else if (type <= 0x9f) this.#begin('array', type & 15);
    else if (type <= 0xbf) this.#string(type & 31);
    else if (type >= 0xe0) machine.pushNumber(state, type - 256);
    else if (type === 0xc0) machine.pushNil(state);
    else if (type === 0xc2 || type === 0xc3) machine.pushBoolean(state, type === 0xc3);
    else if (type === 0xca) machine.pushNumber(state, this.#data.readFloatBE(this.#take(4)));
    else if (type === 0xcb) machine.pushNumber(state, this.#data.readDoubleBE(this.#take(8)));
    else this.#sized(type);
  }

  #unsigned(bytes: number): number {
    return this.#data.readUIntBE(this.#take(bytes), bytes);
  }

  #sized(type: number): void {
    const machine = this.#machine;
    const state = this.#state;
    if (type >= 0xcc && type <= 0xce) machine.pushNumber(state, this.#unsigned(1 << (type - 0xcc)));
    else if (type >= 0xd0 && type <= 0xd2) {
      const bytes = 1 << (type - 0xd0);
      machine.pushNumber(state, this.#data.readIntBE(this.#take(bytes), bytes));
      // Lua 5.1 has no unsigned integers: large ones are negative.
    } else if (type === 0xd3 || type === 0xcf)
      machine.pushNumber(state, Number(this.#data.readBigInt64BE(this.#take(8))));
    else if (type >= 0xd9 && type <= 0xdb) this.#string(this.#unsigned(1 << (type - 0xd9)));
    else if (type === 0xdc || type === 0xdd) this.#begin('array', this.#unsigned(type === 0xdc ? 2 : 4));
    else if (type === 0xde || type === 0xdf) this.#begin('map', this.#unsigned(type === 0xde ? 2 : 4));
    else this.#fail(BAD);
  }

  #begin(container: 'array' | 'map', count: number): void {
    this.#container = container;
    this.#count = count;
  }

  #string(length: number): void {
    const at = this.#take(length);
    this.#machine.pushBytes(this.#state, this.#data, at, at + length);
  }

  /** Whether what is on top of the stack may be a key. */
  #isKey(): boolean {
    const machine = this.#machine;
    const at = machine.top(this.#state) - VALUE_BYTES;
    const type = machine.type(at);
    return type !== TNIL && (type !== TNUMBER || !Number.isNaN(machine.number(at)));
  }

  #fill(table: number, depth: number): void {
    if (depth > MOST_DEEP) {
      this.#fail(`stack overflow (in function mp_decode_to_lua_${this.#container === 'map' ? 'hash' : 'array'})`);
    }
    this.#machine.reserve(this.#state);
    const isMap = this.#container === 'map';
    const count = this.#count;
    for (let i = 1; i <= count; i++) {
      if (isMap) {
        this.#head();
        // A table may be a key: it is filled where it lies.
        if (this.#container !== '') this.#fill(this.#tables.begin(this.#state), depth + 1);
      } else this.#machine.pushNumber(this.#state, i);
      const isKey = this.#isKey();
      this.#head();
      if (this.#container !== '' && !isKey) {
        // Lua refuses the key, but not before the value is read.
        this.#fill(this.#tables.begin(this.#state), depth + 1);
        this.#container = '';
      }
      if (this.#container === '') this.#tables.put(this.#state, table);
      else {
        const inner = this.#tables.begin(this.#state);
        this.#tables.put(this.#state, table);
        this.#fill(inner, depth + 1);
      }
    }
  }
}
