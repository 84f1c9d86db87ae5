/** What a client's own command tells it comes behind the reply, whichever thread runs the command. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const MESSAGE = (text: string): string => `>3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$${text.length}\r\n${text}\r\n`;
const INVALID = (key: string): string => `>2\r\n$10\r\ninvalidate\r\n*1\r\n$${key.length}\r\n${key}\r\n`;

describe.each([1, 3])('%i io threads', (threads) => {
  let server: TestServer;
  let client: RawClient;
  let others: RawClient[];
  beforeAll(async () => {
    server = await startServer({ settings: { threads } });
    client = await server.connect();
    others = await Promise.all(Array.from({ length: 4 }, () => server.connect()));
    await client.text('HELLO', '3');
  });
  afterAll(async () => {
    await Promise.all([client, ...others].map((each) => each.close()));
    await server.stop();
  });

  /** Sends commands in one piece; the bytes of as many replies and messages. */
  async function ask(count: number, ...commands: readonly (readonly string[])[]): Promise<string> {
    await client.send(Buffer.concat(commands.map((words) => encodeCommand([...words]))));
    return read(count);
  }
  async function read(count: number): Promise<string> {
    const parts: string[] = [];
    for (let i = 0; i < count; i++) parts.push((await client.readReply()).bytes.toString('latin1'));
    return parts.join('');
  }
  /** Until so many clients wait for a key. */
  const waiting = (count: number): Promise<void> =>
    expect.poll(() => server.infoNumber('blocked_clients', 'clients')).toBe(count);
  /** A script that is new, and runs on the script thread. */
  const publishing = (text: string): string[] => ['EVAL', `redis.call('publish', 'news', '${text}') return '-'`, '0'];

  it('PUBLISH of a script', async () => {
    await ask(1, ['SUBSCRIBE', 'news']);
    for (const text of ['a', 'b', 'c']) {
      expect(await ask(3, publishing(text), ['ECHO', 'x'])).toBe(`$1\r\n-\r\n${MESSAGE(text)}$1\r\nx\r\n`);
    }
  });

  it('PUBLISH of a script in a transaction', async () => {
    await ask(5, ['MULTI'], ['PUBLISH', 'news', 'd'], publishing('e'), ['PUBLISH', 'news', 'f'], ['ECHO', 'x']);
    expect(await ask(4, ['EXEC'])).toBe(
      `*4\r\n:1\r\n$1\r\n-\r\n:1\r\n$1\r\nx\r\n${MESSAGE('d')}${MESSAGE('e')}${MESSAGE('f')}`,
    );
    await ask(1, ['UNSUBSCRIBE']);
  });

  it('a change by a command that waited', async () => {
    await ask(1, ['CLIENT', 'TRACKING', 'ON']);
    for (const other of others) {
      await ask(1, ['LRANGE', 'to', '0', '-1']);
      await client.send(encodeCommand(['BLMOVE', 'from', 'to', 'LEFT', 'LEFT', '0']));
      await waiting(1);
      await other.text('RPUSH', 'from', 'element');
      expect(await read(2)).toBe(`$7\r\nelement\r\n${INVALID('to')}`);
    }
    await ask(1, ['CLIENT', 'TRACKING', 'OFF']);
  });

  const MOVE = ['BLMOVE', 'from', 'to', 'LEFT', 'LEFT', '0'];
  const MOVED = '$1\r\ne\r\n';
  const both = '>2\r\n$10\r\ninvalidate\r\n*2\r\n$4\r\nfrom\r\n$2\r\nto\r\n';
  it.each([
    ['what it waited for', [], ['BLPOP', 'from', '0'], `${INVALID('from')}*2\r\n$4\r\nfrom\r\n${MOVED}`],
    ['both', [], MOVE, `${INVALID('from')}${MOVED}${INVALID('to')}`],
    ['both, with NOLOOP', ['NOLOOP'], MOVE, `${INVALID('from')}${MOVED}`],
    ['all keys', ['BCAST'], MOVE, MOVED + both],
    ['all keys, with NOLOOP', ['BCAST', 'NOLOOP'], MOVE, MOVED],
  ])('a client that waits is told of the change that serves it, and of its own: %s', async (_, mode, command, told) => {
    for (const other of others) {
      await other.text('DEL', 'from', 'to');
      await ask(1, ['CLIENT', 'TRACKING', 'ON', ...mode]);
      if (!mode.includes('BCAST')) await ask(2, ['LRANGE', 'from', '0', '-1'], ['LRANGE', 'to', '0', '-1']);
      await client.send(encodeCommand(command));
      await waiting(1);
      await other.text('RPUSH', 'from', 'e');
      // As many messages, and one reply.
      expect(await read(told.split('>2').length)).toBe(told);
      expect(await ask(1, ['ECHO', 'x'])).toBe('$1\r\nx\r\n');
      await ask(1, ['CLIENT', 'TRACKING', 'OFF']);
    }
  });

  it('events of keys from before a client is served come before its reply, those of its own command behind', async () => {
    const event = (name: string, key: string): string =>
      `>4\r\n$8\r\npmessage\r\n$11\r\n__keyevent*\r\n$${15 + name.length}\r\n__keyevent@0__:${name}\r\n$${key.length}\r\n${key}\r\n`;
    await others[0]!.text('CONFIG', 'SET', 'notify-keyspace-events', 'KEA');
    const second = await server.connect();
    await second.text('HELLO', '3');
    await second.command('PSUBSCRIBE', '__keyevent*');
    await ask(1, ['PSUBSCRIBE', '__keyevent*']);
    for (const other of others) {
      await client.send(encodeCommand(['BLMOVE', 'a', 'b', 'LEFT', 'LEFT', '0']));
      await second.send(encodeCommand(['BLPOP', 'b', '0']));
      await waiting(2);
      expect(await other.text('RPUSH', 'a', 'e')).toBe(':1\r\n');
      const [push, popA, popB] = [event('rpush', 'a'), event('lpop', 'a'), event('lpop', 'b')];
      const moved = event('lpush', 'b') + popA + event('del', 'a');
      expect(await read(7)).toBe(`${push}${MOVED}${moved}${popB}${event('del', 'b')}`);
      const bytes: string[] = [];
      for (let i = 0; i < 7; i++) bytes.push((await second.readReply()).bytes.toString('latin1'));
      expect(bytes.join('')).toBe(`${push}${moved}*2\r\n$1\r\nb\r\n${MOVED}${popB}${event('del', 'b')}`);
    }
    await ask(1, ['PUNSUBSCRIBE']);
    await others[0]!.text('CONFIG', 'SET', 'notify-keyspace-events', '');
    await second.close();
  });

  it('a lower bound of tracked keys is kept at once, with many more than it', async () => {
    await ask(1, ['CLIENT', 'TRACKING', 'ON']);
    const keys = Array.from({ length: 250 }, (_, i) => `k:${i}`);
    await ask(250, ...keys.map((key) => ['GET', key]));
    expect(await others[0]!.text('CONFIG', 'SET', 'tracking-table-max-keys', '1')).toBe('+OK\r\n');
    expect((await read(249)).split('invalidate')).toHaveLength(250);
  });
});
