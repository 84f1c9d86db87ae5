/** JSON as values of Lua: objects and arrays become tables, null the light userdata `cjson.null`. */
import type { LuaMachine } from '../lua-machine.ts';
import { numberAt, numberOf } from '../number-texts.ts';
import { JsonOptions } from './json-options.ts';
import { TableBuilder } from './table-builder.ts';

/** What begins like this is meant to be a number. */
const DIGIT = /[-0-9]/;
/** How numbers begin that C knows and JSON does not. */
const FOREIGN = /\+|-?(?:0[xX0-9]|[iI][nN][fF]|[nN][aA][nN])/y;
const SPACE = /[ \t\r\n]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const TOKENS: Readonly<Record<string, string>> = {
  '{': 'T_OBJ_BEGIN',
  '}': 'T_OBJ_END',
  '[': 'T_ARR_BEGIN',
  ']': 'T_ARR_END',
  ':': 'T_COLON',
  ',': 'T_COMMA',
};

export class JsonReader {
  readonly #machine: LuaMachine;
  #options: JsonOptions = new JsonOptions();
  readonly #tables: TableBuilder;
  #text = '';
  #at = 0;
  #state = 0;
  /** Where the last token began, and its kind. */
  #start = 0;
  #kind: string = '';
  #string = '';
  #number = 0;

  constructor(machine: LuaMachine) {
    this.#machine = machine;
    this.#tables = new TableBuilder(machine);
  }

  /** Pushes what a text says. Raises an error of Lua for a text that is not JSON. */
  push(state: number, bytes: Buffer, options: JsonOptions): void {
    this.#options = options;
    this.#text = bytes.toString('latin1');
    this.#at = 0;
    this.#state = state;
    this.#next();
    this.#value(1);
    this.#next();
    if (this.#kind !== 'T_END') this.#expected('the end');
  }

  #fail(text: string): never {
    return this.#machine.raiseText(this.#state, text, 1);
  }

