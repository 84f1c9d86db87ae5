import { afterEach, beforeEach, expect, it } from 'vitest';
import { ParsedRequest } from '../../../src/dispatch/request.ts';
import { MAX_BLOCK_BYTES } from '../../../src/memory/heap/heap.ts';
import { NO_REF, type Ref } from '../../../src/memory/types.ts';
import { WaitQueues } from '../../../src/store/observers/wait-queues.ts';
import { type WaiterFacts, Waiters } from '../../../src/store/observers/waiters.ts';
import { type HeapFixture, heapFixture } from '../../memory/heap/heap-fixture.ts';

const facts: WaiterFacts = {
  thread: 3,
  slot: 77,
  id: 1_000_001,
  resp: 3,
  db: 15,
  row: 42,
  type: 2,
  low: 0b110,
  high: 0,
  feeds: false,
  noKey: false,
  group: 0,
  bit: 0,
};
let fixture: HeapFixture;
let waiters: Waiters;
beforeEach(() => {
  fixture = heapFixture();
  waiters = new Waiters(fixture.heap, new WaitQueues(fixture.heap));
});
afterEach(() => {
  expect(fixture.heap.usedBytes()).toBe(0);
  fixture.slabs.close();
});

function requestOf(...texts: string[]): ParsedRequest {
  const request = new ParsedRequest();
  request.buf = Buffer.from(texts.join(''));
  request.argc = texts.length;
  request.argStart = new Int32Array(texts.length);
  request.argLen = new Int32Array(texts.length);
  let at = 0;
  for (const [i, text] of texts.entries()) {
    request.argStart[i] = at;
    request.argLen[i] = text.length;
    at += text.length;
  }
  return request;
}

function textsOf(waiter: Ref): string[] {
  const request = new ParsedRequest();
  waiters.readRequest(waiter, request);
  const { buf, argStart, argLen } = request;
  return Array.from({ length: request.argc }, (_, i) =>
    buf.toString('latin1', argStart[i]!, argStart[i]! + argLen[i]!),
  );
}

it('keeps who waits and the whole request, with what a word meant', () => {
  const request = requestOf('xread', 'block', '0', 'streams', 'key', '$');
  const waiter = waiters.add(1, facts, request, 1, [{ index: 5, bytes: Buffer.from('1700000000000-7') }]);
  request.buf.fill(0);
  expect(textsOf(waiter)).toEqual(['xread', 'block', '0', 'streams', 'key', '1700000000000-7']);
  const { thread, slot, id, resp, db, row } = facts;
  const told = [waiters.thread(waiter), waiters.slot(waiter), waiters.id(waiter), waiters.resp(waiter)];
  expect(told).toEqual([thread, slot, id, resp]);
  expect([waiters.db(waiter), waiters.row(waiter)]).toEqual([db, row]);
  expect([waiters.wants(waiter, 2), waiters.wants(waiter, 3), waiters.wants(waiter, -1)]).toEqual([true, false, false]);
  waiters.remove(waiter);
});

it('is in the queues of its keys until it is removed', () => {
  const request = requestOf('blpop', 'a', 'b', '0');
  const both = { ...facts, noKey: true };
  const waiter = waiters.add(1, both, request, 2, []);
  waiters.enter(waiter, 0, 1, 11, request, 1, both);
  waiters.enter(waiter, 1, 2, 22, request, 2, both);
  expect(waiters.wants(waiter, -1)).toBe(true);
  expect([waiters.queues.hasAny(1), waiters.queues.hasAny(2)]).toEqual([true, true]);
  waiters.remove(waiter);
  expect([waiters.queues.hasAny(1), waiters.queues.hasAny(2)]).toEqual([false, false]);
});

it('takes many arguments, and refuses a request that fits no block', () => {
  const many = requestOf('blpop', ...Array.from({ length: 300 }, (_, i) => `key:${i}`), '0');
  const waiter = waiters.add(1, facts, many, 0, []);
  expect(textsOf(waiter)[300]).toBe('key:299');
  waiters.remove(waiter);
  expect(waiters.add(1, facts, requestOf('blpop', 'x'.repeat(MAX_BLOCK_BYTES), '0'), 1, [])).toBe(NO_REF);
});
