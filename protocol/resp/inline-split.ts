/**
 * Splits an inline command line into arguments with Redis' quoting rules, in place: an argument is never longer than
 * the text it comes from, so the unquoted bytes overwrite the line itself. Nothing is allocated but argument slots.
 *
 * "..." knows \n \r \t \b \a \xHH and takes any other escaped byte literally; '...' knows only \'. A closing quote
 * must be followed by white space or the end of the line. Quotes may begin inside a word: a"b c" is one argument.
 */

/** Where the arguments are noted. */
export interface ArgumentList {
  /** Takes the argument at `start`, `length` bytes long. */
  addArgument(start: number, length: number): void;
}

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const DOUBLE = 34;
const SINGLE = 39;
const BACKSLASH = 92;

/**
 * Splits `buf[start, end)` (without the line end) and gives each argument to `list`.
 * @returns false if quotes are unbalanced
 */
export function splitInline(buf: Buffer, start: number, end: number, list: ArgumentList): boolean {
  let p = start;
  for (;;) {
    while (p < end && isSpace(buf[p]!)) p++;
    if (p >= end) return true;
    const from = p;
    let to = p;
    while (p < end) {
      const c = buf[p]!;
      if (c === SPACE || c === TAB || c === LF || c === CR) break;
      if (c === DOUBLE || c === SINGLE) {
        const ends = c === DOUBLE ? doubleQuoted(buf, p + 1, end, to) : singleQuoted(buf, p + 1, end, to);
        if (ends < 0) return false;
        to += written;
        p = ends;
        break;
      }
      buf[to++] = c;
      p++;
    }
    list.addArgument(from, to - from);
  }
}

/** Bytes that the last quoted text came to. */
let written = 0;

/** Copies up to the closing quote to `to`; returns the position after it, or -1. */
function doubleQuoted(buf: Buffer, from: number, end: number, to: number): number {
  let out = to;
  for (let p = from; p < end; p++) {
    let c = buf[p]!;
    if (c === DOUBLE) return close(buf, p, end, out - to);
    if (c === BACKSLASH && p + 1 < end) {
      const high = p + 3 < end && buf[p + 1] === 120 ? hexDigit(buf[p + 2]!) : -1;
      const low = high >= 0 ? hexDigit(buf[p + 3]!) : -1;
      if (low >= 0) {
        c = high * 16 + low;
        p += 3;
      } else {
        c = escaped(buf[++p]!);
      }
    }
    buf[out++] = c;
  }
  return -1;
}

function singleQuoted(buf: Buffer, from: number, end: number, to: number): number {
  let out = to;
  for (let p = from; p < end; p++) {
    let c = buf[p]!;
    if (c === SINGLE) return close(buf, p, end, out - to);
    if (c === BACKSLASH && p + 1 < end && buf[p + 1] === SINGLE) c = buf[++p]!;
    buf[out++] = c;
  }
  return -1;
}

function close(buf: Buffer, quote: number, end: number, length: number): number {
  if (quote + 1 < end && !isSpace(buf[quote + 1]!)) return -1;
  written = length;
  return quote + 1;
}

/** C's isspace: tab, newline, vertical tab, form feed, carriage return, space. */
function isSpace(c: number): boolean {
  return c === SPACE || (c >= TAB && c <= CR);
}

function hexDigit(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const letter = c | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function escaped(c: number): number {
  if (c === 110) return LF;
  if (c === 114) return CR;
  if (c === 116) return TAB;
  if (c === 98) return 8;
  return c === 97 ? 7 : c;
}