  #expected(what: string): never {
    return this.#fail(`Expected ${what} but found ${this.#kind} at character ${this.#start + 1}`);
  }

  #next(): void {
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.#text);
    this.#start = SPACE.lastIndex;
    this.#at = this.#start + 1;
    const character = this.#text[this.#start];
    if (character === undefined) {
      this.#at = this.#start;
      this.#kind = 'T_END';
      return;
    }
    const token = TOKENS[character];
    if (token !== undefined) this.#kind = token;
    else if (character === '"') this.#readString();
    else if (this.#word('true', 'T_BOOLEAN')) this.#number = 1;
    else if (this.#word('false', 'T_BOOLEAN')) this.#number = 0;
    else if (!this.#word('null', 'T_NULL')) this.#readNumber();
  }

  #is(kind: string): boolean {
    return this.#kind === kind;
  }

  #word(word: string, kind: string): boolean {
    if (!this.#text.startsWith(word, this.#start)) return false;
    this.#kind = kind;
    this.#at = this.#start + word.length;
    return true;
  }

  #readNumber(): void {
    FOREIGN.lastIndex = this.#start;
    const isForeign = FOREIGN.test(this.#text);
    const isMeant = DIGIT.test(this.#text[this.#start]!);
    const { readsInvalidNumbers } = this.#options;
    // What is no number of JSON is one only for those who ask for it.
    if (isMeant ? isForeign && !readsInvalidNumbers : !isForeign || !readsInvalidNumbers) {
      this.#kind = isMeant ? 'invalid number' : 'invalid token';
      return;
    }
    const text = numberAt(this.#text, this.#start);
    this.#kind = text === '' ? 'invalid number' : 'T_NUMBER';
    this.#at = this.#start + text.length;
    this.#number = numberOf(text);
  }

  #readString(): void {
    const text = this.#text;
    let at = this.#start + 1;
    let from = at;
    let made = '';
    for (;;) {
      const character = text[at];
      if (character === undefined) {
        this.#start = at;
        this.#kind = 'unexpected end of string';
        return;
      }
      if (character === '"') break;
      if (character !== '\\') {
        at++;
        continue;
      }
      made += text.slice(from, at);
      const letter = text[at + 1] ?? '';
      if (letter === 'u') {
        const { bytes, length } = this.#unicode(at);
        if (length === 0) return;
        made += bytes;
        at += length;
      } else if (ESCAPES[letter] !== undefined) {
        made += ESCAPES[letter];
        at += 2;
      } else {
        this.#start = at;
        this.#kind = 'invalid escape code';
        return;
      }
      from = at;
    }
    this.#string = made + text.slice(from, at);
    this.#at = at + 1;
    this.#kind = 'T_STRING';
  }

  /** An escape of four digits, or two of them for one character, as the bytes of UTF-8. */
  #unicode(at: number): { readonly bytes: string; readonly length: number } {
    const unit = (from: number): number => {
      const digits = this.#text.slice(from + 2, from + 6);
      return this.#text.startsWith('\\u', from) && /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : -1;
    };
    const first = unit(at);
    const isHigh = first >= 0xd800 && first < 0xdc00;
    const second = isHigh ? unit(at + 6) : 0;
    const isFine =
      first >= 0 && !(first >= 0xdc00 && first < 0xe000) && (!isHigh || (second >= 0xdc00 && second < 0xe000));
    if (!isFine) {
      this.#start = at;
      this.#kind = 'invalid unicode escape code';
      return { bytes: '', length: 0 };
    }
    const code = isHigh ? 0x10000 + ((first & 0x3ff) << 10) + (second & 0x3ff) : first;
    return { bytes: Buffer.from(String.fromCodePoint(code)).toString('latin1'), length: isHigh ? 12 : 6 };
  }

  /** Pushes the value of the token that was read last. */
  #value(depth: number): void {
    const machine = this.#machine;
    const state = this.#state;
    switch (this.#kind) {
      case 'T_STRING':
        machine.pushLatin1(state, this.#string);
        return;
      case 'T_NUMBER':
        machine.pushNumber(state, this.#number);
        return;
      case 'T_BOOLEAN':
        machine.pushBoolean(state, this.#number === 1);
        return;
      case 'T_NULL':
        machine.pushLight(state);
        return;
      case 'T_OBJ_BEGIN':
        this.#descend(depth);
        this.#object(this.#tables.begin(state), depth);
        return;
      case 'T_ARR_BEGIN':
        this.#descend(depth);
        this.#array(this.#tables.begin(state), depth);
        return;
      default:
        this.#expected('value');
    }
  }

  #descend(depth: number): void {
    if (depth <= this.#options.mostDecoded) return;
    this.#fail(`Found too many nested data structures (${depth}) at character ${this.#at}`);
  }

  /** Puts the value of the last token into a table under the key on top: containers first, and are filled there. */
  #put(table: number, depth: number): void {
    const isContainer = this.#kind === 'T_OBJ_BEGIN' || this.#kind === 'T_ARR_BEGIN';
    if (!isContainer) {
      this.#value(depth);
      this.#tables.put(this.#state, table);
      return;
    }
    this.#descend(depth);
    const isObject = this.#kind === 'T_OBJ_BEGIN';
    const inner = this.#tables.begin(this.#state);
    this.#tables.put(this.#state, table);
    if (isObject) this.#object(inner, depth);
    else this.#array(inner, depth);
  }

  #object(table: number, depth: number): void {
    this.#next();
    if (this.#is('T_OBJ_END')) return;
    for (;;) {
      if (!this.#is('T_STRING')) this.#expected('object key string');
      this.#machine.pushLatin1(this.#state, this.#string);
      this.#next();
      if (!this.#is('T_COLON')) this.#expected('colon');
      this.#next();
      this.#put(table, depth + 1);
      this.#next();
      if (this.#is('T_OBJ_END')) return;
      if (!this.#is('T_COMMA')) this.#expected('comma or object end');
      this.#next();
    }
  }

  #array(table: number, depth: number): void {
    this.#next();
    if (this.#is('T_ARR_END')) return;
    for (let i = 1; ; i++) {
      this.#machine.pushNumber(this.#state, i);
      this.#put(table, depth + 1);
      this.#next();
      if (this.#is('T_ARR_END')) return;
      if (!this.#is('T_COMMA')) this.#expected('comma or array end');
      this.#next();
    }
  }
}
