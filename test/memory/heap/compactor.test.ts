import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { monotonicUs } from '../../../src/memory/clock.ts';
import { Compactor } from '../../../src/memory/heap/compactor.ts';
import { KIND_NODE } from '../../../src/memory/heap/heap.ts';
import { G_COMMITTED_PAGES, PAGE_BYTES, S_LOCK, S_USED_UNITS, SHARDS } from '../../../src/memory/layout.ts';
import { lock, unlock } from '../../../src/memory/lock.ts';
import { createSharedMemory } from '../../../src/memory/shared-memory.ts';
import type { Ref } from '../../../src/memory/types.ts';
import { auditStore } from '../../../src/store/audit.ts';
import { BlockMoves } from '../../../src/store/block-moves.ts';
import { emptyDatabase, GraveSweeper } from '../../../src/store/flush.ts';
import { NO_EXPIRY } from '../../../src/store/record.ts';
import { StoreShardGate } from '../../../src/store/shard-gate.ts';
import { StoreDriver } from '../../store/store-driver.ts';

const nowMs = 1_800_000_000_000;
let driver: StoreDriver;
let compactor: Compactor;

beforeEach(() => {
  driver = new StoreDriver(createSharedMemory(2, true));
  const { store } = driver;
  store.setTime(nowMs);
  compactor = new Compactor(store.heap, new BlockMoves(store, monotonicUs), new StoreShardGate(store), monotonicUs);
});

afterEach(() => driver.store.heap.slabs.close());

const committedBytes = (): number => driver.store.control[G_COMMITTED_PAGES]! * PAGE_BYTES;

/** Keys from 200,000 on lie in two shards. */
function keyOf(i: number): Buffer {
  return Buffer.from(i < 200_000 ? `key:${i}` : `{${i % 2}}:${i}`);
}

function bytesFor(i: number): Buffer {
  return Buffer.alloc(40 + ((i * 7919) % 120), `value ${i};`);
}

function set(i: number): void {
  driver.request(keyOf(i), bytesFor(i));
  driver.set(i % 5 === 0 ? nowMs + 3_600_000 + i : NO_EXPIRY);
}

function remove(i: number): void {
  driver.request(keyOf(i));
  driver.delete();
}

function wrongValues(keys: Iterable<number>): number[] {
  return [...keys].filter((i) => {
    driver.request(keyOf(i));
    return driver.get()?.equals(bytesFor(i)) !== true;
  });
}

function compact(): number {
  let steps = 0;
  while (compactor.step()) if (++steps > 1_000_000) throw new Error('compaction does not end');
  return steps;
}

describe('compactor', () => {
  it('gives back what is free but scattered', () => {
    for (let i = 0; i < 150_000; i++) set(i);
    const full = committedBytes();
    for (let i = 0; i < 150_000; i++) if (i % 5 !== 3) remove(i);
    expect(committedBytes()).toBeGreaterThan(full * 0.9);
    compact();
    const used = driver.store.heap.usedBytes();
    // Each shard keeps the extent that it fills, and here, with little more than one of blocks, another beside it.
    expect(committedBytes()).toBeLessThan(used * 1.1 + 2 * SHARDS * PAGE_BYTES);
    expect(compactor.emptied).toBeGreaterThan(50);
    expect(auditStore(driver.store)).toMatchObject({ problems: [], records: 30_000, usedBytes: used });
    expect(wrongValues(Array.from({ length: 30_000 }, (_, i) => i * 5 + 3))).toEqual([]);
  });

  it('does nothing while there is little to gain', () => {
    for (let i = 0; i < 20_000; i++) set(i);
    expect(compact()).toBe(0);
  });

  it('moves everything that the store keeps, whatever happens between its steps', { timeout: 120_000 }, () => {
    const { store } = driver;
    compactor.chooser.freePagesAllowed = 0;
    compactor.chooser.freeShareAllowed = 0;
    const action = fc.record({
      what: fc.constantFrom('set', 'remove', 'step', 'step', 'empty'),
      from: fc.nat(40),
      count: fc.integer({ min: 1, max: 3_000 }),
    });
    const graves = new GraveSweeper(store);
    fc.assert(
      fc.property(fc.array(action, { minLength: 15, maxLength: 40 }), (actions) => {
        const live = new Set<number>();
        for (const { what, from, count } of actions) {
          const first = 200_000 + from * 100;
          for (let i = first; i < first + count; i++) {
            if (what === 'set') {
              set(i);
              live.add(i);
            } else if (what === 'remove' && i % 4 !== 0) {
              remove(i);
              live.delete(i);
            } else if (what === 'step') compactor.step();
          }
          if (what === 'empty' && count > 2_500) {
            emptyDatabase(store, 0);
            live.clear();
          }
          expect(auditStore(store).problems).toEqual([]);
          while (graves.step(1000));
        }
        expect(wrongValues(live)).toEqual([]);
        emptyDatabase(store, 0);
        while (graves.step(1000));
        compactor.stop();
        expect(auditStore(store)).toEqual({ problems: [], records: 0, usedBytes: 0 });
      }),
      { numRuns: 10 },
    );
    expect(compactor.emptied).toBeGreaterThan(0);
    expect(compactor.moved).toBeGreaterThan(100);
  });

  it('leaves an extent alone in which blocks have no owner that it finds', () => {
    const { heap, control } = driver.store;
    for (let i = 0; i < 60_000; i++) set(i);
    const strangers: Ref[] = [];
    for (let shard = 0; shard < SHARDS; shard++) {
      for (let i = 0; i < 200; i++) strangers.push(heap.allocate(shard, 100 + i, KIND_NODE));
    }
    for (let i = 0; i < 60_000; i++) if (i % 8 !== 0) remove(i);
    compact();
    expect(compactor.failed).toBeGreaterThan(0);
    expect(wrongValues(Array.from({ length: 7_500 }, (_, i) => i * 8))).toEqual([]);
    for (const [i, ref] of strangers.entries()) heap.free(Math.floor(i / 200), ref);
    expect(auditStore(driver.store).problems).toEqual([]);
    for (let shard = 0; shard < SHARDS; shard++) expect(control[heap.base(shard) + S_USED_UNITS]).toBeGreaterThan(0);
  });

  it('does not wait for locks', () => {
    const { heap, control } = driver.store;
    for (let i = 0; i < 60_000; i++) set(i);
    for (let i = 0; i < 60_000; i++) if (i % 8 !== 0) remove(i);
    for (let shard = 0; shard < SHARDS; shard++) lock(control, heap.base(shard) + S_LOCK);
    for (let i = 0; i < 100; i++) compactor.step();
    expect(compactor.moved).toBe(0);
    for (let shard = 0; shard < SHARDS; shard++) unlock(control, heap.base(shard) + S_LOCK);
    compact();
    expect(compactor.moved).toBeGreaterThan(1_000);
    expect(auditStore(driver.store).problems).toEqual([]);
  });
});
