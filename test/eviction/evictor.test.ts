import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Evictor } from '../../src/eviction/evictor.ts';
import { loadPolicies, policyNamesInFolder } from '../../src/eviction/load-policies.ts';
import type { EvictionPolicy } from '../../src/eviction/policy.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import { STAT } from '../../src/memory/thread-stats.ts';
import { NO_REF } from '../../src/memory/types.ts';
import { auditStore } from '../../src/store/audit.ts';
import { NO_EXPIRY } from '../../src/store/record.ts';
import { StoreDriver } from '../store/store-driver.ts';

const nowMs = 1_800_000_000_000;
const keys = 6_000;
const names = policyNamesInFolder();
let policies: ReadonlyMap<string, EvictionPolicy>;
let driver: StoreDriver;

beforeAll(async () => {
  policies = await loadPolicies();
});

beforeEach(() => {
  driver = new StoreDriver(createSharedMemory(3, true));
  driver.store.setTime(nowMs);
  driver.store.accesses.lfuDecayMinutes = 0;
});

afterEach(() => {
  expect(auditStore(driver.store).problems).toEqual([]);
  driver.store.heap.slabs.close();
});

/** What decides over a key, each in an order of its own. */
interface Traits {
  readonly age: number;
  readonly uses: number;
  readonly ttlMs: number;
}

function traitsOf(i: number): Traits {
  return {
    age: (i * 2_741) % keys,
    uses: ((i * 1_789) % keys) / (keys / 256),
    // Every other key expires, in one to two hours.
    ttlMs: i % 2 === 0 ? -1 : 3_600_000 + ((i * 3_571) % keys) * 600,
  };
}

function fill(): void {
  const { store } = driver;
  for (let i = 0; i < keys; i++) {
    const { age, uses, ttlMs } = traitsOf(i);
    store.db = i % 3;
    driver.request(Buffer.from(`key:${i}`), Buffer.from('value'));
    driver.set(ttlMs < 0 ? NO_EXPIRY : nowMs + ttlMs);
    const ref = store.peek(1 as never);
    store.records.setAccessClock(ref, store.clock - age * 4);
    store.records.setCounter(ref, Math.floor(uses));
  }
}

function isThere(i: number): boolean {
  driver.store.db = i % 3;
  driver.request(Buffer.from(`key:${i}`));
  return driver.store.peek(1 as never) !== NO_REF;
}

/** Of the keys that a policy may take, the share that deserves to stay less than this one does. */
function rankOf(policy: EvictionPolicy): (i: number) => number {
  const merit = (i: number): number => {
    const { age, uses, ttlMs } = traitsOf(i);
    if (policy.name.endsWith('ttl')) return ttlMs;
    return policy.name.endsWith('lfu') ? Math.floor(uses) * keys - age : -age;
  };
  const legal = Array.from({ length: keys }, (_, i) => i).filter((i) => !policy.volatileOnly || traitsOf(i).ttlMs >= 0);
  const order = [...legal].sort((a, b) => merit(a) - merit(b));
  const ranks = new Map(order.map((i, rank) => [i, rank / order.length]));
  return (i) => ranks.get(i) ?? Number.NaN;
}

