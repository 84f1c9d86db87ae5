/** The library `struct`: values packed into strings by a format, as Roberto Ierusalimschy's library does. */
import { Arguments, type HostLibrary } from '../host-library.ts';
import { TNUMBER, TSTRING, VALUE_BYTES } from '../lua-layout.ts';
import type { LuaMachine } from '../lua-machine.ts';
import { numberIn } from '../number-texts.ts';
import { wordOf } from './wide-integers.ts';

const NATIVE_ALIGN = 8;
const MOST_INTEGER = 32;
const MOST_SIZE = 2_147_483_647;
const ALL_BITS = -1n;
/** Room for what is packed: at first, and at most from one call to the next. */
const FIRST_ROOM = 1_024;
const MOST_KEPT = 65_536;
const SIZES: Readonly<Record<string, number>> = { b: 1, B: 1, h: 2, H: 2, l: 8, L: 8, T: 8, f: 4, d: 8, x: 1 };
/** Options that stand for a value, or for a byte that is none; the others say how values are packed. */
const VALUES = 'bBhHlLTfdxiIcs';

interface Item {
  readonly code: string;
  readonly size: number;
  readonly isLittle: boolean;
  readonly isValue: boolean;
  /** Bytes to leave out before it, at this place. */
  padAt(place: number): number;
}

export function structLibrary(machine: LuaMachine): HostLibrary {
  const struct = new Struct(machine);
  return {
    functions: {
      pack: (state) => struct.pack(state),
      unpack: (state) => struct.unpack(state),
      size: (state) => struct.size(state),
    },
  };
}

class Struct {
  readonly #machine: LuaMachine;
  readonly #args: Arguments;
  /** What is packed so far, and how long it is. */
  #packed = Buffer.alloc(FIRST_ROOM);
  #length = 0;

  constructor(machine: LuaMachine) {
    this.#machine = machine;
    this.#args = new Arguments(machine);
  }

