/** Reads the short lines of a request that the parser's fast path does not take: long, cut or wrong ones. */

/** What `parseLength` says of text that is no length. */
export const BAD_LENGTH = -2;

const MINUS = 45;
const ZERO = 48;
/** Digits of the largest signed 64-bit number. */
const MAX_DIGITS = 19;

/**
 * The decimal number in `buf[start, end)`: no plus, no white space, no leading zeros.
 * @returns the value, -1 for any negative number, `BAD_LENGTH` if it is not a number
 */
export function parseLength(buf: Buffer, start: number, end: number): number {
  const negative = start < end && buf[start] === MINUS;
  const first = negative ? start + 1 : start;
  const digits = end - first;
  if (digits < 1 || digits > MAX_DIGITS) return BAD_LENGTH;
  if (buf[first] === ZERO && (negative || digits > 1)) return BAD_LENGTH;
  let value = 0;
  for (let p = first; p < end; p++) {
    const digit = buf[p]! - ZERO;
    if (digit < 0 || digit > 9) return BAD_LENGTH;
    value = value * 10 + digit;
  }
  return negative ? -1 : value;
}

const POST = Buffer.from('post', 'latin1');
const HOST = Buffer.from('host:', 'latin1');

/**
 * Whether a first word of 4 or 5 bytes shows that a browser was made to talk to us (`POST`, `Host:`, in any case).
 */
export function isHttp(buf: Buffer, start: number, length: number): boolean {
  const word = length === 4 ? POST : HOST;
  for (let i = 0; i < length; i++) {
    const c = buf[start + i]!;
    if ((c >= 65 && c <= 90 ? c | 32 : c) !== word[i]) return false;
  }
  return true;
}

/** The byte as one latin1 character fit for an error line. */
export function printable(byte: number): string {
  return byte === 13 || byte === 10 ? ' ' : String.fromCharCode(byte);
}
