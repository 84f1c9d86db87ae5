/** Who may ask for what: against a real server, with requests as a browser or an attacker would send them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Ask, http } from '../helpers/http.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const OPEN = ['/metrics', '/healthz', '/readyz'];
const CLOSED = [
  ...['stats', 'history', 'stream', 'config', 'clients', 'slowlog', 'latency', 'memory', 'keys', 'keys/0/a', 'hotkeys'],
  ...['bigkeys', 'eviction', 'openapi.json', 'session', 'analytics/mrc', 'analytics/policies'],
  ...['analytics/prefixes', 'analytics/workingset'],
].map((name) => `/api/v1/${name}`);

let server: TestServer;
const ask = (path: string, options?: Ask): Promise<Answer> => http(server.adminPort, path, options);
const bearer = (token: string): Ask => ({ headers: { authorization: `Bearer ${token}` } });

describe('on loopback, without a token', () => {
  beforeAll(async () => {
    server = await startServer({ settings: { threads: 1 } });
  });

  it('answers whoever reaches it by an own name', async () => {
    for (const host of ['127.0.0.1', 'localhost:9121', '[::1]:9121']) {
      expect((await ask('/api/v1/eviction', { headers: { host } })).status).toBe(200);
    }
  });

  it('opens the page at once', async () => {
    const { status, text } = await ask('/');
    expect([status, text.includes('data-token')]).toEqual([200, false]);
  });

  it('refuses names that it does not have: a page of another site may have bound them to this address', async () => {
    const answer = await ask('/api/v1/eviction', { headers: { host: 'evil.example:9121' } });
    expect([answer.status, answer.json()['error']]).toEqual([403, 'Forbidden']);
  });

  it('refuses pages of other sites, and of other ports', async () => {
    for (const origin of ['http://evil.example', `http://127.0.0.1:${server.adminPort + 1}`, 'null']) {
      expect((await ask('/api/v1/eviction', { headers: { origin } })).status).toBe(403);
    }
    const origin = `http://127.0.0.1:${server.adminPort}`;
    expect((await ask('/api/v1/eviction', { headers: { origin } })).status).toBe(200);
  });

  it('tells the metrics to scrapers by its own names, and to no page of another site', async () => {
    const status = async (headers: Record<string, string>) => (await ask('/metrics', { headers })).status;
    for (const host of ['127.0.0.1', 'localhost:9121', '[::1]:9121']) expect(await status({ host })).toBe(200);
    expect(await status({ host: 'evil.example:9121' })).toBe(403);
    expect(await status({ origin: 'http://evil.example' })).toBe(403);
    expect(await status({ origin: `http://127.0.0.1:${server.adminPort}` })).toBe(200);
    // It says nothing.
    expect((await ask('/healthz', { headers: { host: 'evil.example' } })).text).toBe('ok\n');
  });

  it('takes JSON and nothing else', async () => {
    const body = JSON.stringify({ db: 0, confirm: 'flush db 0', settings: { hz: '11' } });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      for (const [method, path] of [
        ['POST', 'flush'],
        ['PATCH', 'config'],
        ['POST', 'config/rewrite'],
        ['POST', 'memory/purge'],
        ['POST', 'bigkeys/refresh'],
        ['DELETE', 'slowlog'],
      ] as const) {
        const answer = await ask(`/api/v1/${path}`, { method, body, headers: { 'content-type': type } });
        expect([type, path, answer.status]).toEqual([type, path, 415]);
      }
    }
  });

  it('takes no body that is larger than 64 KiB', async () => {
    const answer = await ask('/api/v1/config', { method: 'PATCH', body: { settings: { dir: 'x'.repeat(70_000) } } });
    expect(answer.status).toBe(413);
  });

  it('says what is wrong, in one form', async () => {
    expect((await ask('/api/v1/nothing')).json()).toMatchObject({ statusCode: 404, error: 'Not Found' });
    expect((await ask('/api/v1/keys?count=0')).json()).toMatchObject({ statusCode: 400, error: 'Bad Request' });
    expect((await ask('/api/v1/keys/0/nothing')).json()).toMatchObject({ statusCode: 404, error: 'Not Found' });
  });

  afterAll(() => server.stop());
});

describe.each([
  ['admin-token', { 'admin-token': 'tok en' }, 'tok en'],
  ['requirepass', { requirepass: 'pass-1234' }, 'pass-1234'],
])('with %s', (_name, settings, token) => {
  beforeAll(async () => {
    server = await startServer({ settings: { threads: 1, ...settings } });
  });

  it('leaves metrics and health open', async () => {
    for (const path of OPEN) expect([path, (await ask(path)).status]).toEqual([path, 200]);
    // A page that has bound its name to this address needs no token for them.
    expect((await ask('/metrics', { headers: { host: 'evil.example' } })).status).toBe(403);
  });

  it.each(CLOSED)('%s asks for it', async (path) => {
    const answer = await ask(path);
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect((await ask(path, bearer(`${token}x`))).status).toBe(401);
    expect((await ask(path, { headers: { authorization: `Basic ${token}` } })).status).toBe(401);
  });

  it('is asked for by every route that the API describes, whatever the method, before anything else', async () => {
    const { paths } = (await ask('/api/v1/openapi.json', bearer(token))).json<{ paths: Record<string, object> }>();
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method): [string, string] => [method.toUpperCase(), path.replaceAll(/\{\w+\}/g, '1')]),
    );
    expect(routes.length).toBeGreaterThan(25);
    for (const [method, path] of routes) {
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: { anything: 1 } };
      expect([method, path, (await ask(path, { method, ...body })).status]).toEqual([method, path, 401]);
      const wrong = await ask(path, { method, ...body, ...bearer(`${token}x`) });
      expect([method, path, wrong.status]).toEqual([method, path, 401]);
      // Who has it and is shown another site's page: that page may not use it.
      const headers = { ...bearer(token).headers, origin: 'http://evil.example' };
      expect([method, path, (await ask(path, { method, headers })).status]).toEqual([method, path, 403]);
    }
  });

  it('lets nobody round it by writing the address another way', async () => {
    for (const path of [
      '/%61pi/v1/eviction',
      '//api/v1/eviction',
      '/api/v1/eviction/',
      '/api/v1/./eviction',
      '/API/v1/eviction',
    ]) {
      const { status } = await ask(path);
      expect([path, status >= 400]).toEqual([path, true]);
    }
  });

  it('answers who has it, by whatever name', async () => {
    expect((await ask('/api/v1/eviction', bearer(token))).status).toBe(200);
    const { headers } = bearer(token);
    expect((await ask('/api/v1/eviction', { headers: { ...headers, host: 'cache.example' } })).status).toBe(200);
    expect((await ask('/api/v1/session', bearer(token))).json()).toMatchObject({ hasToken: true });
  });

  it('lets anybody load the page, which says that it needs one, and nothing of the server', async () => {
    const page = await ask('/');
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain('data-token="needed"');
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    const [, script = ''] = /src="\.(\/assets\/[^"]+\.js)"/.exec(page.text) ?? [];
    expect((await ask(script)).headers['cache-control']).toContain('immutable');
  });

  it('says in the log that somebody tried, once, and not with what', async () => {
    for (let i = 0; i < 20; i++) await ask('/api/v1/eviction', bearer(`guess-${i}`));
    await expect.poll(() => server.output()).toContain('requests over HTTP with a wrong token');
    expect(server.output().match(/requests over HTTP with a wrong token/g)).toHaveLength(1);
    expect(server.output()).not.toMatch(/guess-/);
  });

  it('never shows it', async () => {
    const answer = await ask('/api/v1/config', bearer(token));
    expect(answer.text.includes(JSON.stringify(token))).toBe(false);
    expect(server.output().includes(token)).toBe(false);
  });

  afterAll(() => server.stop());
});

describe('beyond loopback, without a token', () => {
  beforeAll(async () => {
    server = await startServer({ settings: { threads: 1, 'admin-bind': '0.0.0.0' } });
  });

  it('leaves metrics and health open and refuses the rest', async () => {
    for (const path of OPEN) expect([path, (await ask(path)).status]).toEqual([path, 200]);
    for (const path of [...CLOSED, '/', '/index.html', '/assets/a.js', '/nothing']) {
      expect([path, (await ask(path)).status]).toEqual([path, 403]);
    }
    expect((await ask('/api/v1/eviction', bearer(''))).status).toBe(403);
    expect((await ask('/')).json()['message']).toContain('set admin-token (or requirepass)');
  });

  it('lets Prometheus come by any name', async () => {
    expect((await ask('/metrics', { headers: { host: 'larder:9121' } })).status).toBe(200);
    expect((await ask('/metrics', { headers: { origin: 'http://evil.example' } })).status).toBe(403);
  });

  afterAll(() => server.stop());
});
