import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { S_BURIED, S_GRAVES, S_WHEEL, SHARDS } from '../../src/memory/layout.ts';
import { STAT } from '../../src/memory/thread-stats.ts';
import { NO_REF } from '../../src/memory/types.ts';
import { GraveSweeper } from '../../src/store/flush.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

const KEYS = 20_000;

let server: InProcess;
beforeAll(async () => {
  server = await startInProcess();
});
afterEach(() => expect(server.emptyAndAudit()).toEqual([]));

function fill(count: number, options: readonly string[] = []): void {
  for (let i = 0; i < count; i++) server.send(['SET', `key:${i}`, `value ${i}`, ...options]);
}

function shardsWith(word: number): number {
  let count = 0;
  for (let shard = 0; shard < SHARDS; shard++) {
    if (server.store.control[server.store.heap.base(shard) + word] !== NO_REF) count++;
  }
  return count;
}

describe('FLUSHALL', () => {
  it('SYNC gives all memory back before it answers', () => {
    fill(KEYS, ['EX', '1000']);
    expect(server.limit.usedBytes()).toBeGreaterThan(KEYS * 20);
    expect(server.ask('FLUSHALL SYNC')).toBe('OK');
    expect(server.limit.usedBytes()).toBe(server.limit.emptyBytes);
    expect(shardsWith(S_GRAVES)).toBe(0);
    expect(shardsWith(S_WHEEL)).toBe(0);
  });

  it('ASYNC leaves graves, which the background empties in steps while the database is filled again', () => {
    fill(KEYS, ['EX', '1000']);
    server.ask('FLUSHALL ASYNC');
    expect(server.ask('DBSIZE')).toBe('(integer) 0');
    expect(shardsWith(S_GRAVES)).toBe(SHARDS);
    const used = server.limit.usedBytes();
    fill(1000, ['EX', '1000']);
    const graves = new GraveSweeper(server.store);
    let steps = 0;
    while (graves.step(0.05)) steps++;
    expect(steps).toBeGreaterThan(5);
    expect(server.limit.usedBytes()).toBeLessThan(used / 2);
    expect(server.ask('DBSIZE')).toBe('(integer) 1000');
    expect(server.ask('GET key:7')).toBe('"value 7"');
    expect(server.ask('TTL key:7')).toBe('(integer) 1000');
  });

  it('counts what it deleted as changes', () => {
    fill(100);
    const before = server.store.stats[STAT.dirty]!;
    server.ask('FLUSHALL');
    expect(server.store.stats[STAT.dirty]! - before).toBe(100);
  });

  it('counts what is still to be freed, and what was freed later', () => {
    const buried = (): number => {
      let sum = 0;
      for (let shard = 0; shard < SHARDS; shard++)
        sum += server.store.control[server.store.heap.base(shard) + S_BURIED]!;
      return sum;
    };
    fill(100);
    const before = server.store.stats[STAT.freedLater]!;
    server.ask('FLUSHALL ASYNC');
    expect(buried()).toBe(100);
    const graves = new GraveSweeper(server.store);
    while (graves.step(1));
    expect(buried()).toBe(0);
    expect(server.store.stats[STAT.freedLater]! - before).toBe(100);
  });

  it('frees large values too, but not those that are being sent', () => {
    const value = Buffer.alloc(300_000, 'x');
    server.ask(['SET', 'big', value]);
    server.ask(['SET', 'other', value]);
    const { records, large } = server.store;
    server.store.args = { buf: Buffer.from('big'), argc: 1, argStart: Int32Array.of(0), argLen: Int32Array.of(3) };
    server.store.prepare(0);
    const object = records.largeRef(server.store.peek(0 as never, 0));
    large.pin(object);
    server.ask('FLUSHALL');
    expect(large.length(object)).toBe(300_000);
    expect(large.byteAt(object, 299_999)).toBe(0x78);
    large.release(object);
  });

  it('begins no lock hold that lasts', () => {
    fill(KEYS);
    const graves = new GraveSweeper(server.store);
    let entered = 0;
    server.ask('FLUSHALL ASYNC');
    graves.freeAll({
      tryEnter: () => ++entered > 0,
      leave: () => undefined,
    });
    expect(entered).toBeGreaterThanOrEqual(SHARDS);
    expect(server.limit.usedBytes()).toBe(server.limit.emptyBytes);
  });

  it('leaves what lies behind a lock that is kept to the background', () => {
    fill(KEYS);
    const graves = new GraveSweeper(server.store);
    server.ask('FLUSHALL ASYNC');
    graves.freeAll({ tryEnter: (shard) => shard !== 5, leave: () => undefined });
    expect(graves.hasWork(4)).toBe(false);
    expect(graves.hasWork(5)).toBe(true);
    while (graves.step(1));
    expect(server.limit.usedBytes()).toBe(server.limit.emptyBytes);
  });
});

describe('at the memory limit', () => {
  it('a write helps to free what was flushed instead of being refused', async () => {
    const small = await startInProcess({ settings: ['--maxmemory', '8mb', '--maxmemory-policy', 'noeviction'] });
    const fillUp = (): number => {
      let written = 0;
      while (small.ask(['SET', `key:${written}`, 'x'.repeat(100)]) === 'OK') written++;
      return written;
    };
    const first = fillUp();
    expect(first).toBeGreaterThan(10_000);
    expect(small.ask('FLUSHALL ASYNC')).toBe('OK');
    expect(fillUp()).toBeGreaterThan(first * 0.9);
  });
});

describe('FLUSHDB', () => {
  it('leaves the keys of other databases and their expiries', () => {
    fill(2000, ['EX', '1000']);
    server.ask('SWAPDB 0 1');
    fill(2000, ['EX', '2000']);
    server.ask('FLUSHDB');
    expect(server.store.expiring(0)).toBe(0);
    expect(server.store.expiring(1)).toBe(2000);
    server.ask('SWAPDB 0 1');
    expect(server.ask('DBSIZE')).toBe('(integer) 2000');
    expect(server.ask('TTL key:1999')).toBe('(integer) 1000');
    for (let i = 0; i < 2000; i++) server.send(['DEL', `key:${i}`]);
  });

  it('of an empty database makes no grave', () => {
    server.ask('FLUSHDB ASYNC');
    expect(shardsWith(S_GRAVES)).toBe(0);
  });

  it('many times in a row puts one grave on the other', () => {
    for (let round = 0; round < 5; round++) {
      fill(500);
      server.ask('FLUSHDB ASYNC');
    }
    const graves = new GraveSweeper(server.store);
    while (graves.step(1));
    expect(server.limit.usedBytes()).toBe(server.limit.emptyBytes);
  });
});
