import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Leftovers } from '../../src/eviction/leftovers.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import { auditStore } from '../../src/store/audit.ts';
import { NO_EXPIRY } from '../../src/store/record.ts';
import { StoreDriver } from '../store/store-driver.ts';

const nowMs = 1_800_000_000_000;
let driver: StoreDriver;

beforeEach(() => {
  driver = new StoreDriver(createSharedMemory(3, true));
  driver.store.setTime(nowMs);
});

afterEach(() => {
  expect(auditStore(driver.store).problems).toEqual([]);
  driver.store.heap.slabs.close();
});

function fill(keys: number, expires: (i: number) => boolean): void {
  for (let i = 0; i < keys; i++) {
    driver.store.db = i % 3;
    driver.request(Buffer.from(`key:${i}`), Buffer.from('value'));
    driver.set(expires(i) ? nowMs + 3_600_000 : NO_EXPIRY);
  }
}

const held = (): number => [0, 1, 2].reduce((sum, db) => sum + driver.store.size(db), 0);

describe('the walk for leftovers', () => {
  it('finds every record, one after the other, and then none', () => {
    fill(3_000, () => false);
    const leftovers = new Leftovers(driver.store);
    for (let left = 2_999; left >= 0; left--) {
      expect(leftovers.evictNext(false)).toBe(true);
      expect(held()).toBe(left);
    }
    expect(leftovers.evictNext(false)).toBe(false);
  });

  it('finds the few that expire among many that do not, and no other', () => {
    fill(20_000, (i) => i % 2_000 === 7);
    const leftovers = new Leftovers(driver.store);
    for (let i = 0; i < 10; i++) expect(leftovers.evictNext(true)).toBe(true);
    expect(leftovers.evictNext(true)).toBe(false);
    expect(held()).toBe(19_990);
  });

  it('meets what comes in behind it in the next round', () => {
    fill(100, () => false);
    const leftovers = new Leftovers(driver.store);
    while (leftovers.evictNext(false));
    fill(100, () => true);
    for (let i = 0; i < 100; i++) expect(leftovers.evictNext(true)).toBe(true);
    expect(held()).toBe(0);
  });
});
