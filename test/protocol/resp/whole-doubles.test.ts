import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';
import { halves, takeApart } from '../../../protocol/resp/whole-doubles.ts';

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);

/** What `takeApart` makes of a number; null when it says that it is none of its own. */
function apart(value: number): readonly [number, number] | null {
  double[0] = value;
  return takeApart(words[0]!, words[1]!) ? [halves[0]!, halves[1]!] : null;
}

test('takes whole numbers apart', () => {
  const edges = [0, 1, 9, 20, 30, 31, 32, 33, 51, 52].flatMap((bit) => [2 ** bit - 1, 2 ** bit, 2 ** bit + 1]);
  const near = [1, 2, 999_999, 9_007_198].flatMap((n) => [n * 1e9 - 1, n * 1e9, n * 1e9 + 1]);
  for (const value of [...edges, ...near, Number.MAX_SAFE_INTEGER]) {
    if (value > 0) expect(apart(value)).toEqual([Math.floor(value / 1e9), value % 1e9]);
  }
  fc.assert(
    fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (value) => {
      expect(apart(value)).toEqual([Math.floor(value / 1e9), value % 1e9]);
    }),
    { numRuns: 5000 },
  );
});

test('leaves all other doubles to others', () => {
  for (const value of [0, -0, -1, 0.5, 1.5, 2 ** 31 + 0.5, 2 ** 51 + 0.5, 2 ** 53, 1e300, 5e-324]) {
    expect(apart(value)).toBeNull();
  }
  for (const value of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]) expect(apart(value)).toBeNull();
});

test('a double given as words is the reply that the double is', () => {
  const whole = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
  const any = fc.double({ noNaN: true });
  fc.assert(
    fc.property(fc.oneof(whole, fc.integer({ min: 0, max: 2000 }), any), fc.constantFrom(2, 3), (value, resp) => {
      const writer = new ReplyWriter();
      writer.begin(resp as 2 | 3);
      double[0] = value;
      writer.doubleOfWords(words[0]!, words[1]!);
      const byWords = writer.segmentBuffer(0).toString('latin1');
      writer.reset();
      writer.double(value);
      expect(byWords).toBe(writer.segmentBuffer(0).toString('latin1'));
    }),
    { numRuns: 3000 },
  );
});
