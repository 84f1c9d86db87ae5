/**
 * Functions of Lua's own libraries that work on integers of 64 bits elsewhere, and of 32 in WebAssembly: `string.format`
 * and `tonumber` with a base. What fits is left to them; numbers beyond are made into texts here.
 */
import { Arguments, type HostFunction, type HostLibrary } from '../host-library.ts';
import { STRING_BYTES, TNUMBER, TSTRING, VALUE_BYTES } from '../lua-layout.ts';
import type { LuaMachine } from '../lua-machine.ts';
import { numberIn } from '../number-texts.ts';

const LONG = 2 ** 63;
const INT = 2 ** 31;
const LEAST = -(1n << 63n);
const PERCENT = 37;
/** A directive: flags, width, precision and what it converts to. */
const DIRECTIVE = /%(?:%|([-+ #0]*)(\d*)(?:\.(\d*))?(.)?)/gs;
const BASES: Readonly<Record<string, number>> = { d: 10, i: 10, u: 10, o: 8, x: 16, X: 16 };

/** A number as an unsigned integer of 64 bits, with what C on x86 makes of those that have no place there. */
export function wordOf(value: number): bigint {
  if (Number.isNaN(value) || value < -LONG) return BigInt(LONG);
  if (value >= 2 * LONG) return 0n;
  return BigInt.asUintN(64, BigInt(Math.trunc(value)));
}

/** The same signed. */
function longOf(value: number): bigint {
  return value >= -LONG && value < LONG ? BigInt(Math.trunc(value)) : LEAST;
}

export function wideString(machine: LuaMachine): HostLibrary {
  const args = new Arguments(machine);
  const native = machine.nativeOf('string', 'format');
  return {
    functions: {
      format: (state) => {
        if (args.typeOf(state, 0) === TSTRING && hasWide(machine, args, state)) widen(machine, args, state);
        return native(state);
      },
    },
  };
}

/** Whether an argument of a directive for integers is one that has no place in 32 bits. */
function hasWide(machine: LuaMachine, args: Arguments, state: number): boolean {
  const count = args.count(state);
  for (let i = 1; i < count; i++) {
    if (args.typeOf(state, i) === TSTRING) continue;
    const value = args.typeOf(state, i) === TNUMBER ? machine.number(args.at(state, i)) : 0;
    if (!(value >= 0 && value < INT)) return true;
  }
  return mayHaveTexts(machine, args, state);
}

/** Whether texts among the arguments may be numbers: there is a directive for integers at all. */
function mayHaveTexts(machine: LuaMachine, args: Arguments, state: number): boolean {
  const format = machine.pointer(args.at(state, 0));
  const end = format + STRING_BYTES + machine.stringLength(format);
  for (let at = format + STRING_BYTES; at < end; at++) {
    if (machine.bytes[at] !== PERCENT) continue;
    let next = at + 1;
    while (next < end && machine.bytes[next]! <= 57) next++;
    if (BASES[String.fromCharCode(machine.bytes[next]!)] !== undefined) return true;
    at = next;
  }
  return false;
}

/** Puts texts in the place of wide integers, and `%s` in the place of what was to format them. */
function widen(machine: LuaMachine, args: Arguments, state: number): void {
  const count = args.count(state);
  let argument = 0;
  const format = args.string(state, 0, 'format').toString('latin1');
  const texts = new Map<number, string>();
  const changed = format.replace(DIRECTIVE, (whole, flags: string, width: string, precision: string, kind: string) => {
    if (whole === '%%') return whole;
    argument++;
    const base = BASES[kind];
    const value = base === undefined || argument >= count ? undefined : numberOrText(machine, args, state, argument);
    const isRefused = value === undefined || flags.length > 5 || width.length > 2 || (precision ?? '').length > 2;
    if (isRefused || !isWide(value, kind)) return whole;
    texts.set(argument, integerText(value, { flags, width, precision, kind }));
    return '%s';
  });
  for (const [index, text] of [[0, changed] as const, ...texts]) {
    machine.reserve(state);
    machine.pushLatin1(state, text);
    const top = machine.top(state) - VALUE_BYTES;
    machine.push(state, machine.pointer(top), TSTRING);
    machine.words[args.at(state, index) >>> 2] = machine.pointer(top);
    machine.words[(args.at(state, index) + 8) >>> 2] = TSTRING;
    machine.setTop(state, top);
  }
}

function numberOrText(machine: LuaMachine, args: Arguments, state: number, index: number): number | undefined {
  const type = args.typeOf(state, index);
  if (type === TNUMBER) return machine.number(args.at(state, index));
  return type === TSTRING ? numberIn(machine.text(machine.pointer(args.at(state, index)))) : undefined;
}

function isWide(value: number, kind: string): boolean {
  return kind === 'd' || kind === 'i' ? !(value > -INT && value < INT) : !(value >= 0 && value < 2 * INT);
}

interface Directive {
  readonly flags: string;
  readonly width: string;
  readonly precision: string | undefined;
  readonly kind: string;
}

/** As C's printf writes it. */
function integerText(value: number, { flags, width, precision, kind }: Directive): string {
  const isSigned = kind === 'd' || kind === 'i';
  const integer = isSigned ? longOf(value) : wordOf(value);
  let digits = (integer < 0n ? -integer : integer).toString(BASES[kind]);
  if (precision !== undefined)
    digits = precision === '' && integer === 0n ? '' : digits.padStart(Number(precision), '0');
  let prefix = '';
  if (isSigned) prefix = integer < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  else if (flags.includes('#') && integer !== 0n)
    prefix = kind === 'o' ? (digits[0] === '0' ? '' : '0') : kind === 'u' ? '' : '0x';
  const room = Number(width || 0) - prefix.length;
  if (flags.includes('0') && !flags.includes('-') && precision === undefined) digits = digits.padStart(room, '0');
  const text = kind === 'X' ? (prefix + digits).toUpperCase() : prefix + digits;
  return flags.includes('-') ? text.padEnd(Number(width || 0)) : text.padStart(Number(width || 0));
}

/** `tonumber`: texts to a base other than ten may say more than 32 bits hold. */
export function wideTonumber(machine: LuaMachine): HostFunction {
  const args = new Arguments(machine);
  const native = machine.nativeOf('', 'tonumber');
  return (state) => {
    if (args.count(state) < 2 || args.typeOf(state, 0) !== TSTRING) return native(state);
    const text = machine.text(machine.pointer(args.at(state, 0)));
    const base = numberOrText(machine, args, state, 1) ?? 10;
    const integer = base === 10 || base < 2 || base > 36 ? undefined : integerIn(text, Math.trunc(base));
    if (integer === undefined || integer <= 0xffff_ffffn) return native(state);
    machine.pushNumber(state, Number(integer));
    return 1;
  };
}

/** As C's `strtoul`; undefined for what is no such number as a whole, or one that anything can read. */
function integerIn(text: string, base: number): bigint | undefined {
  const found = /^[ \t\n\v\f\r]*([-+]?)(?:0[xX](?=[0-9a-fA-F]))?([0-9a-zA-Z]+)[ \t\n\v\f\r]*$/.exec(text);
  if (found === null) return undefined;
  let value = 0n;
  for (const digit of found[2]!.toLowerCase()) {
    const worth = Number.parseInt(digit, 36);
    if (worth >= base) return undefined;
    value = value * BigInt(base) + BigInt(worth);
  }
  if (value >= 1n << 64n) return (1n << 64n) - 1n;
  return found[1] === '-' && value !== 0n ? BigInt.asUintN(64, -value) : value;
}
