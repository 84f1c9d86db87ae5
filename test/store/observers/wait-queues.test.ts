import { afterEach, beforeEach, expect, it } from 'vitest';
import { S_WAIT_KEYS, S_WAIT_KEYS_GONE, S_WAITERS } from '../../../src/memory/layout.ts';
import { NO_REF, type Ref } from '../../../src/memory/types.ts';
import type { WaitQueues } from '../../../src/store/observers/wait-queues.ts';
import { type InProcess, startInProcess } from '../../helpers/in-process.ts';

const reach = { low: 0b10, high: 0, feeds: false, noKey: false };
let server: InProcess;
let queues: WaitQueues;
const bytes = (key: string): Buffer => Buffer.from(key);
const append = (shard: number, key: string, waiter: number, more = reach): Ref =>
  queues.append(shard, 0, 77, bytes(key), 0, key.length, waiter as Ref, more);
const touch = (shard: number, key: string, db = 0): void => queues.touch(shard, db, 77, bytes(key), 0, key.length);
const waitersOf = (queue: Ref): number[] => {
  const waiters: number[] = [];
  for (let node = queues.head(queue); node !== NO_REF; node = queues.next(node)) waiters.push(queues.waiter(node));
  return waiters;
};

beforeEach(async () => {
  server = await startInProcess();
  ({ queues } = server.store.observers);
  queues.covered = true;
});
afterEach(() => {
  queues.covered = false;
  expect(server.emptyAndAudit()).toEqual([]);
});

it('keeps waiters in the order of arrival, takes them out anywhere, and leaves nothing', () => {
  const base = server.store.heap.base(1);
  const nodes = [1, 2, 3, 4].map((waiter) => append(1, 'queue', waiter));
  expect(append(1, 'queue', 4)).toBe(NO_REF);
  touch(1, 'queue');
  touch(1, 'queue');
  touch(1, 'other');
  touch(1, 'queue', 3);
  expect(queues.readyCount).toBe(1);
  const queue = queues.readyQueues[0]! as Ref;
  queues.readyCount = 0;
  queues.begin(queue);
  queues.remove(1, nodes[1]!);
  expect(waitersOf(queue)).toEqual([1, 3, 4]);
  queues.remove(1, nodes[3]!);
  queues.remove(1, nodes[0]!);
  expect(waitersOf(queue)).toEqual([3]);
  queues.remove(1, nodes[2]!);
  expect(server.store.control[base + S_WAIT_KEYS]).toBe(1);
  queues.end(1, queue);
  expect(server.store.control[base + S_WAIT_KEYS]).toBe(0);
  expect(server.store.control[base + S_WAITERS]).toBe(NO_REF);
});

it('counts keys that are also waited for to go', () => {
  const word = server.store.heap.base(1) + S_WAIT_KEYS_GONE;
  const nodes = [false, true, true].map((noKey, i) => append(1, 'stream', i + 1, { ...reach, noKey }));
  expect(server.store.control[word]).toBe(1);
  queues.remove(1, nodes[1]!);
  expect(server.store.control[word]).toBe(1);
  queues.remove(1, nodes[2]!);
  expect(server.store.control[word]).toBe(0);
  queues.remove(1, nodes[0]!);
  expect(server.store.control[word]).toBe(0);
});

it('finds keys among many whose hashes are equal', () => {
  const nodes = Array.from({ length: 50 }, (_, i) => append(2, `key:${i}`, i + 1));
  touch(2, 'key:31');
  expect(waitersOf(queues.readyQueues[0]! as Ref)).toEqual([32]);
  queues.begin(queues.readyQueues[0]! as Ref);
  queues.end(2, queues.readyQueues[0]! as Ref);
  queues.readyCount = 0;
  for (const node of nodes) queues.remove(2, node);
  expect(queues.hasAny(2)).toBe(false);
});

it('says which shards serving a key may need, and those that are fed in turn', () => {
  const first = append(3, 'from', 1, { low: 0b11000, high: 0, feeds: true, noKey: false });
  const second = append(4, 'to', 2, { low: 0b10000, high: 0b1, feeds: false, noKey: false });
  queues.forgetGathered();
  queues.gather(3, 77, bytes('from'), 0, 4);
  expect([queues.low, queues.high, queues.feeds]).toEqual([0b11000, 0, true]);
  queues.gatherFed();
  expect([queues.low, queues.high]).toEqual([0b11000, 0b1]);
  queues.remove(3, first);
  queues.remove(4, second);
});

it('notes keys that went while nobody could be served, if somebody waits for their going', () => {
  queues.covered = false;
  const plain = append(1, 'plain', 1);
  const group = append(1, 'group', 2, { ...reach, noKey: true });
  touch(1, 'plain');
  touch(1, 'group');
  expect(queues.readyCount).toBe(0);
  expect(queues.late.map(({ key }) => key.toString())).toEqual(['group']);
  queues.late = [];
  queues.remove(1, plain);
  queues.remove(1, group);
});
