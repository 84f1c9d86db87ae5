import { expect, it } from 'vitest';
import { RandomNumbers } from '../../src/scripting/random-numbers.ts';

it('gives what lrand48 of the C library gives', () => {
  const words = new Int32Array(2);
  RandomNumbers.begin(words);
  const numbers = new RandomNumbers(words);
  expect([numbers.next(), numbers.next(), numbers.next()]).toEqual([851_401_618, 1_804_928_587, 758_783_491]);
  numbers.seed(42);
  expect([numbers.next(), numbers.next(), numbers.next()]).toEqual([1_598_855_263, 735_945_821, 238_553_827]);
});

it('is one sequence for all who share the words', () => {
  const words = new Int32Array(new SharedArrayBuffer(8));
  const [one, other] = [new RandomNumbers(words), new RandomNumbers(words)];
  one.seed(1);
  const first = one.next();
  const second = other.next();
  other.seed(1);
  expect([one.next(), one.next()]).toEqual([first, second]);
});
