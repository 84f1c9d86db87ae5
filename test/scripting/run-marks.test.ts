import { describe, expect, it } from 'vitest';
import { isKnownShort, NEVER_RAN, stateAfter } from '../../src/scripting/run-marks.ts';

const next = (state: number, isLong: boolean, calm = 0, seconds = 1): number =>
  stateAfter(state, isLong, seconds, calm);

/** Short runs that it takes until a script in this state is known to be short. */
function wanted(state: number): number {
  let runs = 0;
  for (let now = state; !isKnownShort(now); runs++) now = next(now, false);
  return runs;
}

/** A script that was short so often in a row that it runs where it arrives. */
function trusted(state: number): number {
  let now = state;
  while (!isKnownShort(now)) now = next(now, false);
  return now;
}

/** The state after so many long runs where the script arrived, with so many short ones and seconds between them. */
function struck(strikes: number, calm = 0, seconds = 1): number {
  let state = NEVER_RAN;
  for (let i = 0; i < strikes; i++) state = next(trusted(state), true, calm, seconds);
  return state;
}

/** Runs where it arrives that are long, of a script of which each run is long with a chance of 1 in `every`. */
function held(every: number, runs: number, random: () => number): number {
  let state = NEVER_RAN;
  let calm = 0;
  let long = 0;
  for (let i = 0; i < runs; i++) {
    const isLong = random() * every < 1;
    const isHere = isKnownShort(state);
    state = next(state, isLong, calm);
    if (isHere) calm = isLong ? 0 : calm + 1;
    if (isHere && isLong) long++;
  }
  return long;
}

/** A row of random numbers that is the same each time (xorshift). */
function randomRow(): () => number {
  let state = 0x2545f491;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

describe('the marks of a script', () => {
  it('want one short run of a new one', () => {
    expect(isKnownShort(NEVER_RAN)).toBe(false);
    expect(wanted(NEVER_RAN)).toBe(1);
    expect(wanted(next(NEVER_RAN, true))).toBe(4);
  });

  it('want four times as many after each long run', () => {
    expect([1, 2, 3, 4].map((strikes) => wanted(struck(strikes)))).toEqual([4, 16, 64, 256]);
    expect(wanted(struck(5))).toBe(1_024);
    expect(wanted(struck(50))).toBe(1_024);
  });

  it('count long runs together that follow each other closely, in time and in runs', () => {
    expect(wanted(struck(5, 0, 61))).toBe(4);
    expect(wanted(struck(5, 999))).toBe(1_024);
    expect(wanted(struck(5, 1_000))).toBe(4);
    expect(wanted(next(trusted(struck(3)), true, 0, 3600))).toBe(4);
  });

  it('begin to count anew at a long run on the script thread, which is no strike', () => {
    let state = struck(2);
    for (let i = 0; i < 15; i++) state = next(state, false);
    expect(wanted(state)).toBe(1);
    expect(wanted(next(state, true))).toBe(16);
    for (let i = 0; i < 50; i++) state = next(state, true);
    expect(wanted(state)).toBe(16);
  });

  it('let few long runs of a script through that has many, and trust one that has a mishap now and then', () => {
    const random = randomRow();
    expect(held(2, 100_000, random)).toBeLessThan(12);
    expect(held(20, 100_000, random)).toBeLessThan(12);
    expect(held(100, 100_000, random)).toBeLessThan(20);
    let state = NEVER_RAN;
    let calm = 0;
    let away = 0;
    for (let i = 0; i < 1_000_000; i++) {
      const isHere = isKnownShort(state);
      const isLong = random() * (isHere ? 2_000 : 400) < 1;
      state = next(state, isLong, calm);
      if (isHere) calm = isLong ? 0 : calm + 1;
      else away++;
    }
    expect(away).toBeLessThan(50_000);
  });
});
