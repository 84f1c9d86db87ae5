import { beforeEach, describe, expect, it } from 'vitest';
import { ACCESS_TICKS_PER_SECOND } from '../../../src/memory/clock.ts';
import {
  G_ACCESSES,
  G_COST_PREFIXES,
  G_MARKS_NEW,
  G_RECENT_NEXT,
  G_USE_EPOCH,
  ROOT_NEW,
} from '../../../src/memory/layout.ts';
import { createSharedMemory } from '../../../src/memory/shared-memory.ts';
import type { Ref } from '../../../src/memory/types.ts';
import type { Keyspace } from '../../../src/store/keyspace.ts';
import { INITIAL_COUNTER } from '../../../src/store/record.ts';
import { ACCESS_CLOCK, ACCESS_COUNTER, ACCESS_NONE, ACCESS_USES } from '../../../src/store/usage/access-notes.ts';
import { usesOf } from '../../../src/store/usage/use-count.ts';
import { StoreDriver } from '../store-driver.ts';

const NOW_MS = 1_800_000_000_000;
let driver: StoreDriver;
let store: Keyspace;

beforeEach(() => {
  driver = new StoreDriver(createSharedMemory(2, true));
  store = driver.store;
  store.setTime(NOW_MS);
});

function put(name: string): Ref {
  driver.request(Buffer.from(name), Buffer.from('value'));
  driver.set(-1);
  return store.peek(1 as never);
}

function uses(ref: Ref): number {
  return usesOf(store.records.counter(ref), store.control[G_USE_EPOCH]!);
}

describe('what an access notes', () => {
  it('is the time, or nothing at all for first in, first out', () => {
    for (const [mode, moves] of [
      [ACCESS_CLOCK, true],
      [ACCESS_NONE, false],
    ] as const) {
      store.accesses.mode = mode;
      const ref = put(`key-${mode}`);
      const before = store.records.accessClock(ref);
      store.accesses.used(ref, store.clock + 640);
      expect(store.records.accessClock(ref) - before).toBe(moves ? 640 : 0);
      expect(store.records.counter(ref)).toBe(INITIAL_COUNTER);
    }
  });

  it('is a counter that grows ever more slowly and decays with minutes', () => {
    store.accesses.mode = ACCESS_COUNTER;
    const ref = put('key');
    for (let i = 0; i < 10_000; i++) store.accesses.used(ref, store.clock);
    const counter = store.accesses.decayedCounter(ref, store.clock);
    expect(counter).toBeGreaterThan(20);
    expect(counter).toBeLessThan(100);
    expect(store.accesses.decayedCounter(ref, store.clock + 60 * ACCESS_TICKS_PER_SECOND * 7)).toBe(counter - 7);
    expect(store.accesses.decayedCounter(ref, store.clock + 60 * ACCESS_TICKS_PER_SECOND * 700)).toBe(0);
    store.accesses.lfuDecayMinutes = 0;
    expect(store.accesses.decayedCounter(ref, store.clock + 60 * ACCESS_TICKS_PER_SECOND * 700)).toBe(counter);
  });

  it('is a count of uses that ages, and others are told how many there were', () => {
    store.accesses.mode = ACCESS_USES;
    store.accesses.tellAfter = 1;
    const ref = put('key');
    const told = store.control[G_ACCESSES]!;
    const before = uses(ref);
    for (let i = 0; i < 5; i++) store.accesses.used(ref, store.clock);
    expect(uses(ref)).toBe(before + 5);
    expect(store.control[G_ACCESSES]! - told).toBe(5);
    store.control[G_USE_EPOCH]! += 1;
    expect(uses(ref)).toBe((before + 5) >> 1);
  });
});

describe('a key that comes in', () => {
  it('is on probation while the store is full', () => {
    store.accesses.mode = ACCESS_USES;
    expect(store.records.isNew(put('before'))).toBe(false);
    store.control[G_MARKS_NEW] = 1;
    const ref = put('after');
    expect(store.records.isNew(ref)).toBe(true);
    expect(store.control[store.rootAt(store.shards[1]!, 0) + ROOT_NEW]).toBe(1);
    expect(store.control[G_RECENT_NEXT]).toBe(1);
    driver.request(Buffer.from('after'), Buffer.from('x'));
    store.delete(1 as never, store.peek(1 as never));
    expect(store.control[store.rootAt(store.shards[1]!, 0) + ROOT_NEW]).toBe(0);
  });

  it('counts the uses that it had before it was evicted', () => {
    store.accesses.mode = ACCESS_USES;
    store.history.fit(1000);
    expect(uses(put('stranger'))).toBe(1);
    driver.request(Buffer.from('known'), Buffer.from('x'));
    store.prepare(1);
    store.history.remember(store.hashes[1]!, 6);
    expect(uses(put('known'))).toBe(7);
  });

  it('takes the cost of its prefix, if there is one', () => {
    store.accesses.mode = ACCESS_USES;
    expect(store.control[G_COST_PREFIXES]).toBe(0);
    expect(store.records.costClass(put('dear:1'))).toBe(0);
  });
});
