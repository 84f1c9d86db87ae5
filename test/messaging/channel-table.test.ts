import { expect, it } from 'vitest';
import { CHANNEL, ChannelTable, MAX_NAME_BYTES, PATTERN, SHARD_CHANNEL } from '../../src/messaging/channel-table.ts';
import { createClientMemory } from '../../src/messaging/client-memory.ts';

const shared = createClientMemory(2);
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const subscribers = (table: ChannelTable, kind: number, name: string): number =>
  table.find(kind, bytes(name), 0, name.length);

it('counts the subscribers of each name by thread, for all threads', () => {
  const [one, two] = [new ChannelTable(shared), new ChannelTable(shared)];
  const before = two.epoch;
  expect(one.add(CHANNEL, bytes('news'), 0)).toBe(true);
  one.add(CHANNEL, bytes('news'), 0);
  two.add(CHANNEL, bytes('news'), 1);
  expect(two.epoch).not.toBe(before);
  expect(subscribers(one, CHANNEL, 'news')).toBe(3);
  expect([...one.perThread.subarray(0, 2)]).toEqual([2, 1]);
  expect(subscribers(one, SHARD_CHANNEL, 'news')).toBe(0);
  expect(one.count(CHANNEL)).toBe(1);
  one.remove(CHANNEL, bytes('news'), 0);
  one.remove(CHANNEL, bytes('news'), 0);
  expect(subscribers(two, CHANNEL, 'news')).toBe(1);
  two.remove(CHANNEL, bytes('news'), 1);
  expect(one.count(CHANNEL)).toBe(0);
  expect(one.names(CHANNEL)).toEqual([]);
});

it('lists patterns from the oldest on, with the threads that have them', () => {
  const table = new ChannelTable(shared);
  for (const [name, thread] of [
    ['a*', 0],
    ['b*', 1],
    ['c*', 0],
    ['b*', 0],
  ] as const) {
    table.add(PATTERN, bytes(name), thread);
  }
  table.remove(PATTERN, bytes('a*'), 0);
  expect(table.listed(PATTERN)).toEqual([
    { name: bytes('b*'), subscribers: 2, threads: 0b11 },
    { name: bytes('c*'), subscribers: 1, threads: 0b01 },
  ]);
  for (const [name, thread] of [
    ['b*', 0],
    ['b*', 1],
    ['c*', 0],
  ] as const) {
    table.remove(PATTERN, bytes(name), thread);
  }
  expect(table.listed(PATTERN)).toEqual([]);
});

it('agrees with a plain map after many changes, and uses its room again', () => {
  const table = new ChannelTable(shared);
  const model = new Map<string, number>();
  let state = 7;
  const choose = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  for (let i = 0; i < 20_000; i++) {
    const name = 'x'.repeat(choose(90)) + choose(50);
    const count = model.get(name) ?? 0;
    if (count > 0 && choose(2) === 0) {
      table.remove(CHANNEL, bytes(name), 0);
      model.set(name, count - 1);
    } else {
      expect(table.add(CHANNEL, bytes(name), 0)).toBe(true);
      model.set(name, count + 1);
    }
  }
  for (const [name, count] of model) expect(subscribers(table, CHANNEL, name)).toBe(count);
  const left = [...model].filter(([, count]) => count > 0).map(([name]) => name);
  expect(
    table
      .names(CHANNEL)
      .map((name) => name.toString('latin1'))
      .sort(),
  ).toEqual(left.sort());
});

it('refuses a name that is too long', () => {
  const table = new ChannelTable(shared);
  expect(table.add(CHANNEL, Buffer.alloc(MAX_NAME_BYTES, 'n'), 0)).toBe(true);
  table.remove(CHANNEL, Buffer.alloc(MAX_NAME_BYTES, 'n'), 0);
  expect(table.add(CHANNEL, Buffer.alloc(MAX_NAME_BYTES + 64, 'n'), 0)).toBe(false);
});
