import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyWords, isSame, requestWords, wordsOf } from '../../src/memory/byte-words.ts';

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

describe('requestWords', () => {
  it('knows the bytes that were asked for last, and no shared ones', () => {
    const one = Buffer.from('abcdefgh');
    const shared = Buffer.from(new SharedArrayBuffer(8));
    const view = wordsOf(one);
    wordsOf(shared);
    expect(requestWords(one)).toBe(view);
    expect(requestWords(shared)).toBeUndefined();
    wordsOf(Buffer.from('ijklmnop'));
    expect(requestWords(one)).toBeUndefined();
  });
});

describe('copyWords', () => {
  it('copies four bytes and more from any place to any place, and nothing beside them', () => {
    const bytes = fc.uint8Array({ minLength: 4, maxLength: 20 });
    fc.assert(
      fc.property(bytes, fc.nat(5), fc.nat(5), (from, at, start) => {
        const source = Buffer.concat([Buffer.alloc(start, 7), from]);
        const target = Buffer.alloc(at + from.length + 5, 9);
        copyWords(wordsOf(target), at, wordsOf(source), start, from.length);
        expect(target).toEqual(Buffer.concat([Buffer.alloc(at, 9), from, Buffer.alloc(5, 9)]));
      }),
    );
  });
});
