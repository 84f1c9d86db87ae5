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
/** Flags, digits and the point between a directive's sign and its letter. */
const MODIFIERS = Buffer.from('-+ #0123456789.');
const PLUS = 43;
const MINUS = 45;
const ZERO = 48;
const LETTER_X = 120;
/** Of letters, this bit tells the small ones from the capitals. */
const SMALL = 32;
/** For each base, how many digits have place in 32 bits, whatever they are. */
const SHORT = Array.from({ length: 37 }, (_, base) => (base < 2 ? 0 : Math.floor(32 / Math.log2(base))));
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

/** Whether a directive for integers has an argument that may have no place in 32 bits. Small numbers are quick to tell. */
function hasWide(machine: LuaMachine, args: Arguments, state: number): boolean {
  const end = machine.top(state);
  for (let at = args.at(state, 1); at < end; at += VALUE_BYTES) {
    const value = machine.type(at) === TNUMBER ? machine.number(at) : -1;
    if (!(value >= 0 && value < INT)) return mayBeWide(machine, args, state);
  }
  return false;
}

/** The same directive by directive, for what only one kind of them minds. */
function mayBeWide(machine: LuaMachine, args: Arguments, state: number): boolean {
  const { bytes } = machine;
  const format = machine.pointer(args.at(state, 0));
  const end = format + STRING_BYTES + machine.stringLength(format);
  const count = args.count(state);
  let argument = 0;
  for (let at = format + STRING_BYTES; at < end; at++) {
    if (bytes[at] !== PERCENT) continue;
    at++;
    if (bytes[at] === PERCENT) continue;
    while (at < end && MODIFIERS.includes(bytes[at]!)) at++;
    argument++;
    if (argument >= count) return false;
    const kind = String.fromCharCode(bytes[at]!);
    if (BASES[kind] === undefined) continue;
    const type = args.typeOf(state, argument);
    // A text may be a number of any size.
    if (type === TSTRING || (type === TNUMBER && isWide(machine.number(args.at(state, argument)), kind))) return true;
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

/** `tonumber`: texts to a base other than ten may say more than 32 bits hold, and `0x` alone is no number elsewhere. */
export function wideTonumber(machine: LuaMachine): HostFunction {
  const args = new Arguments(machine);
  const native = machine.nativeOf('', 'tonumber');
  return (state) => {
    if (args.typeOf(state, 0) !== TSTRING) return native(state);
    const text = machine.pointer(args.at(state, 0));
    const start = text + STRING_BYTES;
    const end = start + machine.stringLength(text);
    const base = args.count(state) < 2 ? 10 : Math.trunc(numberOrText(machine, args, state, 1) ?? Number.NaN);
    if (base === 10 && isBareHex(machine.bytes, start, end)) {
      machine.pushNil(state);
      return 1;
    }
    if (base === 10 || !(base >= 2 && base <= 36)) return native(state);
    if (isShort(machine.bytes, start, end, base)) return native(state);
    const integer = integerIn(machine.bytes, start, end, base);
    if (integer === undefined) machine.pushNil(state);
    else machine.pushNumber(state, integer);
    return 1;
  };
}

/**
 * Whether a text has too few digits for more than 32 bits. Less than zero is much, as unsigned integers are; and of `0x`
 * with nothing behind it C libraries think differently.
 */
function isShort(bytes: Uint8Array, start: number, end: number, base: number): boolean {
  if (end - start > SHORT[base]!) return false;
  for (let at = start; at < end; at++) if (bytes[at] === MINUS || (bytes[at]! | SMALL) === LETTER_X) return false;
  return true;
}

/** Whether a text is `0x` without digits, between blanks and behind a sign perhaps: the C library here reads it as 0. */
function isBareHex(bytes: Uint8Array, start: number, end: number): boolean {
  let at = end - 1;
  while (at > start && isBlank(bytes[at]!)) at--;
  if (at <= start || (bytes[at]! | SMALL) !== LETTER_X || bytes[at - 1] !== ZERO) return false;
  at -= 2;
  if (at >= start && (bytes[at] === MINUS || bytes[at] === PLUS)) at--;
  while (at >= start && isBlank(bytes[at]!)) at--;
  return at < start;
}

/** As C's `strtoul`; undefined for what is no such number as a whole. */
function integerIn(bytes: Uint8Array, from: number, end: number, base: number): number | undefined {
  let at = from;
  while (at < end && isBlank(bytes[at]!)) at++;
  const isNegative = bytes[at] === MINUS;
  if (isNegative || bytes[at] === PLUS) at++;
  const isPrefixed = bytes[at] === ZERO && (bytes[at + 1]! | SMALL) === LETTER_X;
  if (base === 16 && isPrefixed && worthOf(bytes[at + 2]!) < 16) at += 2;
  const digits = at;
  // Doubles tell how large it is, exactly while it is less than 2^53.
  let rough = 0;
  for (; at < end && worthOf(bytes[at]!) < base; at++) rough = rough * base + worthOf(bytes[at]!);
  const digitsEnd = at;
  while (at < end && isBlank(bytes[at]!)) at++;
  // A zero byte ends texts of C.
  if (digitsEnd === digits || (at < end && bytes[at] !== 0)) return undefined;
  if (rough <= Number.MAX_SAFE_INTEGER && !isNegative) return rough;
  if (rough >= 4 * LONG) return 2 * LONG;
  let value = 0n;
  for (at = digits; at < digitsEnd; at++) value = value * BigInt(base) + BigInt(worthOf(bytes[at]!));
  if (value >= 1n << 64n) return 2 * LONG;
  return Number(isNegative ? BigInt.asUintN(64, -value) : value);
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** What a digit, or a letter as one, stands for; more than any base for what is none. */
function worthOf(code: number): number {
  if (code >= ZERO && code <= 57) return code - ZERO;
  const small = code | SMALL;
  return small >= 97 && small <= 122 ? small - 87 : 99;
}
