/** Every route of the API against a real server: what it tells is what the server's own commands say. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Ask, apiJson, http } from '../helpers/http.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

let server: TestServer;
let client: RawClient;
const ask = (path: string, options?: Ask): Promise<Answer> => http(server.adminPort, `/api/v1/${path}`, options);

const get = (path: string) => apiJson(server.adminPort, path);

const text = (data: string) => ({ data, encoding: 'utf8' });

beforeAll(async () => {
  server = await startServer({ settings: { threads: 2, 'enable-debug-command': 'local' } });
  client = await server.connect();
  await fill();
});

afterAll(async () => {
  await client?.close();
  await server?.stop();
});

/** Keys for what follows. */
async function fill(): Promise<void> {
  await client.command('SET', 'text:1', 'hello', 'PX', '100000');
  await client.command('RPUSH', 'list', ...Array.from({ length: 250 }, (_, i) => `item${i}`));
  await client.command('HSET', 'hash', 'f', 'v');
  for (let i = 0; i < 6; i++) await client.command('SET', 'quiet', 'x');
  await client.command('SELECT', '2');
  await client.command('SET', 'other', 'db');
  await client.command('SELECT', '0');
}

describe('settings', () => {
  it('are told with what they mean', async () => {
    const { settings } = await get('config');
    const policy = settings.find((entry: { name: string }) => entry.name === 'maxmemory-policy');
    expect(policy).toMatchObject({ changeable: true, effect: 'honoured', environment: 'LARDER_MAXMEMORY_POLICY' });
    expect(policy.values ?? policy.kind).toBeDefined();
  });

  it('are changed, all or none', async () => {
    const changed = await ask('config', { method: 'PATCH', body: { settings: { 'slowlog-max-len': '77', hz: '20' } } });
    expect([changed.status, changed.json<{ settings: { value: string }[] }>().settings.length]).toEqual([200, 2]);
    expect(await client.text('CONFIG', 'GET', 'slowlog-max-len')).toContain('77');
    const wrong = await ask('config', { method: 'PATCH', body: { settings: { 'slowlog-max-len': '5', hz: 'x' } } });
    expect(wrong.json()).toMatchObject({ statusCode: 400, setting: 'hz' });
    expect(await client.text('CONFIG', 'GET', 'slowlog-max-len')).toContain('77');
    const unknown = await ask('config', { method: 'PATCH', body: { settings: { nosuch: '1' } } });
    expect([unknown.status, unknown.json()['setting']]).toEqual([400, 'nosuch']);
    expect((await ask('config', { method: 'PATCH', body: { nothing: 1 } })).status).toBe(400);
  });

  it('are written to the config file, where there is one', async () => {
    expect((await ask('config/rewrite', { method: 'POST' })).status).toBe(400);
  });
});

describe('clients', () => {
  it('are listed and cut off', async () => {
    const other = await server.connect();
    await other.command('CLIENT', 'SETNAME', 'victim');
    await other.command('GET', 'a');
    const { clients } = await get('clients');
    const victim = clients.find((entry: { name: string }) => entry.name === 'victim');
    expect(victim).toMatchObject({ db: 0, resp: 2, lastCommand: 'get', flags: [], queued: -1 });
    expect((await ask(`clients/${victim.id}`, { method: 'DELETE' })).status).toBe(204);
    await other.readToEnd(10_000);
    expect((await ask(`clients/${victim.id}`, { method: 'DELETE' })).status).toBe(404);
    await other.close();
  });
});

