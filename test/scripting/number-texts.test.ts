import { expect, it } from 'vitest';
import { numberAt, numberIn, numberOf } from '../../src/scripting/number-texts.ts';

it.each([
  ['12', 12],
  [' -1.5e3\n', -1500],
  ['.5', 0.5],
  ['5.', 5],
  ['0x1F', 31],
  ['-0x1.8p1', -3],
  ['0x.8', 0.5],
  ['inf', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['nan', Number.NaN],
  ['NaN(x1)', Number.NaN],
  ['0X1p+2', 4],
  ['+.5E-1', 0.05],
  ['1 \0x', 1],
])('%j is a number to C', (text, value) => {
  expect(numberIn(text)).toBe(value);
});

it.each([
  '',
  ' ',
  '1 2',
  '1x',
  '0b11',
  '0o17',
  '1_000',
  'e5',
  '.',
  '0x',
  '--1',
  'infin',
  'nan(',
  'nan(-)',
  '0x.',
  '0x1p',
  '1e+',
  '\0',
])('%j is none', (text) => {
  expect(numberIn(text)).toBeUndefined();
});

it('finds the longest number that begins at a place', () => {
  expect(numberAt('[1e5,2]', 1)).toBe('1e5');
  expect(numberAt('1e+', 0)).toBe('1');
  expect(numberAt('0xg', 0)).toBe('0');
  expect(numberAt('x1', 0)).toBe('');
  expect(numberOf('+7')).toBe(7);
});

it.each(['1', '0x1', '1.1', '.1', '1e1', 'nan(1', ' '])('tells soon that %j with many more ones is none', (start) => {
  const text = `${start}${'1'.repeat(1_000_000)}g`;
  const begin = performance.now();
  expect(numberIn(text)).toBeUndefined();
  numberIn(text.slice(0, -1));
  numberIn(`${start}${' '.repeat(1_000_000)}g`);
  expect(performance.now() - begin).toBeLessThan(1_000);
});
