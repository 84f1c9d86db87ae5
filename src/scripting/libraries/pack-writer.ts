/** Values of Lua as MessagePack: each in its shortest form; what MessagePack cannot say is nil. */
import {
  NODE_BYTES,
  NODE_KEY,
  STRING_BYTES,
  TABLE_ARRAY,
  TABLE_ARRAY_SIZE,
  TABLE_LOG_NODES,
  TABLE_NODES,
  TBOOLEAN,
  TNIL,
  TNUMBER,
  TSTRING,
  TTABLE,
  VALUE_BYTES,
} from '../lua-layout.ts';
import type { LuaMachine } from '../lua-machine.ts';

/** Tables within tables that are packed; those further in are nil. */
const MOST_DEEP = 16;
const LONG = 2 ** 63;

export class PackWriter {
  readonly #machine: LuaMachine;
  #parts: Buffer[] = [];

  constructor(machine: LuaMachine) {
    this.#machine = machine;
  }

  begin(): void {
    this.#parts = [];
  }

  take(): Buffer {
    return Buffer.concat(this.#parts);
  }

  /** Writes the value at an address. */
  write(at: number, depth: number): void {
    const machine = this.#machine;
    const type = machine.type(at);
    if (type === TSTRING) this.#string(machine.pointer(at));
    else if (type === TNUMBER) this.#number(machine.number(at));
    else if (type === TBOOLEAN) this.#byte(machine.pointer(at) !== 0 ? 0xc3 : 0xc2);
    else if (type === TTABLE && depth < MOST_DEEP) this.#table(machine.pointer(at), depth + 1);
    else this.#byte(0xc0);
  }

  #byte(value: number): void {
    this.#parts.push(Buffer.of(value));
  }

  /** A head byte and a number of `bytes` bytes behind it. */
  #head(type: number, value: number, bytes: 1 | 2 | 4): void {
    const part = Buffer.alloc(1 + bytes);
    part[0] = type;
    part.writeUIntBE(value, 1, bytes);
    this.#parts.push(part);
  }

  #string(string: number): void {
    const machine = this.#machine;
    const length = machine.stringLength(string);
    if (length < 32) this.#byte(0xa0 | length);
    else if (length <= 0xff) this.#head(0xd9, length, 1);
    else if (length <= 0xffff) this.#head(0xda, length, 2);
    else this.#head(0xdb, length, 4);
    const start = string + STRING_BYTES;
    this.#parts.push(Buffer.from(machine.bytes.subarray(start, start + length)));
  }

  #number(value: number): void {
    if (Number.isInteger(value) && value >= -LONG && value < LONG) {
      if (value >= 0) this.#positive(value);
      else this.#negative(value);
      return;
    }
    const isSingle = Math.fround(value) === value;
    const part = Buffer.alloc(isSingle ? 5 : 9);
    part[0] = isSingle ? 0xca : 0xcb;
    if (isSingle) part.writeFloatBE(value, 1);
    else part.writeDoubleBE(value, 1);
    this.#parts.push(part);
  }

  #positive(value: number): void {
    if (value <= 0x7f) this.#byte(value);
    else if (value <= 0xff) this.#head(0xcc, value, 1);
    else if (value <= 0xffff) this.#head(0xcd, value, 2);
    else if (value <= 0xffffffff) this.#head(0xce, value, 4);
    else this.#wide(0xcf, value);
  }

  #negative(value: number): void {
    if (value >= -32) this.#byte(value & 0xff);
    else if (value >= -128) this.#head(0xd0, value & 0xff, 1);
    else if (value >= -32_768) this.#head(0xd1, value & 0xffff, 2);
    else if (value >= -2_147_483_648) this.#head(0xd2, value >>> 0, 4);
    else this.#wide(0xd3, value);
  }

  #wide(type: number, value: number): void {
    const part = Buffer.alloc(9);
    part[0] = type;
    part.writeBigUInt64BE(BigInt.asUintN(64, BigInt(value)), 1);
    this.#parts.push(part);
  }

  #table(table: number, depth: number): void {
    const machine = this.#machine;
    let entries = this.#entries(table);
    if (entries.length === 0) entries = this.#entries(machine.reals.get(table) ?? table);
    const length = entries.length / 2;
    const isArray = entries.every((key, i) => i % 2 === 1 || this.#isIndex(key, length));
    if (isArray) {
      this.#count(0x90, 0xdc, length);
      for (let i = 1; i <= length; i++) this.write(machine.item(table, i), depth);
      return;
    }
    this.#count(0x80, 0xde, length);
    for (const entry of entries) {
      // Keys of the array part are given as negative numbers.
      if (entry < 0) this.#number(-entry);
      else this.write(entry, depth);
    }
  }

  #isIndex(key: number, length: number): boolean {
    if (key < 0) return -key <= length;
    const machine = this.#machine;
    if (machine.type(key) !== TNUMBER) return false;
    const index = machine.number(key);
    return Number.isInteger(index) && index >= 1 && index <= length;
  }

  #count(short: number, long: number, count: number): void {
    if (count <= 15) this.#byte(short | count);
    else if (count <= 0xffff) this.#head(long, count, 2);
    else this.#head(long + 1, count, 4);
  }

  /** Keys and values in turn, by their address; -i for the key i of the array part. */
  #entries(table: number): number[] {
    const machine = this.#machine;
    const { bytes, words } = machine;
    const found: number[] = [];
    const items = words[(table + TABLE_ARRAY_SIZE) >>> 2]!;
    const array = words[(table + TABLE_ARRAY) >>> 2]!;
    for (let i = 0; i < items; i++) {
      if (machine.type(array + i * VALUE_BYTES) !== TNIL) found.push(-(i + 1), array + i * VALUE_BYTES);
    }
    const nodes = words[(table + TABLE_NODES) >>> 2]!;
    const count = 1 << bytes[table + TABLE_LOG_NODES]!;
    for (let i = 0; i < count; i++) {
      const node = nodes + i * NODE_BYTES;
      if (machine.type(node) !== TNIL) found.push(node + NODE_KEY, node);
    }
    return found;
  }
}
