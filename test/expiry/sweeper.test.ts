import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExpirySweeper } from '../../src/expiry/sweeper.ts';
import { S_LOCK, S_WHEEL_ENTRIES, S_WHEEL_STALE, SHARDS } from '../../src/memory/layout.ts';
import { lock, unlock } from '../../src/memory/lock.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import { STAT } from '../../src/memory/thread-stats.ts';
import { auditStore } from '../../src/store/audit.ts';
import { TICK_MS } from '../../src/store/expiry/timing-wheel.ts';
import { NO_EXPIRY } from '../../src/store/record.ts';
import { StoreDriver } from '../store/store-driver.ts';

const startMs = 1_800_000_000_000;
let driver: StoreDriver;
let sweeper: ExpirySweeper;

beforeEach(() => {
  driver = new StoreDriver(createSharedMemory(4, true));
  driver.store.setTime(startMs);
  sweeper = new ExpirySweeper(driver.store);
});

afterEach(() => {
  expect(auditStore(driver.store).problems).toEqual([]);
  driver.store.heap.slabs.close();
});

function set(key: string, expiresAtMs: number): void {
  driver.request(Buffer.from(key), Buffer.from('value'));
  driver.set(expiresAtMs);
}

/** Sweeps until nothing is left to do. @returns the number of steps */
function sweep(nowMs: number): number {
  let steps = 1;
  while (sweeper.step(nowMs)) if (++steps > 100_000) throw new Error('the sweep does not end');
  return steps;
}

function sumOf(word: number): number {
  let sum = 0;
  for (let shard = 0; shard < SHARDS; shard++) sum += driver.store.control[driver.store.heap.base(shard) + word]!;
  return sum;
}

describe('sweeper', () => {
  it('deletes what is due, no sooner and hardly later', () => {
    const { store } = driver;
    for (let i = 0; i < 20_000; i++) {
      store.db = i % 4;
      set(`key:${i}`, i % 10 === 9 ? NO_EXPIRY : startMs + i);
    }
    for (const ms of [0, 500, 7_777, 15_000]) {
      sweep(startMs + ms);
      let live = 0;
      for (let db = 0; db < 4; db++) live += store.size(db);
      const due = Array.from({ length: ms }, (_, i) => i).filter((i) => i % 10 !== 9).length;
      expect(live).toBeGreaterThanOrEqual(20_000 - due);
      expect(live).toBeLessThanOrEqual(20_000 - due + TICK_MS);
    }
    sweep(startMs + 30_000);
    expect(auditStore(store).records).toBe(2_000);
    expect(store.stats[STAT.expiredByWorker]).toBe(18_000);
    expect(store.stats[STAT.expiredKeys]).toBe(18_000);
  });

  it('follows a key whose time is changed', () => {
    set('sooner', startMs + 100_000);
    set('later', startMs + 1_000);
    set('never', startMs + 1_000);
    set('again', startMs + 1_000);
    driver.request(Buffer.from('sooner'));
    driver.expire(startMs + 1_000);
    driver.request(Buffer.from('later'));
    driver.expire(startMs + 100_000);
    driver.request(Buffer.from('never'));
    driver.expire(NO_EXPIRY);
    driver.request(Buffer.from('again'));
    driver.delete();
    set('again', startMs + 50_000);
    sweep(startMs + 2_000);
    expect(driver.store.size(0)).toBe(3);
    sweep(startMs + 51_000);
    expect(driver.store.size(0)).toBe(2);
    sweep(startMs + 200_000);
    expect(driver.store.size(0)).toBe(1);
  });

  it('passes over shards whose lock is held, and comes back', () => {
    const { store } = driver;
    for (let i = 0; i < 1_000; i++) set(`key:${i}`, startMs + 100);
    for (let shard = 0; shard < SHARDS; shard += 2) lock(store.control, store.heap.base(shard) + S_LOCK);
    for (let i = 0; i < 100; i++) expect(sweeper.step(startMs + 1_000)).toBe(true);
    const left = store.size(0);
    expect(left).toBeGreaterThan(300);
    expect(left).toBeLessThan(700);
    for (let shard = 0; shard < SHARDS; shard += 2) unlock(store.control, store.heap.base(shard) + S_LOCK);
    sweep(startMs + 1_000);
    expect(store.size(0)).toBe(0);
  });

  it('frees the wheels when no key expires any more', () => {
    const { store } = driver;
    for (let i = 0; i < 1_000; i++) set(`key:${i}`, startMs + i);
    sweep(startMs + 5_000);
    const left = store.heap.usedBytes();
    for (let i = 0; i < 1_000; i++) set(`key:${i}`, NO_EXPIRY);
    for (let i = 0; i < 1_000; i++) {
      driver.request(Buffer.from(`key:${i}`));
      driver.delete();
    }
    expect(left).toBeLessThanOrEqual(store.heap.usedBytes());
    expect(left).toBeLessThan(64 * 300);
  });

  it.each([
    ['many keys', (i: number) => `key:${i}`],
    ['one key', () => 'key'],
    ['keys that come back', (i: number) => `key:${i % 1_000}`],
  ])('keeps the wheel small when %s come and go before they are due', (_, keyOf) => {
    let most = 0;
    for (let i = 0; i < 400_000; i++) {
      set(keyOf(i), startMs + 3_600_000 + (i % 1_000) * 1_000);
      driver.request(Buffer.from(keyOf(i)));
      driver.delete();
      if (i % 2_000 === 0) {
        sweep(startMs + i / 100);
        most = Math.max(most, sumOf(S_WHEEL_ENTRIES));
      }
    }
    // 64 wheels, each with the thousand stale entries that are not worth the work.
    expect(most).toBeLessThan(SHARDS * 1_100 + 4_000);
    expect(sumOf(S_WHEEL_STALE)).toBe(sumOf(S_WHEEL_ENTRIES));
  });
});
