import { expect, it } from 'vitest';
import { TimeBudget } from '../../src/analytics/time-budget.ts';

const PERIOD_MS = 250;

/** Plays a load of so many samples a second at µs each, and follows what the budget says. @returns rate, µs spent */
function play(seconds: number, perSecond: number, usEach: number): { rate: number; spentUs: number } {
  const budget = new TimeBudget();
  let rate = 1;
  let spentUs = 0;
  for (let ms = 0; ms < seconds * 1000; ms += PERIOD_MS) {
    const arrived = (perSecond * rate * PERIOD_MS) / 1000;
    spentUs += arrived * usEach;
    rate *= budget.account(PERIOD_MS, arrived * usEach, arrived, arrived);
  }
  return { rate, spentUs };
}

it('looks at a burst whole', () => {
  expect(play(2, 190_000, 0.5).rate).toBe(1);
});

it('spares the threads that write samples a flood of them, at once', () => {
  const { rate } = play(0.3, 1_000_000, 0.01);
  expect(rate * 1_000_000).toBeGreaterThan(50_000);
  expect(rate * 1_000_000).toBeLessThan(70_000);
});

it('does not take a moment for a flood', () => {
  const budget = new TimeBudget();
  const factors = Array.from({ length: 100 }, (_, i) => budget.account(10, 50, i % 10 === 0 ? 5_000 : 300, 300));
  expect(Math.min(...factors)).toBe(1);
});

it('keeps a load that goes on to two hundredths of a core', () => {
  for (const usEach of [0.2, 0.5, 1.5]) {
    const { rate, spentUs } = play(120, 500_000, usEach);
    expect(spentUs / 120e6).toBeLessThan(0.02);
    // … and makes use of what it has.
    expect(rate * 500_000 * usEach).toBeGreaterThan(7_000);
  }
});

it('leaves a small load alone', () => {
  expect(play(20, 10_000, 0.5).rate).toBe(1);
});

it('calls for all keys when there has been little to do for half a minute', () => {
  const budget = new TimeBudget();
  const factors = Array.from({ length: 140 }, () => budget.account(PERIOD_MS, 10, 20, 20));
  expect(factors.indexOf(Number.POSITIVE_INFINITY)).toBe(119);
});

it('lowers sampling by the load of some seconds, not by that of the moment in which the purse is empty', () => {
  const budget = new TimeBudget();
  let rate = 1;
  let lowered = 0;
  // Mostly 30,000 samples a second of 1 µs; each fifth of the time, 70,000.
  for (let i = 0; i < 800; i++) {
    const arrived = (i % 40 < 8 ? 1_750 : 750) * rate;
    const factor = budget.account(25, arrived, arrived, arrived);
    if (factor < 1) lowered++;
    rate *= factor;
  }
  expect(lowered).toBeGreaterThan(0);
  expect(rate).toBeGreaterThan(0.2);
});

it('hardly takes what a cut costs for a cost of samples', () => {
  const rates = [0, 60_000].map((cutUs) => {
    const budget = new TimeBudget();
    let rate = 1;
    let extraUs = 0;
    for (let i = 0; i < 800; i++) {
      const arrived = 1_000 * rate;
      const factor = budget.account(25, arrived + extraUs, arrived, arrived);
      extraUs = factor < 1 ? cutUs : 0;
      rate *= factor;
    }
    return rate;
  });
  expect(rates[1]! / rates[0]!).toBeGreaterThan(0.8);
});
