import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIG_KEYS_BYTES, SharedBigKeys } from '../../src/analytics/big-key-report.ts';
import { BigKeyWalk } from '../../src/analytics/big-keys.ts';
import { StoreShardGate } from '../../src/store/shard-gate.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

const STEP_MS = 50;
let server: InProcess;
let shared: SharedBigKeys;
let walk: BigKeyWalk;
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
  walk = new BigKeyWalk(store, new StoreShardGate(store), shared, (bytes) => {
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

  it('begins anew soon when there are more than twice as many keys, and not for a few', () => {
    server.ask('SET another 1');
    const before = shared.read();
    for (let i = 0; i < 300; i++) later();
    expect(shared.read()).toEqual(before);
    for (let i = 0; i < 3100; i++) server.ask(`SET more:${i} 1`);
    walkOn();
    expect(shared.read().walked).toBe(before.walked + 3101);
    expect(shared.read().finishedMs! - before.finishedMs!).toBeLessThan(60_000);
  });
});
