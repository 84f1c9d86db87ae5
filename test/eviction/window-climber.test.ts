import { beforeEach, describe, expect, it } from 'vitest';
import { WindowClimber } from '../../src/eviction/window-climber.ts';
import { G_ACCESSES, G_USE_EPOCH, GLOBAL_WORDS } from '../../src/memory/layout.ts';
import { AGING } from '../../src/store/usage/use-count.ts';

const records = 1_000;
let control: Int32Array;
let climber: WindowClimber;

beforeEach(() => {
  control = new Int32Array(new SharedArrayBuffer(GLOBAL_WORDS * 4));
  climber = new WindowClimber(control);
});

/** Some accesses with so many misses for each window, and epochs that end as they do in the store. */
function live(missShare: (window: number) => number, steps: number): void {
  for (let step = 0; step < steps; step++) {
    const accesses = 4 * records;
    const misses = Math.round(missShare(climber.window) * accesses);
    for (let i = 0; i < misses; i++) climber.evicted();
    control[G_ACCESSES]! += accesses;
    climber.climb(records);
    if (control[G_ACCESSES]! < AGING * records) continue;
    control[G_ACCESSES] = 0;
    control[G_USE_EPOCH]! += 1;
  }
}

describe('the search for the best window', () => {
  it('begins with the narrowest', () => {
    expect(climber.window).toBe(0.01);
  });

  it.each([0.05, 0.3, 0.6])('comes near the best, %d', (best) => {
    live((window) => 0.3 + Math.abs(window - best) * 0.3, 120);
    expect(Math.abs(climber.window - best)).toBeLessThan(0.08);
  });

  it('follows when another one becomes the best', () => {
    live((window) => 0.3 + Math.abs(window - 0.6) * 0.3, 200);
    live((window) => 0.6 + Math.abs(window - 0.1) * 0.3, 200);
    expect(climber.window).toBeLessThan(0.25);
  });

  it('stays within its bounds', () => {
    live((window) => 0.5 - window / 10, 100);
    expect(climber.window).toBeLessThanOrEqual(0.8);
    expect(climber.window).toBeGreaterThan(0.7);
    live((window) => 0.3 + window / 2, 300);
    expect(climber.window).toBeGreaterThanOrEqual(0.01);
    expect(climber.window).toBeLessThan(0.2);
  });

  it('does nothing before enough was asked for', () => {
    control[G_ACCESSES] = 3 * records;
    climber.climb(records);
    expect(climber.window).toBe(0.01);
    control[G_ACCESSES] = 4 * records;
    climber.climb(records);
    expect(climber.window).toBeGreaterThan(0.05);
  });
});
