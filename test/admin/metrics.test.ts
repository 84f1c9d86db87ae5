/** What only Larder tells: each family is there, and says what happened. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { http } from '../helpers/http.ts';
import { parseMetrics, type Scrape } from '../helpers/metrics-text.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { OLDEST_MS } from './figures.ts';

const PROMTOOL = '/usr/bin/promtool';

let server: TestServer;
let client: RawClient;
const scrape = async (): Promise<Scrape> => {
  await sleep(OLDEST_MS);
  return parseMetrics((await http(server.adminPort, '/metrics')).text);
};

/** By how much a sample grew while something was done. */
async function growth(sample: string, act: () => Promise<unknown>): Promise<number> {
  const before = (await scrape()).samples.get(sample) ?? 0;
  await act();
  return ((await scrape()).samples.get(sample) ?? Number.NaN) - before;
}

beforeAll(async () => {
  server = await startServer({ settings: { threads: 2, maxmemory: '20mb', 'maxmemory-policy': 'allkeys-lru' } });
  client = await server.connect();
});

afterAll(async () => {
  await client?.close();
  await server?.stop();
});

describe('the families of Larder', () => {
  it('count commands, by their duration and by thread', async () => {
    const calls = 'larder_command_duration_seconds_count{cmd="incr"}';
    const act = async (): Promise<void> => {
      for (let i = 0; i < 7; i++) await client.command('INCR', 'n');
    };
    expect(await growth(calls, act)).toBe(7);
    const { samples } = await scrape();
    const buckets = [...samples].filter(([name]) =>
      name.startsWith('larder_command_duration_seconds_bucket{cmd="incr"'),
    );
    expect(buckets.length).toBe(22);
    expect(buckets.map(([, count]) => count)).toEqual(buckets.map(([, count]) => count).sort((a, b) => a - b));
    expect(buckets.at(-1)).toEqual([
      'larder_command_duration_seconds_bucket{cmd="incr",le="+Inf"}',
      samples.get(calls),
    ]);
    expect(samples.get('larder_command_duration_seconds_sum{cmd="incr"}')).toBeGreaterThan(0);
    const byThread = [0, 1].map((thread) => samples.get(`larder_thread_commands_total{thread="io-${thread}"}`) ?? 0);
    expect(byThread[0]! + byThread[1]!).toBeGreaterThanOrEqual(7);
  });

  it('count bytes on the network', async () => {
    const sent = await growth('larder_network_bytes_total{direction="in"}', () =>
      client.command('SET', 'a', 'x'.repeat(5000)),
    );
    expect(sent).toBeGreaterThan(5000);
    const got = await growth('larder_network_bytes_total{direction="out"}', () => client.command('GET', 'a'));
    expect(got).toBeGreaterThan(5000);
  });

  it('tell memory by what it is for', async () => {
    for (let i = 0; i < 100; i++) await client.command('SET', `filler:${i}`, 'x'.repeat(60_000));
    const { samples } = await scrape();
    const of = (name: string): number => samples.get(`larder_memory_bytes{class="${name}"}`) ?? Number.NaN;
    expect(of('used')).toBeGreaterThan(5_000_000);
    expect(of('keys') + of('values') + of('index') + of('clientBuffers')).toBeCloseTo(of('dataset'), -1);
    expect(of('rss')).toBeGreaterThan(of('committed'));
    expect(of('maxmemory')).toBe(20 * 1024 * 1024);
  });

  it('fall to zero with CONFIG RESETSTAT', async () => {
    for (let i = 0; i < 400; i++) await client.command('SET', `filler:${i}`, 'x'.repeat(60_000));
    const reasons = ['background', 'command'].map((reason) => `larder_evicted_keys_total{reason="${reason}"}`);
    const evicted = async (): Promise<number[]> => {
      const { samples } = await scrape();
      return ['redis_evicted_keys_total', ...reasons].map((name) => samples.get(name)!);
    };
    const [all = 0, background = 0, command = 0] = await evicted();
    expect(all).toBeGreaterThan(50);
    expect(background + command).toBe(all);
    await client.command('CONFIG', 'RESETSTAT');
    expect(await evicted()).toEqual([0, 0, 0]);
    const { samples } = await scrape();
    expect(samples.get('larder_command_duration_seconds_count{cmd="incr"}') ?? 0).toBe(0);
  });
});

describe('the text', () => {
  it('has the type that Prometheus asks for', async () => {
    const { headers } = await http(server.adminPort, '/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  });

  it.skipIf(!existsSync(PROMTOOL) && process.env['CI'] === undefined)('parses, as promtool says', async () => {
    const { text } = await http(server.adminPort, '/metrics');
    // Its advice on names is another matter: those of redis_exporter are what they are.
    const check = (): unknown =>
      execFileSync(PROMTOOL, ['check', 'metrics'], { input: text, stdio: ['pipe', 'pipe', 'pipe'] });
    try {
      check();
    } catch (error) {
      const { stderr, status } = error as { stderr: Buffer; status: number };
      const complaints = stderr
        .toString()
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('redis_'));
      expect([status, complaints]).toEqual([3, []]);
    }
  });
});
