/** Slabs that one thread adds or drops, as another thread's set sees them. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { G_HEAP_SLAB_PAGES, HEAP_SLABS, SLAB_BYTES } from '../../src/memory/layout.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import { newSlab, type SharedMemory, SlabSet } from '../../src/memory/slabs.ts';

/** For `vi.waitFor`: machines stand still for a second or two at times. */
const WAIT = { timeout: 10_000 };

describe('a slab set', () => {
  let shared: SharedMemory;
  let here: SlabSet;
  let there: SlabSet;

  beforeEach(() => {
    shared = createSharedMemory(1);
    here = new SlabSet(shared);
    there = new SlabSet(shared);
  });

  afterEach(() => {
    here.close();
    there.close();
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

  test('hears of slabs while it takes no lock, and knows them when it does', async () => {
    here.add(4, newSlab());
    await vi.waitFor(() => expect(there.bytes[4]).toHaveLength(SLAB_BYTES), WAIT);
    here.add(5, newSlab());
    there.sync();
    expect(there.bytes[5]).toHaveLength(SLAB_BYTES);
    here.drop(4);
    await vi.waitFor(() => expect(there.bytes[4]).toHaveLength(0), WAIT);
  });

  test('that joins late takes over what another knows, and what was announced since it listens', () => {
    here.add(3, newSlab());
    here.add(5, newSlab());
    here.bytes[3]![7] = 33;
    const late = new SlabSet({ ...shared, joinsLate: true });
    here.drop(5);
    here.add(6, newSlab());
    late.sync();
    const known = there.snapshot();
    // Newer than the snapshot.
    here.drop(6);
    here.add(6, newSlab());
    here.bytes[6]![7] = 66;
    here.add(HEAP_SLABS, newSlab());
    late.adopt(known);
    expect([3, 4, 5, 6, HEAP_SLABS].map((id) => late.bytes[id]!.length)).toEqual([
      SLAB_BYTES,
      0,
      0,
      SLAB_BYTES,
      SLAB_BYTES,
    ]);
    expect([late.bytes[3]![7], late.bytes[6]![7]]).toEqual([33, 66]);
    here.drop(3);
    late.sync();
    expect(late.bytes[3]).toHaveLength(0);
    late.close();
  });

  test('that does not say that it joins late refuses to miss a slab', () => {
    here.control[G_HEAP_SLAB_PAGES + 2] = 0;
    expect(() => new SlabSet(shared)).toThrow('a slab was added while threads were starting');
    new SlabSet({ ...shared, joinsLate: true }).close();
  });

  test('of another thread costs that no web platform', async () => {
    const worker = new Worker(new URL('./slab-channel-worker.ts', import.meta.url), { workerData: shared });
    await once(worker, 'message');
    here.add(3, newSlab());
    await sleep(50);
    worker.postMessage('tell');
    const [told] = await once(worker, 'message');
    await worker.terminate();
    expect(told).toEqual({ bytes: SLAB_BYTES, web: false });
  });
});
