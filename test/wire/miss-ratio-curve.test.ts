/**
 * The miss-ratio curve of a running server, held against exact replay: traces come over the socket at a rate that goes on
 * for longer than what the sampling has saved up lasts.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Lru } from '../../src/simulator/exact/order.ts';
import { readTrace } from '../../src/simulator/trace-formats.ts';
import { ReplayConnection } from '../bench/eviction/replay-connection.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { traceFolder } from '../helpers/traces.ts';

const BYTES = 512;
const CONNECTIONS = 4;
/** Of the unique keys: sizes at which the curve is looked at. */
const SHARES = [0.01, 0.05, 0.2, 0.6];
/** Stated errors above this come from samples that found no room. */
const LOST = 0.05;
const REPORT_MS = 1_500;
const TRACES = [
  ['lirs_sprite.txt.gz', 20_000],
  ['cache2k_web07.i32be.gz', 20_000],
  ['mooncake_conversation_trace.jsonl.gz', 30_000],
  ['OLTP.lis.gz', 40_000],
] as const;

/** Get, and set on a miss; no faster than so many requests a second. */
async function play(server: TestServer, keys: Int32Array, perSecond: number): Promise<void> {
  const connections: ReplayConnection[] = [];
  let next = 0;
  let due = 0;
  let failure: Error | undefined;
  let isPumping = false;
  const pump = (): void => {
    if (isPumping) return;
    isPumping = true;
    for (; next < due; next++) {
      const key = keys[next]!;
      const connection = connections[key % CONNECTIONS]!;
      if (!connection.mayAsk(key)) break;
      connection.ask(key, BYTES);
    }
    for (const connection of connections) connection.flush();
    isPumping = false;
  };
  for (let i = 0; i < CONNECTIONS; i++) {
    const connection = new ReplayConnection(pump, (error) => {
      failure = error;
    });
    await connection.open(server.port);
    connections.push(connection);
  }
  const start = performance.now();
  while (next < keys.length || connections.some(({ isIdle }) => !isIdle)) {
    due = Math.min(keys.length, Math.floor(((performance.now() - start) / 1000) * perSecond));
    pump();
    await new Promise((done) => setTimeout(done, 1));
    if (failure !== undefined) throw failure;
  }
  for (const connection of connections) connection.close();
}

function exactRatio(keys: Int32Array, capacity: number): number {
  const lru = new Lru(capacity);
  let hits = 0;
  for (const key of keys) if (lru.access(key)) hits++;
  return hits / keys.length;
}

describe.skipIf(traceFolder() === undefined)('CACHE.MRC', () => {
  it.each(TRACES)('of %s is within two points of exact replay', { timeout: 300_000 }, async (file, perSecond) => {
    const { keys, unique } = readTrace(join(traceFolder()!, file));
    const server = await startServer({ settings: { threads: 1 } });
    await play(server, keys, perSecond);
    await new Promise((done) => setTimeout(done, REPORT_MS));
    const client = await server.connect();
    const objectBytes = Number((await client.text('MEMORY', 'USAGE', `k${keys.at(-1)}`)).slice(1));
    for (const share of SHARES) {
      const objects = Math.floor(share * unique);
      const reply = await client.text('CACHE.MRC', 'BYTES', objects * objectBytes);
      const [ratio, error] = reply
        .trim()
        .split('\r\n')
        .slice(-3)
        .filter((line) => /^[\d.e-]+$/.test(line))
        .map(Number);
      // A machine so busy that samples are lost is told by the error.
      const bar = error! > LOST ? error! : 0.02;
      expect(Math.abs(ratio! - exactRatio(keys, objects)), `${objects} objects, said ± ${error}`).toBeLessThan(bar);
    }
    const analytics = await client.text('INFO', 'analytics');
    expect(Number(/larder_analytics_bytes:(\d+)/.exec(analytics)![1])).toBeLessThan(8_000_000);
    await client.close();
    await server.stop();
  });
});
