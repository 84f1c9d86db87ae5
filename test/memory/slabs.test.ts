/** Slabs that one thread adds or drops, as another thread's set sees them. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SLAB_BYTES } from '../../src/memory/layout.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import { newSlab, SlabSet } from '../../src/memory/slabs.ts';

describe('a slab set', () => {
  let here: SlabSet;
  let there: SlabSet;

  beforeEach(() => {
    vi.useFakeTimers();
    const shared = createSharedMemory(1);
    here = new SlabSet(shared);
    there = new SlabSet(shared);
  });

  afterEach(() => {
    here.close();
    there.close();
    vi.useRealTimers();
  });

  test('learns of a slab when it next takes a lock', () => {
    here.add(3, newSlab());
    expect(there.bytes[3]).toHaveLength(0);
    there.sync();
    expect(there.bytes[3]).toHaveLength(SLAB_BYTES);
    here.bytes[3]![77] = 9;
    expect(there.bytes[3]![77]).toBe(9);
  });

  test('forgets a dropped slab, in the order of the announcements', () => {
    here.add(3, newSlab());
    here.drop(3);
    here.add(3, newSlab());
    here.drop(3);
    const dropped = vi.fn();
    there.onDrop = dropped;
    there.sync();
    expect(there.bytes[3]).toHaveLength(0);
    expect(dropped).toHaveBeenCalledTimes(2);
  });

  test('looks for slabs by itself when it takes no lock', () => {
    here.add(4, newSlab());
    here.drop(4);
    const dropped = vi.fn();
    there.onDrop = dropped;
    vi.advanceTimersByTime(1_000);
    expect(dropped).toHaveBeenCalledTimes(1);
  });

  test('looks no more after it was closed', () => {
    there.close();
    vi.advanceTimersByTime(1_000);
    expect(vi.getTimerCount()).toBe(1);
  });
});
