import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EvictionRule, GUARDED, RULES, SCORE_IDLE_PER_USE } from '../../src/eviction/adaptive/rules.ts';
import { Admission } from '../../src/eviction/admission.ts';
import { G_EVICTION_RULE, ROOT_NEW, SHARDS } from '../../src/memory/layout.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import { STAT } from '../../src/memory/thread-stats.ts';
import { NO_REF, type Ref } from '../../src/memory/types.ts';
import { auditStore } from '../../src/store/audit.ts';
import { ACCESS_USES } from '../../src/store/usage/access-notes.ts';
import { StoreDriver } from '../store/store-driver.ts';

const NOW_MS = 1_800_000_000_000;
const DATABASES = 3;
let driver: StoreDriver;

beforeEach(() => begin());
afterEach(() => driver.store.heap.slabs.close());

function begin(): void {
  driver = new StoreDriver(createSharedMemory(DATABASES, true));
  driver.store.setTime(NOW_MS);
  driver.store.accesses.mode = ACCESS_USES;
  driver.store.accesses.tellAfter = 1;
}

function name(key: number, db = 0): void {
  driver.store.db = db;
  driver.request(Buffer.from(`key:${key}`), Buffer.from('value'));
}

function set(key: number, db = 0): void {
  name(key, db);
  driver.set();
}

function recordOf(key: number, db = 0): Ref {
  name(key, db);
  return driver.store.peek(1 as never);
}

/** Keys on probation as the roots count them. */
function counted(): number {
  let count = 0;
  for (let shard = 0; shard < SHARDS; shard++)
    for (let db = 0; db < DATABASES; db++) count += driver.store.control[driver.store.rootAt(shard, db) + ROOT_NEW]!;
  return count;
}

function held(): number {
  return [0, 1, 2].reduce((sum, db) => sum + driver.store.size(db), 0);
}

describe('making room by a rule', () => {
  it('keeps the count of what is new, whatever happens, and takes one key a victim', () => {
    const step = fc.record({
      what: fc.constantFrom('set', 'set', 'set', 'get', 'delete', 'evict', 'evict', 'evict', 'rule', 'later'),
      key: fc.nat(300),
      db: fc.nat(DATABASES - 1),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 300, maxLength: 900 }), (steps) => {
        driver.store.heap.slabs.close();
        begin();
        const { store } = driver;
        const admission = new Admission(store);
        admission.setRules(RULES);
        steps.forEach(({ what, key, db }, i) => {
          store.clock = i;
          name(key, db);
          if (what === 'set') driver.set();
          else if (what === 'get') driver.get();
          else if (what === 'delete' && recordOf(key, db) !== NO_REF) store.delete(1 as never, recordOf(key, db));
          else if (what === 'rule') store.control[G_EVICTION_RULE] = key % RULES.length;
          else if (what === 'evict') {
            const before = held();
            const evicted = store.stats[STAT.evictedKeys]!;
            const went = admission.evictOne();
            expect(held()).toBe(before - (went ? 1 : 0));
            expect(store.stats[STAT.evictedKeys]).toBe(evicted + (went ? 1 : 0));
          }
        });
        let news = 0;
        for (let key = 0; key <= 300; key++)
          for (let db = 0; db < DATABASES; db++) {
            const ref = recordOf(key, db);
            if (ref !== NO_REF && store.records.isNew(ref)) news++;
          }
        expect(counted()).toBe(news);
        expect(auditStore(store).problems).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it.each([0.05, 0.3, 0.7])('lets no more than a share of %d be new, and leaves what was proven', (window) => {
    const rule: EvictionRule = { name: 'test', window, margin: 1, score: SCORE_IDLE_PER_USE, samples: 8 };
    const admission = new Admission(driver.store);
    admission.setRules([rule]);
    const capacity = 1_000;
    for (let key = 0; key < capacity; key++) set(key);
    for (let key = 0; key < 5 * capacity; key++) {
      driver.store.clock = key;
      expect(admission.evictOne()).toBe(true);
      set(capacity + key);
      // A few old keys are in use.
      name(key % 20);
      driver.get();
    }
    expect(held()).toBe(capacity);
    expect(counted()).toBeLessThan(capacity * window * 1.2 + 12);
    expect(counted()).toBeGreaterThan(capacity * window * 0.7);
    for (let key = 0; key < 20; key++) expect(recordOf(key)).not.toBe(NO_REF);
  });

  it('gives what is new its time in a narrow window: the first that came in goes first', () => {
    const { store } = driver;
    const admission = new Admission(store);
    admission.setRules([GUARDED]);
    for (let key = 0; key < 1_000; key++) {
      store.clock = key;
      set(key);
    }
    admission.evictOne();
    for (let key = 1_000; key < 1_024; key++) {
      store.clock = key;
      set(key);
      admission.evictOne();
    }
    const isThere = Array.from({ length: 24 }, (_, i) => recordOf(1_000 + i) !== NO_REF);
    expect(isThere.slice(0, 8)).not.toContain(true);
    expect(isThere.slice(-8)).not.toContain(false);
  });

  it('begins with the first rule while what was chosen belongs to another policy', () => {
    const admission = new Admission(driver.store);
    admission.setRules([{ name: 'test', window: 1, margin: 0, score: SCORE_IDLE_PER_USE, samples: 8 }, GUARDED]);
    driver.store.control[G_EVICTION_RULE] = 5;
    for (let key = 0; key < 100; key++) set(key);
    expect(admission.evictOne()).toBe(true);
    expect(held()).toBe(99);
  });

  it('takes what was sampled before for nothing when it was used since', () => {
    const admission = new Admission(driver.store);
    admission.setRules([{ name: 'test', window: 1, margin: 0, score: SCORE_IDLE_PER_USE, samples: 8 }]);
    for (let key = 0; key < 400; key++) set(key);
    driver.store.clock = 1_000;
    for (let i = 0; i < 50; i++) admission.evictOne();
    const left = Array.from({ length: 400 }, (_, key) => key).filter((key) => recordOf(key) !== NO_REF);
    // Whatever the pools hold of these is wrong now.
    const used = left.slice(0, 200);
    driver.store.clock = 2_000;
    for (const key of used) {
      name(key);
      for (let i = 0; i < 4; i++) driver.get();
    }
    for (let i = 0; i < 100; i++) admission.evictOne();
    expect(used.filter((key) => recordOf(key) === NO_REF).length).toBeLessThan(3);
  });
});
