import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCanonicalInteger } from '../../../src/store/strings/canonical-integer.ts';

describe('isCanonicalInteger', () => {
  it.each([
    ['0', true],
    ['-1', true],
    ['9223372036854775807', true],
    ['-9223372036854775808', true],
    ['9223372036854775808', false],
    ['-9223372036854775809', false],
    ['10000000000000000000', false],
    ['', false],
    ['-', false],
    ['-0', false],
    ['00', false],
    ['01', false],
    ['+1', false],
    [' 1', false],
    ['1 ', false],
    ['1.0', false],
  ])('%j: %s', (text, expected) => expect(isCanonicalInteger(Buffer.from(text), 0, text.length)).toBe(expected));

  it('agrees with bigint', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }), (value) => {
        const text = String(value);
        const fits = BigInt.asIntN(64, value) === value;
        expect(isCanonicalInteger(Buffer.from(text), 0, text.length)).toBe(fits);
      }),
      { numRuns: 2000 },
    );
  });
});
