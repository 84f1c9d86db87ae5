import { expect, it } from 'vitest';
import { formatGeneral } from '../../../protocol/resp/general-numbers.ts';

it.each([
  [0, 14, '0'],
  [-0, 17, '-0'],
  [0.1, 14, '0.1'],
  [0.1, 17, '0.10000000000000001'],
  [3, 14, '3'],
  [1e13, 14, '10000000000000'],
  [1e14, 14, '1e+14'],
  [1e16, 17, '10000000000000000'],
  [1e17, 17, '1e+17'],
  [-0.0001, 17, '-0.0001'],
  [1e-5, 17, '1.0000000000000001e-05'],
  [5e-324, 17, '4.9406564584124654e-324'],
  [123_456_789.123_456_79, 17, '123456789.12345679'],
  [Number.POSITIVE_INFINITY, 14, 'inf'],
  [Number.NEGATIVE_INFINITY, 14, '-inf'],
  [Number.NaN, 14, 'nan'],
])('writes %d with %i digits as C does', (value, digits, text) => {
  expect(formatGeneral(value, digits)).toBe(text);
});
