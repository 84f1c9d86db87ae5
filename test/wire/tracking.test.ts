/** Client-side caching over sockets and several threads: no cache stays stale, and no reply runs ahead of an invalidation. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '../../protocol/resp/reply-parser.ts';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const keys = Array.from({ length: 8 }, (_, i) => `key:${i}`);

/** A connection that keeps what it reads until it is told that it changed. */
class CachingClient {
  readonly #client: RawClient;
  readonly cache = new Map<string, number>();

  constructor(client: RawClient) {
    this.#client = client;
  }

  /** The reply of a command; invalidations before it are heeded. */
  async ask(...words: string[]): Promise<Reply> {
    await this.#client.send(encodeCommand(words));
    for (;;) {
      const { reply } = await this.#client.readReply();
      if (reply.type !== 'push') return reply;
      const stale = (reply.value as Reply[])[1]!;
      if (stale.value === null) this.cache.clear();
      else for (const key of stale.value as Reply[]) this.cache.delete(String(key.value));
    }
  }

  async read(key: string): Promise<number> {
    const value = Number(String((await this.ask('GET', key)).value));
    this.cache.set(key, value);
    return value;
  }
}

async function info(client: CachingClient): Promise<string> {
  return String((await client.ask('INFO', 'stats')).value);
}

describe.each([1, 2, 4])('%i io threads', (threads) => {
  let server: TestServer;
  let writers: RawClient[];
  let readers: CachingClient[];
  let sockets: RawClient[];
  beforeAll(async () => {
    server = await startServer({ settings: { threads } });
    sockets = await Promise.all(Array.from({ length: 12 }, () => server.connect()));
    writers = sockets.slice(0, 4);
    readers = sockets.slice(4).map((client) => new CachingClient(client));
    for (const reader of readers) await reader.ask('HELLO', '3');
  });
  afterAll(async () => {
    await Promise.all(sockets.map((client) => client.close()));
    await server.stop();
  });

  /** Counts up the keys of one writer, one after the other: a key is never behind the one that comes after it. */
  async function count(writer: RawClient, own: readonly string[], rounds: number): Promise<void> {
    for (let round = 1; round <= rounds; round++) {
      await writer.send(Buffer.concat(own.map((key) => encodeCommand(['SET', key, String(round)]))));
      for (let i = 0; i < own.length; i++) await writer.readReply();
    }
  }

  it.each([
    ['keys that were read', ['ON']],
    ['keys with prefixes', ['ON', 'BCAST', 'PREFIX', 'key:']],
  ])('%s: a cache agrees with the store when all is done', async (_title, how) => {
    for (const reader of readers) expect((await reader.ask('CLIENT', 'TRACKING', ...how)).value).toBe('OK');
    await Promise.all(keys.map((key, i) => readers[i]!.ask('SET', key, '0')));
    let done = false;
    const writing = Promise.all(writers.map((writer, i) => count(writer, keys.slice(i * 2, i * 2 + 2), 150)));
    const reading = readers.map(async (reader, i) => {
      for (let turn = i; !done; turn++) await reader.read(keys[turn % keys.length]!);
    });
    await writing;
    done = true;
    await Promise.all(reading);
    // The last invalidations may still be on their way between threads.
    const deadline = Date.now() + 10_000;
    for (const reader of readers) {
      while ([...reader.cache.values()].some((value) => value !== 150) && Date.now() < deadline) {
        await reader.ask('PING');
      }
      for (const key of keys) expect(await reader.read(key)).toBe(150);
      await reader.ask('CLIENT', 'TRACKING', 'OFF');
      reader.cache.clear();
    }
  });

  it('a cache agrees with the store though the table of tracked keys overflows all the time', async () => {
    await readers[0]!.ask('CONFIG', 'SET', 'tracking-table-max-keys', '3');
    for (const reader of readers) await reader.ask('CLIENT', 'TRACKING', 'ON');
    await Promise.all(keys.map((key, i) => readers[i]!.ask('SET', key, '0')));
    let done = false;
    let most = 0;
    const writing = Promise.all(writers.map((writer, i) => count(writer, keys.slice(i * 2, i * 2 + 2), 150)));
    const reading = readers.map(async (reader, i) => {
      for (let turn = i; !done; turn++) {
        await reader.read(keys[turn % keys.length]!);
        if (i === 0) most = Math.max(most, Number(/tracking_total_keys:(\d+)/.exec(await info(reader))?.[1]));
      }
    });
    await writing;
    done = true;
    await Promise.all(reading);
    // Each thread that reads may have one more on its way.
    expect(most).toBeLessThanOrEqual(3 + threads);
    // What is still in a cache is what is in the store, and stands in the table: the others were told to forget it.
    const deadline = Date.now() + 10_000;
    const stale = (): number =>
      readers.filter(({ cache }) => [...cache.values()].some((value) => value !== 150)).length;
    const cached = (): number => new Set(readers.flatMap(({ cache }) => [...cache.keys()])).size;
    do {
      for (const reader of readers) await reader.ask('PING');
    } while ((stale() > 0 || cached() > 3) && Date.now() < deadline);
    expect(stale()).toBe(0);
    expect(cached()).toBeLessThanOrEqual(3);
    for (const reader of readers) {
      await reader.ask('CLIENT', 'TRACKING', 'OFF');
      reader.cache.clear();
    }
    await readers[0]!.ask('CONFIG', 'SET', 'tracking-table-max-keys', '1000000');
  });

  it('who has seen a change has been told of every change before it', async () => {
    for (const reader of readers) await reader.ask('CLIENT', 'TRACKING', 'ON');
    await Promise.all(keys.map((key, i) => readers[i]!.ask('SET', key, '0')));
    let done = false;
    const early: string[] = [];
    const writing = Promise.all(writers.map((writer, i) => count(writer, keys.slice(i * 2, i * 2 + 2), 250)));
    const reading = readers.map(async (reader, i) => {
      for (let turn = i; !done; turn++) {
        const first = keys[(turn % 4) * 2]!;
        const second = keys[(turn % 4) * 2 + 1]!;
        await reader.read(first);
        const seen = await reader.read(second);
        // The writer sets the first key first: what the cache still has of it cannot be older.
        const kept = reader.cache.get(first);
        if (kept !== undefined && kept < seen) early.push(`${first} is ${kept} while ${second} is ${seen}`);
      }
    });
    await writing;
    done = true;
    await Promise.all(reading);
    expect(early).toEqual([]);
    for (const reader of readers) await reader.ask('CLIENT', 'TRACKING', 'OFF');
  });

  it('expiry, eviction to the bound of the table, and flushes are told as well', async () => {
    const reader = readers[1]!;
    const told = async (): Promise<string[]> => {
      const before = new Set(reader.cache.keys());
      const deadline = Date.now() + 5_000;
      while (reader.cache.size === before.size && Date.now() < deadline) await reader.ask('PING');
      return [...before].filter((key) => !reader.cache.has(key));
    };
    reader.cache.clear();
    await reader.ask('CLIENT', 'TRACKING', 'ON', 'NOLOOP');
    await readers[0]!.ask('SET', 'short', '1', 'PX', '1500');
    await reader.read('short');
    expect(await told()).toEqual(['short']);
    await readers[0]!.ask('CONFIG', 'SET', 'tracking-table-max-keys', '2');
    for (const key of ['a', 'b', 'c', 'd']) await reader.read(key);
    await reader.ask('PING');
    expect(reader.cache.size).toBeLessThanOrEqual(2);
    await readers[0]!.ask('CONFIG', 'SET', 'tracking-table-max-keys', '1000000');
    await readers[0]!.ask('FLUSHALL');
    await told();
    expect(reader.cache.size).toBe(0);
    const stats = String((await reader.ask('INFO', 'stats')).value);
    expect(stats).toContain('tracking_total_keys:0\r\ntracking_total_items:0\r\ntracking_total_prefixes:0\r\n');
    await reader.ask('CLIENT', 'TRACKING', 'OFF');
  });

  it('who begins to track in a transaction hears nothing of a flush before that', async () => {
    await readers[0]!.ask('CLIENT', 'TRACKING', 'ON');
    const client = await server.connect();
    const words = ['MULTI', 'FLUSHDB', 'HELLO 3', 'CLIENT TRACKING ON BCAST', 'SET later 1', 'EXEC', 'PING'];
    await client.send(words.map((line) => `${line}\r\n`).join(''));
    const replies: Reply[] = [];
    for (let i = 0; i < words.length + 1; i++) replies.push((await client.readReply()).reply);
    expect(await client.text('PING')).toBe('+PONG\r\n');
    const told = replies.filter(({ type }) => type === 'push').map((push) => (push.value as Reply[])[1]!);
    expect(told).toHaveLength(1);
    expect(String((told[0]!.value as Reply[])[0]!.value)).toBe('later');
    await client.close();
    await readers[0]!.ask('CLIENT', 'TRACKING', 'OFF');
  });

  it('NOLOOP: what scripts of the client change comes back to nobody but the others, wherever they run', async () => {
    const [reader, other] = [readers[1]!, readers[2]!];
    // New to the server, a script runs on the script thread.
    const script = (n: number): string => `local n = ${n} return redis.call('SET', KEYS[1], ARGV[1])`;
    await reader.ask('CLIENT', 'TRACKING', 'ON', 'NOLOOP');
    await other.ask('CLIENT', 'TRACKING', 'ON');
    for (let i = 0; i < 5; i++) {
      const key = `own:${i}`;
      await reader.read(key);
      await other.read(key);
      await reader.ask('EVAL', script(i), '1', key, 'changed');
      await reader.ask('PING');
      expect(reader.cache.has(key)).toBe(true);
      await expect.poll(async () => (await other.ask('PING')) && other.cache.has(key)).toBe(false);
      await reader.read(key);
      await reader.ask('MULTI');
      await reader.ask('EVAL', script(i + 10), '1', key, 'again');
      await reader.ask('EXEC');
      await reader.ask('PING');
      expect(reader.cache.has(key)).toBe(true);
      // A change is told once: then the key has to be read again.
      await reader.read(key);
      await other.ask('EVAL', script(i), '1', key, 'by another');
      await expect.poll(async () => (await reader.ask('PING')) && reader.cache.has(key)).toBe(false);
    }
    await reader.ask('CLIENT', 'TRACKING', 'OFF');
    await other.ask('CLIENT', 'TRACKING', 'OFF');
  });

  it('a client of any thread gets the messages that another one redirects to it, and hears when that is gone', async () => {
    for (const [from, to] of [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 0],
    ] as const) {
      const target = await server.connect();
      const id = String(Number((await ask(target, 'CLIENT', 'ID')).value));
      await ask(target, 'SUBSCRIBE', '__redis__:invalidate');
      const reader = readers[from]!;
      await reader.ask('CLIENT', 'TRACKING', 'ON', 'REDIRECT', id);
      await reader.ask('GET', 'redirected');
      await ask(writers[to]!, 'SET', 'redirected', '1');
      const { bytes } = await target.readReply();
      expect(String(bytes)).toBe('*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n*1\r\n$10\r\nredirected\r\n');
      await target.close();
      await expect.poll(async () => String((await ask(writers[to]!, 'CLIENT', 'LIST', 'ID', id)).value)).toBe('');
      await reader.ask('GET', 'redirected');
      await ask(writers[to]!, 'SET', 'redirected', '2');
      await expect.poll(async () => String((await reader.ask('CLIENT', 'INFO')).value)).toContain('flags=tR ');
      await reader.ask('CLIENT', 'TRACKING', 'OFF');
    }
  });

  async function ask(client: RawClient, ...words: string[]): Promise<Reply> {
    await client.send(encodeCommand(words));
    return (await client.readReply()).reply;
  }
});
