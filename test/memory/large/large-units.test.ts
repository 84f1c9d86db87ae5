import { afterEach, describe, expect, it } from 'vitest';
import { LARGE_UNITS_PER_SLAB } from '../../../src/memory/large/large-layout.ts';
import { AVOID_NONE, LargeUnits } from '../../../src/memory/large/large-units.ts';
import { G_LARGE_UNITS } from '../../../src/memory/layout.ts';
import { newSlab } from '../../../src/memory/slabs.ts';
import { openSpace, type TestSpace } from './large-fixture.ts';

describe('LargeUnits', () => {
  let space: TestSpace;

  function open(maxSlabs: number): LargeUnits {
    space = openSpace(maxSlabs);
    return new LargeUnits(space.slabs, space.shared, maxSlabs);
  }

  afterEach(() => space.slabs.close());

  it('has nothing before the first slab', () => {
    const units = open(1);
    expect(units.take(1, 1, AVOID_NONE)).toBe(false);
    expect(units.freeUnits(AVOID_NONE)).toBe(0);
    expect(units.addSlab(newSlab())).toBe(true);
    expect(units.addSlab(newSlab())).toBe(false);
    expect(units.freeUnits(AVOID_NONE)).toBe(LARGE_UNITS_PER_SLAB);
  });

  it('finds the first run that is long enough, across words and at odd places', () => {
    const units = open(1);
    units.addSlab(newSlab());
    expect(units.take(LARGE_UNITS_PER_SLAB, LARGE_UNITS_PER_SLAB, AVOID_NONE)).toBe(true);
    expect(units.take(1, 1, AVOID_NONE)).toBe(false);
    units.free(3, 5);
    units.free(29, 40);
    units.free(1_000, 200);
    units.free(LARGE_UNITS_PER_SLAB - 7, 7);
    expect(take(units, 6, 6)).toEqual([29, 6]);
    expect(take(units, 5, 100)).toEqual([3, 5]);
    expect(take(units, 1, 1_000)).toEqual([35, 34]);
    expect(take(units, 8, 8)).toEqual([1_000, 8]);
    expect(take(units, 193, 193)).toBeNull();
    expect(take(units, 192, 192)).toEqual([1_008, 192]);
    expect(take(units, 7, 7)).toEqual([LARGE_UNITS_PER_SLAB - 7, 7]);
    expect(take(units, 1, 1)).toBeNull();
    expect(space.slabs.control[G_LARGE_UNITS]).toBe(LARGE_UNITS_PER_SLAB);
  });

  it('learns from a search in vain, and forgets it when something is freed', () => {
    const units = open(1);
    units.addSlab(newSlab());
    units.take(LARGE_UNITS_PER_SLAB, LARGE_UNITS_PER_SLAB, AVOID_NONE);
    units.free(100, 10);
    units.free(200, 10);
    units.searched = 0;
    expect(units.take(11, 11, AVOID_NONE)).toBe(false);
    const searched = units.searched;
    expect(searched).toBeGreaterThan(2_000);
    expect(units.take(11, 11, AVOID_NONE)).toBe(false);
    expect(units.searched).toBe(searched);
    units.free(110, 1);
    expect(take(units, 11, 11)).toEqual([100, 11]);
  });

  it('fills the fullest slab first; moving avoids one slab and the empty ones', () => {
    const units = open(3);
    units.addSlab(newSlab());
    expect(take(units, LARGE_UNITS_PER_SLAB, LARGE_UNITS_PER_SLAB)).toEqual([0, LARGE_UNITS_PER_SLAB]);
    units.addSlab(newSlab());
    expect(take(units, 110, 110)).toEqual([LARGE_UNITS_PER_SLAB, 110]);
    units.free(100, LARGE_UNITS_PER_SLAB - 100);
    expect(units.freeUnits(0)).toBe(LARGE_UNITS_PER_SLAB - 110);
    expect(take(units, 10, 10)).toEqual([LARGE_UNITS_PER_SLAB + 110, 10]);
    expect(take(units, 10, 10, 1)).toEqual([100, 10]);
    expect(units.emptySlab(0)).toBe(-1);
    units.free(LARGE_UNITS_PER_SLAB, 120);
    expect(units.emptySlab(0)).toBe(1);
    expect(take(units, 10, 10, 0)).toBeNull();
    expect(units.freeUnits(0)).toBe(0);
    expect(take(units, 10, 10)).toEqual([110, 10]);
    units.dropSlab(1);
    expect(units.exists(1)).toBe(false);
    units.take(LARGE_UNITS_PER_SLAB - 120, LARGE_UNITS_PER_SLAB, AVOID_NONE);
    expect(take(units, 10, 10)).toBeNull();
    expect(units.addSlab(newSlab())).toBe(true);
    expect(take(units, 10, 10)).toEqual([LARGE_UNITS_PER_SLAB, 10]);
  });

  it('takes the units that follow, as far as they are free and in the same slab', () => {
    const units = open(2);
    units.addSlab(newSlab());
    units.addSlab(newSlab());
    take(units, 10, 10);
    expect(units.takeFrom(10, 3)).toBe(3);
    expect(units.takeFrom(13, 100_000)).toBe(LARGE_UNITS_PER_SLAB - 13);
    expect(units.takeFrom(LARGE_UNITS_PER_SLAB, 5)).toBe(0);
    units.free(64, 100);
    expect(units.takeFrom(100, 200)).toBe(64);
    expect(units.takeFrom(64, 32)).toBe(32);
    expect(units.takeFrom(64, 32)).toBe(0);
  });
});

function take(units: LargeUnits, want: number, most: number, avoid = AVOID_NONE): [number, number] | null {
  return units.take(want, most, avoid) ? [units.first, units.count] : null;
}
