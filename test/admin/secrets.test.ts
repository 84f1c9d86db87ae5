/** Passwords and tokens over HTTP: changed like any setting, shown nowhere, and what they opened is closed with them. */
import { afterEach, describe, expect, it } from 'vitest';
import { openStream } from '../helpers/event-stream.ts';
import { type Answer, type Ask, http } from '../helpers/http.ts';
import { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

let server: TestServer;

afterEach(() => server.stop());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const ask = (path: string, options?: Ask): Promise<Answer> => http(server.adminPort, `/api/v1/${path}`, options);
const statusFor = async (token: string): Promise<number> => (await ask('eviction', { headers: bearer(token) })).status;

/** Over HTTP, with a token when there is one. */
function change(settings: Readonly<Record<string, string>>, token?: string): Promise<Answer> {
  const headers = token === undefined ? {} : bearer(token);
  return ask('config', {
    method: 'PATCH',
    body: { settings },
    headers: { 'content-type': 'application/json', ...headers },
  });
}

describe.each(['requirepass', 'admin-token'])('%s', (name) => {
  it('is changed over HTTP, in force at once, and told by no answer and no log', async () => {
    server = await startServer({ settings: { threads: 2, 'slowlog-log-slower-than': 0, loglevel: 'debug' } });
    const secrets = ['first-Secret-1', 'second-Secret-2'];
    const texts: string[] = [];
    const monitor = await server.connect();
    await monitor.command('MONITOR');

    const { settings } = (await ask('config')).json<{ settings: { name: string; isSet?: boolean }[] }>();
    expect(
      settings.filter(({ isSet }) => isSet !== undefined).map((entry) => [entry.name, entry.isSet]),
    ).toContainEqual([name, false]);
    const first = await change({ [name]: secrets[0]!, 'slowlog-max-len': '64' });
    texts.push(first.text);
    expect(first.status).toBe(200);
    const told = first.json<{ settings: { name: string; value: string; secret: boolean }[] }>().settings;
    expect(told.find((entry) => entry.name === name)).toMatchObject({ value: '', secret: true, isSet: true });
    expect(told.find((entry) => entry.name === 'slowlog-max-len')).toMatchObject({ value: '64', secret: false });
    expect([(await ask('eviction')).status, await statusFor(secrets[0]!)]).toEqual([401, 200]);

    const second = await change({ [name]: secrets[1]! }, secrets[0]);
    texts.push(second.text);
    expect([second.status, await statusFor(secrets[0]!), await statusFor(secrets[1]!)]).toEqual([200, 401, 200]);
    // One that is refused is not told either, and neither is one whose neighbour is.
    const refused = await change({ [name]: 'third-Secret-3', hz: 'x' }, secrets[1]);
    texts.push(refused.text);
    expect([refused.status, refused.json()['setting'], await statusFor(secrets[1]!)]).toEqual([400, 'hz', 200]);

    const headers = bearer(secrets[1]!);
    for (const path of ['config', 'slowlog?count=128', 'stats', 'clients', 'latency', 'history']) {
      const answer = await ask(path, { headers });
      expect([path, answer.status]).toEqual([path, 200]);
      texts.push(answer.text);
    }
    texts.push((await http(server.adminPort, '/metrics')).text, server.output());
    texts.push((await monitor.readToEnd(200)).bytes.toString('latin1'));
    await monitor.close();
    expect(texts.filter((text) => /(?:first|second|third)-Secret/.test(text))).toEqual([]);
    expect((await ask('slowlog?count=128', { headers })).text).toContain('(redacted)');
    expect(server.output()).toContain(`settings changed: ${name}`);
    await clear(name, secrets[1]!);
  }, 60_000);

  it('ends the streams that its predecessor opened, and no others', async () => {
    server = await startServer({ settings: { threads: 1 } });
    const open = await openStream(server.adminPort);
    expect((await change({ [name]: 'one' })).status).toBe(200);
    expect(await open.ended).toEqual({ whole: true });
    const [stays, mine] = await Promise.all([1, 2].map(() => openStream(server.adminPort, { headers: bearer('one') })));
    expect([stays!.status, mine!.status]).toEqual([200, 200]);
    const events = (): number => mine!.text().split('event: sample').length - 1;
    // A setting that has nothing to do with it changes nothing.
    expect((await change({ hz: '11' }, 'one')).status).toBe(200);
    const before = events();
    await expect.poll(events, { timeout: 5_000 }).toBeGreaterThan(before + 1);
    expect((await change({ [name]: 'two' }, 'one')).status).toBe(200);
    expect(await Promise.all([stays!.ended, mine!.ended])).toEqual([{ whole: true }, { whole: true }]);
    const after = events();
    expect((await openStream(server.adminPort, { headers: bearer('one') })).status).toBe(401);
    const next = await openStream(server.adminPort, { headers: bearer('two') });
    expect([next.status, events()]).toEqual([200, after]);
    next.close();
    await clear(name, 'two');
  }, 60_000);
});

/** The helper that stops the server asks it without a password. */
async function clear(name: string, token: string): Promise<void> {
  const client = await RawClient.open({ port: server.port });
  if (name === 'requirepass') await client.command('AUTH', token);
  expect(await client.text('CONFIG', 'SET', name, '')).toBe('+OK\r\n');
  await client.close();
}
