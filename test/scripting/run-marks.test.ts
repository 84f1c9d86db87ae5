import { describe, expect, it } from 'vitest';
import { isKnownShort, NEVER_RAN, stateAfter } from '../../src/scripting/run-marks.ts';

/** Short runs that it takes until a script in this state is known to be short. */
function wanted(state: number): number {
  let runs = 0;
  for (let now = state; !isKnownShort(now); runs++) now = stateAfter(now, false, 0);
  return runs;
}

/** The state after so many long runs, with this many seconds between them. */
function struck(strikes: number, seconds: number): number {
  let state = stateAfter(NEVER_RAN, false, 1e9);
  for (let i = 0; i < strikes; i++) state = stateAfter(state, true, seconds);
  return state;
}

describe('the marks of a script', () => {
  it('want one short run of a new one', () => {
    expect(isKnownShort(NEVER_RAN)).toBe(false);
    expect(wanted(NEVER_RAN)).toBe(1);
    expect(isKnownShort(stateAfter(NEVER_RAN, true, 1e9))).toBe(false);
  });

  it('want four times as many after each long run', () => {
    expect([1, 2, 3, 4].map((strikes) => wanted(struck(strikes, 1)))).toEqual([4, 16, 64, 256]);
    expect(wanted(struck(8, 1))).toBe(65_536);
    expect(wanted(struck(50, 1))).toBe(65_536);
  });

  it('count long runs together that follow each other within a minute', () => {
    expect(wanted(struck(5, 61))).toBe(4);
    expect(wanted(stateAfter(struck(3, 10), true, 3600))).toBe(4);
  });

  it('begin to count anew at a long run in between', () => {
    let state = struck(1, 1);
    for (let i = 0; i < 3; i++) state = stateAfter(state, false, 0);
    expect(wanted(state)).toBe(1);
    expect(wanted(stateAfter(state, true, 1))).toBe(16);
  });
});
