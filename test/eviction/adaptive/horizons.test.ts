import { expect, it } from 'vitest';
import { Horizons } from '../../../src/eviction/adaptive/horizons.ts';
import { Scoreboard } from '../../../src/eviction/adaptive/scoreboard.ts';
import { Random32 } from '../../../src/eviction/random.ts';

const HALF_LIFE = 1_000;
/** Bits of the two rules. */
const HITS = [1, 2] as const;

function horizons(): Horizons {
  const made = new Horizons(2);
  made.setHalfLife(HALF_LIFE);
  return made;
}

/** Reads until another rule leads, of phases in each of which the rule hits that was not the better one before. */
function readsUntilFollowed(scores: Horizons | Scoreboard, phases: number, length: number): number[] {
  let rule = 0;
  const reads: number[] = [];
  for (let phase = 0; phase < phases; phase++) {
    const better = phase % 2;
    let followed = length;
    for (let read = 0; read < length; read++) {
      scores.count(HITS[better]!, 1);
      rule = scores.leader(rule);
      if (rule === better && followed === length) followed = read + 1;
    }
    reads.push(followed);
  }
  return reads;
}

it('follows phases that are shorter than the half-life', () => {
  const length = HALF_LIFE / 2;
  const single = new Scoreboard(2);
  single.setHalfLife(HALF_LIFE);
  // Without shorter spans the rule of the phase before is in force for most of a phase.
  expect(Math.max(...readsUntilFollowed(single, 8, length).slice(1))).toBeGreaterThan(length / 2);
  expect(Math.max(...readsUntilFollowed(horizons(), 8, length).slice(1))).toBeLessThan(length / 4);
});

it('does not go back to what the long run shows while a shorter span shows the contrary', () => {
  const scores = horizons();
  for (let i = 0; i < HALF_LIFE; i++) scores.count(HITS[0], 1);
  let rule = scores.leader(0);
  let changes = 0;
  for (let i = 0; i < HALF_LIFE / 4; i++) {
    scores.count(HITS[1], 1);
    const leader = scores.leader(rule);
    if (leader !== rule) changes++;
    rule = leader;
  }
  expect([rule, changes]).toEqual([1, 1]);
  expect(scores.shares()[0]).toBeGreaterThan(scores.shares()[1]!);
});

it('sees in the long run what no shorter span shows', () => {
  const random = new Random32(5);
  const scores = horizons();
  let rule = 0;
  let inForce = 0;
  for (let i = 0; i < 20_000; i++) {
    scores.count(random.next() >>> 0 < 0.56 * 2 ** 32 ? HITS[1] : HITS[0], 1);
    rule = scores.leader(rule);
    inForce += rule;
  }
  expect(inForce / 20_000).toBeGreaterThan(0.85);
});

it('seldom takes chance for a lead', () => {
  const random = new Random32(11);
  const scores = horizons();
  let rule = 0;
  let changes = 0;
  for (let i = 0; i < 100_000; i++) {
    scores.count(random.next() < 0 ? HITS[0] : HITS[1], 1);
    if (i % 16 !== 15) continue;
    const leader = scores.leader(rule);
    if (leader !== rule) changes++;
    rule = leader;
  }
  // Of 6,250 decisions.
  expect(changes).toBeLessThan(60);
});
