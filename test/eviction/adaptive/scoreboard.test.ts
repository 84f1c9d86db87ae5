import { describe, expect, it } from 'vitest';
import { Scoreboard } from '../../../src/eviction/adaptive/scoreboard.ts';
import { Random32 } from '../../../src/eviction/random.ts';

const FIRST = 1;
const SECOND = 2;

function board(): Scoreboard {
  const scores = new Scoreboard(2);
  scores.setHalfLife(1_000);
  return scores;
}

describe('a scoreboard', () => {
  it('tells shares of what there was to save, weighted by cost', () => {
    const scores = board();
    scores.setHalfLife(1e9);
    scores.count(FIRST, 3);
    scores.count(FIRST | SECOND, 1);
    scores.count(0, 4);
    expect([...scores.savings].map((saved) => saved / scores.possible)).toEqual([
      expect.closeTo(0.5),
      expect.closeTo(1 / 8),
    ]);
  });

  it('is not misled by a sample that has too many reads: the misses are what it knows', () => {
    const scores = board();
    expect(scores.shares()).toEqual([Number.NaN, Number.NaN]);
    for (let i = 0; i < 4_000; i++) {
      // Three of four are of a key that every rule has: twice as many reads as the sample should have.
      scores.count(i % 4 === 0 ? (i % 8 === 0 ? FIRST : 0) : FIRST | SECOND, 1);
      if (i % 100 === 99) scores.expect(50);
    }
    expect(scores.shares()).toEqual([expect.closeTo(0.75, 2), expect.closeTo(0.5, 2)]);
    scores.expect(1_000);
    expect(scores.shares()[1]).toBeCloseTo(0.5, 2);
  });

  it('forgets half in its half-life, however long it goes on', () => {
    const scores = board();
    for (let i = 0; i < 200_000; i++) scores.count(FIRST, 1);
    for (let i = 0; i < 1_000; i++) scores.count(SECOND, 1);
    expect(scores.savings[0]! / scores.possible).toBeCloseTo(0.5, 2);
    expect(scores.savings[1]! / scores.possible).toBeCloseTo(0.5, 2);
  });

  it('sees a leader by the reads in which rules differ, however many there are in which they do not', () => {
    for (const equal of [0, 10_000]) {
      const scores = board();
      scores.setHalfLife(1e6);
      for (let i = 0; i < equal; i++) scores.count(i % 3 === 0 ? 0 : FIRST | SECOND, 1);
      for (let i = 0; i < 6; i++) scores.count(SECOND, 1);
      expect(scores.leader(0)).toBe(0);
      for (let i = 0; i < 1; i++) scores.count(SECOND, 1);
      expect(scores.leader(0)).toBe(1);
    }
  });

  it('seldom takes chance for a lead', () => {
    const random = new Random32(11);
    const scores = board();
    let taken = 0;
    for (let i = 0; i < 100_000; i++) {
      scores.count(random.next() < 0 ? FIRST : SECOND, 1);
      if (i % 1_000 === 999 && scores.leader(0) !== 0) taken++;
    }
    expect(taken).toBeLessThan(8);
  });
});
