/** The searches of redis-cli itself: it walks all keys and asks each for its size, its memory or how often it is used. */
import { execFile, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const REDIS_CLI = process.env['REDIS_CLI'] ?? 'redis-cli';
/** Debian's redis-tools; only a machine that must have it fails without. */
const canSkip = spawnSync(REDIS_CLI, ['--version']).status !== 0 && process.env['CI'] === undefined;
const USES = 2_000;

describe.skipIf(canSkip)('redis-cli (needs redis-tools)', () => {
  let server: TestServer;
  let client: RawClient;

  const cli = (...args: string[]): Promise<string> =>
    new Promise((done) => {
      execFile(REDIS_CLI, ['-p', String(server.port), ...args], { timeout: 60_000 }, (_error, stdout, stderr) =>
        done(`${stdout}${stderr}`),
      );
    });
  const many = async (commands: readonly (readonly (string | Buffer)[])[]): Promise<void> => {
    await client.send(Buffer.concat(commands.map((command) => encodeCommand(command))));
    for (const _ of commands) await client.readReply();
  };

  beforeAll(async () => {
    server = await startServer({ settings: { threads: 2, maxmemory: '64mb', 'maxmemory-policy': 'allkeys-lfu' } });
    client = await server.connect();
    await many(Array.from({ length: 500 }, (_, i) => ['SET', `cold:${i}`, 'x']));
    await many([
      ['SET', 'hot', 'x'],
      ['SET', 'big:string', 'x'.repeat(100_000)],
      ['RPUSH', 'big:list', ...Array.from({ length: 300 }, (_, i) => `item ${i}`)],
      ['HSET', 'big:hash', ...Array.from({ length: 400 }, (_, i) => `f${i}`)],
    ]);
  }, 60_000);

  afterAll(async () => {
    await client?.close();
    await server?.stop();
  });

  it.each(['allkeys-lfu', 'volatile-lfu', 'allkeys-adaptive'])(
    '--hotkeys names the hottest under %s',
    async (policy) => {
      await client.command('CONFIG', 'SET', 'maxmemory-policy', policy);
      await many(Array.from({ length: USES }, () => ['GET', 'hot']));
      const output = await cli('--hotkeys');
      expect(output).toMatch(/Sampled 504 keys in the keyspace!/);
      expect(output).toMatch(/hot key found with counter: \d+\s+keyname: "?hot"?\n/);
      expect(output).not.toMatch(/ERR|error/i);
    },
    60_000,
  );

  it('--hotkeys is told why it cannot under a policy that counts no uses', async () => {
    await client.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    expect(await cli('--hotkeys')).toContain('An LFU maxmemory policy is not selected');
  }, 60_000);

  it('--bigkeys and --memkeys name the largest of each type', async () => {
    const items = await cli('--bigkeys');
    expect(items).toMatch(/Biggest string found \S*big:string\S* has 100000 bytes/);
    expect(items).toMatch(/Biggest +list found \S*big:list\S* has 300 items/);
    expect(items).toMatch(/Biggest +hash found \S*big:hash\S* has 200 fields/);
    const memory = await cli('--memkeys');
    expect(memory).toMatch(/Biggest string found \S*big:string\S* has 1\d{5} bytes/);
    expect(memory).toMatch(/Sampled 504 keys in the keyspace!/);
  }, 60_000);
});
