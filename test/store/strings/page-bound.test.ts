import { afterEach, expect, it, vi } from 'vitest';
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { S_LOCK } from '../../../src/memory/layout.ts';
import { LOCK_FREE, LOCK_HELD } from '../../../src/memory/lock.ts';
import { createSharedMemory } from '../../../src/memory/shared-memory.ts';
import { pageBound } from '../../../src/store/strings/page-bound.ts';
import { StoreDriver } from '../store-driver.ts';

const KEY = 1 as ArgIndex;
const LENGTH = 1_000_000;
const driver = new StoreDriver(createSharedMemory(2));
const { store } = driver;
store.setTime(Date.now());
afterEach(() => {
  vi.restoreAllMocks();
});

it('is what a large value needs to grow, or to be copied while somebody else has it', () => {
  driver.request(Buffer.from('small'), Buffer.from('value'));
  driver.set();
  driver.request(Buffer.from('large'), Buffer.alloc(LENGTH));
  driver.set();
  const ref = store.peek(KEY);
  expect(pageBound(store, KEY, 10, false)).toBe(0);
  expect(pageBound(store, KEY, LENGTH, true)).toBeGreaterThanOrEqual(LENGTH - 8_192);
  store.large.pin(store.records.largeRef(ref));
  expect(pageBound(store, KEY, 10, false)).toBeGreaterThanOrEqual(LENGTH);
  store.large.release(store.records.largeRef(ref));
  driver.request(Buffer.from('small'));
  expect(pageBound(store, KEY, 10, true)).toBe(-1);
});

it('does not read the index of a shard whose lock is not had', () => {
  const shard = driver.request(Buffer.from('large'));
  const word = store.heap.base(shard) + S_LOCK;
  const find = vi.spyOn(store.table, 'find');
  Atomics.store(store.control, word, LOCK_HELD);
  expect(pageBound(store, KEY, 10, true)).toBe(-1);
  expect(find).not.toHaveBeenCalled();
  Atomics.store(store.control, word, LOCK_FREE);
  expect(pageBound(store, KEY, 10, true)).toBeGreaterThanOrEqual(0);
  expect(find).toHaveBeenCalledOnce();
  store.heap.slabs.close();
});
