import { expect, it } from 'vitest';
import { SampleRounds } from '../../src/analytics/sample-rounds.ts';
import { SampledStore } from './workload-fixture.ts';

const NOW = 1_800_000_000_000;

it('waits until samples are many, or have waited long', () => {
  const sampled = new SampledStore();
  const rounds = new SampleRounds(sampled.reader);
  expect(rounds.dueInMs(NOW)).toBe(0);
  expect(rounds.made(NOW, 3)).toBe(50);
  sampled.write('a');
  expect(sampled.reader.waiting).toBe(1);
  expect(rounds.dueInMs(NOW + 10)).toBe(40);
  expect(rounds.dueInMs(NOW + 50)).toBe(0);
  for (let i = 0; i < 300; i++) sampled.read('a');
  expect(rounds.dueInMs(NOW + 10)).toBe(10);
  expect(rounds.dueInMs(NOW + 20)).toBe(0);
  for (let i = 0; i < 2000; i++) sampled.read('a');
  expect(rounds.dueInMs(NOW)).toBe(0);
  sampled.drain();
  expect(sampled.reader.waiting).toBe(0);
  expect(rounds.made(NOW, 2301)).toBe(20);
  expect(rounds.dueInMs(NOW + 30)).toBe(20);
});

it('goes on at once with what a round has left behind, and when the clock was set back', () => {
  const rounds = new SampleRounds(new SampledStore().reader);
  expect(rounds.made(NOW, -1)).toBe(0);
  expect(rounds.dueInMs(NOW)).toBe(0);
  rounds.made(NOW, 0);
  expect(rounds.dueInMs(NOW - 1000)).toBe(0);
});
