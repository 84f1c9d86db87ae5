/** Doubles as Redis prints them in replies. */

/** The longest text of a double, in bytes. */
export const MAX_DOUBLE_TEXT = 32;

/** Integers up to here are printed digit by digit; larger ones as shortest digits and zeros. */
const EXACT_INTEGERS = 2 ** 62;

/** The text of a double: `3`, `0.1`, `1e+19`, `1.5e-7`, `inf`, `-inf`, `nan`. */
export function formatDouble(d: number): string {
  if (Number.isNaN(d)) return 'nan';
  if (d === Infinity) return 'inf';
  if (d === -Infinity) return '-inf';
  if (Number.isInteger(d) && d <= EXACT_INTEGERS && d >= -EXACT_INTEGERS) return BigInt(d).toString();
  const [mantissa = '', power = ''] = Math.abs(d).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const sign = d < 0 ? '-' : '';
  return sign + layOut(digits, Number(power) - digits.length + 1);
}

function layOut(digits: string, exponent: number): string {
  const power = exponent + digits.length - 1;
  const size = Math.abs(power);
  if (exponent >= 0 && size < digits.length + 7) return digits + '0'.repeat(exponent);
  if (exponent < 0 && (exponent > -7 || size < 4)) {
    const point = digits.length + exponent;
    if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
    return `${digits.slice(0, point)}.${digits.slice(point)}`;
  }
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${digits[0]}${fraction}e${power < 0 ? '-' : '+'}${size}`;
}

/** Writes the text of a double; returns the position after it. */
export function writeDouble(buf: Buffer, pos: number, d: number): number {
  return pos + buf.write(formatDouble(d), pos, 'latin1');
}
