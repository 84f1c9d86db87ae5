import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addToLong,
  compareIds,
  decrementId,
  fillId,
  ID_WORDS,
  incrementId,
  isMaxId,
  isZeroId,
  sameMilliseconds,
} from '../../../src/values/stream/stream-id.ts';

const MAX = 2n ** 128n - 1n;

function idOf(value: bigint): Int32Array {
  const id = new Int32Array(ID_WORDS);
  for (let i = 0; i < ID_WORDS; i++) id[i] = Number(BigInt.asIntN(32, value >> BigInt(32 * (3 - i))));
  return id;
}

function numberOf(id: Int32Array): bigint {
  return id.reduce((sum, word) => (sum << 32n) | BigInt(word >>> 0), 0n);
}

const edges = [0n, 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 64n - 1n, 2n ** 64n, 2n ** 127n, MAX - 1n, MAX];
const values = fc.oneof(fc.constantFrom(...edges), fc.bigInt({ min: 0n, max: MAX }));

describe('stream IDs', () => {
  it('are compared as unsigned numbers', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(compareIds(idOf(a), 0, idOf(b), 0)).toBe(a < b ? -1 : a > b ? 1 : 0);
        expect(sameMilliseconds(idOf(a), 0, idOf(b), 0)).toBe(a >> 64n === b >> 64n);
      }),
    );
  });

  it('step up and down, but not over the ends', () => {
    fc.assert(
      fc.property(values, (value) => {
        const up = idOf(value);
        expect(incrementId(up, 0)).toBe(value !== MAX);
        expect(numberOf(up)).toBe(value === MAX ? MAX : value + 1n);
        const down = idOf(value);
        expect(decrementId(down, 0)).toBe(value !== 0n);
        expect(numberOf(down)).toBe(value === 0n ? 0n : value - 1n);
      }),
    );
  });

  it('know their ends', () => {
    const id = idOf(5n);
    expect([isZeroId(id, 0), isMaxId(id, 0)]).toEqual([false, false]);
    fillId(id, 0, 0);
    expect([isZeroId(id, 0), isMaxId(id, 0)]).toEqual([true, false]);
    fillId(id, 0, -1);
    expect([isZeroId(id, 0), isMaxId(id, 0)]).toEqual([false, true]);
  });
});

describe('addToLong', () => {
  it('carries and borrows', () => {
    const start = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n });
    fc.assert(
      fc.property(start, fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (value, by) => {
        const words = Int32Array.of(Number(value >> 32n), Number(BigInt.asIntN(32, value)));
        addToLong(words, 0, by);
        expect((BigInt(words[0]!) << 32n) | BigInt(words[1]! >>> 0)).toBe(value + BigInt(by));
      }),
    );
  });
});
