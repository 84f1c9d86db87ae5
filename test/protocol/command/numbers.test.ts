import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDouble, parseInt64, parseInteger } from '../../../protocol/command/numbers.ts';

const buffer = (text: string) => Buffer.from(`#${text}#`, 'latin1');
const integer = (text: string) => parseInteger(buffer(text), 1, text.length);
const int64 = (text: string) => parseInt64(buffer(text), 1, text.length);
const float = (text: string) => parseDouble(buffer(text), 1, text.length);

describe('integers', () => {
  it('read every signed 64-bit integer', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (n) => {
        expect(BigInt(int64(String(n)))).toBe(n);
        expect(Math.abs(integer(String(n)) - Number(n))).toBeLessThanOrEqual(2 ** 11);
      }),
    );
    fc.assert(
      fc.property(fc.maxSafeInteger(), (n) => {
        expect(int64(String(n))).toBe(n === 0 ? 0 : n);
        expect(integer(String(n))).toBe(n === 0 ? 0 : n);
      }),
    );
  });
  it('refuse everything else', () => {
    for (const text of [
      '',
      '-',
      '+1',
      '01',
      '-0',
      '-01',
      ' 1',
      '1 ',
      '1.0',
      '1e3',
      'x',
      '1x',
      '0x1',
      '9223372036854775808',
      '-9223372036854775809',
      '99999999999999999999',
      '١',
    ]) {
      expect(integer(text), text).toBeNaN();
      expect(int64(text), text).toBeNaN();
    }
    expect(parseInteger(buffer('1'), -1, 100_000)).toBeNaN();
  });
});

describe('doubles', () => {
  it('read what strtod reads', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => {
        expect(float(String(n))).toBe(Number(String(n)));
      }),
    );
    const cases = {
      '0x10': 16,
      '0x1p3': 8,
      '0x1.8': 1.5,
      '1e5': 1e5,
      '1E5': 1e5,
      '+1': 1,
      '+.5': 0.5,
      '5.': 5,
      '00012': 12,
      '1e+5': 1e5,
      '1e-5': 1e-5,
      inf: Infinity,
      '+inf': Infinity,
      INF: Infinity,
      '-Infinity': -Infinity,
      '123456789012345678901234567890': 1.2345678901234568e29,
      '4.9e-324': 5e-324,
      '0e5': 0,
      '0.1': 0.1,
      '-0': -0,
    };
    for (const [text, value] of Object.entries(cases)) expect(float(text), text).toBe(value);
  });
  it('are what JavaScript makes of up to 17 digits, wherever the point is', () => {
    const digits = fc.string({ minLength: 1, maxLength: 17, unit: fc.constantFrom(...'0123456789') });
    fc.assert(
      fc.property(digits, fc.nat(17), fc.constantFrom('', '-'), (all, point, sign) => {
        const text = point < all.length ? `${sign}${all.slice(0, point)}.${all.slice(point)}` : sign + all;
        expect(float(text)).toBe(Number(text));
      }),
      { numRuns: 2000 },
    );
  });
  it('refuse what Redis refuses', () => {
    for (const text of [
      '',
      '-',
      '.',
      '-.',
      '1e',
      '1.5.5',
      '1_0',
      'infi',
      'nan',
      '-nan',
      '++1',
      '1d5',
      ' 1',
      '1 ',
      '0x',
      '0xg',
      '1x',
      '0b1',
      '1e400',
      '-1e400',
      '1e-400',
      '2e-324',
      '0x1p',
    ]) {
      expect(float(text), text).toBeNaN();
    }
    expect(parseDouble(buffer('1'), -1, 100_000)).toBeNaN();
  });
});
