import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIG_KEYS_BYTES, SharedBigKeys } from '../../src/analytics/big-key-report.ts';
import { BigKeyWalk } from '../../src/analytics/big-keys.ts';
import { KeyCensus, keyCensusBytes, SharedKeyCensus } from '../../src/store/key-census.ts';
import { TYPE_LIST, TYPE_STRING } from '../../src/store/record.ts';
import { StoreShardGate } from '../../src/store/shard-gate.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

const STEP_MS = 50;
let server: InProcess;
let shared: SharedBigKeys;
let walk: BigKeyWalk;
let sharedCensus: SharedKeyCensus;
let meanKeyBytes = Number.NaN;
let nowMs = 1_000_000;

function later(): void {
  nowMs += STEP_MS;
  walk.step(nowMs);
}

/** Lets the walk go on until it has ended. */
function walkOn(): void {
  const before = shared.read().finishedMs;
  for (let i = 0; i < 10_000 && shared.read().finishedMs === before; i++) later();
}

beforeAll(async () => {
  server = await startInProcess();
  shared = new SharedBigKeys(new SharedArrayBuffer(BIG_KEYS_BYTES));
  const { store } = server.call;
  sharedCensus = new SharedKeyCensus(new SharedArrayBuffer(keyCensusBytes(store.databases)), store.databases);
  walk = new BigKeyWalk(store, new StoreShardGate(store), shared, sharedCensus, (bytes) => {
    meanKeyBytes = bytes;
  });
});
afterAll(() => {
  server.emptyAndAudit();
});

describe('the walk that looks for big keys', () => {
  it('has found nothing before it began', () => {
    expect(shared.read()).toEqual({ walked: 0, finishedMs: null, keys: [] });
  });

  it('finds the largest of all databases, of all sizes and types', () => {
    for (let i = 0; i < 3000; i++) server.ask(`SET key:${String(i).padStart(6, '0')} ${'x'.repeat(1 + (i % 100))}`);
    server.ask(['SET', 'large', 'x'.repeat(200_000)]);
    server.ask(['RPUSH', 'list', ...Array.from({ length: 1000 }, (_, i) => `item ${i}`)]);
    server.ask('SELECT 5');
    server.ask(['SET', Buffer.from([0xff]), 'x'.repeat(5000)]);
    server.ask('SELECT 0');
    walkOn();
    const { walked, keys } = shared.read();
    expect([walked, keys.length]).toEqual([3003, 64]);
    expect(
      keys
        .slice(0, 3)
        .map(({ key, db, type, items }) => [Buffer.from(key, 'base64url').toString('latin1'), db, type, items]),
    ).toEqual([
      ['large', 0, 'string', 200_000],
      ['list', 0, 'list', 1000],
      ['\xff', 5, 'string', 5000],
    ]);
    expect(keys.map(({ bytes }) => bytes)).toEqual(keys.map(({ bytes }) => bytes).sort((a, b) => b - a));
    expect(meanKeyBytes).toBeCloseTo(10, 0);
  });

  it('counts the keys of all sizes, and how long they have to live', () => {
    server.ask('SET volatile v PX 100000');
    server.store.setTime(Date.now());
    shared.ask();
    walkOn();
    const census = new KeyCensus(server.store.databases);
    sharedCensus.read(census);
    const strings = Array.from({ length: 19 }, (_, bin) => census.count(0, TYPE_STRING, bin));
    // 30 keys of each length from 1 to 100, "volatile", and the large one.
    expect(strings).toEqual([0, 31, 60, 120, 240, 480, 960, 1_110, ...Array(10).fill(0), 1]);
    expect([census.count(0, TYPE_LIST, 10), census.count(5, TYPE_STRING, 13)]).toEqual([1, 1]);
    expect(census.meanTtl(0)).toBeGreaterThan(90_000);
    expect(census.meanTtl(0)).toBeLessThanOrEqual(100_000);
    expect(census.meanTtl(5)).toBe(0);
    server.ask('DEL volatile');
  });

  it('begins anew when it is asked to, or after a while', () => {
    server.ask('DEL large');
    later();
    expect(shared.read().keys[0]?.items).toBe(200_000);
    shared.ask();
    walkOn();
    expect(shared.read().keys[0]?.items).toBe(1000);
    server.ask('DEL list');
    nowMs += 200_000;
    walkOn();
    expect(shared.read().keys[0]?.items).toBe(5000);
  });

  it('begins anew a second later at the soonest', () => {
    server.ask('SET another 1');
    const before = shared.read();
    for (let i = 0; i < 19; i++) later();
    expect(shared.read()).toEqual(before);
    walkOn();
    expect(shared.read().walked).toBe(before.walked + 1);
    expect(shared.read().finishedMs! - before.finishedMs!).toBeGreaterThan(1_000);
  });

  it('does not wait for long when there are more than twice as many keys', () => {
    const before = shared.read();
    for (let i = 0; i < 3100; i++) server.ask(`SET more:${i} 1`);
    walkOn();
    expect(shared.read().walked).toBe(before.walked + 3100);
    expect(shared.read().finishedMs! - before.finishedMs!).toBeLessThan(20_000);
  });
});
