import { afterEach, beforeEach, expect, it } from 'vitest';
import { LockGate } from '../../src/dispatch/lock-gate.ts';
import { S_LOCK } from '../../src/memory/layout.ts';
import { tryLock, unlock } from '../../src/memory/lock.ts';
import { STAT } from '../../src/memory/thread-stats.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

const SHARD = 5;
let server: InProcess;
let locks: LockGate;
let word: number;

beforeEach(async () => {
  server = await startInProcess();
  locks = new LockGate(server.store);
  word = server.store.heap.base(SHARD) + S_LOCK;
});

afterEach(() => expect(server.emptyAndAudit()).toEqual([]));

it('gives up a lock that is not free in time, and says how long it waited', () => {
  expect(locks.takeOne(SHARD)).toBe(true);
  expect(locks.waitedUs).toBe(0);
  expect(locks.takeOne(SHARD)).toBe(false);
  expect(locks.waitedUs).toBeGreaterThan(900);
  expect(server.store.stats[STAT.lockWaits]).toBe(1);
  locks.giveOne(SHARD);
  const { waitedUs } = locks;
  expect(locks.takeOne(SHARD)).toBe(true);
  expect(locks.waitedUs).toBe(waitedUs);
  locks.giveOne(SHARD);
});

it('holds nothing of a set of which one was not had', () => {
  locks.add(SHARD - 1);
  locks.add(SHARD);
  expect(tryLock(server.store.control, word)).toBe(true);
  expect(locks.takeSet()).toBe(false);
  unlock(server.store.control, word);
  expect(locks.takeSet()).toBe(true);
  locks.giveSet();
});
