/** Labels are made once: what writes the metrics keeps the text of each object that it is given. */
import { expect, it } from 'vitest';
import { keptLabels, labelled, type Source } from '../../../src/metrics/prometheus/metric-family.ts';

const NOTHING = {} as Source;

it('labels a series with the same object at every scrape, whatever its value', () => {
  let value = 0;
  const family = labelled('a', 'gauge', 'A.', 'of', () => [
    ['x', ++value],
    ['y', 7],
  ]);
  const [first, second] = [family.samples(NOTHING), family.samples(NOTHING)];
  expect(first).toEqual([
    { labels: { of: 'x' }, value: 1 },
    { labels: { of: 'y' }, value: 7 },
  ]);
  expect(second.map((sample) => sample.value)).toEqual([2, 7]);
  expect(second.map(({ labels }, i) => labels === first[i]?.labels)).toEqual([true, true]);
});

it('keeps a limited number of them: names that come and go take no memory for good', () => {
  let made = 0;
  const labels = keptLabels((of) => {
    made++;
    return { of };
  });
  const first = labels('first');
  for (let i = 0; i < 1022; i++) labels(`name ${i}`);
  expect([labels('first') === first, made]).toEqual([true, 1023]);
  for (let i = 0; i < 2000; i++) labels(`other ${i}`);
  expect([labels('first') === first, labels('first')]).toEqual([false, { of: 'first' }]);
});
