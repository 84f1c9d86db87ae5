import { expect, it } from 'vitest';
import { KeyShares } from '../../src/analytics/key-shares.ts';

/** What is left of the shares after so many cuts to a half. @param model share that it looks at now */
function cut(times: number, model: number, chooser: number, records: number): { model: number; chooser: number } {
  const shares = new KeyShares();
  const left = { model, chooser };
  for (let i = 0; i < times; i++) {
    shares.lower(0.5, left.model, left.chooser, records);
    left.model = Math.min(left.model, shares.model);
    left.chooser = Math.min(left.chooser, shares.chooser);
  }
  return left;
}

it('takes keys from whom they cost more time, until both cost about the same', () => {
  expect(cut(1, 1, 1 / 32, 1e6)).toEqual({ model: 0.5, chooser: 1 / 32 });
  expect(cut(1, 0.1, 1 / 32, 1e6)).toEqual({ model: 0.1, chooser: 1 / 64 });
  const { model, chooser } = cut(8, 1, 1 / 32, 1e6);
  expect(model * chooser).toBe(2 ** -13);
  expect(model / chooser).toBeGreaterThanOrEqual(4);
  expect(model / chooser).toBeLessThanOrEqual(16);
});

it('leaves the chooser enough objects to tell rules apart by, as long as the model has more keys', () => {
  expect(cut(5, 1, 1 / 32, 1024 * 32)).toEqual({ model: 1 / 32, chooser: 1 / 32 });
  expect(cut(1, 1 / 32, 1 / 32, 1024 * 32)).toEqual({ model: 1 / 64, chooser: 1 / 64 });
  expect(cut(1, 1 / 64, 1 / 32, 1024 * 64)).toEqual({ model: 1 / 64, chooser: 1 / 64 });
});

it('takes them from the chooser alone where the model is off, and never all', () => {
  const { model, chooser } = cut(100, 0, 1 / 32, 1e6);
  expect(model).toBe(0);
  expect(chooser).toBeGreaterThan(0);
  expect(chooser).toBeLessThan(1e-5);
});

it('takes them from both where samples come too fast, whatever they cost, until it allows for all again', () => {
  const shares = new KeyShares();
  shares.lowerBoth(1, 0.25);
  expect(shares).toMatchObject({ model: 0.25, chooser: 0.25 });
  shares.reset();
  expect(shares).toMatchObject({ model: 1, chooser: 1 });
});
