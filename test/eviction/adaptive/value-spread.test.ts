import { expect, it } from 'vitest';
import { ValueSpread } from '../../../src/eviction/adaptive/value-spread.ts';
import { Random32 } from '../../../src/eviction/random.ts';

/** A spread that has seen sizes and costs, both up to so many times the least, evenly over their logarithms. */
function seen(objects: number, sizes: number, costs: number): ValueSpread {
  const random = new Random32(7);
  const share = (): number => (random.next() >>> 0) / 2 ** 32;
  const spread = new ValueSpread();
  for (let i = 0; i < objects; i++) spread.add(100 * sizes ** share(), costs ** share());
  return spread;
}

it('is wide where sizes or costs differ by far, or both', () => {
  expect([seen(64, 1_000, 1), seen(64, 1, 1_000), seen(64, 40, 40)].map(({ isWide }) => isWide)).toEqual([
    true,
    true,
    true,
  ]);
});

it('is not wide where they differ by a few times', () => {
  expect([seen(64, 1, 1), seen(64, 10, 1), seen(64, 5, 4)].map(({ isWide }) => isWide)).toEqual([false, false, false]);
});

it('says nothing before it has seen enough, and looks at nothing after that', () => {
  const few = seen(63, 1_000, 1);
  expect([few.isKnown, few.isWide]).toEqual([false, false]);
  const spread = seen(64, 1, 1);
  for (let i = 0; i < 100; i++) spread.add(10 ** (i % 7), 1);
  expect([spread.isKnown, spread.isWide]).toEqual([true, false]);
});

it('leaves out objects of unknown size', () => {
  const spread = seen(63, 1, 1);
  for (let i = 0; i < 10; i++) spread.add(0, 5);
  expect(spread.isKnown).toBe(false);
});
