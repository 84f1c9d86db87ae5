/** What a script returns as a reply, as Redis' manual has it: numbers lose their fraction, tables end at the first nil. */
import type { ReplyWriter } from '../../protocol/resp/reply-writer.ts';
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
} from './lua-layout.ts';
import type { LuaMachine } from './lua-machine.ts';
import { COUNTED_ERROR } from './reply-to-lua.ts';

/** Deepest table within a table. */
const MOST_DEEP = 1_000;
const MIN_INT64 = -(2n ** 63n);

export class LuaToReply {
  readonly #machine: LuaMachine;
  readonly #ok: number;
  readonly #err: number;
  readonly #counted: number;
  readonly #double: number;
  readonly #map: number;
  readonly #set: number;
  readonly #bigNumber: number;
  readonly #verbatim: number;
  readonly #format: number;
  readonly #string: number;

  constructor(machine: LuaMachine) {
    this.#machine = machine;
    this.#ok = machine.interned('ok');
    this.#err = machine.interned('err');
    this.#counted = machine.interned(COUNTED_ERROR);
    this.#double = machine.interned('double');
    this.#map = machine.interned('map');
    this.#set = machine.interned('set');
    this.#bigNumber = machine.interned('big_number');
    this.#verbatim = machine.interned('verbatim_string');
    this.#format = machine.interned('format');
    this.#string = machine.interned('string');
  }

  /** Set when a value was written that lies too deep: the whole reply is to be dropped. */
  isTooDeep = false;

  /** Writes the value at an address. @param resp what the script speaks, which booleans depend on */
  write(reply: ReplyWriter, at: number, resp: 2 | 3, depth = 0): void {
    const machine = this.#machine;
    const type = machine.type(at);
    if (type === TSTRING) this.#bulk(reply, machine.pointer(at));
    else if (type === TNUMBER) writeWhole(reply, machine.number(at));
    else if (type === TTABLE) this.#table(reply, machine.pointer(at), resp, depth);
    else if (type !== TBOOLEAN) reply.null();
    else if (resp === 3) reply.boolean(machine.pointer(at) !== 0);
    else if (machine.pointer(at) !== 0) reply.integer(1);
    else reply.null();
  }

  #bulk(reply: ReplyWriter, string: number): void {
    const start = string + STRING_BYTES;
    reply.bulk(this.#machine.bytes, start, start + this.#machine.stringLength(string));
  }

  /** The text at an address; undefined for anything but a string. */
  #text(at: number): string | undefined {
    if (at === 0 || this.#machine.type(at) !== TSTRING) return undefined;
    const string = this.#machine.pointer(at);
    const start = string + STRING_BYTES;
    return this.#machine.bytes.toString('latin1', start, start + this.#machine.stringLength(string));
  }