describe('what took long', () => {
  it('is in the slow log, until that is forgotten', async () => {
    await client.command('CONFIG', 'SET', 'slowlog-log-slower-than', '0');
    await client.command('SET', 'slow', 'x'.repeat(20));
    await client.command('CONFIG', 'SET', 'slowlog-log-slower-than', '-1');
    const { entries, slowerThanUs } = await get('slowlog?count=10');
    const entry = entries.find((each: { command: string }) => each.command === 'set');
    expect([slowerThanUs, entry.arguments]).toEqual([-1, [text('slow'), text('x'.repeat(20))]]);
    expect(entry.timeMs).toBeGreaterThan(1_600_000_000_000);
    expect((await ask('slowlog', { method: 'DELETE' })).status).toBe(204);
    expect((await get('slowlog')).length).toBe(0);
  });

  it('is told by command', async () => {
    const { commands } = await get('latency');
    const set = commands.find((each: { name: string }) => each.name === 'set');
    expect(set.calls).toBeGreaterThan(5);
    expect(set.p50Us).toBeLessThanOrEqual(set.p999Us);
    expect(set.buckets.at(-1)[1]).toBe(set.calls);
    expect(set.rejected).toBe(0);
    await client.command('SET', 'one argument too few');
    const { commands: later } = await get('latency');
    expect(later.find((each: { name: string }) => each.name === 'set')).toMatchObject({
      calls: set.calls,
      rejected: 1,
    });
    // As LATENCY HISTOGRAM counts them.
    expect(await client.text('LATENCY', 'HISTOGRAM', 'set')).toContain(`$5\r\ncalls\r\n:${set.calls}\r\n`);
  });

  it('is told as an event, until that is forgotten', async () => {
    await client.command('CONFIG', 'SET', 'latency-monitor-threshold', '30');
    expect((await get('latency')).thresholdMs).toBe(30);
    const before = Date.now();
    expect(await client.text('DEBUG', 'SLEEP', '0.06')).toBe('+OK\r\n');
    const { events } = await get('latency');
    const event = events.find((each: { name: string }) => each.name === 'command');
    expect(event.samples.length).toBe(1);
    const [{ timeMs, ms }] = event.samples;
    expect([event.highestMs, ms >= 55, ms < 5_000]).toEqual([ms, true, true]);
    expect(timeMs).toBeGreaterThan(before - 1_000);
    expect(timeMs).toBeLessThanOrEqual(Date.now());
    // As LATENCY LATEST tells it.
    const latest = await client.text('LATENCY', 'LATEST');
    expect(latest).toContain(`$7\r\ncommand\r\n:${timeMs / 1000}\r\n:${ms}\r\n:${ms}\r\n`);
    expect((await ask('latency', { method: 'DELETE' })).status).toBe(204);
    expect((await get('latency')).events).toEqual([]);
    expect(await client.text('LATENCY', 'LATEST')).toBe('*0\r\n');
    await client.command('CONFIG', 'SET', 'latency-monitor-threshold', '0');
  });
});

