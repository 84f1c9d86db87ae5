import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type InProcess, startInProcess } from '../../helpers/in-process.ts';

let server: InProcess;
beforeAll(async () => {
  server = await startInProcess();
});
afterEach(() => {
  expect(server.emptyAndAudit()).toEqual([]);
});

/** A stream of `entries` entries with a group, two consumers and deliveries to both. */
function fill(key: string, entries: number): void {
  for (let i = 1; i <= entries; i++) server.send(['XADD', key, `${i}-1`, 'field', `value ${i}`, 'other', 'x']);
  server.send(`XGROUP CREATE ${key} workers 0`);
  server.send(`XREADGROUP GROUP workers alice COUNT ${Math.floor(entries / 2)} STREAMS ${key} >`);
  server.send(`XREADGROUP GROUP workers bob COUNT 10 STREAMS ${key} >`);
}

const facts = (key: string): string[] =>
  [`XRANGE ${key} - +`, `XINFO GROUPS ${key}`, `XPENDING ${key} workers`, `XINFO STREAM ${key} FULL`].map((request) =>
    server.ask(request),
  );

describe('streams as values of keys', () => {
  it('are copied with groups, consumers and what is pending, and then go their own ways', () => {
    fill('a', 500);
    const before = facts('a');
    expect(server.ask('COPY a b')).toBe('(integer) 1');
    expect(facts('b')).toEqual(before);
    server.send('XACK b workers 1-1 2-1');
    server.send('XGROUP DELCONSUMER b workers bob');
    server.send('XTRIM b MAXLEN 3');
    expect(facts('a')).toEqual(before);
    expect(server.ask('DEL a')).toBe('(integer) 1');
    expect(server.ask('XPENDING b workers - + 1 bob')).toBe('(empty array)');
    expect(server.ask('XLEN b')).toBe('(integer) 3');
    expect(server.audit()).toEqual([]);
  });

  it('are renamed, expire and are overwritten', () => {
    fill('a', 300);
    const before = facts('a');
    expect(server.ask('RENAME a b')).toBe('OK');
    expect(facts('b')).toEqual(before);
    expect(server.ask('PEXPIREAT b 1')).toBe('(integer) 1');
    expect(server.ask('EXISTS b')).toBe('(integer) 0');
    fill('c', 300);
    expect(server.ask('SET c string')).toBe('OK');
    expect(server.ask('TYPE c')).toBe('string');
  });

  it('say their type, encoding and bytes', () => {
    fill('a', 1000);
    expect(server.ask('TYPE a')).toBe('stream');
    expect(server.ask('OBJECT ENCODING a')).toBe('"stream"');
    const exact = Number(server.ask('MEMORY USAGE a SAMPLES 0').slice(10));
    const about = Number(server.ask('MEMORY USAGE a').slice(10));
    expect(exact).toBeGreaterThan(1000 * 10);
    expect(Math.abs(about - exact) / exact).toBeLessThan(0.2);
    expect(exact).toBeLessThanOrEqual(server.limit.usedBytes());
  });

  it('free many entries in steps, trimmed or deleted', () => {
    for (let i = 1; i <= 20_000; i++) server.send(['XADD', 'a', `${i}-1`, 'f', 'v']);
    expect(server.ask('XTRIM a MAXLEN 1')).toBe('(integer) 19999');
    expect(server.ask('XRANGE a - +')).toBe('1) 1) "20000-1"\n   2) 1) "f"\n      2) "v"');
    fill('b', 20_000);
    expect(server.ask('XGROUP DESTROY b workers')).toBe('(integer) 1');
    expect(server.ask('UNLINK b')).toBe('(integer) 1');
  });
});

describe('large values in entries', () => {
  const value = 'v'.repeat(100_000);
  const name = 'n'.repeat(70_000);

  it('are read, copied, deleted and trimmed', () => {
    server.send(['XADD', 's', '1-1', 'small', '1', 'large', value]);
    server.send(['XADD', 's', '2-1', name, value]);
    server.send(['XADD', 's', '3-1', 'small', '1', 'large', 'not so large']);
    const all = server.ask('XRANGE s - +');
    expect(all).toContain(value);
    expect(all).toContain(name);
    server.send('COPY s t');
    expect(server.ask('XDEL s 1-1')).toBe('(integer) 1');
    expect(server.ask('XTRIM s MAXLEN 1')).toBe('(integer) 1');
    expect(server.ask('XRANGE t - +')).toBe(all);
    expect(server.ask('XREVRANGE t + -').length).toBe(all.length);
    expect(server.audit()).toEqual([]);
  });

  it('of many fields together lie elsewhere as one', () => {
    const fields = Array.from({ length: 300 }, (_, i) => [`field ${i}`, 'x'.repeat(1000 + i)]).flat();
    server.send(['XADD', 's', '1-1', ...fields]);
    server.send(['XADD', 's', '2-1', 'f', 'v']);
    const text = server.ask('XRANGE s - + COUNT 1');
    expect(text).toContain('"field 299"');
    expect(text).toContain('x'.repeat(1299));
    expect(server.ask('XLEN s')).toBe('(integer) 2');
    server.send('XTRIM s MAXLEN 1');
    expect(server.audit()).toEqual([]);
  });

  it('are given back when the entry cannot be added', () => {
    server.send('XADD s 5-5 f v');
    expect(server.ask(['XADD', 's', '1-1', 'f', value])).toContain('equal or smaller');
    expect(server.ask(['XADD', 's', 'NOMKSTREAM', 'abc', 'f', value])).toContain('Invalid stream ID');
    expect(server.audit()).toEqual([]);
  });
});

describe('XINFO STREAM', () => {
  it('shows the nodes that a radix tree of the leaves would have', () => {
    // As redis-server 8.0.2 has them for the same IDs.
    for (let i = 1; i <= 1000; i++) server.send(['XADD', 'a', `${i * 1000}-${i}`, 'f', 'v']);
    const info = server.ask('XINFO STREAM a').split('\n');
    expect(info.slice(2, 6)).toEqual([
      '3) "radix-tree-keys"',
      '4) (integer) 10',
      '5) "radix-tree-nodes"',
      '6) (integer) 22',
    ]);
  });
});
