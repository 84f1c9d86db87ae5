/** Texts that are numbers to C, and so to Lua: decimal, hexadecimal, `inf` and `nan`. */

const HEX = '0[xX](?:[0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)(?:[pP][-+]?\\d+)?';
const DECIMAL = '(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?';
const WORDS = '[iI][nN][fF](?:[iI][nN][iI][tT][yY])?|[nN][aA][nN](?:\\(\\w*\\))?';
const NUMBER = new RegExp(`[-+]?(?:${HEX}|${DECIMAL}|${WORDS})`, 'y');
const BLANK = '[ \\t\\n\\v\\f\\r]*';
const WHOLE = new RegExp(`^${BLANK}([-+]?(?:${HEX}|${DECIMAL}|${WORDS}))${BLANK}$`);

/** @returns the longest piece of the text from a place on that is a number; empty when none is */
export function numberAt(text: string, at: number): string {
  NUMBER.lastIndex = at;
  return NUMBER.exec(text)?.[0] ?? '';
}

/** The number that a text is as a whole, but for blanks around it; undefined when it is none. */
export function numberIn(text: string): number | undefined {
  const found = WHOLE.exec(text);
  return found === null ? undefined : numberOf(found[1]!);
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
