/** The pool of extents against a naive model: the first aligned free run of the lowest slab, whatever the hints say. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ExtentPool } from '../../../src/memory/heap/extents.ts';
import {
  G_COMMITTED_PAGES,
  G_HEAP_SLAB_PAGES,
  G_SLAB_LOCK,
  PAGE_SHIFT,
  PAGES_PER_SLAB,
} from '../../../src/memory/layout.ts';
import { LOCK_FREE } from '../../../src/memory/lock.ts';
import { createSharedMemory } from '../../../src/memory/shared-memory.ts';
import { SlabSet } from '../../../src/memory/slabs.ts';

class Model {
  readonly pages: boolean[] = [];

  take(order: number): number {
    const step = 1 << order;
    let page = 0;
    while (this.pages.slice(page, page + step).some((used) => used)) page += step;
    for (let i = 0; i < step; i++) this.pages[page + i] = true;
    return page;
  }

  give(page: number, order: number): void {
    for (let i = 0; i < 1 << order; i++) this.pages[page + i] = false;
  }
}

describe('the pool of extents', () => {
  let slabs: SlabSet;
  let pool: ExtentPool;

  beforeEach(() => {
    const shared = createSharedMemory(1);
    slabs = new SlabSet(shared);
    pool = new ExtentPool(slabs, shared.pages);
  });

  afterEach(() => slabs.close());

  test('adds and drops slabs while nobody waits for the lock', () => {
    const held: number[] = [];
    const note = (): void => {
      held.push(slabs.control[G_SLAB_LOCK]!);
    };
    const add = slabs.add.bind(slabs);
    const drop = slabs.drop.bind(slabs);
    slabs.add = (id, slab) => {
      note();
      expect(slabs.control[G_HEAP_SLAB_PAGES + id]).toBeLessThan(0);
      add(id, slab);
    };
    slabs.drop = (id) => {
      note();
      drop(id);
    };
    const page = pool.take(3, 0);
    expect(pool.prepareSlab()).toBe(false);
    pool.give(page);
    expect(pool.dropEmptySlabs(0)).toBe(1);
    expect(slabs.control[G_HEAP_SLAB_PAGES]).toBe(-1);
    expect(pool.prepareSlab()).toBe(true);
    expect(slabs.control[G_HEAP_SLAB_PAGES]).toBe(0);
    expect(held).toEqual([LOCK_FREE, LOCK_FREE, LOCK_FREE]);
  });

  test('is as it was when the system gives no slab', () => {
    slabs.add = () => {
      throw new RangeError('Array buffer allocation failed');
    };
    expect(() => pool.take(3, 0)).toThrow(RangeError);
    expect(() => pool.prepareSlab()).toThrow(RangeError);
    expect(slabs.control[G_HEAP_SLAB_PAGES]).toBe(-1);
    expect(slabs.control[G_SLAB_LOCK]).toBe(LOCK_FREE);
  });

  test('finds the first free run after anything was taken and given back', () => {
    const action = fc.record({
      give: fc.boolean(),
      which: fc.nat(10_000),
      order: fc.constantFrom(0, 0, 0, 1, 2, 4, 6),
    });
    const model = new Model();
    const taken: { page: number; order: number }[] = [];
    const run = ({ give, which, order }: { give: boolean; which: number; order: number }): void => {
      if (!give || taken.length === 0) {
        const page = model.take(order);
        expect(pool.take(3, order) >>> PAGE_SHIFT).toBe(page);
        taken.push({ page, order });
        return;
      }
      const [extent] = taken.splice(which % taken.length, 1);
      pool.give(extent!.page << PAGE_SHIFT);
      model.give(extent!.page, extent!.order);
    };
    fc.assert(
      fc.property(fc.array(action, { maxLength: 300 }), (actions) => actions.forEach(run)),
      { numRuns: 20 },
    );
    expect(slabs.control[G_COMMITTED_PAGES]).toBe(model.pages.filter((used) => used).length);
  });

  test('opens a slab when the others are full, and goes back to them when they are not', () => {
    for (let page = 0; page < PAGES_PER_SLAB; page++) expect(pool.take(1, 0) >>> PAGE_SHIFT).toBe(page);
    expect(pool.take(1, 0) >>> PAGE_SHIFT).toBe(PAGES_PER_SLAB);
    pool.give(77 << PAGE_SHIFT);
    expect(pool.take(1, 1) >>> PAGE_SHIFT).toBe(PAGES_PER_SLAB + 2);
    expect(pool.take(1, 0) >>> PAGE_SHIFT).toBe(77);
    expect(pool.take(1, 0) >>> PAGE_SHIFT).toBe(PAGES_PER_SLAB + 1);
  });
});