  /** Reads a format item by item. `c0` and `s` have the size 0. What says how to pack is done behind its turn. */
  *#items(state: number, name: string): Generator<Item> {
    const format = this.#args.string(state, 0, name).toString('latin1');
    let isLittle = true;
    let align = 1;
    let at = 0;
    const number = (otherwise: number): number => {
      const start = at;
      while (format[at]! >= '0' && format[at]! <= '9') at++;
      const digits = format.slice(start, at);
      if (Number(digits) > MOST_SIZE) this.#machine.raiseText(state, 'integral size overflow', 1);
      return digits === '' ? otherwise : Number(digits);
    };
    while (at < format.length) {
      const code = format[at++]!;
      let size = SIZES[code] ?? 0;
      if (code === 'i' || code === 'I') size = number(4);
      else if (code === 'c') size = number(1);
      if ((code === 'i' || code === 'I') && size > MOST_INTEGER) {
        this.#machine.raiseText(state, `integral size ${size} is larger than limit of ${MOST_INTEGER}`, 1);
      }
      const unit = code === 'c' ? 1 : Math.min(size, align);
      const padAt = (place: number): number => (unit > 1 ? (unit - (place & (unit - 1))) & (unit - 1) : 0);
      const isValue = VALUES.includes(code);
      yield { code, size, isLittle, isValue, padAt };
      if (code === '>') isLittle = false;
      else if (code === '<') isLittle = true;
      else if (code === '!') {
        align = number(NATIVE_ALIGN);
        if (align === 0 || (align & (align - 1)) !== 0) {
          this.#machine.raiseText(state, `alignment ${align} is not a power of 2`, 1);
        }
      } else if (!isValue && code !== ' ' && !(name === 'size' && LETTER.test(code))) {
        this.#args.fail(state, 0, name, `invalid format option '${code}'`);
      }
    }
  }

  pack(state: number): number {
    this.#length = 0;
    let argument = 1;
    // The first argument that is not there is nil.
    this.#machine.pushNil(state);
    for (const item of this.#items(state, 'pack')) {
      if (!item.isValue) continue;
      this.#zeros(item.padAt(this.#length));
      this.#pack(state, item, argument);
      if (item.code !== 'x') argument++;
    }
    const packed = this.#packed;
    if (packed.length > MOST_KEPT) this.#packed = Buffer.alloc(FIRST_ROOM);
    this.#machine.pushBytes(state, packed, 0, this.#length);
    return 1;
  }

  #pack(state: number, { code, size, isLittle }: Item, argument: number): void {
    if (code === 'x') this.#zeros(1);
    else if (code === 'c' || code === 's') this.#packText(state, code, size, argument);
    else this.#packNumber(state, code, size, isLittle, argument);
  }

  #packNumber(state: number, code: string, size: number, isLittle: boolean, argument: number): void {
    const value = this.#args.number(state, argument, 'pack');
    const at = this.#reserve(size);
    const packed = this.#packed;
    if (code === 'd') packed.writeDoubleLE(value, at);
    else if (code === 'f') packed.writeFloatLE(value, at);
    else {
      let rest = wordOf(value);
      for (let i = 0; i < size; i++, rest >>= 8n) packed[at + i] = Number(rest & 255n);
    }
    if (!isLittle) packed.subarray(at, at + size).reverse();
  }

  #packText(state: number, code: string, size: number, argument: number): void {
    const { length } = this.#args.string(state, argument, 'pack');
    const wanted = size === 0 ? length : size;
    if (length < wanted) this.#args.fail(state, argument + 1, 'pack', 'string too short');
    const at = this.#reserve(wanted);
    // To make room may have moved it.
    this.#args.string(state, argument, 'pack').copy(this.#packed, at, 0, wanted);
    if (code === 's') this.#zeros(1);
  }

  #zeros(count: number): void {
    const at = this.#reserve(count);
    this.#packed.fill(0, at, at + count);
  }

  /** @returns where the next bytes go */
  #reserve(bytes: number): number {
    const at = this.#length;
    const end = at + bytes;
    if (end > this.#packed.length) {
      // What Lua has no room for is not made here either.
      this.#machine.makeRoom(end);
      const wider = Buffer.alloc(Math.max(end, 2 * this.#packed.length));
      this.#packed.copy(wider, 0, 0, at);
      this.#packed = wider;
    }
    this.#length = end;
    return at;
  }

  unpack(state: number): number {
    const machine = this.#machine;
    const data = Buffer.from(this.#args.string(state, 1, 'unpack'));
    const offset = Math.trunc(this.#args.numberOr(state, 2, 'unpack', 1));
    if (offset === 0) this.#args.fail(state, 2, 'unpack', 'offset must be 1 or greater');
    let place = offset - 1;
    let results = 0;
    for (const item of this.#items(state, 'unpack')) {
      machine.reserve(state);
      place += item.padAt(place);
      const { code } = item;
      let { size } = item;
      this.#check(state, data, place, size);
      if (!item.isValue) continue;
      if (code === 'x') {
        place++;
        continue;
      }
      if (code === 'c' && size === 0) {
        size = results === 0 ? Number.NaN : this.#lastNumber(state);
        if (Number.isNaN(size)) machine.raiseText(state, "format 'c0' needs a previous size", 1);
        // It was a size, not a result.
        machine.setTop(state, machine.top(state) - VALUE_BYTES);
        results--;
        this.#check(state, data, place, size);
      }
      if (code === 's') {
        const end = data.indexOf(0, place);
        if (end < 0) machine.raiseText(state, 'unfinished string in data', 1);
        machine.pushBytes(state, data, place, end);
        place = end + 1;
      } else {
        if (code === 'c') machine.pushBytes(state, data, place, place + size);
        else machine.pushNumber(state, unpacked(data.subarray(place, place + size), item));
        place += size;
      }
      results++;
      if (results > MOST_RESULTS) machine.raiseText(state, 'stack overflow (too many results)', 1);
    }
    machine.pushNumber(state, place + 1);
    return results + 1;
  }

  #check(state: number, data: Buffer, place: number, size: number): void {
    const isThere = place >= 0 && size >= 0 && place + size <= data.length;
    if (!isThere) this.#args.fail(state, 1, 'unpack', 'data string too short');
  }

  /** The whole number on top of the stack, or what a string there says; NaN when it is none. */
  #lastNumber(state: number): number {
    const machine = this.#machine;
    const at = machine.top(state) - VALUE_BYTES;
    if (machine.type(at) === TNUMBER) return Math.trunc(machine.number(at));
    if (machine.type(at) !== TSTRING) return Number.NaN;
    return Math.trunc(numberIn(machine.text(machine.pointer(at))) ?? Number.NaN);
  }

  size(state: number): number {
    let length = 0;
    for (const item of this.#items(state, 'size')) {
      if (item.code === 's') this.#args.fail(state, 0, 'size', "option 's' has no fixed size");
      if (item.code === 'c' && item.size === 0) this.#args.fail(state, 0, 'size', "option 'c0' has no fixed size");
      length += item.padAt(length) + item.size;
    }
    this.#machine.pushNumber(state, length);
    return 1;
  }
}

/** An option that `size` passes over, whether or not there is one of this name. */
const LETTER = /[a-zA-Z0-9]/;
/** Values that a function of C may have on Lua's stack. */
const MOST_RESULTS = 7_900;

function unpacked(bytes: Buffer, { code, isLittle, size }: Item): number {
  const little = isLittle ? bytes : Buffer.from(bytes).reverse();
  if (code === 'd') return little.readDoubleLE();
  if (code === 'f') return little.readFloatLE();
  let value = 0n;
  const used = Math.min(little.length, 8);
  for (let i = used - 1; i >= 0; i--) value = (value << 8n) | BigInt(little[i]!);
  if (code !== code.toLowerCase()) return Number(value);
  // C shifts by the size modulo the size of its longest integer.
  const sign = ALL_BITS << BigInt((size * 8 - 1) & 63);
  return Number(BigInt.asIntN(64, (value & BigInt.asUintN(64, sign)) === 0n ? value : value | sign));
}
