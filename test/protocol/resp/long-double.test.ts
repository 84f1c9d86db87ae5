import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  formatLongDouble,
  NOT_A_NUMBER,
  NOT_FINITE,
  parseLongDouble,
} from '../../../protocol/resp/long-double.ts';
import { loadVectors } from './vectors.ts';

const VECTORS = loadVectors<{ value: string; increment: string; reply: string }>('decimals.json');

describe('addDecimals', () => {
  it.each(VECTORS)('$value + $increment', ({ value, increment, reply }) => {
    const sum = addDecimals(value, increment);
    if (sum === NOT_A_NUMBER) expect(reply).toBe('ERR value is not a valid float');
    else if (sum === NOT_FINITE) expect(reply).toBe('ERR increment would produce NaN or Infinity');
    else expect(sum).toBe(reply);
  });

  it('adds what fits 64 bits exactly', () => {
    const short = fc.integer({ min: -(10 ** 6), max: 10 ** 6 });
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(addDecimals(String(a / 64), String(b / 64))).toBe(String((a + b) / 64));
      }),
    );
  });

  it('prints a range of 10^4932 in full', () => {
    expect(addDecimals('1e4932', '0')).toHaveLength(4933);
    expect(addDecimals('1.18973149535723176e4932', '1.18973149535723176e4932')).toBe(NOT_FINITE);
  });
});

describe('parseLongDouble', () => {
  it('never throws, and prints what it reads back again', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789.eE+-xXpPaAfinIN '), maxLength: 24 });
    fc.assert(
      fc.property(text, (input) => {
        const value = parseLongDouble(input);
        if (value === undefined || value.infinite) return;
        const printed = formatLongDouble(value);
        expect(formatLongDouble(parseLongDouble(printed)!)).toBe(printed);
      }),
      { numRuns: 3000 },
    );
  });

  it('refuses endless text and exponents quickly', () => {
    expect(parseLongDouble('1'.repeat(6000))).toBeUndefined();
    expect(parseLongDouble(`1e${'9'.repeat(4000)}`)).toBeUndefined();
    expect(formatLongDouble(parseLongDouble(`0e${'9'.repeat(4000)}`)!)).toBe('0');
  });
});