  /** The same up to the first zero, where C takes it to end. */
  #line(at: number): string | undefined {
    const text = this.#text(at);
    const end = text?.indexOf('\0') ?? -1;
    return end < 0 ? text : text!.slice(0, end);
  }

  #table(reply: ReplyWriter, table: number, resp: 2 | 3, depth: number): void {
    if (depth > MOST_DEEP) {
      this.isTooDeep = true;
      reply.null();
      return;
    }
    const machine = this.#machine;
    if (this.#hasFields(table) && this.#named(reply, table, resp, depth)) return;
    let count = 0;
    while (machine.item(table, count + 1) !== 0) count++;
    reply.array(count);
    for (let i = 1; i <= count && !this.isTooDeep; i++) this.write(reply, machine.item(table, i), resp, depth + 1);
  }

  #hasFields(table: number): boolean {
    const machine = this.#machine;
    const first = machine.words[(table + TABLE_NODES) >>> 2]!;
    return machine.bytes[table + TABLE_LOG_NODES] !== 0 || machine.type(first + NODE_KEY) !== TNIL;
  }

  /** Tables that stand for what Lua has no type for. @returns false when the table is just an array */
  #named(reply: ReplyWriter, table: number, resp: 2 | 3, depth: number): boolean {
    const machine = this.#machine;
    const err = this.#line(machine.field(table, this.#err));
    if (err !== undefined) {
      if (machine.field(table, this.#counted) === 0) reply.error(err);
      else reply.errorAgain(err);
      return true;
    }
    const ok = this.#line(machine.field(table, this.#ok));
    if (ok !== undefined) {
      reply.simple(withoutLineEnds(ok));
      return true;
    }
    const double = machine.field(table, this.#double);
    if (double !== 0 && machine.type(double) === TNUMBER) {
      reply.double(machine.number(double));
      return true;
    }
    const digits = this.#text(machine.field(table, this.#bigNumber));
    if (digits !== undefined) {
      reply.bigNumber(withoutLineEnds(digits));
      return true;
    }
    if (this.#verbatimString(reply, machine.field(table, this.#verbatim))) return true;
    const map = machine.field(table, this.#map);
    if (map !== 0 && machine.type(map) === TTABLE) {
      this.#pairs(reply, machine.pointer(map), resp, depth, false);
      return true;
    }
    const set = machine.field(table, this.#set);
    if (set !== 0 && machine.type(set) === TTABLE) {
      this.#pairs(reply, machine.pointer(set), resp, depth, true);
      return true;
    }
    return false;
  }

  #verbatimString(reply: ReplyWriter, at: number): boolean {
    const machine = this.#machine;
    if (at === 0 || machine.type(at) !== TTABLE) return false;
    const format = this.#text(machine.field(machine.pointer(at), this.#format));
    const string = this.#text(machine.field(machine.pointer(at), this.#string));
    if (format === undefined || string === undefined) return false;
    if (reply.resp === 3) reply.verbatim(format.slice(0, 3).padEnd(3), Buffer.from(string, 'latin1').toString('utf8'));
    else reply.bulkLatin1(string);
    return true;
  }

  #pairs(reply: ReplyWriter, table: number, resp: 2 | 3, depth: number, isSet: boolean): void {
    const mark = reply.deferred();
    const count = this.#entries(reply, table, resp, depth, isSet);
    reply.resolveDeferred(mark, isSet ? 'set' : 'map', count);
  }

  /** Writes all keys of a table, and unless it is a set their values. @returns how many */
  #entries(reply: ReplyWriter, table: number, resp: 2 | 3, depth: number, isSet: boolean): number {
    const machine = this.#machine;
    const { bytes, words } = machine;
    let count = 0;
    const items = words[(table + TABLE_ARRAY_SIZE) >>> 2]!;
    for (let i = 0; i < items; i++) {
      const at = words[(table + TABLE_ARRAY) >>> 2]! + i * VALUE_BYTES;
      if (machine.type(at) === TNIL) continue;
      writeWhole(reply, i + 1);
      if (!isSet) this.write(reply, at, resp, depth + 1);
      count++;
    }
    const nodes = 1 << bytes[table + TABLE_LOG_NODES]!;
    for (let i = 0; i < nodes; i++) {
      const node = words[(table + TABLE_NODES) >>> 2]! + i * NODE_BYTES;
      if (machine.type(node) === TNIL) continue;
      this.write(reply, node + NODE_KEY, resp, depth + 1);
      if (!isSet) this.write(reply, node, resp, depth + 1);
      count++;
    }
    return count;
  }
}

function withoutLineEnds(text: string): string {
  return text.replace(/[\r\n]/g, ' ');
}

/** A number as an integer: towards zero, and what fits no 64 bits as C converts it. */
function writeWhole(reply: ReplyWriter, number: number): void {
  const whole = Math.trunc(number);
  if (Number.isSafeInteger(whole)) reply.integer(whole === 0 ? 0 : whole);
  else if (Math.abs(whole) < 2 ** 63) reply.bigInteger(BigInt(whole));
  else reply.bigInteger(MIN_INT64);
}
