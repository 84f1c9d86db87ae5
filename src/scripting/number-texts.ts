/**
 * Texts that are numbers to C, and so to Lua: decimal, hexadecimal, `inf` and `nan`. Scanned by hand, once from left to
 * right: texts are as long as scripts make them, and an expression that goes back on its steps would take the square of that.
 */

const SPACE = 32;
const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
/** Of letters, this bit tells the small ones from the capitals. */
const SMALL = 32;
const LETTER_E = 101;
const LETTER_P = 112;
const LETTER_X = 120;
const WORD = /inf(?:inity)?|nan/iy;
const NOTE_LETTER = /\w/;

/** @returns the longest piece of the text from a place on that is a number; empty when none is */
export function numberAt(text: string, at: number): string {
  return text.slice(at, endOfNumber(text, at));
}

/** The number that a text is as a whole, but for blanks around it; undefined when it is none. A zero byte ends texts of C. */
export function numberIn(text: string): number | undefined {
  const start = skipBlanks(text, 0);
  const end = endOfNumber(text, start);
  if (end === start) return undefined;
  const rest = skipBlanks(text, end);
  if (rest < text.length && text.charCodeAt(rest) !== 0) return undefined;
  return numberOf(text.slice(start, end));
}

/** @returns the same place when no number begins there */
function endOfNumber(text: string, start: number): number {
  const sign = text.charCodeAt(start);
  const at = sign === PLUS || sign === MINUS ? start + 1 : start;
  const first = text.charCodeAt(at);
  let end = at;
  if (first === ZERO && (text.charCodeAt(at + 1) | SMALL) === LETTER_X) {
    end = mantissaEnd(text, at + 2, isHexDigit);
    // The zero alone is a number too.
    return end === at + 2 ? at + 1 : powerEnd(text, end, LETTER_P);
  }
  if (first === DOT || isDigit(first)) {
    end = mantissaEnd(text, at, isDigit);
    if (end > at) end = powerEnd(text, end, LETTER_E);
  } else end = wordEnd(text, at);
  return end === at ? start : end;
}

function skipBlanks(text: string, at: number): number {
  let end = at;
  for (; ; end++) {
    const code = text.charCodeAt(end);
    if (code !== SPACE && !(code >= 9 && code <= 13)) return end;
  }
}

/** Digits with one point among them, before or behind them; the same place when there is no digit. */
function mantissaEnd(text: string, start: number, isOne: (code: number) => boolean): number {
  let end = start;
  while (isOne(text.charCodeAt(end))) end++;
  const whole = end - start;
  if (text.charCodeAt(end) !== DOT) return end;
  end++;
  while (isOne(text.charCodeAt(end))) end++;
  return whole === 0 && end === start + 1 ? start : end;
}

function powerEnd(text: string, start: number, letter: number): number {
  if ((text.charCodeAt(start) | SMALL) !== letter) return start;
  const sign = text.charCodeAt(start + 1);
  const digits = sign === PLUS || sign === MINUS ? start + 2 : start + 1;
  let end = digits;
  while (isDigit(text.charCodeAt(end))) end++;
  return end === digits ? start : end;
}

function wordEnd(text: string, start: number): number {
  WORD.lastIndex = start;
  const word = WORD.exec(text)?.[0] ?? '';
  const end = start + word.length;
  return word.toLowerCase() === 'nan' && text[end] === '(' ? noteEnd(text, end) : end;
}

/** C lets a note in brackets follow `nan`. */
function noteEnd(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && NOTE_LETTER.test(text[end]!)) end++;
  return text[end] === ')' ? end + 1 : start;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= 57;
}

function isHexDigit(code: number): boolean {
  const small = code | SMALL;
  return isDigit(code) || (small >= 97 && small <= 102);
}

/** The number that such a piece is. */
export function numberOf(piece: string): number {
  const isNegative = piece.startsWith('-');
  const digits = piece.replace(/^[-+]/, '').toLowerCase();
  let value: number;
  if (digits.startsWith('inf')) value = Number.POSITIVE_INFINITY;
  else if (digits.startsWith('nan')) value = Number.NaN;
  else if (digits.startsWith('0x')) value = hexadecimal(digits.slice(2));
  else value = Number(digits);
  return isNegative ? -value : value;
}

function hexadecimal(text: string): number {
  const [digits, power] = text.split('p') as [string, string | undefined];
  const [whole, part = ''] = digits.split('.') as [string, string | undefined];
  const mantissa = Number(`0x${whole}${part}`);
  return mantissa * 2 ** (Number(power ?? 0) - 4 * part.length);
}
