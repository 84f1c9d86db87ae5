/** Compaction of collections: memory that shrunken ones leave here and there comes back, and nothing in them changes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { monotonicUs } from '../../src/memory/clock.ts';
import { Compactor } from '../../src/memory/heap/compactor.ts';
import { G_COMMITTED_PAGES, PAGE_BYTES } from '../../src/memory/layout.ts';
import { auditStore } from '../../src/store/audit.ts';
import { BlockMoves } from '../../src/store/block-moves.ts';
import { StoreShardGate } from '../../src/store/shard-gate.ts';
import { type InProcess, type Request, startInProcess } from '../helpers/in-process.ts';

let server: InProcess;
let compactor: Compactor;

beforeEach(async () => {
  server = await startInProcess();
  const { store } = server;
  compactor = new Compactor(store.heap, new BlockMoves(store, monotonicUs), new StoreShardGate(store), monotonicUs);
  // The keys lie in two shards, which have little for a server.
  compactor.chooser.freePagesAllowed = 8;
});
afterEach(() => server.store.heap.slabs.close());

const committedBytes = (): number => server.store.control[G_COMMITTED_PAGES]! * PAGE_BYTES;

function compact(): void {
  let steps = 0;
  while (compactor.step()) if (++steps > 2_000_000) throw new Error('compaction does not end');
  compactor.stop();
}

/** What a key holds, byte for byte. */
const contents = (keys: readonly string[]): string[] =>
  keys.map((key) => server.sendForBytes(['DUMP', key]).toString('latin1'));

/** A number below `below` that looks random and is the same each time. */
const scattered = (i: number, below: number): number => (Math.imul(i + 1, 2_654_435_761) % below) >>> 0;
const isKept = (i: number): boolean => (Math.imul(i + 1, 0x9e3779b1) >>> 0) % 10 === 3;

interface Kind {
  /** Commands that put element `i` into a key. */
  readonly add: (key: string, i: number) => Request;
  readonly remove: (key: string, i: number) => Request;
  /** Which elements of a big one stay: of a stream whole leaves, since what is deleted in a leaf stays there. */
  readonly keeps?: (i: number) => boolean;
}

const later = (i: number): number => 4_000_000_000_000 + scattered(i, 1000);

const kinds: Record<string, Kind> = {
  hash: {
    add: (key, i) => ['HSET', key, `field:${i}`, `value of ${i} `.repeat(1 + (i % 4))],
    remove: (key, i) => ['HDEL', key, `field:${i}`],
  },
  'hash whose fields expire': {
    add: (key, i) => ['HSETEX', key, 'PXAT', later(i), 'FIELDS', 1, `field:${i}`, `value of ${i} `.repeat(1 + (i % 4))],
    remove: (key, i) => ['HDEL', key, `field:${i}`],
  },
  list: {
    add: (key, i) => ['RPUSH', key, `item ${i} `.repeat(1 + (i % 4))],
    remove: (key, i) => ['LREM', key, 1, `item ${i} `.repeat(1 + (i % 4))],
    // Items are looked for one by one: those at the begin go, and every second list of them.
    keeps: (i) => i > 18_000,
  },
  set: {
    add: (key, i) => ['SADD', key, `member:${i}:${'m'.repeat(i % 50)}`],
    remove: (key, i) => ['SREM', key, `member:${i}:${'m'.repeat(i % 50)}`],
  },
  'sorted set': {
    add: (key, i) => ['ZADD', key, scattered(i, 500), `member:${i}`],
    remove: (key, i) => ['ZREM', key, `member:${i}`],
  },
  stream: {
    add: (key, i) => ['XADD', key, `${i + 1}-0`, 'field', `value of ${i} `.repeat(1 + (i % 4))],
    remove: (key, i) => ['XDEL', key, `${i + 1}-0`],
    keeps: (i) => isKept(Math.floor(i / 250)),
  },
};

