import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Evictor } from '../../src/eviction/evictor.ts';
import { Headroom } from '../../src/eviction/headroom.ts';
import { policy as lru } from '../../src/eviction/policies/allkeys-lru.ts';
import { policy as noeviction } from '../../src/eviction/policies/noeviction.ts';
import { G_ROOM_ASKED } from '../../src/memory/layout.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import { STAT } from '../../src/memory/thread-stats.ts';
import { MemoryLimit } from '../../src/store/memory-limit.ts';
import { StoreDriver } from '../store/store-driver.ts';

const nowMs = 1_800_000_000_000;
const KIB = 1024;

let driver: StoreDriver;
let limit: MemoryLimit;
let evictor: Evictor;
let headroom: Headroom;

beforeEach(() => {
  driver = new StoreDriver(createSharedMemory(1, true));
  const { store } = driver;
  store.setTime(nowMs);
  evictor = new Evictor(store, lru);
  limit = new MemoryLimit(store);
  limit.applyLimit(limit.emptyBytes);
  headroom = new Headroom(store, limit, evictor);
  for (let i = 0; i < 20_000; i++) {
    driver.request(Buffer.from(`key:${i}`), Buffer.alloc(200));
    driver.set();
  }
  store.heap.flushUsed();
});

afterEach(() => driver.store.heap.slabs.close());

function limitAt(bytes: number): void {
  limit.applyLimit(limit.pressureBytes() + bytes);
}

function work(atMs: number): number {
  let steps = 0;
  while (headroom.step(atMs)) steps++;
  return steps;
}

describe('the room that the background thread keeps', () => {
  it('is none for small writes: a store may be filled to the last byte', () => {
    limitAt(0);
    expect(headroom.isShort).toBe(true);
    expect(work(nowMs)).toBe(0);
    expect(driver.store.size(0)).toBe(20_000);
  });

  it('is made when the limit was passed, and told', () => {
    limitAt(-100 * KIB);
    expect(work(nowMs)).toBeGreaterThan(0);
    expect(limit.pressureBytes()).toBeLessThanOrEqual(limit.limitBytes);
    expect(limit.pressureBytes()).toBeGreaterThan(limit.limitBytes - 40 * KIB);
    expect(driver.store.stats[STAT.evictedByWorker]).toBe(driver.store.stats[STAT.evictedKeys]);
  });

  it('is some of the largest values that were asked for of late, within a share of the limit', () => {
    limitAt(0);
    driver.store.control[G_ROOM_ASKED] = 1024 * KIB;
    expect(headroom.wantedBytes).toBe(Math.max(16 * KIB, limit.limitBytes * 0.004));
    work(nowMs);
    expect(limit.pressureBytes()).toBeLessThanOrEqual(limit.limitBytes - headroom.wantedBytes);
    limit.applyLimit(8_192 * 1024 * KIB);
    expect(headroom.wantedBytes).toBe(4 * 1024 * KIB);
  });

  it('is forgotten when nobody asks any more', () => {
    limitAt(1024 * KIB);
    driver.store.control[G_ROOM_ASKED] = 256 * KIB;
    for (let second = 0; second < 8; second++) headroom.step(nowMs + second * 1_000);
    expect(headroom.wantedBytes).toBe(0);
    expect(driver.store.size(0)).toBe(20_000);
  });

  it('is none where nothing is to be evicted, and without a limit', () => {
    evictor.setPolicy(noeviction);
    limitAt(-100 * KIB);
    expect(headroom.step(nowMs)).toBe(false);
    evictor.setPolicy(lru);
    limit.applyLimit(0);
    expect(headroom.step(nowMs)).toBe(false);
    expect(headroom.isShort).toBe(false);
  });
});
