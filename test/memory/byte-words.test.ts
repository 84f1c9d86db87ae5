import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSame, wordsOf } from '../../src/memory/byte-words.ts';

describe('wordsOf', () => {
  it('reads the bytes of a buffer wherever it lies, and of the one before again', () => {
    const memory = Buffer.from('0123456789');
    const one = memory.subarray(1, 7);
    const other = Buffer.from('abcdefgh');
    for (let i = 0; i < 2; i++) {
      expect(wordsOf(one).getInt32(2, true)).toBe(one.readInt32LE(2));
      expect(wordsOf(other).getInt32(3, true)).toBe(other.readInt32LE(3));
      expect(() => wordsOf(one).getInt32(3, true)).toThrow(RangeError);
    }
  });
});

describe('isSame', () => {
  it('compares bytes of any number at any place', () => {
    const bytes = fc.uint8Array({ maxLength: 12, max: 1 });
    fc.assert(
      fc.property(bytes, bytes, fc.nat(5), fc.nat(5), (a, b, at, start) => {
        const one = Buffer.concat([Buffer.alloc(at, 7), a]);
        const other = Buffer.concat([Buffer.alloc(start, 9), b]);
        const length = Math.min(a.length, b.length);
        const expected = Buffer.compare(a.subarray(0, length), b.subarray(0, length)) === 0;
        expect(isSame(wordsOf(one), at, wordsOf(other), start, length)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});
