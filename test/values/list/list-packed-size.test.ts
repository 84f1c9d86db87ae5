import { describe, expect, it } from 'vitest';
import { packedBytes } from '../../../src/values/list/list-packed-size.ts';

/** Items and their bytes in a listpack, as redis-server 8.0.2 has them. */
const SIZES: readonly (readonly [item: string, bytes: number])[] = [
  ['', 2],
  ['a', 3],
  ['0', 2],
  ['127', 2],
  ['128', 3],
  ['-1', 3],
  ['4095', 3],
  ['4096', 4],
  ['-4096', 3],
  ['-4097', 4],
  ['32767', 4],
  ['32768', 5],
  ['-32768', 4],
  ['8388607', 5],
  ['8388608', 6],
  ['-8388608', 5],
  ['2147483647', 6],
  ['2147483648', 10],
  ['-2147483648', 6],
  ['9999999999', 10],
  ['12345678901', 10],
  ['-12345678901', 10],
  ['1234567890x', 13],
  ['012345678901', 14],
  ['9223372036854775807', 10],
  ['-9223372036854775808', 10],
  ['9223372036854775808', 21],
  ['-9223372036854775809', 22],
  ['12345678901234567890', 22],
  ['01', 4],
  ['-0', 4],
  ['1.0', 5],
  [' 1', 4],
  ['-', 3],
  ['x'.repeat(63), 65],
  ['x'.repeat(64), 67],
  ['x'.repeat(125), 128],
  ['x'.repeat(126), 130],
  ['x'.repeat(4095), 4099],
  ['x'.repeat(4096), 4103],
];

describe('packedBytes', () => {
  for (const [item, bytes] of SIZES) {
    it(`is ${bytes} for ${item.length > 24 ? `${item.length} bytes` : `"${item}"`}`, () => {
      const text = Buffer.from(`..${item}`);
      expect(packedBytes(text, 2, item.length)).toBe(bytes);
    });
  }
});
