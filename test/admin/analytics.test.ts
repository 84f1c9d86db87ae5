/** What is known of the workload, over HTTP and in INFO, on a real server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyNames } from '../../src/config/policy-names.ts';
import { type Answer, http } from '../helpers/http.ts';
import { parseMetrics } from '../helpers/metrics-text.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const KEYS = 200;
/** So large that a sample of some hundred objects would fill the memory: then many keys are looked at. */
const BYTES = 60_000;
let server: TestServer;
let client: RawClient;
const ask = (path: string): Promise<Answer> => http(server.adminPort, path);

// biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes, whose fields the tests name
async function get(route: string): Promise<any> {
  return (await ask(`/api/v1/analytics/${route}`)).json();
}

/** Servers that are tried: on a busy machine the budget of analytics may have one look at fewer keys than all. */
const SERVERS = 4;

/** @returns whether it came true within ten seconds */
async function comes(condition: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + 10_000;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return true;
}

/** Starts a server and uses it. @returns whether all of that is known of it */
async function startAndUse(): Promise<boolean> {
  server = await startServer({ settings: { threads: 2, maxmemory: '64mb', 'cost-per-second': '0.5' } });
  client = await server.connect();
  // The background thread asks for samples as soon as it works.
  if (!(await comes(async () => (await ask('/api/v1/analytics/mrc')).status === 200))) return false;
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < KEYS; i++) {
      const { reply } = await client.command('GET', `page:${i}`);
      if (reply.value === null) await client.command('SET', `page:${i}`, 'x'.repeat(BYTES));
    }
  }
  return comes(async () => (await get('prefixes')).prefixes[0]?.hits === 2 * KEYS);
}

beforeAll(async () => {
  for (let left = SERVERS; !(await startAndUse()); ) {
    const { sampling } = await get('mrc');
    // Only that is the machine's: a server that looks at all keys knows of all.
    if (sampling.rate === 1 && sampling.dropped === 0) throw new Error('looked at all keys, and does not know of all');
    if (--left === 0) throw new Error(`looks at ${sampling.rate} of the keys, ${SERVERS} times in a row`);
    await client.close();
    await server.stop();
  }
}, 120_000);

afterAll(async () => {
  await client?.close();
  await server?.stop();
});

