import { afterEach, beforeEach, expect, it } from 'vitest';
import { G_TRACKED_ITEMS, G_TRACKED_KEYS } from '../../../src/memory/layout.ts';
import type { Keyspace } from '../../../src/store/keyspace.ts';
import { freeForgotten } from '../../../src/store/observers/tracked-flush.ts';
import {
  firstTrackerOf,
  groupOf,
  type Invalidated,
  type TrackedKeys,
  threadOf,
} from '../../../src/store/observers/tracked-keys.ts';
import { type InProcess, startInProcess } from '../../helpers/in-process.ts';

let server: InProcess;
let store: Keyspace;
let tracked: TrackedKeys;
let told: [group: number, bits: number, key: string][];
let kept: Invalidated | undefined;

const HASH = 77;
const remember = (shard: number, key: string, thread: number, tracker: number): void => {
  const bytes = Buffer.from(key);
  tracked.remember(shard, HASH, bytes, 0, bytes.length, groupOf(thread, tracker), 1 << (tracker & 31));
};
const change = (shard: number, key: string): void =>
  tracked.changed(shard, HASH, Buffer.from(key), 0, Buffer.byteLength(key));
const counts = (): number[] => [store.control[G_TRACKED_KEYS]!, store.control[G_TRACKED_ITEMS]!];

beforeEach(async () => {
  server = await startInProcess();
  ({ store } = server);
  ({ tracked } = store.observers);
  told = [];
  kept = tracked.invalidated;
  tracked.invalidated = {
    servedSlot: -1,
    key: (group, bits, buf, start, length) =>
      told.push([group, bits, Buffer.from(buf).toString('latin1', start, start + length)]),
    any: () => undefined,
    all: () => undefined,
  };
});
afterEach(() => {
  tracked.invalidated = kept;
  expect(server.emptyAndAudit()).toEqual([]);
  expect(counts()).toEqual([0, 0]);
});

it('names the trackers of a key once, by groups of a thread, and forgets them', () => {
  for (const tracker of [3, 5, 3, 31]) remember(1, 'a', 2, tracker);
  remember(1, 'a', 2, 32);
  remember(1, 'a', 0, 3);
  remember(1, 'b', 0, 1);
  expect(counts()).toEqual([2, 6]);
  change(1, 'a');
  expect(tracked.hasNews).toBe(true);
  expect(told.map(([group, bits]) => [threadOf(group), firstTrackerOf(group), bits])).toEqual([
    [2, 0, (1 << 3) | (1 << 5) | (1 << 31)],
    [0, 0, 1 << 3],
    [2, 32, 1],
  ]);
  expect(told.every(([, , key]) => key === 'a')).toBe(true);
  told = [];
  change(1, 'a');
  change(2, 'b');
  change(1, 'nobody');
  expect(told).toEqual([]);
  change(1, 'b');
  expect(told).toEqual([[groupOf(0, 1), 2, 'b']]);
});

it('agrees with a naive model of random trackers and changes', () => {
  const model = new Map<string, Set<string>>();
  let state = 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  for (let i = 0; i < 20_000; i++) {
    const shard = random(3);
    const key = `key:${random(100)}`;
    const name = `${shard} ${key}`;
    if (random(4) > 0) {
      const [thread, tracker] = [random(4), random(200)];
      remember(shard, key, thread, tracker);
      model.set(name, (model.get(name) ?? new Set()).add(`${thread}:${tracker}`));
      continue;
    }
    told = [];
    change(shard, key);
    const heard = new Set<string>();
    for (const [group, bits] of told) {
      for (let bit = 0; bit < 32; bit++) {
        if ((bits & (1 << bit)) !== 0) heard.add(`${threadOf(group)}:${firstTrackerOf(group) + bit}`);
      }
    }
    expect(heard).toEqual(model.get(name) ?? new Set());
    model.delete(name);
  }
  expect(counts()).toEqual([model.size, [...model.values()].reduce((sum, trackers) => sum + trackers.size, 0)]);
  for (let shard = 0; shard < 3; shard++) tracked.forgetAll(shard);
  while (freeForgotten(store));
});

it('a full table gives up keys of a shard, and tells of them', () => {
  for (let i = 0; i < 20; i++) remember(4, `key:${i}`, 1, i);
  expect(tracked.forgetOne(5)).toBe(false);
  for (let i = 0; i < 20; i++) expect(tracked.forgetOne(4)).toBe(true);
  expect(tracked.forgetOne(4)).toBe(false);
  expect(new Set(told.map(([, , key]) => key)).size).toBe(20);
});

it('a flush leaves a large table to be freed in steps, and nobody of it is told again', () => {
  for (let i = 0; i < 1_000; i++) for (const tracker of [0, 40, 80]) remember(7, `key:${i}`, 1, tracker);
  for (let i = 0; i < 10; i++) remember(8, `key:${i}`, 1, i);
  for (const shard of [7, 8]) tracked.forgetAll(shard);
  expect(counts()[0]).toBe(0);
  expect([tracked.hasBuried(7), tracked.hasBuried(8)]).toEqual([true, false]);
  change(7, 'key:1');
  expect(told).toEqual([]);
  remember(7, 'key:1', 1, 9);
  let steps = 1;
  while (freeForgotten(store)) steps++;
  expect(steps).toBeGreaterThan(3);
  change(7, 'key:1');
  expect(told).toHaveLength(1);
});
