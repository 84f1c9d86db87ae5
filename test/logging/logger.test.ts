/** What the log of a real server says: as JSON lines, once, and never with keys or values. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startServer, type TestServer } from '../helpers/server.ts';

interface Line {
  readonly level: string;
  readonly time: string;
  readonly msg: string;
}

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The lines of a server's life, in which `act` happened. */
async function logOf(
  settings: Record<string, string | number>,
  act: (server: TestServer, lines: () => Line[]) => Promise<void>,
) {
  folder = mkdtempSync(join(tmpdir(), 'larder-log-'));
  const logfile = join(folder, 'larder.log');
  const server = await startServer({ settings: { threads: 1, logfile, ...settings } });
  const lines = (): Line[] =>
    readFileSync(logfile, 'utf8')
      .split('\n')
      // The variable that names another build is none of the server's.
      .filter((line) => line !== '' && !line.includes('LARDER_ENTRY'))
      .map((line) => JSON.parse(line) as Line);
  await act(server, lines);
  await server.stop();
  return lines();
}

it('begins with what is running, and ends with why it ended', async () => {
  const lines = await logOf({ maxmemory: '64mb', 'maxmemory-policy': 'allkeys-lfu' }, async () => undefined);
  const text = lines.map(({ msg }) => msg).join('\n');
  expect(text).toMatch(/Larder \S+ \(as Redis 8\.0\.2\), pid \d+, 1 io threads, 64 MiB, allkeys-lfu/);
  expect(text).toMatch(/Ready to accept connections on port \d+, HTTP on 127\.0\.0\.1:\d+/);
  expect(lines.at(-1)?.msg).toBe('SIGTERM received, shutting down');
  expect(lines.filter(({ level, time }) => level !== 'notice' || Number.isNaN(Date.parse(time)))).toEqual([]);
});

it('says what happens once, and tells no keys and values', async () => {
  const settings = {
    maxclients: 3,
    maxmemory: '10mb',
    'maxmemory-policy': 'allkeys-lru',
    'slowlog-log-slower-than': 0,
  };
  const lines = await logOf(settings, async (server, written) => {
    const client = await server.connect();
    await client.command('AUTH', 'nobody', 'secret-password');
    for (let i = 0; i < 300; i++) await client.command('SET', `secret-key-${i}`, 'secret-value'.repeat(5_000));
    await client.command('CONFIG', 'SET', 'slowlog-log-slower-than', '-1');
    const others = await Promise.all(Array.from({ length: 6 }, () => server.connect()));
    await Promise.all(others.map((other) => other.command('PING').catch(() => undefined)));
    await Promise.all(others.map((other) => other.close()));
    await expect
      .poll(
        () =>
          written()
            .map(({ msg }) => msg)
            .join('\n'),
        { timeout: 5_000 },
      )
      .toMatch(/refused/);
    await expect
      .poll(
        () =>
          written()
            .map(({ msg }) => msg)
            .join('\n'),
        { timeout: 5_000 },
      )
      .toMatch(/evicted/);
    await client.close();
  });
  const saying = (pattern: RegExp): Line[] => lines.filter(({ msg }) => pattern.test(msg));
  expect(saying(/connections were refused/)).toMatchObject([{ level: 'warning' }]);
  expect(saying(/memory is short: \d+ keys were evicted/)).toHaveLength(1);
  expect(saying(/\d+ slow commands, the slowest [A-Z|]+ with \d+ ms/)).toHaveLength(1);
  expect(saying(/settings changed: slowlog-log-slower-than/)).toHaveLength(1);
  expect(lines.some(({ msg }) => msg.includes('secret'))).toBe(false);
});

it('is as talkative as it is told', async () => {
  const lines = await logOf({ loglevel: 'warning' }, async (server, written) => {
    await server.ask('CONFIG', 'SET', 'loglevel', 'verbose');
    await expect.poll(() => written().length, { timeout: 5_000 }).toBe(1);
  });
  expect(lines.map(({ msg }) => msg)).toEqual(['settings changed: loglevel', 'SIGTERM received, shutting down']);
});