describe('figures', () => {
  it('are told all at once', async () => {
    const stats = await get('stats');
    expect(stats.server).toMatchObject({ redisVersion: '8.0.2', threads: 2, port: server.port, pid: server.pid });
    expect(stats.keyspaces).toContainEqual({ db: 2, keys: 1, expires: 0, subexpires: 0 });
    expect(stats.info.server.larder_version).toBe(stats.server.version);
    expect(stats.threads.map((thread: { name: string }) => thread.name)).toEqual([
      'io-0',
      'io-1',
      'background',
      'scripts',
      'main',
    ]);
    expect(stats.memory.used).toBeGreaterThan(0);
    expect(stats.memory.maxmemory).toBe(await server.infoNumber('maxmemory', 'memory'));
  });

  it('are those of INFO', async () => {
    await client.command('GET', 'nothing');
    await client.command('GET', 'text:1');
    const before = await server.info('everything');
    const stats = await get('stats');
    const after = await server.info('everything');
    const of: Record<string, number> = {
      total_commands_processed: stats.requests.total,
      keyspace_hits: stats.keyspace.hits,
      keyspace_misses: stats.keyspace.misses,
      evicted_keys: stats.evictions.total,
      expired_keys: stats.expirations.total,
      uptime_in_seconds: stats.uptimeSeconds,
      blocked_clients: stats.clients.blocked,
      maxclients: stats.clients.max,
      rejected_connections: stats.clients.rejected,
      larder_keys: stats.keyspace.keys,
      larder_lock_waits: stats.locks.waits,
      larder_parked_commands: stats.locks.parked,
      process_id: stats.server.pid,
      tcp_port: stats.server.port,
    };
    for (const [field, value] of Object.entries(of)) {
      const [low, high] = [before, after].map((info) => Number(info.get(field)));
      expect([field, value >= low! && value <= high!, low, value, high]).toEqual([field, true, low, value, high]);
    }
    expect(stats.keyspace.hits * stats.keyspace.misses).toBeGreaterThan(0);
    const { hits, misses, hitRatioTotal } = stats.keyspace;
    expect(hitRatioTotal).toBe(hits / (hits + misses));
    expect(stats.server.runId).toBe(after.get('run_id'));
    expect(stats.policy).toBe(after.get('maxmemory_policy'));
    expect(Math.abs(stats.memory.used - Number(after.get('used_memory')))).toBeLessThan(128 * 1024);
    expect(stats.info.stats.keyspace_misses).toBe(after.get('keyspace_misses'));
  });

  it('of memory and eviction', async () => {
    const memory = await get('memory');
    const { keyspaces } = await get('stats');
    const sum = keyspaces.reduce((keys: number, each: { keys: number }) => keys + each.keys, 0);
    expect(memory.stats['keys.count']).toBe(sum);
    expect(Math.abs(memory.stats['dataset.bytes'] - memory.classes.dataset)).toBeLessThan(128 * 1024);
    expect(memory.fragmentationRatio).toBeGreaterThan(1);
    expect(await client.text('MEMORY', 'DOCTOR')).toContain(memory.advice);
    expect(memory.advice.length).toBeGreaterThan(20);
    expect((await ask('memory/purge', { method: 'POST' })).status).toBe(204);
    const eviction = await get('eviction');
    expect(eviction.policies).toContain('allkeys-lru');
    expect(eviction.rule).toBeTypeOf('string');
  });
});

it('flushes only when asked in so many words', async () => {
  const flush = (body: unknown): Promise<Answer> => ask('flush', { method: 'POST', body });
  expect((await flush({ db: 2 })).status).toBe(400);
  expect((await flush({ db: 2, confirm: 'flush db 0' })).status).toBe(400);
  expect((await flush({ db: 2, confirm: 'flush db 2' })).json()).toEqual({ removed: 1 });
  expect(await client.text('EXISTS', 'list')).toBe(':1\r\n');
  const { keyspaces } = await get('stats');
  expect((await flush({ db: 'all', confirm: 'flush all' })).json()).toEqual({ removed: keyspaces[0].keys });
  expect(await client.text('DBSIZE')).toBe(':0\r\n');
});

it('describes itself', async () => {
  const { openapi, paths } = await get('openapi.json');
  expect(openapi).toMatch(/^3\./);
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1/', '')}`),
  );
  // Each of them has a test in this folder.
  expect(routes.sort()).toEqual(
    [
      ...['session', 'stats', 'history', 'stream', 'config', 'clients', 'slowlog', 'latency', 'memory', 'keys'],
      ...['keys/{db}/{key}', 'hotkeys', 'bigkeys', 'eviction', 'analytics/mrc', 'analytics/policies'],
      ...['analytics/prefixes', 'analytics/workingset'],
    ]
      .map((path) => `GET ${path}`)
      .concat(['clients/{id}', 'slowlog', 'latency', 'keys/{db}/{key}'].map((path) => `DELETE ${path}`))
      .concat(['config/rewrite', 'memory/purge', 'bigkeys/refresh', 'flush'].map((path) => `POST ${path}`))
      .concat('PATCH config')
      .sort(),
  );
  const summaries = Object.values(paths).flatMap((path) => Object.values(path as object).map(({ summary }) => summary));
  expect(summaries.every((summary) => typeof summary === 'string' && summary.endsWith('.'))).toBe(true);
});
