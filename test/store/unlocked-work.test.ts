/** What takes long on large values holds no lock, and sees one state of the value. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { S_LOCK, SHARDS } from '../../src/memory/layout.ts';
import { LOCK_FREE } from '../../src/memory/lock.ts';
import { STAT } from '../../src/memory/thread-stats.ts';
import type { LargeRef } from '../../src/memory/types.ts';
import { RUN_AGAIN, UnlockedWork } from '../../src/store/unlocked-work.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

const LARGE = 'Hello world'.repeat(20_000);
let server: InProcess;
let digest: string;
/** Locks held at each look at the bytes of a large object. */
let held: number[];

beforeEach(async () => {
  server = await startInProcess();
  server.ask(['SET', 'k', LARGE]);
  digest = server.ask(['DIGEST', 'k']).replaceAll('"', '');
  held = [];
  const { large, control, heap } = server.store;
  const note = (): void => {
    let locks = 0;
    for (let shard = 0; shard < SHARDS; shard++) if (control[heap.base(shard) + S_LOCK] !== LOCK_FREE) locks++;
    held.push(locks);
  };
  const { read, compareBytes, compare } = large;
  vi.spyOn(large, 'read').mockImplementation((...args) => {
    note();
    read.apply(large, args);
  });
  const { copyRange } = large;
  vi.spyOn(large, 'copyRange').mockImplementation((...args) => {
    note();
    copyRange.apply(large, args);
  });
  vi.spyOn(large, 'compareBytes').mockImplementation((...args) => {
    note();
    return compareBytes.apply(large, args);
  });
  vi.spyOn(large, 'compare').mockImplementation((...args) => {
    note();
    return compare.apply(large, args);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(server.emptyAndAudit()).toEqual([]);
});

describe('commands', () => {
  it('DIGEST reads a large value without a lock', () => {
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
    expect(server.ask(['DIGEST', 'k'])).toBe(`"${digest}"`);
    expect(held.length).toBeGreaterThan(0);
    expect(Math.max(...held)).toBe(0);
  });

  it.each([
    ['APPEND', ['APPEND', 'k', '!'], `(integer) ${11 * 50_000 + 1}`],
    ['SETRANGE', ['SETRANGE', 'k', '3', 'XY'], `(integer) ${11 * 50_000}`],
    ['SETBIT', ['SETBIT', 'k', '7', '1'], '(integer) 0'],
    ['BITFIELD', ['BITFIELD', 'k', 'SET', 'u8', '0', '65'], '1) (integer) 72'],
  ])('%s copies a large value that others have too without a lock, once', (_name, request, reply) => {
    const shared = 'Hello world'.repeat(50_000);
    server.ask(['SET', 'k', shared]);
    server.ask(['COPY', 'k', 'twin']);
    held = [];
    const hits = server.store.stats[STAT.keyspaceHits]!;
    expect(server.ask(request)).toBe(reply);
    expect(held).toEqual([0]);
    expect(server.store.stats[STAT.keyspaceHits]! - hits).toBeLessThanOrEqual(1);
    expect(server.ask(['GET', 'twin'])).toBe(`"${shared}"`);
    expect(server.ask(['GET', 'k'])).not.toBe(`"${shared}"`);
    held = [];
    expect(server.ask(request)).toMatch(/integer/);
    expect(held).toEqual([]);
  });

  it('APPEND in a transaction copies under its locks', () => {
    server.ask(['SET', 'k', 'Hello world'.repeat(50_000)]);
    server.ask(['COPY', 'k', 'twin']);
    held = [];
    for (const request of [['MULTI'], ['APPEND', 'k', '!'], ['EXEC']]) server.ask(request);
    expect(Math.max(...held)).toBeGreaterThan(0);
    expect(server.ask(['STRLEN', 'k'])).toBe(`(integer) ${11 * 50_000 + 1}`);
    expect(server.ask(['STRLEN', 'twin'])).toBe(`(integer) ${11 * 50_000}`);
  });

  it('SET and DELEX compare a large value without a lock, and count one hit', () => {
    const other = LARGE.replace('world', 'World');
    const hits = () => server.store.stats[STAT.keyspaceHits]!;
    expect(server.ask(['SET', 'k', 'new', 'IFEQ', other])).toBe('(nil)');
    expect(server.ask(['SET', 'k', 'new', 'IFDNE', digest])).toBe('(nil)');
    const before = hits();
    expect(server.ask(['DELEX', 'k', 'IFDEQ', '0123456789abcdef'])).toBe('(integer) 0');
    expect(hits()).toBe(before + 1);
    expect(server.ask(['SET', 'k', other, 'IFEQ', LARGE])).toBe('OK');
    expect(server.ask(['DELEX', 'k', 'IFEQ', LARGE])).toBe('(integer) 0');
    expect(server.ask(['DELEX', 'k', 'IFDNE', digest])).toBe('(integer) 1');
    expect(server.ask(['GET', 'k'])).toBe('(nil)');
    expect(held.length).toBeGreaterThan(4);
    expect(Math.max(...held)).toBe(0);
  });

  it('another length is another value, and nothing is read', () => {
    expect(server.ask(['DELEX', 'k', 'IFEQ', 'x'.repeat(300_000)])).toBe('(integer) 0');
    expect(held).toEqual([]);
  });

  it('a transaction does it under its locks, in the order of its replies', () => {
    server.ask('MULTI');
    server.ask(['DIGEST', 'k']);
    server.ask(['SET', 'k', 'v', 'IFDEQ', digest]);
    server.ask(['LCS', 'k', 'k']);
    server.ask(['DIGEST', 'k']);
    expect(server.ask('EXEC')).toContain(`1) "${digest}"\n2) OK\n3) "v"`);
    expect(Math.min(...held)).toBeGreaterThan(0);
  });

  it('LCS compares when its locks are given back', () => {
    server.ask(['MSET', 'a', 'ohmytext', 'b', 'mynewtext']);
    const { afterLocks } = server.call.unlocked;
    const spy = vi.spyOn(server.call.unlocked, 'afterLocks').mockImplementation((call, work) => {
      afterLocks.call(server.call.unlocked, call, () => {
        const { control, heap } = server.store;
        const shard = server.store.shards[1]!;
        expect(control[heap.base(shard) + S_LOCK]).toBe(LOCK_FREE);
        work();
      });
    });
    expect(server.ask(['LCS', 'a', 'b'])).toBe('"mytext"');
    expect(spy).toHaveBeenCalledTimes(1);
  });

  it('one that fails in the work answers an error, and the next one is served', async () => {
    server = await startInProcess({ ports: { unexpected: () => undefined } });
    server.ask(['SET', 'k', LARGE]);
    vi.spyOn(server.store.large, 'read').mockImplementation(() => {
      throw new Error('no');
    });
    expect(server.ask(['DIGEST', 'k'])).toContain('ERR');
    vi.restoreAllMocks();
    expect(server.ask(['DIGEST', 'k'])).toBe(`"${digest}"`);
  });
});

describe('asking about an object', () => {
  it('asks again when the key has another value by then, at last under the lock', () => {
    const { large } = server.store;
    const work = new UnlockedWork(server.store, server.strings.prepared);
    const objects = Array.from({ length: 9 }, () => large.allocate(70_000));
    const asked: LargeRef[] = [];
    let runs = 0;
    const run = (): number => {
      const object = objects[runs++]!;
      const answer = work.ask({ inTransaction: false }, object, () => {
        asked.push(object);
        return true;
      });
      return answer === undefined ? RUN_AGAIN : 0;
    };
    expect(work.finish(run(), run)).toBe(0);
    expect(runs).toBe(5);
    expect(asked).toEqual(objects.slice(0, 5));
    expect(objects.map((object) => large.isPinned(object))).toEqual(objects.map(() => false));
    expect(work.isPending).toBe(false);
    for (const object of objects) large.release(object);
  });
});
