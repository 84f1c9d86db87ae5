import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { STAT } from '../../src/memory/thread-stats.ts';
import { BufferCharge } from '../../src/threads/buffer-charge.ts';

const client = (input: number, output: number, held = 0) => ({
  parser: { pendingBytes: input },
  transport: { pendingBytes: output + held, copiedBytes: output },
});
const MUCH = 3 * 1024 * 1024;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start() {
  const connections = new Set<ReturnType<typeof client>>();
  const stats = new Float64Array(64);
  let used = 0;
  const heap = {
    chargeBytes(bytes: number): void {
      used += bytes;
    },
    flushUsed: () => undefined,
  };
  const counted = vi.fn();
  const waiting = { bytes: 0 };
  return {
    connections,
    stats,
    counted,
    waiting,
    used: () => used,
    charge: new BufferCharge(connections, stats, heap, () => waiting.bytes, counted),
  };
}

it('charges what all clients have buffered, in whole units', () => {
  const { charge, connections, stats, used } = start();
  connections.add(client(100, 1000)).add(client(30, 0));
  charge.sample();
  expect(used()).toBe(1088);
  expect([stats[STAT.clientInputBytes], stats[STAT.clientOutputBytes]]).toEqual([130, 1000]);
  expect([stats[STAT.maxInputBuffer], stats[STAT.maxOutputBuffer]]).toEqual([100, 1000]);
  connections.clear();
  charge.sample();
  expect(used()).toBe(0);
  expect(stats[STAT.maxOutputBuffer]).toBe(1000);
});

it('charges nothing for what is held of the store, and counts it as output', () => {
  const { charge, connections, stats, used } = start();
  connections.add(client(0, 640, MUCH)).add(client(0, 0, 10 * MUCH));
  charge.sample();
  expect(used()).toBe(640);
  expect([stats[STAT.clientOutputBytes], stats[STAT.maxOutputBuffer]]).toEqual([640, 10 * MUCH]);
});

it('waits for the next second with what is little', () => {
  const { charge, connections, used } = start();
  connections.add(client(0, 1000));
  charge.has(1000);
  charge.left();
  vi.advanceTimersByTime(500);
  expect(used()).toBe(0);
});

it('does not with what is much, when it comes and when it goes', () => {
  const { charge, connections, used } = start();
  connections.add(client(0, MUCH));
  charge.has(MUCH);
  charge.has(MUCH);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(50);
  expect(used()).toBe(MUCH);
  connections.clear();
  charge.left();
  vi.advanceTimersByTime(50);
  expect(used()).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

it('tells of each count, soon where there is much', () => {
  const { charge, connections, counted } = start();
  connections.add(client(MUCH, 0));
  charge.sample();
  expect(counted).toHaveBeenCalledTimes(1);
  charge.has(MUCH);
  vi.advanceTimersByTime(50);
  expect(counted).toHaveBeenCalledTimes(2);
});

it('charges what waits for other threads', () => {
  const { charge, stats, used, waiting } = start();
  waiting.bytes = 6400;
  charge.sample();
  expect([used(), stats[STAT.clientOutputBytes]]).toEqual([6400, 6400]);
  waiting.bytes = 0;
  charge.sample();
  expect(used()).toBe(0);
});
