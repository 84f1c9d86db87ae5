import { describe, expect, it } from 'vitest';
import { BETWEEN, ReadAheadTrial, SAMPLES } from '../../src/dispatch/read-ahead-trial.ts';

const COMMANDS = 16;

/** Groups of a server in which a command takes so many µs with reading ahead and without. */
class Groups {
  usWith = 1;
  usWithout = 1;
  /** Added to every n-th group, by what else the machine does. */
  hiccupUs = 0;
  hiccupEvery = 10;
  us = 0;
  readings = 0;
  readonly trial = new ReadAheadTrial(3, () => {
    this.readings++;
    return this.us;
  });
  #count = 0;

  /** Runs groups of a row. @returns how many of them were read ahead */
  run(groups: number, row = 1, isEnded = true): number {
    let ahead = 0;
    for (let i = 0; i < groups; i++) {
      const isAhead = this.trial.begins(row);
      if (isAhead) ahead++;
      this.us += COMMANDS * (isAhead ? this.usWith : this.usWithout);
      if (++this.#count % this.hiccupEvery === 0) this.us += this.hiccupUs;
      if (isEnded) this.trial.ended(COMMANDS);
    }
    return ahead;
  }

  /** Runs groups up to the end of the next trial. @returns how many of those before it were read ahead */
  round(row = 1): number {
    const ahead = this.run(BETWEEN, row);
    // The first group behind a trial is the one that concludes it.
    this.run(SAMPLES + 1, row);
    return ahead;
  }
}

describe('ReadAheadTrial', () => {
  it('reads ahead until something is known, and draws in the trial', () => {
    const groups = new Groups();
    expect(groups.run(BETWEEN)).toBe(BETWEEN);
    const drawn = groups.run(SAMPLES);
    expect(drawn).toBeGreaterThan(SAMPLES / 4);
    expect(drawn).toBeLessThan((SAMPLES * 3) / 4);
  });

  it('reads ahead no more where that is slower, and begins again when it has become faster', () => {
    const groups = new Groups();
    groups.usWithout = 0.9;
    groups.round();
    groups.usWithout = 1.3;
    expect(groups.round()).toBe(0);
    expect(groups.round()).toBe(BETWEEN);
  });

  it('goes on reading ahead where there is no difference', () => {
    const groups = new Groups();
    groups.round();
    expect(groups.round()).toBe(BETWEEN);
  });

  it('finds a small difference although groups are interrupted', () => {
    const groups = new Groups();
    groups.usWithout = 0.93;
    groups.hiccupUs = 1000;
    groups.round();
    groups.usWithout = 1.07;
    expect(groups.round()).toBe(0);
    groups.round();
    expect(groups.round()).toBe(BETWEEN);
  });

  it('decides for each row by its own groups', () => {
    const groups = new Groups();
    groups.usWithout = 0.8;
    groups.round(1);
    groups.usWithout = 1.2;
    groups.round(2);
    expect(groups.round(1)).toBe(0);
    expect(groups.round(2)).toBe(BETWEEN);
  });

  it('learns nothing of groups that were not run to their end', () => {
    const groups = new Groups();
    groups.usWithout = 0.5;
    groups.run(BETWEEN + SAMPLES + 1, 1, false);
    expect(groups.round()).toBe(BETWEEN);
  });

  it('does not take the commands of a group for those of one before it that waits', () => {
    const groups = new Groups();
    groups.run(BETWEEN);
    groups.trial.begins(1);
    const readings = groups.readings;
    // The group of another row that is not in a trial: its end is not the end of the one that waits.
    groups.trial.begins(2);
    groups.trial.ended(COMMANDS);
    expect(groups.readings).toBe(readings);
    groups.trial.begins(1);
    groups.trial.forget();
    groups.trial.ended(COMMANDS);
    expect(groups.readings).toBe(readings + 1);
  });

  it('does not read the clock outside of trials', () => {
    const groups = new Groups();
    groups.run(BETWEEN);
    expect(groups.readings).toBe(0);
    groups.run(SAMPLES);
    expect(groups.readings).toBe(2 * SAMPLES);
    groups.run(BETWEEN);
    expect(groups.readings).toBe(2 * SAMPLES);
  });
});
