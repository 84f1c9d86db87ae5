/**
 * The reply of a command as a value of Lua, as Redis' manual has it: integers become numbers, bulk strings strings,
 * nothing false (nil in RESP3), arrays tables, and what Lua has no type for a table with one named field.
 */
import { TSTRING } from './lua-layout.ts';
import { type LuaMachine, MOST_BY_WORDS } from './lua-machine.ts';

const COLON = 58;
const DOLLAR = 36;
const STAR = 42;
const PLUS = 43;
const MINUS = 45;
const CR = 13;

/** The field of the table of an error that says that the error is counted, as Redis names it. */
export const COUNTED_ERROR = 'ignore_error_stats_update';

/** Reads one reply that lies in one piece. */
export class ReplyToLua {
  readonly #machine: LuaMachine;
  readonly #ok: number;
  readonly #err: number;
  readonly #counted: number;
  #buf: Buffer = NO_BYTES;
  /** The same bytes, if they may be read by words. */
  #view: DataView | undefined;
  #at = 0;

  constructor(machine: LuaMachine) {
    this.#machine = machine;
    this.#ok = machine.interned('ok');
    this.#err = machine.interned('err');
    this.#counted = machine.interned(COUNTED_ERROR);
  }

  /** Pushes the reply that begins a buffer. @param view of the same bytes, with room for a word behind the reply */
  push(state: number, buf: Buffer, view: DataView | undefined): void {
    this.#buf = buf;
    this.#view = view;
    this.#at = 0;
    this.#value(state);
  }

  #value(state: number): void {
    const machine = this.#machine;
    const type = this.#buf[this.#at]!;
    if (type === DOLLAR) {
      const length = this.#length();
      if (length < 0) machine.pushBoolean(state, false);
      else {
        const end = this.#at + length;
        const view = this.#view;
        if (view !== undefined && length <= MOST_BY_WORDS) machine.pushWords(state, view, this.#at, end);
        else machine.pushBytes(state, this.#buf, this.#at, end);
        this.#at = end + 2;
      }
    } else if (type === COLON) machine.pushNumber(state, this.#length());
    else if (type === STAR) this.#array(state);
    else if (type === PLUS) this.#line(state, this.#ok);
    else if (type === MINUS) this.#error(state);
    else this.#third(state, type);
  }

  /** The number behind the type, and the end of its line. */
  #length(): number {
    const buf = this.#buf;
    let at = this.#at + 1;
    const isNegative = buf[at] === MINUS;
    if (isNegative) at++;
    const first = at;
    let n = 0;
    for (; buf[at] !== CR; at++) n = n * 10 + buf[at]! - 48;
    // Beyond, each digit has rounded: the whole text rounds once.
    if (n > Number.MAX_SAFE_INTEGER) n = Number(buf.toString('latin1', first, at));
    this.#at = at + 2;
    return isNegative ? -n : n;
  }

  /** @returns where the text behind the type ends */
  #lineEnd(): number {
    let at = this.#at + 1;
    while (this.#buf[at] !== CR) at++;
    return at;
  }

  #array(state: number): void {
    const machine = this.#machine;
    const count = this.#length();
    if (count < 0) {
      machine.pushBoolean(state, false);
      return;
    }
    machine.reserve(state);
    machine.newTable(state);
    for (let i = 1; i <= count; i++) {
      machine.pushNumber(state, i);
      this.#value(state);
      machine.setTable(state);
    }
  }

  /** A table with one field that holds the text of the line. */
  #line(state: number, name: number): void {
    const machine = this.#machine;
    const start = this.#at + 1;
    const end = this.#lineEnd();
    machine.newTable(state);
    machine.push(state, name, TSTRING);
    machine.pushBytes(state, this.#buf, start, end);
    machine.setTable(state);
    this.#at = end + 2;
  }

  #error(state: number): void {
    const machine = this.#machine;
    this.#line(state, this.#err);
    machine.push(state, this.#counted, TSTRING);
    machine.pushBoolean(state, true);
    machine.setTable(state);
  }

  // cold: what only RESP3 has.
  #third(state: number, type: number): void {
    const machine = this.#machine;
    switch (String.fromCharCode(type)) {
      case '_':
        this.#at += 3;
        machine.pushNil(state);
        return;
      case '#':
        machine.pushBoolean(state, this.#buf[this.#at + 1] === 116);
        this.#at += 4;
        return;
      case ',':
        this.#named(state, 'double', (text) => machine.pushNumber(state, doubleOf(text)));
        return;
      case '(':
        this.#named(state, 'big_number', (text) => machine.pushLatin1(state, text));
        return;
      case '=':
        this.#verbatim(state);
        return;
      case '%':
        this.#pairs(state, 'map', false);
        return;
      default:
        this.#pairs(state, 'set', true);
    }
  }

  #named(state: number, name: string, push: (text: string) => void): void {
    const machine = this.#machine;
    const end = this.#lineEnd();
    machine.newTable(state);
    machine.pushInterned(state, name);
    push(this.#buf.toString('latin1', this.#at + 1, end));
    machine.setTable(state);
    this.#at = end + 2;
  }

  #verbatim(state: number): void {
    const machine = this.#machine;
    const length = this.#length();
    const start = this.#at;
    machine.newTable(state);
    machine.pushInterned(state, 'verbatim_string');
    machine.newTable(state);
    machine.pushInterned(state, 'format');
    machine.pushBytes(state, this.#buf, start, start + 3);
    machine.setTable(state);
    machine.pushInterned(state, 'string');
    machine.pushBytes(state, this.#buf, start + 4, start + length);
    machine.setTable(state);
    machine.setTable(state);
    this.#at = start + length + 2;
  }

  /** {map = {key = value, …}} or {set = {item = true, …}} */
  #pairs(state: number, name: string, isSet: boolean): void {
    const machine = this.#machine;
    const count = this.#length();
    machine.reserve(state);
    machine.newTable(state);
    machine.pushInterned(state, name);
    machine.newTable(state);
    for (let i = 0; i < count; i++) {
      this.#value(state);
      if (isSet) machine.pushBoolean(state, true);
      else this.#value(state);
      machine.setTable(state);
    }
    machine.setTable(state);
  }
}

function doubleOf(text: string): number {
  if (text === 'inf') return Number.POSITIVE_INFINITY;
  if (text === '-inf') return Number.NEGATIVE_INFINITY;
  return Number(text);
}

const NO_BYTES: Buffer = Buffer.alloc(0);
