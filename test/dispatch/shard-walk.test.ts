import { beforeEach, expect, it } from 'vitest';
import { ShardWalk, WALK_HELD_UP } from '../../src/dispatch/shard-walk.ts';
import { S_LOCK } from '../../src/memory/layout.ts';
import { lock, tryLock, unlock } from '../../src/memory/lock.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

let server: InProcess;
let walk: ShardWalk;
const wordOf = (shard: number): number => server.store.heap.base(shard) + S_LOCK;

beforeEach(async () => {
  server = await startInProcess();
  walk = new ShardWalk(server.store);
});

it('holds one lock after the other', () => {
  walk.enter(3);
  expect(tryLock(server.store.control, wordOf(3))).toBe(false);
  walk.leave(3);
  walk.enter(4);
  expect(tryLock(server.store.control, wordOf(3))).toBe(true);
  unlock(server.store.control, wordOf(3));
  walk.leave(4);
});

it('gives up at a lock that is kept for long, sooner when it is tried again', () => {
  lock(server.store.control, wordOf(7));
  const wait = (): number => {
    const began = performance.now();
    expect(() => walk.enter(7)).toThrow(WALK_HELD_UP);
    return performance.now() - began;
  };
  const first = wait();
  // The machine may stand still during any of them.
  expect(Math.min(...Array.from({ length: 5 }, wait))).toBeLessThan(first);
  unlock(server.store.control, wordOf(7));
  walk.enter(7);
  walk.abandon();
  expect(tryLock(server.store.control, wordOf(7))).toBe(true);
  unlock(server.store.control, wordOf(7));
});
