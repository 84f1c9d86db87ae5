/** The memory limit under load: large and small values, several writers, eviction, refusal, and memory given back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const MIB = 1 << 20;

/** Samples `used_memory` from a connection of its own until `done`; resolves to the highest. */
async function highestUse(client: RawClient, done: Promise<unknown>): Promise<number> {
  let running = true;
  let highest = 0;
  void done.finally(() => {
    running = false;
  });
  while (running) {
    const used = /used_memory:(\d+)/.exec(await client.text('INFO', 'memory'))?.[1];
    highest = Math.max(highest, Number(used));
  }
  return highest;
}

describe('with eviction', () => {
  const limit = 200 * MIB;
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings: { threads: 2, maxmemory: '200mb', 'maxmemory-policy': 'allkeys-lru' } });
  });
  afterAll(() => server.stop());

  it('two writers of 16 MiB values never pass it by more than 1 %', { timeout: 60_000 }, async () => {
    const watcher = await server.connect();
    const value = Buffer.alloc(16 * MIB, 'v');
    const write = async (name: string): Promise<void> => {
      const client = await server.connect();
      for (let i = 0; i < 25; i++) expect(await client.text('SET', `${name}${i}`, value)).toBe('+OK\r\n');
      await client.close();
    };
    const highest = await highestUse(watcher, Promise.all([write('a'), write('b')]));
    expect(highest).toBeLessThanOrEqual(limit * 1.01);
    expect(await server.infoNumber('evicted_keys', 'stats')).toBeGreaterThan(30);
    expect(await watcher.text('STRLEN', 'a24')).toMatch(/^:(16777216|0)\r\n$/);
    await watcher.command('FLUSHALL');
    await watcher.close();
  });

  it('a key that is evicted fails those who watch it, and those who cache it are told', {
    timeout: 60_000,
  }, async () => {
    // Only what has a time to live may go: nothing else has.
    const small = await startServer({ settings: { threads: 2, maxmemory: '8mb', 'maxmemory-policy': 'volatile-lru' } });
    const watchers = await Promise.all(Array.from({ length: 4 }, () => small.connect()));
    const [writer, reader] = [await small.connect(), await small.connect()];
    await reader.text('HELLO', '3');
    await reader.text('CLIENT', 'TRACKING', 'ON');
    await writer.text('SET', 'watched', 'v', 'EX', '1000');
    await writer.text('SET', 'stays', 'v');
    await reader.text('GET', 'watched');
    for (const [i, watcher] of watchers.entries()) await watcher.text('WATCH', i === 0 ? 'stays' : 'watched');
    const evicted = (): Promise<number> => small.infoNumber('evicted_keys', 'stats');
    for (let i = 0; (await evicted()) === 0; i++) await writer.text('SET', `k${i}`, 'x'.repeat(100_000));
    expect((await reader.readReply()).bytes.toString()).toBe('>2\r\n$10\r\ninvalidate\r\n*1\r\n$7\r\nwatched\r\n');
    for (const [i, watcher] of watchers.entries()) {
      await watcher.text('MULTI');
      await watcher.text('GET', 'stays');
      expect(await watcher.text('EXEC')).toBe(i === 0 ? '*1\r\n$1\r\nv\r\n' : '*-1\r\n');
    }
    await Promise.all([...watchers, writer, reader].map((client) => client.close()));
    await small.stop();
  });

  it('a large value finds room behind scripts of the same pipeline, which keep their locks', async () => {
    // One thread: the scripts wait for the script thread first, and run here from the backlog then.
    const single = await startServer({
      settings: { threads: 1, maxmemory: '12mb', 'maxmemory-policy': 'allkeys-lru' },
    });
    const client = await single.connect();
    const fill = Array.from({ length: 100_000 }, (_, i) => ['SET', `small:${i}`, 'x'.repeat(100)]);
    for (const { bytes } of await client.pipeline(fill)) expect(bytes.toString()).toBe('+OK\r\n');
    for (let round = 0; round < 10; round++) {
      const script = ['EVAL', `return ${round}`, '0'];
      const replies = await client.pipeline([script, script, script, ['SET', 'large', 'y'.repeat(3 * MIB)]]);
      expect(replies.map(({ bytes }) => bytes.toString())).toEqual([...Array(3).fill(`:${round}\r\n`), '+OK\r\n']);
    }
    await client.close();
    await single.stop();
  }, 60_000);

  it('many small writers neither', { timeout: 60_000 }, async () => {
    const watcher = await server.connect();
    const write = async (name: string): Promise<void> => {
      const client = await server.connect();
      for (let round = 0; round < 30; round++) {
        const batch = Array.from({ length: 1_000 }, (_, i) =>
          encodeCommand(['SET', `${name}:${round}:${i}`, 'x'.repeat(1_500)]),
        );
        await client.send(Buffer.concat(batch));
        for (let i = 0; i < batch.length; i++) expect((await client.readReply()).bytes.toString()).toBe('+OK\r\n');
      }
      await client.close();
    };
    const writers = Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(write));
    expect(await highestUse(watcher, writers)).toBeLessThanOrEqual(limit * 1.01);
    expect(await server.infoNumber('used_memory', 'memory')).toBeGreaterThan(limit * 0.8);
    await watcher.command('FLUSHALL');
    await watcher.close();
  });

  it('a large value finds room among many small ones while others are served', { timeout: 60_000 }, async () => {
    const [client, other, gone] = await Promise.all([server.connect(), server.connect(), server.connect()]);
    await client.command('CONFIG', 'SET', 'maxmemory', '40mb');
    for (let round = 0; round < 4; round++) {
      const batch = Array.from({ length: 10_000 }, (_, i) =>
        encodeCommand(['SET', `s${round}:${i}`, 'x'.repeat(1_100)]),
      );
      await client.send(Buffer.concat(batch));
      for (let i = 0; i < batch.length; i++) await client.readReply();
    }
    const evicted = await server.infoNumber('evicted_keys', 'stats');
    const value = Buffer.alloc(25 * MIB, 'v');
    // What stands before it is answered first, what stands behind it last.
    const requests = [['PING'], ['SET', 'large', value], ['STRLEN', 'large']].map((one) => encodeCommand(one));
    const sent = client.send(Buffer.concat(requests));
    let pings = 0;
    let waits = true;
    const served = (async () => {
      while (waits) {
        await other.text('PING');
        pings++;
      }
    })();
    await sent;
    const replies: string[] = [];
    for (let i = 0; i < 3; i++) replies.push((await client.readReply(30_000)).bytes.toString());
    waits = false;
    await served;
    expect(replies).toEqual(['+PONG\r\n', '+OK\r\n', `:${value.length}\r\n`]);
    expect(pings).toBeGreaterThan(10);
    expect(await server.infoNumber('evicted_keys', 'stats')).toBeGreaterThan(evicted + 10_000);
    // One that ends in the middle of such a value gives its room back. Not while the other is on its way: both do not fit.
    await gone.send(encodeCommand(['SET', 'never', value]).subarray(0, 1_000));
    await gone.close();
    await client.command('FLUSHALL');
    await client.command('CONFIG', 'SET', 'maxmemory', '200mb');
    await expect
      .poll(() => server.infoNumber('used_memory', 'memory'), { timeout: 10_000 })
      .toBeLessThanOrEqual(2 * MIB);
    await client.close();
    await other.close();
  });

  it('a limit set lower at run time is reached', { timeout: 60_000 }, async () => {
    const client = await server.connect();
    const batch = Array.from({ length: 50_000 }, (_, i) => encodeCommand(['SET', `k${i}`, 'x'.repeat(1_000)]));
    await client.send(Buffer.concat(batch));
    for (let i = 0; i < batch.length; i++) await client.readReply();
    expect(await client.text('CONFIG', 'SET', 'maxmemory', '20mb')).toBe('+OK\r\n');
    await expect
      .poll(() => server.infoNumber('used_memory', 'memory'), { timeout: 10_000 })
      .toBeLessThanOrEqual(20 * MIB * 1.01);
    expect(await client.text('SET', 'still', 'works')).toBe('+OK\r\n');
    await client.command('CONFIG', 'SET', 'maxmemory', '200mb');
    await client.command('FLUSHALL');
    await client.close();
  });
});

