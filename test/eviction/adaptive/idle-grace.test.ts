import { describe, expect, it } from 'vitest';
import { IdleGrace } from '../../../src/eviction/adaptive/idle-grace.ts';

/** What is counted on top, after a number of samples. */
function graceAfter(samples: number, idle: (sample: number) => number): number {
  const grace = new IdleGrace();
  for (let i = 0; i < samples; i++) grace.counted(idle(i));
  return grace.counted(0);
}

describe('grace for idle times', () => {
  it('is a fifth of the median', () => {
    const grace = graceAfter(2_000, (i) => 1_000 + (i % 3));
    expect(grace).toBeGreaterThan(190);
    expect(grace).toBeLessThan(210);
  });

  it('does not follow a few that were idle for ever', () => {
    const grace = graceAfter(5_000, (i) => (i % 10 === 0 ? 1e9 : ((i * 7) % 10) * 100));
    expect(grace).toBeGreaterThan(60);
    expect(grace).toBeLessThan(140);
  });

  it('finds back from samples that were all used just now', () => {
    const grace = graceAfter(6_000, (i) => (i < 3_000 ? 0 : 1_000));
    expect(grace).toBeGreaterThan(190);
    expect(grace).toBeLessThan(210);
  });
});
