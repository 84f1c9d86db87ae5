import { expect, it } from 'vitest';
import { mustHide } from '../../../src/metrics/logs/secrets.ts';

const hidden = (row: string, ...words: string[]): string => {
  const isHidden = mustHide(row, words.length, (index) => words[index] ?? '');
  return words.map((word, i) => (isHidden(i) ? '*' : word)).join(' ');
};

it.each([
  ['auth', 'AUTH user secret', 'AUTH * *'],
  ['hello', 'HELLO 3 AUTH user secret SETNAME me', 'HELLO 3 AUTH * * SETNAME me'],
  ['hello', 'HELLO 3', 'HELLO 3'],
  ['config|set', 'CONFIG SET timeout 1 RequirePass secret', 'CONFIG SET timeout 1 RequirePass *'],
  ['migrate', 'MIGRATE h 1 k 0 10 AUTH secret KEYS a', 'MIGRATE h 1 k 0 10 AUTH * KEYS a'],
  ['migrate', 'MIGRATE h 1 k 0 10 AUTH2 user secret KEYS a', 'MIGRATE h 1 k 0 10 AUTH2 * * KEYS a'],
  ['set', 'SET auth secret', 'SET auth secret'],
])('%s hides the passwords of `%s`', (row, request, shown) => {
  expect(hidden(row, ...request.split(' '))).toBe(shown);
});
