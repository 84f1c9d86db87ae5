/** `larder health`, as a container's health check runs it: with the settings of the server that it asks. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort, larderEntry } from './helpers/peers.ts';
import { startServer } from './helpers/server.ts';

const NODE = resolve(import.meta.dirname, '../node_modules/.bin/node');

function health(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; output: string }> {
  return new Promise((done) => {
    const child = spawn(NODE, [larderEntry(), 'health', ...args], { env: { ...process.env, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
    child.on('close', (code) => done({ code, output }));
  });
}

describe('larder health', () => {
  it('is 0 while the server answers, by flag or environment', async () => {
    const server = await startServer({ settings: { threads: 1 } });
    const good = { code: 0, output: 'larder health: +PONG\n' };
    expect(await health(['--port', String(server.port)])).toEqual(good);
    expect(await health([], { LARDER_PORT: String(server.port) })).toEqual(good);
    expect(await health([], { LARDER_PORT: String(server.port), LARDER_BIND: '* -::*' })).toEqual(good);
    await server.stop();
  });

  it('needs no password', async () => {
    const server = await startServer({ settings: { threads: 1, requirepass: 'secret' } });
    expect((await health(['--port', String(server.port)])).code).toBe(0);
    await server.stop();
  });

  it('asks through a unix socket where there is no port', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'larder-health-'));
    const path = join(folder, 'socket');
    const server = await startServer({ settings: { threads: 1, unixsocket: path } });
    expect((await health(['--port', '0', '--unixsocket', path])).code).toBe(0);
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('is 1 with one line when nothing listens, when it is silent, and for settings that are wrong', async () => {
    const none = await health(['--port', String(await freePort())]);
    expect(none.code).toBe(1);
    expect(none.output).toMatch(/^larder health: .*ECONNREFUSED.*\n$/);
    const silent = createServer();
    const port = await new Promise<number>((done) => {
      silent.listen(0, '127.0.0.1', () => done((silent.address() as { port: number }).port));
    });
    expect(await health(['--port', String(port)])).toEqual({
      code: 1,
      output: 'larder health: no answer within 2000 ms\n',
    });
    silent.close();
    expect((await health(['--port', 'seven'])).code).toBe(1);
  });
});
