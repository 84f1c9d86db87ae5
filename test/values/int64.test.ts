import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Int64 } from '../../src/values/int64.ts';

const value = new Int64();

function read(text: string): boolean {
  return value.read(Buffer.from(text, 'latin1'), 0, text.length);
}

function written(): string {
  const out = Buffer.alloc(20);
  return out.toString('latin1', 0, value.write(out, 0));
}

describe('Int64', () => {
  it('reads and writes every integer of 64 bits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (n) => {
        expect(read(String(n))).toBe(true);
        expect((BigInt(value.high) << 32n) | BigInt(value.low >>> 0)).toBe(n);
        expect(written()).toBe(String(n));
      }),
    );
  });
  it('knows how wide an integer is', () => {
    const widths: readonly (readonly [string, number])[] = [
      ['0', 2],
      ['32767', 2],
      ['-32768', 2],
      ['32768', 4],
      ['-32769', 4],
      ['2147483647', 4],
      ['-2147483648', 4],
      ['2147483648', 8],
      ['-2147483649', 8],
      ['9223372036854775807', 8],
      ['-9223372036854775808', 8],
    ];
    for (const [text, width] of widths) {
      expect(read(text)).toBe(true);
      expect([text, value.width()]).toEqual([text, width]);
    }
  });
  it('reads one spelling only', () => {
    for (const text of [
      '',
      '-',
      '00',
      '01',
      '-0',
      '+1',
      ' 1',
      '1 ',
      '1.0',
      'a',
      '9223372036854775808',
      '-9223372036854775809',
      '99999999999999999999',
    ]) {
      expect([text, read(text)]).toEqual([text, false]);
    }
  });
});
