import { expect, it } from 'vitest';
import { Turn } from '../../src/io/turn.ts';

it('is over a millisecond after its first command, by the clock as it was read for commands', () => {
  const timer = { lastUs: 500 };
  const turn = new Turn(timer);
  turn.begin();
  expect(turn.isOver()).toBe(false);
  timer.lastUs = 1500;
  expect(turn.isOver()).toBe(false);
  timer.lastUs = 1501;
  expect(turn.isOver()).toBe(true);
  turn.begin();
  expect(turn.isOver()).toBe(false);
});
