import { afterEach, beforeEach, expect, it } from 'vitest';
import { S_LOCK } from '../../../src/memory/layout.ts';
import { lock, unlock } from '../../../src/memory/lock.ts';
import { freeForgotten } from '../../../src/store/observers/tracked-flush.ts';
import { type InProcess, startInProcess } from '../../helpers/in-process.ts';

let server: InProcess;
beforeEach(async () => {
  server = await startInProcess();
});
afterEach(() => expect(server.emptyAndAudit()).toEqual([]));

it('passes over shards whose locks are held, and says that something is left', () => {
  const { store } = server;
  const { tracked } = store.observers;
  for (let i = 0; i < 200; i++) tracked.remember(3, i, Buffer.from(`key:${i}`), 0, 5, 0, 1);
  expect(freeForgotten(store)).toBe(false);
  tracked.forgetAll(3);
  const word = store.heap.base(3) + S_LOCK;
  lock(store.control, word);
  expect(freeForgotten(store)).toBe(true);
  expect(tracked.hasBuried(3)).toBe(true);
  unlock(store.control, word);
  while (freeForgotten(store));
  expect(tracked.hasBuried(3)).toBe(false);
});
