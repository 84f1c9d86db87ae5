import { beforeEach, expect, it } from 'vitest';
import { G_HISTORY_WORDS, GLOBAL_WORDS } from '../../../src/memory/layout.ts';
import { UseHistory } from '../../../src/store/usage/use-history.ts';

let control: Int32Array;
let history: UseHistory;

beforeEach(() => {
  control = new Int32Array(GLOBAL_WORDS);
  history = new UseHistory(new SharedArrayBuffer(1024 * 1024), control);
});

/** A hash as a store has them: any 32 bits. */
function hashOf(i: number): number {
  return Math.imul(i + 1, 0x9e3779b1);
}

it('knows nothing before it has a size', () => {
  history.remember(1, 5);
  expect([history.usesOf(1), history.bytes]).toEqual([0, 0]);
});

it('never knows less than what it was told, and mostly not more', () => {
  const keys = 4_000;
  expect(history.fit(keys)).toBe(history.bytes);
  for (let i = 0; i < keys; i++) history.remember(hashOf(i), (i % 15) + 1);
  let exact = 0;
  for (let i = 0; i < keys; i++) {
    const known = history.usesOf(hashOf(i));
    expect(known).toBeGreaterThanOrEqual((i % 15) + 1);
    if (known === (i % 15) + 1) exact++;
  }
  expect(exact / keys).toBeGreaterThan(0.75);
  let strangers = 0;
  for (let i = keys; i < 2 * keys; i++) if (history.usesOf(hashOf(i)) > 0) strangers++;
  expect(strangers / keys).toBeLessThan(0.3);
});

it('halves all counts when an epoch ends, a piece at a time', () => {
  history.fit(4_000);
  for (let i = 0; i < 100; i++) history.remember(hashOf(i), 8);
  history.beginSweep();
  for (let i = 0; i < control[G_HISTORY_WORDS]!; i++) history.sweep();
  for (let i = 0; i < 100; i++) expect(history.usesOf(hashOf(i))).toBe(4);
});

it('grows with the records at once, and shrinks late', () => {
  const small = history.fit(100);
  expect(small).toBeGreaterThan(0);
  expect(history.fit(10_000)).toBeGreaterThan(0);
  expect(history.fit(5_000)).toBe(0);
  expect(history.fit(100)).toBeLessThan(0);
  expect(history.bytes).toBe(small);
});

it('forgets those that were used once after a few evictions for each record, and no others', () => {
  const keys = 4_000;
  history.fit(keys);
  for (let i = 0; i < 100; i++) history.remember(hashOf(i), (i % 3) + 1);
  const known = (uses: number): number => {
    let count = 0;
    for (let i = uses - 1; i < 100; i += 3) if (history.usesOf(hashOf(i)) === uses) count++;
    return count;
  };
  expect([known(1), known(2), known(3)]).toEqual([34, 33, 33]);
  for (let i = 0; i < keys * 4; i++) history.forgetSome();
  expect([known(1), known(2), known(3)]).toEqual([0, 33, 33]);
});

it('tells one-hit wonders from keys that come back, however many of the former there are', () => {
  const records = 1_000;
  history.fit(records);
  let comeBack = 0;
  let strangers = 0;
  for (let i = 0; i < 20 * records; i++) {
    if (i >= records && history.usesOf(hashOf(i - records)) > 0) comeBack++;
    if (history.usesOf(hashOf(i)) > 0) strangers++;
    history.remember(hashOf(i), 1);
    history.forgetSome();
  }
  expect(comeBack / (19 * records)).toBeGreaterThan(0.6);
  expect(strangers / (20 * records)).toBeLessThan(0.3);
});

it('is at most a quarter larger than it need be', () => {
  for (let records = 70; records < 200_000; records = Math.ceil(records * 1.37)) {
    const another = new UseHistory(new SharedArrayBuffer(1024 * 1024), new Int32Array(GLOBAL_WORDS));
    another.fit(records);
    expect(another.bytes).toBeGreaterThanOrEqual(records * 4);
    expect(another.bytes).toBeLessThanOrEqual(records * 5);
  }
});