describe.each(Object.entries(kinds))('%s', (_name, { add, remove, keeps = isKept }) => {
  it('small ones: nine keys in ten go', () => {
    const keys = Array.from({ length: 30_000 }, (_, i) => `{${i % 2}}:small:${i}`);
    for (const key of keys) for (let i = 0; i < 6; i++) server.send(add(key, i));
    const full = committedBytes();
    const kept = keys.filter((_, i) => isKept(i));
    keys.forEach((key, i) => void (isKept(i) || server.send(['DEL', key])));
    const before = contents(kept);
    compact();
    expect(committedBytes()).toBeLessThan(server.store.heap.usedBytes() * 1.15 + 16 * PAGE_BYTES);
    expect(committedBytes()).toBeLessThan(full / 2);
    expect(contents(kept)).toEqual(before);
    expect(auditStore(server.store).problems).toEqual([]);
  });

  it('big ones: nine elements in ten go', () => {
    const keys = Array.from({ length: 8 }, (_, i) => `{${i % 2}}:big:${i}`);
    for (let i = 0; i < 20_000; i++) for (const key of keys) server.send(add(key, i));
    const full = committedBytes();
    for (let i = 0; i < 20_000; i++) if (!keeps(i)) for (const key of keys) server.send(remove(key, i));
    const before = contents(keys);
    compact();
    expect(committedBytes()).toBeLessThan(server.store.heap.usedBytes() * 1.15 + 16 * PAGE_BYTES);
    expect(committedBytes()).toBeLessThan(full / 2);
    expect(contents(keys)).toEqual(before);
    expect(auditStore(server.store).problems).toEqual([]);
    // They can be used on: what moved is found where it is looked for.
    for (let i = 0; i < 20_000; i++)
      for (const key of keys) if (keeps(i)) expect(server.ask(remove(key, i))).toBe('(integer) 1');
    expect(auditStore(server.store).problems).toEqual([]);
  });
});

it('a stream with groups, which are moved with what they have delivered', () => {
  const keys = Array.from({ length: 4_000 }, (_, i) => `{${i % 2}}:stream:${i}`);
  for (const key of keys) {
    for (let i = 1; i <= 8; i++) server.send(['XADD', key, `${i}-0`, 'field', `value of ${i}`]);
    for (const group of ['one', 'two']) {
      server.send(['XGROUP', 'CREATE', key, group, 0]);
      for (const consumer of ['a', 'b'])
        server.send(['XREADGROUP', 'GROUP', group, consumer, 'COUNT', 3, 'STREAMS', key, '>']);
    }
  }
  const full = committedBytes();
  keys.forEach((key, i) => void (isKept(i) || server.send(['DEL', key])));
  const kept = keys.filter((_, i) => isKept(i));
  const before = contents(kept);
  compact();
  expect(committedBytes()).toBeLessThan(full / 2);
  expect(contents(kept)).toEqual(before);
  for (const key of kept) {
    expect(server.ask(['XACK', key, 'one', '1-0', '2-0', '6-0'])).toBe('(integer) 3');
    expect(server.ask(['XGROUP', 'DELCONSUMER', key, 'two', 'b'])).toBe('(integer) 3');
  }
  expect(auditStore(server.store).problems).toEqual([]);
});

it('commands between its steps notice nothing of it', async () => {
  const twin = await startInProcess();
  compactor.chooser.freePagesAllowed = 1;
  const random = mulberry(42);
  for (let round = 0; round < 60_000; round++) {
    const { add, remove } = Object.values(kinds)[Math.floor(random() * 6)]!;
    const kind = Object.values(kinds).findIndex((other) => other.add === add);
    const key = `{0}:${kind}:${Math.floor(random() * 20)}`;
    const i = Math.floor(random() * 1_000);
    const isStream = kind === Object.keys(kinds).indexOf('stream');
    // Most of what grows in the first half of the time goes in the second.
    const request = random() < (round < 30_000 ? 0.95 : 0.1) ? add(key, isStream ? round : i) : remove(key, i);
    expect(server.ask(request)).toBe(twin.ask(request));
    compactor.step();
    if (round % 6_000 === 0) expect(auditStore(server.store).problems).toEqual([]);
  }
  compactor.stop();
  expect(compactor.emptied).toBeGreaterThan(0);
  const keys = Object.keys(kinds).flatMap((_, kind) => Array.from({ length: 20 }, (_none, i) => `{0}:${kind}:${i}`));
  // Elements of a table come in an order that says nothing: lists and streams are compared, and what is in all of them.
  for (const key of keys) expect(everything(server, key)).toEqual(everything(twin, key));
  expect(auditStore(server.store).problems).toEqual([]);
  twin.store.heap.slabs.close();
});

const reads: Readonly<Record<string, Request>> = {
  hash: 'HGETALL',
  set: 'SMEMBERS',
  zset: 'ZRANGE %s 0 -1 WITHSCORES',
  list: 'LRANGE %s 0 -1',
  stream: 'XRANGE %s - +',
};

/** What a key holds, in no order where there is none. */
function everything(of: InProcess, key: string): string[] {
  const type = of.ask(['TYPE', key]);
  const read = reads[type] as string | undefined;
  if (read === undefined) return [type];
  const lines = of
    .sendForBytes(read.includes('%s') ? read.replace('%s', key) : [read, key])
    .toString('latin1')
    .split('\r\n');
  return type === 'hash' || type === 'set' ? lines.sort() : lines;
}

/** Random numbers that are the same each time. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
