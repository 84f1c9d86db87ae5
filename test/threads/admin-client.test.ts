/** Commands that come over HTTP, where they have to wait: for the end of a pause, or for a thread that does nothing else. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { http } from '../helpers/http.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const remove = async ({ adminPort }: TestServer, key: string): Promise<number> =>
  (await http(adminPort, `/api/v1/keys/0/${key}`, { method: 'DELETE' })).status;

async function withKeys(): Promise<TestServer> {
  const server = await startServer({ settings: { threads: 1, 'enable-debug-command': 'local' } });
  await server.ask('MSET', 'a', '1', 'b', '2');
  return server;
}

describe.concurrent('a command over HTTP', () => {
  it('waits for the end of CLIENT PAUSE, and is then done', async () => {
    const server = await withKeys();
    await server.ask('CLIENT', 'PAUSE', '700', 'WRITE');
    expect(await remove(server, 'a')).toBe(204);
    expect(await server.ask('EXISTS', 'a', 'b')).toBe('1');
    await server.stop();
  });

  it('whose caller was told that it failed is not done afterwards: in a pause', async () => {
    const server = await withKeys();
    await server.ask('CLIENT', 'PAUSE', '60000', 'WRITE');
    const flush = { method: 'POST', body: { db: 'all', confirm: 'flush all' } };
    const answers = await Promise.all([remove(server, 'a'), http(server.adminPort, '/api/v1/flush', flush)]);
    expect([answers[0], answers[1].status]).toEqual([503, 503]);
    await server.ask('CLIENT', 'UNPAUSE');
    // Behind whatever was held.
    await server.ask('SET', 'c', '3');
    expect(await server.ask('EXISTS', 'a', 'b', 'c')).toBe('3');
    expect(await remove(server, 'a')).toBe(204);
    await server.stop();
  }, 40_000);

  it('whose caller was told that it failed is not done afterwards: on a thread that stood still meanwhile', async () => {
    const server = await withKeys();
    // So that the API is loaded.
    expect(await remove(server, 'nothing')).toBe(404);
    const still = server.ask('DEBUG', 'SLEEP', '12');
    await sleep(200);
    expect(await remove(server, 'a')).toBe(503);
    await still;
    expect(await server.ask('EXISTS', 'a', 'b')).toBe('2');
    expect(await remove(server, 'a')).toBe(204);
    await server.stop();
  }, 40_000);
});
