/** The library `struct`: values packed into strings by a format, as Roberto Ierusalimschy's library does. */
import { Arguments, type HostLibrary } from '../host-library.ts';
import type { LuaMachine } from '../lua-machine.ts';

const NATIVE_ALIGN = 8;
const MOST_INTEGER = 32;
const SIZES: Readonly<Record<string, number>> = { b: 1, B: 1, h: 2, H: 2, l: 8, L: 8, T: 8, f: 4, d: 8, x: 1 };

interface Item {
  readonly code: string;
  readonly size: number;
  readonly isLittle: boolean;
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

  constructor(machine: LuaMachine) {
    this.#machine = machine;
    this.#args = new Arguments(machine);
  }

  /** Reads a format item by item. `c0` and `s` have the size 0. */
  *#items(state: number, name: string): Generator<Item> {
    const format = this.#args.string(state, 0, name).toString('latin1');
    let isLittle = true;
    let align = 1;
    let at = 0;
    const number = (otherwise: number): number => {
      const digits = /^\d*/.exec(format.slice(at))![0];
      at += digits.length;
      return digits === '' ? otherwise : Number(digits);
    };
    while (at < format.length) {
      const code = format[at++]!;
      if (code === ' ') continue;
      if (code === '>') isLittle = false;
      else if (code === '<') isLittle = true;
      else if (code === '!') {
        align = number(NATIVE_ALIGN);
        if (align === 0 || (align & (align - 1)) !== 0) {
          this.#machine.raiseText(state, 'alignment is not a power of 2', 1);
        }
      } else {
        let size = SIZES[code] ?? 0;
        if (code === 'i' || code === 'I') size = number(4);
        else if (code === 'c') size = number(1);
        else if (code !== 's' && size === 0) this.#args.fail(state, 0, name, `invalid format option '${code}'`);
        if ((code === 'i' || code === 'I') && size > MOST_INTEGER) {
          this.#machine.raiseText(state, `integral size ${size} is larger than limit of ${MOST_INTEGER}`, 1);
        }
        const unit = code === 'c' || code === 's' || code === 'x' ? 1 : Math.min(size, align);
        yield { code, size, isLittle, padAt: (place) => (unit > 1 ? (unit - (place & (unit - 1))) & (unit - 1) : 0) };
      }
    }
  }

  pack(state: number): number {
    const parts: Buffer[] = [];
    let length = 0;
    let argument = 1;
    for (const item of this.#items(state, 'pack')) {
      const pad = item.padAt(length);
      const bytes = Buffer.concat([Buffer.alloc(pad), this.#packed(state, item, argument)]);
      if (item.code !== 'x') argument++;
      parts.push(bytes);
      length += bytes.length;
    }
    const whole = Buffer.concat(parts);
    this.#machine.pushBytes(state, whole, 0, whole.length);
    return 1;
  }

  #packed(state: number, { code, size, isLittle }: Item, argument: number): Buffer {
    if (code === 'x') return Buffer.alloc(1);
    if (code === 'c' || code === 's') {
      const text = Buffer.from(this.#args.string(state, argument, 'pack'));
      const wanted = size === 0 ? text.length : size;
      if (text.length < wanted) this.#args.fail(state, argument, 'pack', 'string too short');
      return code === 's' ? Buffer.concat([text, Buffer.alloc(1)]) : text.subarray(0, wanted);
    }
    const value = this.#args.number(state, argument, 'pack');
    const bytes = Buffer.alloc(size);
    if (code === 'd') bytes.writeDoubleLE(value);
    else if (code === 'f') bytes.writeFloatLE(value);
    else {
      let rest = BigInt.asUintN(64, BigInt(Number.isFinite(value) ? Math.trunc(value) : 0));
      for (let i = 0; i < size; i++, rest >>= 8n) bytes[i] = Number(rest & 255n);
    }
    return isLittle ? bytes : bytes.reverse();
  }

  unpack(state: number): number {
    const data = Buffer.from(this.#args.string(state, 1, 'unpack'));
    let place = this.#args.numberOr(state, 2, 'unpack', 1) - 1;
    if (place < 0) this.#args.fail(state, 2, 'unpack', 'offset must be 1 or greater');
    let results = 0;
    /** The last number: the size of a `c0` that follows. */
    let last: number | undefined;
    for (const item of this.#items(state, 'unpack')) {
      this.#machine.reserve(state);
      place += item.padAt(place);
      const { code } = item;
      let { size } = item;
      if (code === 'c' && size === 0) {
        if (last === undefined) return this.#machine.raiseText(state, "format 'c0' needs a previous size", 1);
        size = last;
        // It was a size, not a result.
        this.#machine.setTop(state, this.#machine.top(state) - 16);
        results--;
      }
      if (code !== 's' && (place + size > data.length || size < 0)) {
        this.#args.fail(state, 1, 'unpack', 'data string too short');
      }
      last = undefined;
      if (code === 'x') place++;
      else if (code === 's') {
        const end = data.indexOf(0, place);
        if (end < 0) this.#machine.raiseText(state, 'unfinished string in data', 1);
        this.#machine.pushBytes(state, data, place, end);
        place = end + 1;
        results++;
      } else if (code === 'c') {
        this.#machine.pushBytes(state, data, place, place + size);
        place += size;
        results++;
      } else {
        last = unpacked(data.subarray(place, place + size), item);
        this.#machine.pushNumber(state, last);
        place += size;
        results++;
      }
      if (results > MOST_RESULTS) this.#machine.raiseText(state, 'too many results', 1);
    }
    this.#machine.pushNumber(state, place + 1);
    return results + 1;
  }

  size(state: number): number {
    let length = 0;
    for (const item of this.#items(state, 'size')) {
      if (item.code === 's') this.#args.fail(state, 0, 'size', "option 's' has no fixed size");
      if (item.code === 'c' && item.size === 0) this.#args.fail(state, 0, 'size', 'variable-length format');
      length += item.padAt(length) + item.size;
    }
    this.#machine.pushNumber(state, length);
    return 1;
  }
}

/** Values that a function of C may have on Lua's stack. */
const MOST_RESULTS = 7_900;

function unpacked(bytes: Buffer, { code, isLittle }: Item): number {
  const little = isLittle ? bytes : Buffer.from(bytes).reverse();
  if (code === 'd') return little.readDoubleLE();
  if (code === 'f') return little.readFloatLE();
  let value = 0n;
  const used = Math.min(little.length, 8);
  for (let i = used - 1; i >= 0; i--) value = (value << 8n) | BigInt(little[i]!);
  const isSigned = code === code.toLowerCase();
  return Number(isSigned ? BigInt.asIntN(used * 8, value) : value);
}
