/**
 * Dashboards made for Redis work here: a real redis_exporter scrapes the RESP port, and /metrics tells every family that
 * it prints, with the same type, labels and values. (Debian: prometheus-redis-exporter.)
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOT_EXPORTED } from '../../src/metrics/prometheus/exporter-names.ts';
import { http } from '../helpers/http.ts';
import { familyOf, parseMetrics, type Scrape } from '../helpers/metrics-text.ts';
import { freePort } from '../helpers/peers.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const EXPORTER = process.env['REDIS_EXPORTER'] ?? '/usr/bin/prometheus-redis-exporter';

/** Gauges that move by themselves between two looks, by how much. */
const MOVING: readonly (readonly [name: RegExp, tolerance: (value: number) => number])[] = [
  [/^redis_(memory_used_rss_bytes|mem_fragmentation_\w+)/, (value) => Math.abs(value) * 0.2],
  [/^redis_(memory_used|allocator)_\w+/, () => 256 * 1024],
  [/^redis_(allocator_frag_ratio)/, () => 10],
  [/^redis_(start_time_seconds|uptime_in_seconds)/, () => 1.5],
  [/^redis_client_recent_max_(in|out)put_buffer_bytes/, () => 64 * 1024],
  [/^redis_connected_clients/, () => 1],
  // INFO counts few keys when it is asked, /metrics tells what was counted last.
  [/^redis_db_avg_ttl_seconds/, () => 5],
];

const PERCENTILE = /^redis_latency_percentiles_usec\{cmd="([^"]+)",quantile=/;
/** Commands that the exporter itself sends: while it asks, their percentiles move up and down. */
const ITS_OWN = /^(?:info|ping|select|hello|(?:client|cluster|config|latency|slowlog)\|(?!set$)\w+)$/;

function isOwnPercentile(sample: string): boolean {
  return ITS_OWN.test(PERCENTILE.exec(sample)?.[1] ?? '');
}

function isLeftOut(family: string): boolean {
  return !family.startsWith('redis_') || NOT_EXPORTED.some(([pattern]) => pattern.test(family));
}

describe.skipIf(!existsSync(EXPORTER) && process.env['CI'] === undefined)('beside redis_exporter', () => {
  let server: TestServer;
  let exporter: ChildProcess;
  let before: Scrape;
  let theirs: Scrape;
  let after: Scrape;

  beforeAll(async () => {
    server = await startServer({
      settings: { threads: 2, 'latency-monitor-threshold': 20, 'enable-debug-command': 'local' },
    });
    const client = await server.connect();
    await client.command('SET', 'a', '1', 'EX', '100');
    await client.command('HSET', 'h', 'f', 'v');
    await client.command('GET', 'a');
    await client.command('GET', 'nothing');
    await client.command('GET');
    await client.command('INCR', 'h');
    await client.command('SELECT', '3');
    await client.command('SET', 'b', '1');
    expect(await client.text('DEBUG', 'SLEEP', '0.05')).toBe('+OK\r\n');
    // That is the latest event, however busy the machine is: a command that takes 20 ms from here on is none.
    await client.command('CONFIG', 'SET', 'latency-monitor-threshold', '10000');
    await client.command('CONFIG', 'SET', 'slowlog-log-slower-than', '0');
    await client.command('PING');
    await client.command('CONFIG', 'SET', 'slowlog-log-slower-than', '-1');
    await client.close();
    const port = await freePort();
    const args = ['--redis.addr', `redis://127.0.0.1:${server.port}`, '--web.listen-address', `127.0.0.1:${port}`];
    exporter = spawn(EXPORTER, args, { stdio: 'ignore' });
    const ask = async (of: number): Promise<string> => (await http(of, '/metrics')).text;
    for (let tries = 0; ; tries++) {
      const answer = await ask(port).catch(() => '');
      if (answer.includes('redis_up 1')) break;
      if (tries === 400) throw new Error('the exporter does not answer');
      await sleep(50);
    }
    // The keys are counted within a second or two. Who asks all the time would be told old figures.
    const isCounted = (): boolean => (before.samples.get('redis_db_avg_ttl_seconds{db="db0"}') ?? 0) > 0;
    do {
      await sleep(500);
      before = parseMetrics(await ask(server.adminPort));
    } while (!isCounted());
    theirs = parseMetrics(await ask(port));
    after = parseMetrics(await ask(server.adminPort));
  }, 60_000);

  afterAll(async () => {
    exporter?.kill('SIGKILL');
    await server?.stop();
  });

  it('tells every family, with its type', () => {
    const wanted = [...theirs.types].filter(([family]) => !isLeftOut(family));
    expect(wanted.length).toBeGreaterThan(80);
    const wrong = wanted.filter(([family, type]) => after.types.get(family) !== type);
    expect(wrong).toEqual([]);
  });

  it('leaves out what is on the list, and only that', () => {
    const told = [...after.types.keys()].filter((family) => NOT_EXPORTED.some(([pattern]) => pattern.test(family)));
    expect(told).toEqual([]);
  });

  it('tells the same values under the same labels', () => {
    const wrong: string[] = [];
    for (const [sample, value] of theirs.samples) {
      if (isLeftOut(familyOf(sample, theirs.types))) continue;
      const [low, high] = [before.samples.get(sample), after.samples.get(sample)];
      // A command that the exporter was the first to send is not in the scrape before.
      const from = low ?? (/[{,](cmd|event_name)=/.test(sample) ? 0 : Number.NaN);
      const slack = MOVING.find(([name]) => name.test(sample))?.[1](value) ?? 0;
      const fits = value >= Math.min(from, high ?? 0) - slack && value <= Math.max(from, high ?? 0) + slack;
      if (high === undefined || !(fits || isOwnPercentile(sample)))
        wrong.push(`${sample}: ${low} … ${high}, theirs ${value}`);
    }
    expect(wrong).toEqual([]);
  });

  it('tells the percentiles of every command that nobody sends any more, to the microsecond', () => {
    const told = [...theirs.samples].filter(([sample]) => PERCENTILE.test(sample) && !isOwnPercentile(sample));
    const commands = new Set(told.map(([sample]) => PERCENTILE.exec(sample)?.[1]));
    expect(commands).toEqual(new Set(['config|set', 'debug', 'get', 'hset', 'incr', 'set']));
    for (const [sample, value] of told) {
      expect([sample, value]).toEqual([sample, after.samples.get(sample)]);
      expect(value).toBeGreaterThan(0);
    }
    expect(told.length).toBe(3 * commands.size);
  });

  it('tells a latency event that happened, as the exporter does', () => {
    const spikes = [...theirs.samples].filter(([sample]) => sample.includes('event_name="command"'));
    expect(spikes.map(([sample]) => sample.replace(/\{.*/, '')).sort()).toEqual([
      'redis_latency_spike_duration_seconds',
      'redis_latency_spike_last',
    ]);
    for (const [sample, value] of spikes) expect([sample, after.samples.get(sample)]).toEqual([sample, value]);
    expect(theirs.samples.get('redis_latency_spike_duration_seconds{event_name="command"}')).toBeGreaterThan(0.04);
  });

  it('says one sentence about each family', () => {
    expect([...after.types.keys()].filter((family) => (after.helps.get(family) ?? '').length < 10)).toEqual([]);
  });
});
