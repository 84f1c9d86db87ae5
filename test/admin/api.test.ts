/** Every route of the API against a real server: what it tells is what the server's own commands say. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Ask, http } from '../helpers/http.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

let server: TestServer;
let client: RawClient;
const ask = (path: string, options?: Ask): Promise<Answer> => http(server.adminPort, `/api/v1/${path}`, options);

// biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes, whose fields the tests name
async function get(path: string): Promise<any> {
  const answer = await ask(path);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.json();
}

const text = (data: string) => ({ data, encoding: 'utf8' });

beforeAll(async () => {
  server = await startServer({ settings: { threads: 2, 'enable-debug-command': 'local' } });
  client = await server.connect();
});

afterAll(async () => {
  await client?.close();
  await server?.stop();
});

describe('keys', () => {
  const binary = Buffer.from([0xff, 0x00, 0x2f, 0x2e]);

  beforeAll(async () => {
    await client.command('SET', 'text:1', 'hello', 'PX', '100000');
    await client.command('SET', binary, Buffer.from([0xfe, 1]));
    await client.command('SET', '', 'empty key');
    await client.command('SET', 'a/b?c#d', 'odd');
    await client.command('RPUSH', 'list', ...Array.from({ length: 250 }, (_, i) => `item${i}`));
    await client.command('SADD', 'set', 'x');
    await client.command('ZADD', 'zset', '1.5', 'one', '2', 'two');
    await client.command('HSET', 'hash', 'f', 'v');
    await client.command('XADD', 'stream', '1-1', 'a', 'b');
    await client.command('XADD', 'stream', '1-2', 'c', 'd');
    await client.command('SELECT', '2');
    await client.command('SET', 'other', 'db');
    await client.command('SELECT', '0');
  });

  it('are scanned with what there is to know about them', async () => {
    const { keys, cursor } = await get('keys?match=text:*');
    expect([keys.length, cursor]).toEqual([1, '0']);
    expect(keys[0]).toMatchObject({ key: text('text:1'), type: 'string', encoding: 'embstr' });
    // Under allkeys-adaptive both are known.
    expect(keys[0].frequency).toBeGreaterThanOrEqual(0);
    expect(keys[0].ttlMs).toBeGreaterThan(90_000);
    expect(keys[0].bytes).toBeGreaterThan(10);
    expect(keys[0].idleSeconds).toBeGreaterThanOrEqual(0);
  });

  it('are found by type and database, with a cursor', async () => {
    const { keys } = await get('keys?type=hash');
    expect(keys.map((found: { key: unknown }) => found.key)).toEqual([text('hash')]);
    expect((await get('keys?db=2')).keys).toMatchObject([{ key: text('other') }]);
    const seen = new Set<string>();
    let cursor = '0';
    do {
      const part = await get(`keys?count=1&cursor=${cursor}`);
      for (const { key } of part.keys) seen.add(key.data);
      cursor = part.cursor;
    } while (cursor !== '0');
    expect(seen.size).toBe(9);
  });

  it('of any bytes are told as Base64, and asked for that way', async () => {
    const match = Buffer.from([0xff, 0x2a]).toString('base64url');
    const { keys } = await get(`keys?match=${match}&matchEncoding=base64`);
    expect(keys[0].key).toEqual({ data: binary.toString('base64url'), encoding: 'base64' });
    const found = await get(`keys/0/${binary.toString('base64url')}?encoding=base64`);
    expect(found.value.value).toEqual({ data: Buffer.from([0xfe, 1]).toString('base64url'), encoding: 'base64' });
    expect((await get('keys/0/-?encoding=empty')).value.value).toEqual(text('empty key'));
    expect((await get(`keys/0/${encodeURIComponent('a/b?c#d')}`)).value.value).toEqual(text('odd'));
    expect((await ask('keys/0/%21%21?encoding=base64')).status).toBe(400);
  });

  it('show their values, a part at a time', async () => {
    const first = await get('keys/0/list?limit=100');
    expect([first.length, first.value.items.length, first.value.cursor]).toEqual([250, 100, '100']);
    const last = await get('keys/0/list?limit=100&cursor=200');
    expect([last.value.items.at(-1), last.value.cursor]).toEqual([text('item249'), '0']);
    expect((await get('keys/0/set')).value).toEqual({ type: 'set', members: [text('x')], cursor: '0' });
    expect((await get('keys/0/zset')).value.members).toEqual([
      { member: text('one'), score: '1.5' },
      { member: text('two'), score: '2' },
    ]);
    expect((await get('keys/0/hash')).value.fields).toEqual([{ field: text('f'), value: text('v') }]);
    const stream = await get('keys/0/stream?limit=1');
    expect(stream.value).toEqual({
      type: 'stream',
      entries: [{ id: '1-1', fields: [{ field: text('a'), value: text('b') }] }],
      cursor: '1-1',
    });
    expect((await get('keys/0/stream?cursor=1-1')).value.entries[0].id).toBe('1-2');
  });

  it('show only the beginning of a large value', async () => {
    await client.command('SET', 'large', 'é'.repeat(100_000));
    const { value, length } = await get('keys/0/large?maxBytes=101');
    expect([length, value.value]).toEqual([
      200_000,
      { data: 'é'.repeat(50), encoding: 'utf8', bytes: 200_000, truncated: true },
    ]);
  });

  it('are looked at without being used', async () => {
    await client.command('SET', 'quiet', 'x');
    await client.command('RPUSH', 'quiet:list', 'x');
    const uses = (): Promise<string[]> =>
      Promise.all(['quiet', 'quiet:list'].map((key) => server.ask('OBJECT', 'FREQ', key)));
    const before = await uses();
    for (let i = 0; i < 5; i++) await Promise.all([get('keys/0/quiet'), get('keys/0/quiet:list'), get('keys')]);
    expect(await uses()).toEqual(before);
  });

  it.each([
    ['allkeys-lru', { idleSeconds: 0, frequency: null }],
    ['allkeys-lfu', { idleSeconds: null, frequency: expect.any(Number) }],
    ['allkeys-adaptive', { idleSeconds: 0, frequency: expect.any(Number) }],
  ])('are asked only for what %s knows: no question ends in an error', async (policy, known) => {
    await client.command('CONFIG', 'SET', 'maxmemory-policy', policy);
    await client.command('SET', 'quiet', 'x');
    const before = await server.infoNumber('total_error_replies', 'stats');
    expect(await get('keys/0/quiet')).toMatchObject(known);
    expect((await get('keys?match=quiet')).keys).toMatchObject([known]);
    expect(await server.infoNumber('total_error_replies', 'stats')).toBe(before);
  });

  it('are deleted', async () => {
    const path = `keys/0/${binary.toString('base64url')}?encoding=base64`;
    expect((await ask(path, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(path, { method: 'DELETE' })).status).toBe(404);
    expect(await client.text('EXISTS', binary)).toBe(':0\r\n');
  });

  it('are not looked for in databases that are not there', async () => {
    expect((await ask('keys?db=99')).status).toBe(400);
    expect((await ask('keys/99/a')).status).toBe(400);
    expect((await get('keys?db=2')).keys.length).toBe(1);
  });
});

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

  it('of memory and eviction', async () => {
    const memory = await get('memory');
    expect(memory.stats['keys.count']).toBe(memory.stats['keys.count'] | 0);
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
