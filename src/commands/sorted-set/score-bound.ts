// HOT: no allocation but for rare spellings.
/**
 * The end of a range of scores, as it is spelt in a request behind an optional `(`. Unlike other numbers it may be empty
 * (0) and may pass the range of a double either way; it is decimal only.
 */
import { parseDouble } from '../../../protocol/command/numbers.ts';

/** The score in these bytes, NaN if they are none. */
export function parseScoreBound(buf: Uint8Array, start: number, length: number): number {
  if (length === 0) return 0;
  for (let i = start; i < start + length; i++) {
    // Hexadecimal digits are no score here.
    if ((buf[i]! | 0x20) === 0x78) return Number.NaN;
  }
  const score = parseDouble(buf, start, length);
  return Number.isNaN(score) ? beyondDoubles(buf, start, length) : score;
}

/** cold: what is too large or too small for a double. */
function beyondDoubles(buf: Uint8Array, start: number, length: number): number {
  const text = Buffer.from(buf.subarray(start, start + length)).toString('latin1');
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}
