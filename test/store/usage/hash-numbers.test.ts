import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HashNumbers } from '../../../src/store/usage/hash-numbers.ts';

it('knows the hashes that were added and not deleted, numbered densely', () => {
  // Few hashes, so that they come again and lie side by side in the index.
  const step = fc.record({ hash: fc.integer({ min: -20, max: 20 }), isDelete: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const numbers = new HashNumbers(4);
      const model: number[] = [];
      for (const { hash, isDelete } of steps) {
        const number = numbers.find(hash);
        expect(number).toBe(model.indexOf(hash));
        if (isDelete && number >= 0) {
          expect(numbers.delete(number)).toBe(model.length - 1);
          const last = model.pop()!;
          if (number < model.length) model[number] = last;
        } else if (!isDelete && number < 0) {
          if (model.length === numbers.hashes.length) {
            numbers.resize(model.length * 2);
            numbers.reindex(numbers.slots * 2);
          }
          expect(numbers.add(hash)).toBe(model.length);
          model.push(hash);
        }
        expect([...numbers.hashes.subarray(0, numbers.count)]).toEqual(model);
      }
    }),
  );
});

it('keeps what there is when it is made smaller', () => {
  const numbers = new HashNumbers(64);
  for (let hash = 0; hash < 10; hash++) numbers.add(hash * 7);
  numbers.resize(10);
  numbers.reindex(16);
  expect([numbers.slots, numbers.hashes.length]).toEqual([16, 10]);
  for (let hash = 0; hash < 10; hash++) expect(numbers.find(hash * 7)).toBe(hash);
  expect(numbers.find(3)).toBe(-1);
});
