import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SCORE_FREQUENCY } from '../../src/eviction/adaptive/rules.ts';
import { Evictor } from '../../src/eviction/evictor.ts';
import { loadPolicies, policyNamesInFolder } from '../../src/eviction/load-policies.ts';
import type { EvictionPolicy } from '../../src/eviction/policy.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import { STAT } from '../../src/memory/thread-stats.ts';
import { NO_REF } from '../../src/memory/types.ts';
import { auditStore } from '../../src/store/audit.ts';
import { NO_EXPIRY } from '../../src/store/record.ts';
import { ACCESS_CLOCK, ACCESS_COUNTER, ACCESS_USES, ACCESS_VISITS } from '../../src/store/usage/access-notes.ts';
import { counterOf } from '../../src/store/usage/use-count.ts';
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

/** The counter that says so many uses (0 … 255) to the policy in force. */
function counterFor(access: number, uses: number): number {
  if (access === ACCESS_USES) return counterOf(uses >> 4, 0);
  return access === ACCESS_VISITS ? uses >> 7 : uses;
}

function fill(access: number = ACCESS_CLOCK): void {
  const { store } = driver;
  for (let i = 0; i < keys; i++) {
    const { age, uses, ttlMs } = traitsOf(i);
    store.db = i % 3;
    driver.request(Buffer.from(`key:${i}`), Buffer.from('value'));
    driver.set(ttlMs < 0 ? NO_EXPIRY : nowMs + ttlMs);
    const ref = store.peek(1 as never);
    store.records.setAccessClock(ref, store.clock - age * 4);
    store.records.setCounter(ref, counterFor(access, Math.floor(uses)));
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
    switch (policy.access) {
      case ACCESS_COUNTER:
        return Math.floor(uses) * keys - age;
      case ACCESS_VISITS:
        return (uses < 128 ? 0 : keys) - age;
      case ACCESS_USES:
        if (policy.rules![0]!.score === SCORE_FREQUENCY) return (Math.floor(uses) >> 4) * keys - age;
        return -(age + 1) / (Math.floor(uses) >> 4 || 0.5);
      default:
        return -age;
    }
  };
  const legal = Array.from({ length: keys }, (_, i) => i).filter((i) => !policy.volatileOnly || traitsOf(i).ttlMs >= 0);
  const order = [...legal].sort((a, b) => merit(a) - merit(b));
  const ranks = new Map(order.map((i, rank) => [i, rank / order.length]));
  return (i) => ranks.get(i) ?? Number.NaN;
}

describe.each(names.filter((name) => name !== 'noeviction'))('%s', (name) => {
  it('takes those that it says, far more often than chance would', () => {
    const policy = policies.get(name)!;
    fill(policy.access);
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

describe('going from one policy to another', () => {
  const order = ['allkeys-lru', 'allkeys-s3fifo', 'volatile-ttl', 'allkeys-sieve', 'allkeys-tinylfu', 'allkeys-lfu'];

  it('takes the next victims by what the records say, and rebuilds nothing', () => {
    fill();
    const { store } = driver;
    const evictor = new Evictor(store, policies.get('allkeys-fifo')!);
    let left = keys;
    for (const name of [...order, ...order]) {
      const policy = policies.get(name)!;
      const allocated = store.heap.operations;
      evictor.setPolicy(policy);
      store.accesses.mode = policy.access;
      expect(store.heap.operations).toBe(allocated);
      for (let i = 0; i < 100; i++) expect(evictor.evictOne()).toBe(true);
      left -= 100;
      // What comes in and is used under one policy is a record like others under the next one.
      for (let i = 0; i < 50; i++) {
        driver.request(Buffer.from(`${name}:${left}:${i}`), Buffer.from('value'));
        driver.set();
        driver.get();
      }
      left += 50;
      expect([0, 1, 2].reduce((sum, db) => sum + store.size(db), 0)).toBe(left);
    }
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

it('has the policies that Redis has, and more', () => {
  const orders = ['lru', 'lfu', 'random', 'fifo'];
  const more = ['sieve', 's3fifo', 'tinylfu', 'cost', 'adaptive'].map((one) => `allkeys-${one}`);
  expect(names).toEqual(
    ['noeviction', 'volatile-ttl', ...orders.flatMap((one) => [`allkeys-${one}`, `volatile-${one}`]), ...more].sort(),
  );
});
