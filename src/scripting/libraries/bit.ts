/** The library `bit`: operations on 32-bit integers, as in LuaJIT's BitOp. */
import { Arguments, type HostFunction, type HostLibrary } from '../host-library.ts';
import type { LuaMachine } from '../lua-machine.ts';

/** With this added, the lowest bits of a double are those of the number as an integer; what is left of larger ones, too. */
const TO_LOW_BITS = 2 ** 52 + 2 ** 51;
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);

/** A number as 32 bits: rounded to the nearest, halves to the even one. */
function bitsOf(value: number): number {
  double[0] = value + TO_LOW_BITS;
  return words[0]!;
}

export function bitLibrary(machine: LuaMachine): HostLibrary {
  const args = new Arguments(machine);
  const bits = (state: number, index: number, name: string): number => bitsOf(args.number(state, index, name));
  const one =
    (name: string, apply: (a: number) => number): HostFunction =>
    (state) => {
      machine.pushNumber(state, apply(bits(state, 0, name)));
      return 1;
    };
  const all =
    (name: string, apply: (a: number, b: number) => number): HostFunction =>
    (state) => {
      let value = bits(state, 0, name);
      const count = args.count(state);
      for (let i = count - 1; i > 0; i--) value = apply(value, bits(state, i, name));
      machine.pushNumber(state, value);
      return 1;
    };
  const shift =
    (name: string, apply: (a: number, by: number) => number): HostFunction =>
    (state) => {
      const value = bits(state, 0, name);
      machine.pushNumber(state, apply(value, bits(state, 1, name) & 31) | 0);
      return 1;
    };
  return {
    functions: {
      tobit: one('tobit', (a) => a),
      bnot: one('bnot', (a) => ~a),
      bswap: one('bswap', (a) => (a << 24) | ((a & 0xff00) << 8) | ((a >>> 8) & 0xff00) | (a >>> 24)),
      band: all('band', (a, b) => a & b),
      bor: all('bor', (a, b) => a | b),
      bxor: all('bxor', (a, b) => a ^ b),
      lshift: shift('lshift', (a, by) => a << by),
      rshift: shift('rshift', (a, by) => a >>> by),
      arshift: shift('arshift', (a, by) => a >> by),
      rol: shift('rol', (a, by) => (a << by) | (a >>> (32 - by))),
      ror: shift('ror', (a, by) => (a >>> by) | (a << (32 - by))),
      tohex: (state) => {
        const value = bits(state, 0, 'tohex');
        const wanted = args.count(state) > 1 ? bits(state, 1, 'tohex') : 8;
        const digits = Math.min(8, Math.abs(wanted));
        const hex = (value >>> 0)
          .toString(16)
          .padStart(8, '0')
          .slice(8 - digits);
        machine.pushLatin1(state, wanted < 0 ? hex.toUpperCase() : hex);
        return 1;
      },
    },
  };
}
