import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

let server: InProcess;
beforeAll(async () => {
  server = await startInProcess();
});
afterEach(() => {
  vi.useRealTimers();
  expect(server.emptyAndAudit()).toEqual([]);
});

const range = (name: string, from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `${name}:${from + i}`);

function set(keys: readonly string[]): void {
  for (const key of keys) server.send(['SET', key, 'v']);
}

/** A whole iteration; `between` runs after each step. */
function scanAll(count: number, between: (step: number) => void = () => undefined): string[] {
  const met: string[] = [];
  let cursor = '0';
  let step = 0;
  do {
    const reply = server.send(['SCAN', cursor, 'COUNT', count]);
    if (reply.type !== 'array') throw new Error(reply.type);
    const [next, keys] = reply.value;
    cursor = String(next?.value);
    if (keys?.type === 'array') for (const key of keys.value) met.push(String(key.value));
    between(step++);
  } while (cursor !== '0');
  return met;
}

describe('SCAN', () => {
  it('meets every key once while nothing changes', () => {
    const keys = range('key', 0, 5000);
    set(keys);
    for (const count of [1, 10, 100_000]) expect(scanAll(count).sort()).toEqual([...keys].sort());
  });

  it('gives about as many keys as were asked for', () => {
    set(range('key', 0, 5000));
    let calls = 0;
    scanAll(100, () => calls++);
    expect(calls).toBeGreaterThan(5000 / 120);
    expect(calls).toBeLessThan(5000 / 60);
  });

  it('meets every key that stays while the index grows', () => {
    const steady = range('steady', 0, 2000);
    set(steady);
    let made = 0;
    const met = new Set(
      scanAll(20, () => {
        // Keys that come faster than they are met would let the iteration go on for ever.
        if (made >= 20_000) return;
        set(range('new', made, made + 400));
        made += 400;
      }),
    );
    expect(steady.filter((key) => !met.has(key))).toEqual([]);
    expect(made).toBe(20_000);
  });

  it('meets every key that stays while the index shrinks', () => {
    const steady = range('steady', 0, 500);
    set([...steady, ...range('old', 0, 20_000)]);
    let gone = 0;
    const met = new Set(
      scanAll(50, () => {
        if (gone >= 20_000) return;
        server.send(['DEL', ...range('old', gone, gone + 500)]);
        gone += 500;
      }),
    );
    expect(steady.filter((key) => !met.has(key))).toEqual([]);
  });

  it('ends soon when nearly all keys went', () => {
    set(range('old', 0, 20_000));
    server.send(['DEL', ...range('old', 1, 20_000)]);
    let calls = 0;
    expect(scanAll(1000, () => calls++)).toEqual(['old:0']);
    expect(calls).toBeLessThan(20);
  });

  it('takes cursors of anywhere', () => {
    set(range('key', 0, 1000));
    for (const cursor of ['1', '4294967295', '4294967296', '274877906943', '274877906944', '18446744073709551615']) {
      expect(server.send(['SCAN', cursor]).type).toBe('array');
    }
  });

  it('and KEYS delete keys that are past their time', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
    set(['live']);
    for (const key of range('dead', 0, 300)) server.send(['SET', key, 'v', 'PX', 100]);
    vi.setSystemTime(1_000_101);
    expect(scanAll(10)).toEqual(['live']);
    expect(server.ask('KEYS *')).toBe('1) "live"');
    expect(server.ask('DBSIZE')).toBe('(integer) 1');
  });
});

describe('KEYS', () => {
  it('gives all keys, an empty one too', () => {
    const keys = range('key', 0, 3000);
    set([...keys, '']);
    const reply = server.send(['KEYS', '*']);
    if (reply.type !== 'array') throw new Error(reply.type);
    expect(reply.value.map((key) => String(key.value)).sort()).toEqual(['', ...keys].sort());
    expect(server.ask('KEYS key:299?')).toContain('10) "key:299');
  });

  it('gives keys that are longer than its first buffer', () => {
    const keys = ['a', 'b', 'c'].map((letter) => letter.repeat(20_000));
    set(keys);
    const reply = server.send(['KEYS', '*']);
    if (reply.type !== 'array') throw new Error(reply.type);
    expect(reply.value.map((key) => String(key.value)).sort()).toEqual(keys);
  });
});

describe('RANDOMKEY', () => {
  it('gives each key about as often', () => {
    const keys = range('key', 0, 50);
    set(keys);
    const times = new Map(keys.map((key) => [key, 0]));
    for (let i = 0; i < 20_000; i++) {
      const key = String(server.send('RANDOMKEY').value);
      times.set(key, times.get(key)! + 1);
    }
    const counts = [...times.values()];
    expect(Math.min(...counts)).toBeGreaterThan(150);
    expect(Math.max(...counts)).toBeLessThan(900);
  });

  it('finds the last key of a database that was large', () => {
    set(range('key', 0, 20_000));
    server.send(['DEL', ...range('key', 1, 20_000)]);
    for (let i = 0; i < 50; i++) expect(server.ask('RANDOMKEY')).toBe('"key:0"');
  });

  it('gives no key that is past its time', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
    for (const key of range('dead', 0, 200)) server.send(['SET', key, 'v', 'PX', 100]);
    vi.setSystemTime(1_000_101);
    expect(server.ask('RANDOMKEY')).toBe('(nil)');
    expect(server.ask('DBSIZE')).toBe('(integer) 0');
  });
});
