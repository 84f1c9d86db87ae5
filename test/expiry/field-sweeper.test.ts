import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExpirySweeper } from '../../src/expiry/sweeper.ts';
import { STAT } from '../../src/memory/thread-stats.ts';
import { auditStore } from '../../src/store/audit.ts';
import { TICK_MS } from '../../src/store/expiry/timing-wheel.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

let server: InProcess;
let sweeper: ExpirySweeper;
let startMs = 0;

beforeEach(async () => {
  server = await startInProcess();
  sweeper = new ExpirySweeper(server.store);
  startMs = Date.now();
});

afterEach(() => {
  expect(auditStore(server.store).problems).toEqual([]);
  expect(server.emptyAndAudit()).toEqual([]);
});

function ask(...request: readonly (string | number)[]): string {
  return server.ask(request);
}

/** Sweeps at a time until nothing is left to do. */
function sweep(nowMs: number): void {
  for (let steps = 0; sweeper.step(nowMs); steps++) if (steps > 10_000) throw new Error('the sweep does not end');
}

function fill(key: string, fields: number): void {
  for (let i = 0; i < fields; i++) ask('HSET', key, `f${i}`, 'value');
}

describe.each([20, 3000])('the sweeper, on a hash of %i fields', (size) => {
  it('deletes fields when they are due, and the key with the last one', () => {
    fill('h', size);
    const times = Array.from({ length: size }, (_, i) => startMs + 100_000 + i * 50);
    for (const [i, at] of times.entries()) ask('HPEXPIREAT', 'h', at, 'FIELDS', 1, `f${i}`);
    expect(server.store.expiringElements(0)).toBe(1);
    for (const share of [0, 0.3, 0.7]) {
      const now = startMs + 100_000 + share * size * 50;
      sweep(now);
      const left = times.filter((at) => at >= now).length;
      const counted = Number(ask('HLEN', 'h').replace('(integer) ', ''));
      expect(counted).toBeGreaterThanOrEqual(left);
      expect(counted).toBeLessThanOrEqual(left + Math.ceil(TICK_MS / 50) + 1);
    }
    sweep(startMs + 100_000 + size * 50 + 2 * TICK_MS);
    expect(ask('DBSIZE')).toBe('(integer) 0');
    expect(server.store.stats[STAT.expiredElements]).toBe(size);
    expect(server.store.expiringElements(0)).toBe(0);
  });

  it('leaves fields and hashes that stay', () => {
    fill('h', size);
    ask('HPEXPIREAT', 'h', startMs + 50_000, 'FIELDS', 2, 'f0', 'f1');
    ask('HPERSIST', 'h', 'FIELDS', 1, 'f1');
    sweep(startMs + 60_000);
    expect(ask('HLEN', 'h')).toBe(`(integer) ${size - 1}`);
    expect(server.store.expiringElements(0)).toBe(0);
    sweep(startMs + 600_000);
    expect(ask('HLEN', 'h')).toBe(`(integer) ${size - 1}`);
  });

  it('finds fields of hashes that were renamed, copied and given a time of their own', () => {
    fill('h', size);
    ask('HPEXPIREAT', 'h', startMs + 50_000, 'FIELDS', 1, 'f0');
    ask('COPY', 'h', 'copy');
    ask('EXPIRE', 'copy', 1000);
    ask('RENAME', 'h', 'renamed');
    ask('EXPIRE', 'renamed', 1000);
    ask('PERSIST', 'renamed');
    sweep(startMs + 60_000);
    expect([ask('HLEN', 'copy'), ask('HLEN', 'renamed')]).toEqual([`(integer) ${size - 1}`, `(integer) ${size - 1}`]);
    sweep(startMs + 2_000_000);
    expect(ask('DBSIZE')).toBe('(integer) 1');
  });
});

describe('fields past their time', () => {
  it('are gone for whoever looks, before the sweeper comes', async () => {
    ask('HSET', 'h', 'a', 1, 'b', 2, 'c', 3);
    ask('HPEXPIREAT', 'h', startMs + 1, 'FIELDS', 2, 'a', 'b');
    while (Date.now() <= startMs + 2) await new Promise((done) => setImmediate(done));
    expect(ask('HGETALL', 'h')).toBe('1) "c"\n2) "3"');
    expect(ask('HGET', 'h', 'a')).toBe('(nil)');
    ask('HPEXPIREAT', 'h', 1, 'FIELDS', 1, 'c');
    expect(ask('HRANDFIELD', 'h')).toBe('(nil)');
    expect(ask('EXISTS', 'h')).toBe('(integer) 0');
  });
});
