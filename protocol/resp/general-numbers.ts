/** Numbers as C's printf writes them with `%.14g` and the like. */

/** @param digits significant ones */
export function formatGeneral(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa, power] = rounded(value, digits).split('e') as [string, string];
  const exponent = Number(power);
  if (exponent < -4 || exponent >= digits) {
    const sign = exponent < 0 ? '-' : '+';
    return `${trimZeros(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return plain(mantissa, exponent);
}

/** `1.5e+3`: of two that are as near, C takes the even one, and JavaScript the larger. */
function rounded(value: number, digits: number): string {
  const text = value.toExponential(digits - 1);
  const longer = value.toExponential(digits);
  const at = longer.indexOf('e');
  if (longer[at - 1] !== '5' || !isExact(value, longer, digits)) return text;
  const before = longer[at - 2] === '.' ? longer[at - 3]! : longer[at - 2]!;
  return Number(before) % 2 === 0 ? `${longer.slice(0, at - 1).replace(/\.$/, '')}${longer.slice(at)}` : text;
}

/** Whether the digits are all that the number has. */
function isExact(value: number, text: string, digits: number): boolean {
  const all = value.toExponential(Math.min(100, digits + MORE_DIGITS));
  return trimZeros(all.slice(0, all.indexOf('e'))) === trimZeros(text.slice(0, text.indexOf('e')));
}

/** Digits behind the last one that tell a number between two others from one that is nearer to one of them. */
const MORE_DIGITS = 40;

/** A mantissa with one digit before its point, without an exponent. */
function plain(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < 0) return `${sign}${trimZeros(`0.${'0'.repeat(-exponent - 1)}${digits}`)}`;
  const whole = digits.slice(0, exponent + 1);
  return `${sign}${trimZeros(`${whole}.${digits.slice(exponent + 1)}`)}`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0*$/, '') : text;
}
