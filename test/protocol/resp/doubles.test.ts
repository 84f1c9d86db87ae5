import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatByDigits,
  formatDouble,
  formatFixed,
  MAX_DOUBLE_TEXT,
  writeDouble,
} from '../../../protocol/resp/doubles.ts';
import { loadVectors } from './vectors.ts';

function fromBits(bits: string): number {
  return Buffer.from(bits, 'hex').readDoubleBE();
}

describe('doubles', () => {
  it('print as redis-server 8.0.2 prints them', () => {
    const vectors = loadVectors<{ bits: string; text: string }>('doubles.json');
    expect(vectors.map(({ bits }) => formatDouble(fromBits(bits)))).toEqual(vectors.map(({ text }) => text));
    expect(vectors.filter(({ bits, text }) => Number(text) !== fromBits(bits))).toEqual([]);
  });

  it.each([
    [0, '0'],
    [-0, '-0'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [Number.NaN, 'nan'],
    [2 ** 62, '4611686018427387904'],
    [2 ** 62 + 1024, '4611686018427389000'],
    [-(2 ** 62), '-4611686018427387904'],
    [2 ** 53, '9007199254740992'],
  ])('%d', (d, text) => {
    expect(formatDouble(d)).toBe(text);
  });

  it('read back as the same double, within the announced size', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (d) => {
        const buf = Buffer.alloc(MAX_DOUBLE_TEXT + 2, 0x7e);
        const end = writeDouble(buf, 1, d);
        expect(Number(buf.toString('latin1', 1, end))).toBe(d);
        expect([buf[0], buf[end]]).toEqual([0x7e, 0x7e]);
      }),
      { numRuns: 3000 },
    );
  });

  it('read back at powers of two, where the neighbour below is nearer', () => {
    for (let power = -1074; power < 1024; power++) expect(Number(formatDouble(2 ** power))).toBe(2 ** power);
  });
});

describe('formatByDigits', () => {
  it.each([
    [0, '0'],
    [-0, '-0'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [123, '123'],
    [1e10, '1e+10'],
    [-123456789012, '-123456789012'],
    [2 ** 60, '1152921504606847000'],
    [0.25, '0.25'],
  ])('%d', (d, text) => {
    expect(formatByDigits(d)).toBe(text);
  });
});

describe('formatFixed', () => {
  it.each([
    [0, '0.0000'],
    [1, '1.0000'],
    [166274.15156960033, '166274.1516'],
    [-1.5, '-1.5000'],
    [0.00004, '0.0000'],
    [-0.00001, '0.0000'],
    [0.00005, '0.0000'],
    [0.00025, '0.0002'],
    [0.00035, '0.0004'],
    [99999.99999, '100000.0000'],
  ])('%d', (d, text) => {
    expect(formatFixed(d, 4)).toBe(text);
  });
});
