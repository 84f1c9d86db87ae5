/**
 * Every family that only Larder has: a server is put to work of every kind, and each family must say so. A family that
 * has no row here fails the test.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { http } from '../helpers/http.ts';
import { parseMetrics, type Scrape } from '../helpers/metrics-text.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

type Values = ReadonlyMap<string, number>;
interface Row {
  readonly type: string;
  /** Whether the values, by the text of their labels, are those of the work done below. */
  readonly holds: (values: Values) => boolean;
}

const all = (values: Values, holds: (value: number) => boolean): boolean =>
  values.size > 0 && [...values.values()].every(holds);
const positive = (values: Values): boolean => all(values, (value) => value > 0);
const share = (values: Values): boolean => all(values, (value) => value >= 0 && value <= 1);
const counted = (values: Values): boolean => all(values, (value) => value >= 0);
const sum = (values: Values): number => [...values.values()].reduce((total, value) => total + value, 0);
const of = (values: Values, label: string): number =>
  [...values].find(([labels]) => labels.includes(`"${label}"`))?.[1] ?? Number.NaN;
const gauge = (holds: Row['holds']): Row => ({ type: 'gauge', holds });
const counter = (holds: Row['holds']): Row => ({ type: 'counter', holds });
const ROUNDS = 3;
const KEYS = 400;
const VALUE = 'x'.repeat(40_000);

const FAMILIES: Readonly<Record<string, Row>> = {
  build_info: gauge((values) => sum(values) === 1),
  threads: gauge((values) => sum(values) === 2),
  keys: gauge((values) => sum(values) > 50 && sum(values) < KEYS + 50),
  memory_bytes: gauge((values) => values.size === 15 && of(values, 'rss') > of(values, 'used')),
  committed_bytes: gauge((values) => sum(values) > 5_000_000),
  large_objects: gauge((values) => sum(values) === 1),
  large_object_bytes: gauge((values) => sum(values) >= 1_000_000),
  js_heap_used_bytes: gauge((values) => sum(values) > 5_000_000),
  js_heap_total_bytes: gauge((values) => sum(values) > 5_000_000),
  longest_lock_hold_seconds: gauge((values) => sum(values) > 0 && sum(values) < 5),
  longest_lock_hold_running_seconds: gauge((values) => sum(values) > 0 && sum(values) < 5),
  lock_waits_total: counter(counted),
  parked_commands_total: counter(counted),
  worker_busy_seconds_total: counter(positive),
  evicted_keys_total: counter((values) => values.size === 2 && sum(values) > 50),
  expired_keys_total: counter((values) => values.size === 2 && sum(values) >= 20),
  client_drops_total: counter((values) => values.size === 3 && sum(values) === 0),
  network_bytes_total: counter((values) => of(values, 'in') > KEYS * VALUE.length && of(values, 'out') > 1_000_000),
  thread_cpu_seconds_total: counter((values) => values.size === 5 && of(values, 'io-0') + of(values, 'io-1') > 0.005),
  thread_connections: gauge((values) => values.size === 2 && sum(values) === 1),
  thread_commands_total: counter((values) => values.size === 2 && sum(values) > 1_000),
  event_loop_delay_max_seconds: gauge((values) => values.size === 5 && of(values, 'main') > 0),
  event_loop_delay_mean_seconds: gauge((values) => values.size === 5 && counted(values)),
  command_duration_seconds: {
    type: 'histogram',
    holds: (values) =>
      [...values].some(([name, count]) => name.includes('_count{cmd="get"}') && count === ROUNDS * KEYS),
  },
  mrc_hit_ratio: gauge((values) => values.size >= 8 && share(values) && of(values, '8x') > 0.5),
  mrc_error: gauge((values) => values.size >= 8 && share(values)),
  policy_hit_ratio: gauge((values) => values.size >= 4 && share(values)),
  reuse_interval_share: gauge((values) => values.size >= 1 && Math.abs(sum(values) - 1) < 0.001),
  object_size_share: gauge((values) => of(values, '65536') > 0.9 && Math.abs(sum(values) - 1) < 0.001),
  prefix_hits: gauge((values) => of(values, 'page:') > 10),
  prefix_misses: gauge((values) => of(values, 'page:') > 10),
  prefix_keys: gauge((values) => of(values, 'page:') > 50),
  prefix_bytes: gauge((values) => of(values, 'page:') > 1_000_000),
  prefix_evictions: gauge((values) => of(values, 'page:') > 10),
  prefix_eviction_age_seconds: gauge((values) => of(values, 'page:') > 0 && of(values, 'page:') < 60),
  prefix_miss_cost_seconds: gauge((values) => of(values, 'page:') > 0 && of(values, 'page:') < 1),
  prefix_saved_seconds: gauge((values) => of(values, 'page:') > 0),
  prefix_saved_money: gauge((values) => of(values, 'page:') > 0),
  sampled_share: gauge((values) => sum(values) > 0 && share(values)),
  analytics_cpu_share: gauge(share),
  analytics_bytes: gauge((values) => sum(values) > 1_000),
  working_set_bytes: gauge((values) => sum(values) > 1_000_000),
  unique_keys_per_minute: gauge((values) => sum(values) > 100),
  one_hit_wonder_share: gauge(share),
  saved_seconds: gauge(positive),
  saved_money: gauge(positive),
  policy_changes: gauge(counted),
};

