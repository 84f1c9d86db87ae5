import { afterEach, beforeEach, expect, it } from 'vitest';
import { G_WATCHED_KEYS, S_WATCHES } from '../../../src/memory/layout.ts';
import { NO_REF, type Ref } from '../../../src/memory/types.ts';
import { Watches } from '../../../src/store/observers/watches.ts';
import { type HeapFixture, heapFixture } from '../../memory/heap/heap-fixture.ts';

const SHARD = 4;
let fixture: HeapFixture;
let watches: Watches;
beforeEach(() => {
  fixture = heapFixture();
  watches = new Watches(fixture.heap);
});
afterEach(() => fixture.slabs.close());

const watch = (key: string, db = 0): Ref => watches.watch(SHARD, db, 5, Buffer.from(key), 0, key.length);
const touch = (key: string, db = 0): void => watches.touch(SHARD, db, 5, Buffer.from(key), 0, key.length);

it('moves the number of a key with each of its changes, and of no other', () => {
  const key = watch('key');
  const other = watch('other');
  const elsewhere = watch('key', 1);
  const before = [key, other, elsewhere].map((entry) => watches.changes(entry));
  touch('key');
  touch('key');
  touch('nobody watches this');
  const after = [key, other, elsewhere].map((entry, i) => watches.changes(entry) - before[i]!);
  expect(after).toEqual([2, 0, 0]);
  for (const entry of [key, other, elsewhere]) watches.unwatch(SHARD, entry);
});

it('keeps one entry for all who watch a key, counts keys, and frees the last of a shard with its table', () => {
  const { control } = fixture.slabs;
  const base = fixture.heap.base(SHARD);
  const key = watch('key');
  expect(watch('key')).toBe(key);
  const other = watch('other');
  expect(control[G_WATCHED_KEYS]).toBe(2);
  watches.unwatch(SHARD, key);
  expect(control[G_WATCHED_KEYS]).toBe(2);
  watches.unwatch(SHARD, key);
  expect(control[G_WATCHED_KEYS]).toBe(1);
  expect(control[base + S_WATCHES]).not.toBe(NO_REF);
  watches.unwatch(SHARD, other);
  expect(control[G_WATCHED_KEYS]).toBe(0);
  expect(control[base + S_WATCHES]).toBe(NO_REF);
  expect(fixture.heap.usedBytes()).toBe(0);
});

it('touches all watched keys of a database that exist', () => {
  const there = watch('there');
  const gone = watch('gone');
  const elsewhere = watch('there', 1);
  const before = [there, gone, elsewhere].map((entry) => watches.changes(entry));
  watches.touchAll(0, (shard, entry) => shard === SHARD && entry === there);
  expect([there, gone, elsewhere].map((entry, i) => watches.changes(entry) - before[i]!)).toEqual([1, 0, 0]);
  for (const entry of [there, gone, elsewhere]) watches.unwatch(SHARD, entry);
});