const ANALYTICS =
  /^larder_(?:mrc|policy|prefix|sampled|analytics|working_set|unique_keys|one_hit|saved|reuse_interval|object_size)_\w+(?:\{|$)/;

const CPU_SHARE = 'larder_analytics_cpu_share';

/** All samples of analytics, by the answers of the API. */
async function toldByApi(): Promise<Record<string, number>> {
  const [mrc, { policies, policyChanges }, prefixes, working] = await Promise.all(
    ['mrc', 'policies', 'prefixes', 'workingset'].map(get),
  );
  const told: Record<string, number> = {
    larder_sampled_share: mrc.sampling.rate,
    larder_analytics_cpu_share: mrc.sampling.cpuShare,
    larder_analytics_bytes: mrc.sampling.memoryBytes,
    larder_working_set_bytes: working.workingSet.find(({ minutes }: { minutes: number }) => minutes === 10).bytes,
    larder_unique_keys_per_minute: working.uniqueKeysPerMinute,
    larder_one_hit_wonder_share: working.oneHitWonderShare,
    larder_saved_seconds: prefixes.savedSeconds,
    larder_saved_money: prefixes.savedMoney,
    larder_policy_changes: policyChanges,
  };
  for (const { factor, hitRatio, error } of mrc.multiples) {
    told[`larder_mrc_hit_ratio{memory="${factor}x"}`] = hitRatio;
    told[`larder_mrc_error{memory="${factor}x"}`] = error;
  }
  for (const [ms, share] of working.reuseIntervalsMs) {
    told[`larder_reuse_interval_share{seconds="${ms / 1000}"}`] = share;
  }
  for (const [bytes, share] of working.sizesBytes) told[`larder_object_size_share{bytes="${bytes}"}`] = share;
  for (const { name, hitRatio } of policies) told[`larder_policy_hit_ratio{rule="${name}"}`] = hitRatio;
  for (const { prefix, ...of } of prefixes.prefixes) {
    for (const field of ['hits', 'misses', 'keys', 'bytes', 'evictions', 'savedSeconds', 'savedMoney']) {
      const name = field.replace(/[A-Z]/, (letter) => `_${letter.toLowerCase()}`);
      told[`larder_prefix_${name}{prefix="${prefix}"}`] = of[field];
    }
    // What is not known is not 0: there is no sample.
    const [age, cost] = [of.evictionAgeSeconds, of.missCostMs];
    if (age !== null) told[`larder_prefix_eviction_age_seconds{prefix="${prefix}"}`] = age;
    if (cost !== null) told[`larder_prefix_miss_cost_seconds{prefix="${prefix}"}`] = cost / 1000;
  }
  return told;
}

describe('analytics over HTTP', () => {
  it('tell the hit ratio by size of memory', async () => {
    const { sampling, nowBytes, reads, multiples, curve } = await get('mrc');
    expect([sampling.rate, sampling.keys, sampling.dropped, reads]).toEqual([1, KEYS, 0, 3 * KEYS]);
    expect(sampling.memoryBytes).toBeLessThan(8_000_000);
    expect(nowBytes).toBeGreaterThan(60_000_000);
    expect(multiples.find(({ factor }: { factor: number }) => factor === 1).hitRatio).toBeCloseTo(2 / 3, 2);
    expect(curve[0].hitRatio).toBe(0);
    expect(curve.at(-1).hitRatio).toBeCloseTo(2 / 3, 2);
  });

  it('tell what each policy and each rule would have hit', async () => {
    const { policies, policyChanges } = await get('policies');
    const names = policies.map(({ name }: { name: string }) => name);
    expect(names).toContain('guarded');
    for (const name of policyNames) if (name.startsWith('allkeys-')) expect(names).toContain(name);
    // allkeys-adaptive, and its rule.
    const inForce = policies.filter((row: { inForce: boolean }) => row.inForce);
    expect(inForce.map(({ name }: { name: string }) => name)).toEqual(['allkeys-adaptive', expect.any(String)]);
    expect(policyChanges).toBeGreaterThanOrEqual(0);
  });

  it('tell statistics by prefix, and what hits have saved', async () => {
    const { prefixes, savedSeconds, savedMoney } = await get('prefixes');
    expect(prefixes[0]).toMatchObject({
      prefix: 'page:',
      hits: 400,
      misses: 200,
      writes: 200,
      keys: 200,
      evictions: 0,
    });
    expect(prefixes[0].bytes).toBeGreaterThan(100_000);
    expect(prefixes[0].missCostMs).toBeGreaterThan(0);
    expect(savedSeconds).toBeGreaterThan(0);
    expect(savedMoney).toBeCloseTo(savedSeconds / 2, 6);
  });

  it('tell the working set', async () => {
    const { workingSet, uniqueKeysPerMinute, oneHitWonderShare, sizesBytes } = await get('workingset');
    expect(workingSet.map(({ minutes }: { minutes: number }) => minutes)).toEqual([1, 10, 60]);
    expect([uniqueKeysPerMinute, oneHitWonderShare]).toEqual([KEYS, 0]);
    expect(sizesBytes).toEqual([[65_536, 1]]);
  });

  it('are exported to Prometheus: each family says what the API says', async () => {
    const exported = async (): Promise<Record<string, number>> => {
      const { samples } = parseMetrics((await ask('/metrics')).text);
      return Object.fromEntries([...samples].filter(([name]) => ANALYTICS.test(name)));
    };
    // Figures move a little by themselves: both are asked until nothing has moved in between.
    const difference = async () => {
      const [told, seen] = [await toldByApi(), await exported()];
      // This one moves every second.
      for (const each of [told, seen]) each[CPU_SHARE] = Number(each[CPU_SHARE]! >= 0 && each[CPU_SHARE]! < 1);
      const names = new Set([...Object.keys(told), ...Object.keys(seen)]);
      return [...names].filter((name) => told[name] !== seen[name]).map((name) => [name, told[name], seen[name]]);
    };
    await expect.poll(difference, { timeout: 15_000, interval: 100 }).toEqual([]);
    expect((await exported())[CPU_SHARE]).toBeGreaterThan(0);
    expect((await exported())['larder_mrc_hit_ratio{memory="1x"}']).toBeCloseTo(2 / 3, 2);
  });

  it('are part of INFO', async () => {
    const { reply } = await client.command('INFO', 'analytics', 'prefixes');
    const text = String(reply.value);
    expect(text).toContain('larder_sampled_share:1');
    expect(text).toMatch(/prefix_page_:hits=400,misses=200/);
  });

  it('tell what declared and measured costs save, by prefix, wherever one asks', async () => {
    await client.command('SET', 'answer:1', 'text');
    await client.command('CACHE.COST', 'answer:1', '2500');
    for (let i = 0; i < 4; i++) await client.command('GET', 'answer:1');
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const of = async (name: string): Promise<any> =>
      (await get('prefixes')).prefixes.find(({ prefix }: { prefix: string }) => prefix === name);
    expect(await comes(async () => (await of('answer:'))?.hits === 4)).toBe(true);
    expect(await of('answer:')).toMatchObject({ savedSeconds: 10, savedMoney: 5 });
    const pages = await of('page:');
    expect(pages.costSamples).toBe(KEYS);
    expect(pages.savedMoney).toBeCloseTo(pages.savedSeconds / 2, 6);
    const { reply } = await client.command('INFO', 'analytics', 'prefixes');
    const info = String(reply.value);
    expect(info).toMatch(/prefix_answer_:.*saved_seconds=10\.000,saved_money=5\.0000/);
    expect(Number(/prefix_page_:.*miss_cost_ms=([\d.]+)/.exec(info)?.[1])).toBeGreaterThan(0);
    expect(Number(/larder_saved_seconds:([\d.]+)/.exec(info)?.[1])).toBeGreaterThan(10);
    const { text } = await ask('/metrics');
    expect(text).toMatch(/^larder_prefix_saved_seconds\{prefix="answer:"\} 10$/m);
    expect(text).toMatch(/^larder_prefix_saved_money\{prefix="answer:"\} 5$/m);
    expect(text).toMatch(/^larder_saved_seconds 10\./m);
  });

  it('refuse while they are off', async () => {
    await client.command('CONFIG', 'SET', 'analytics', 'no');
    expect(await comes(async () => (await ask('/api/v1/analytics/mrc')).status === 503)).toBe(true);
    expect((await get('mrc')).message).toBe('analytics are off');
  });
});