describe.each(names.filter((name) => name !== 'noeviction'))('%s', (name) => {
  it('takes those that it says, far more often than chance would', () => {
    fill();
    const policy = policies.get(name)!;
    const evictor = new Evictor(driver.store, policy);
    const share = 0.2;
    const legal = policy.volatileOnly ? keys / 2 : keys;
    for (let i = 0; i < legal * share; i++) expect(evictor.evictOne()).toBe(true);
    const rank = rankOf(policy);
    const victims = Array.from({ length: keys }, (_, i) => i).filter((i) => !isThere(i));
    expect(victims.length).toBe(legal * share);
    expect(driver.store.stats[STAT.evictedKeys]).toBe(legal * share);
    const ranks = victims.map(rank);
    expect(ranks.some(Number.isNaN)).toBe(false);
    const mean = ranks.reduce((sum, one) => sum + one, 0) / ranks.length;
    if (name.endsWith('random')) {
      expect(mean).toBeGreaterThan(0.44);
      expect(mean).toBeLessThan(0.56);
    } else {
      // A perfect order gives 0.1, chance 0.5.
      expect(mean).toBeLessThan(0.2);
      expect(ranks.filter((one) => one < 0.4).length / ranks.length).toBeGreaterThan(0.9);
    }
  });

  it('takes every key that it may and no other', () => {
    const { volatileOnly } = policies.get(name)!;
    fill();
    const evictor = new Evictor(driver.store, policies.get(name)!);
    let evicted = 0;
    while (evictor.evictOne()) evicted++;
    expect(evicted).toBe(volatileOnly ? keys / 2 : keys);
    for (let i = 0; i < keys; i++)
      if (isThere(i) !== (volatileOnly && traitsOf(i).ttlMs < 0)) throw new Error(`key ${i}`);
  });

  it('finds one victim among many keys that are none', () => {
    if (!policies.get(name)!.volatileOnly) return;
    for (let i = 0; i < 30_000; i++) {
      driver.request(Buffer.from(`key:${i}`), Buffer.from('value'));
      driver.set(i === 12_345 ? nowMs + 3_600_000 : NO_EXPIRY);
    }
    const evictor = new Evictor(driver.store, policies.get(name)!);
    expect(evictor.evictOne()).toBe(true);
    expect(evictor.evictOne()).toBe(false);
    driver.request(Buffer.from('key:12345'));
    expect(driver.store.peek(1 as never)).toBe(NO_REF);
    expect(driver.store.size(0)).toBe(29_999);
  });

  it('prefers what is expired anyway', () => {
    fill();
    const { store } = driver;
    for (let i = 0; i < keys; i++) {
      store.db = i % 3;
      driver.request(Buffer.from(`key:${i}`));
      if ((i >> 2) % 3 === 0) driver.expire(nowMs + 10);
    }
    store.setTime(nowMs + 1_000);
    const evictor = new Evictor(store, policies.get(name)!);
    for (let i = 0; i < 500; i++) expect(evictor.evictOne()).toBe(true);
    expect(store.stats[STAT.expiredKeys]).toBeGreaterThan(350);
  });

  it('does not take a key that was used since it was looked at', () => {
    if (!name.endsWith('lru')) return;
    fill();
    const { store } = driver;
    const evictor = new Evictor(store, policies.get(name)!);
    for (let round = 0; round < 300; round++) {
      expect(evictor.evictOne()).toBe(true);
      // Everything older than most is used now: what the pool remembers of these keys is wrong.
      if (round % 100 !== 0) continue;
      store.setTime(nowMs + (round + 1) * 1_000);
      for (let i = 0; i < keys; i++) {
        if (traitsOf(i).age < keys / 2) continue;
        store.db = i % 3;
        driver.request(Buffer.from(`key:${i}`));
        driver.get();
      }
    }
    const used = Array.from({ length: keys }, (_, i) => i).filter((i) => traitsOf(i).age >= keys / 2 && !isThere(i));
    expect(used.length).toBeLessThan(30);
  });
});

describe('noeviction', () => {
  it('takes nothing', () => {
    fill();
    const evictor = new Evictor(driver.store, policies.get('noeviction')!);
    expect(evictor.evictOne()).toBe(false);
    expect(driver.store.stats[STAT.evictedKeys]).toBe(0);
  });
});

it('has the policies that Redis has, and fifo', () => {
  const orders = ['lru', 'lfu', 'random', 'fifo'];
  expect(names).toEqual(
    ['noeviction', 'volatile-ttl', ...orders.flatMap((one) => [`allkeys-${one}`, `volatile-${one}`])].sort(),
  );
});