describe('without eviction', () => {
  it('refuses what does not fit, keeps what is there, and reads on', { timeout: 60_000 }, async () => {
    const server = await startServer({ settings: { threads: 2, maxmemory: '50mb', 'maxmemory-policy': 'noeviction' } });
    const client = await server.connect();
    const oom = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";
    expect(await client.text('SET', 'kept', 'value')).toBe('+OK\r\n');
    expect(await client.text('SET', 'big', Buffer.alloc(64 * MIB))).toBe(oom);
    const replies: string[] = [];
    for (let i = 0; i < 80; i++) replies.push(await client.text('SET', `mib${i}`, Buffer.alloc(MIB, 'm')));
    expect(replies.filter((reply) => reply === '+OK\r\n').length).toBeGreaterThan(30);
    expect(replies.at(-1)).toBe(oom);
    expect(await client.text('APPEND', 'kept', 'x'.repeat(2 * MIB))).toBe(oom);
    expect(await client.text('GET', 'kept')).toBe('$5\r\nvalue\r\n');
    expect(await client.text('DEL', 'mib0', 'mib1', 'mib2', 'mib3')).toBe(':4\r\n');
    expect(await client.text('SET', 'again', Buffer.alloc(MIB))).toBe('+OK\r\n');
    await client.close();
    await server.stop();
  });
});