let server: TestServer;
let client: RawClient;
let scraped: Scrape;
const scrape = async (): Promise<Scrape> => parseMetrics((await http(server.adminPort, '/metrics')).text);

function valuesOf({ samples }: Scrape, family: string): Values {
  const name = new RegExp(`^larder_${family}(?:_bucket|_sum|_count)?(?:\\{|$)`);
  return new Map([...samples].filter(([sample]) => name.test(sample)));
}

/** Waits for something, and no longer than that: the tests say what is missing. */
async function within(ms: number, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await holds()) && performance.now() < deadline) await sleep(200);
}

beforeAll(async () => {
  const settings = { threads: 2, maxmemory: '12mb', 'maxmemory-policy': 'allkeys-adaptive', 'cost-per-second': '0.5' };
  server = await startServer({ settings });
  client = await server.connect();
  // Analytics sample as soon as the background thread works.
  await within(10_000, async () => (await scrape()).samples.get('larder_sampled_share')! > 0);
  for (let i = 0; i < 20; i++) await client.command('SET', `short:${i}`, '1', 'PX', '1');
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < KEYS; i++) {
      const { reply } = await client.command('GET', `page:${i}`);
      if (reply.value === null) await client.command('SET', `page:${i}`, VALUE);
    }
  }
  const names = Object.keys(FAMILIES);
  await within(15_000, async () => {
    // It is as likely to be evicted as others.
    if ((await client.text('EXISTS', 'large:one')) === ':0\r\n') {
      expect(await client.text('SET', 'large:one', Buffer.alloc(1_000_000))).toBe('+OK\r\n');
    }
    scraped = await scrape();
    return names.every((name) => FAMILIES[name]!.holds(valuesOf(scraped, name)));
  });
}, 60_000);

afterAll(async () => {
  await client?.close();
  await server?.stop();
});

it('are those of the table, and no others', () => {
  const told = [...scraped.types.keys()].filter((family) => family.startsWith('larder_'));
  expect(told.sort()).toEqual(
    Object.keys(FAMILIES)
      .map((name) => `larder_${name}`)
      .sort(),
  );
});

it.each(Object.entries(FAMILIES))('larder_%s says what was done', (name, { type, holds }) => {
  expect(scraped.types.get(`larder_${name}`)).toBe(type);
  const values = valuesOf(scraped, name);
  expect(holds(values), JSON.stringify([...values].slice(0, 12))).toBe(true);
});

it('never has a byte in its text that ends it: not in a prefix, nor in what a script calls its error', async () => {
  await client.command('SET', Buffer.from([0xff, 0, 0x3a, 0x31]), 'x');
  // An error ends at its first NUL: this one is `ERR ODD`.
  await client.command('EVAL', "return redis.error_reply('ODD\\0NAME text')", '0');
  await client.command('EVAL', "return redis.error_reply('ODD\\1NAME text')", '0');
  await client.command('EVAL', "return redis.error_reply('ODD\\\\x01NAME text')", '0');
  const text = async (): Promise<string> => (await http(server.adminPort, '/metrics')).text;
  await expect.poll(text, { timeout: 5_000 }).toContain('redis_errors_total{err="ERR"} 1');
  const told = await text();
  expect(told).toContain('redis_errors_total{err="ODD\\\\x01NAME"} 1');
  expect(told).toContain('redis_errors_total{err="ODD\\\\x5cx01NAME"} 1');
  // Prometheus drops a scrape in which a series is told twice.
  const series = told.split('\n').flatMap((line) => (/^[^#]/.test(line) ? [line.replace(/ \S+$/, '')] : []));
  expect(series.filter((name, i) => series.indexOf(name) !== i)).toEqual([]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(await text()).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
});
