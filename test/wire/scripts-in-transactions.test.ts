/**
 * Scripts inside EXEC that are not known to be short: they run on the script thread while the thread of the client serves
 * others, so that they can be ended with one io thread too, and the transaction is atomic nevertheless.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const FOREVER = 'while true do pcall(function() local x = 1 end) end';
/** Each is new to the server: it was never seen to be short. */
let scripts = 0;
const fresh = (code: string): string => `local n = ${scripts++} ${code}`;

describe.each([1, 2])('%i io threads', (threads) => {
  let server: TestServer;
  const opened: RawClient[] = [];
  const connect = async (): Promise<RawClient> => {
    const made = await server.connect();
    opened.push(made);
    return made;
  };
  beforeAll(async () => {
    server = await startServer({ settings: { threads, 'busy-reply-threshold': 150 } });
  }, 60_000);
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
  });
  afterAll(() => server.stop());

  /** MULTI, the commands and EXEC in one piece. @returns the reply of EXEC */
  async function transact(client: RawClient, ...commands: string[][]): Promise<string> {
    const replies = await client.pipeline([['MULTI'], ...commands, ['EXEC']]);
    return replies.at(-1)!.bytes.toString('latin1');
  }

  async function becomesBusy(client: RawClient): Promise<void> {
    const deadline = performance.now() + 8_000;
    while (!(await client.text('GET', 'any')).startsWith('-BUSY')) {
      if (performance.now() > deadline) throw new Error('nothing is busy');
      await sleep(20);
    }
  }

  it('are ended by SCRIPT KILL; the commands around them are run', async () => {
    const [runner, other] = [await connect(), await connect()];
    await other.text('DEL', 'before', 'after');
    const reply = transact(
      runner,
      ['SET', 'before', '1'],
      ['EVAL', FOREVER, '0'],
      ['INCR', 'after'],
      ['GET', 'before'],
    );
    await becomesBusy(other);
    expect(await other.text('FUNCTION', 'KILL')).toContain('-BUSY');
    expect(await other.text('SCRIPT', 'KILL')).toBe('+OK\r\n');
    expect(await reply).toMatch(
      /^\*4\r\n\+OK\r\n-ERR Script killed by user with SCRIPT KILL\.\.\. .*\r\n:1\r\n\$1\r\n1\r\n$/,
    );
    expect(await other.text('MGET', 'before', 'after')).toBe('*2\r\n$1\r\n1\r\n$1\r\n1\r\n');
    expect(await other.text('SCRIPT', 'KILL')).toContain('-NOTBUSY');
  }, 20_000);

  it('are ended too when they were known to be short', async () => {
    const [runner, other] = [await connect(), await connect()];
    const script = fresh(`if ARGV[1] == 'long' then ${FOREVER} end return ARGV[1]`);
    for (let i = 0; i < 5; i++) expect(await transact(runner, ['EVAL', script, '0', 'a'])).toBe('*1\r\n$1\r\na\r\n');
    const reply = transact(runner, ['EVAL', script, '0', 'long'], ['EVAL', script, '0', 'b']);
    await becomesBusy(other);
    expect(await other.text('SCRIPT', 'KILL')).toBe('+OK\r\n');
    expect(await reply).toMatch(/^\*2\r\n-ERR Script killed .*\r\n\$1\r\nb\r\n$/);
  }, 20_000);

  it('are not ended once they have written; functions are by FUNCTION KILL', async () => {
    const [runner, other] = [await connect(), await connect()];
    const writes = transact(runner, [
      'EVAL',
      fresh("redis.call('SET', 'w', 1) local from = os.clock() while os.clock() - from < 1.5 do end return 'done'"),
      '0',
    ]);
    await becomesBusy(other);
    expect(await other.text('SCRIPT', 'KILL')).toContain('-UNKILLABLE');
    expect(await writes).toBe('*1\r\n$4\r\ndone\r\n');
    const code = `#!lua name=held\nredis.register_function('forever_${threads}', function() ${FOREVER} end)`;
    expect(await other.text('FUNCTION', 'LOAD', 'REPLACE', code)).toContain('held');
    const reply = transact(runner, ['FCALL', `forever_${threads}`, '0'], ['PING']);
    await becomesBusy(other);
    expect(await other.text('SCRIPT', 'KILL')).toContain('-BUSY');
    expect(await other.text('FUNCTION', 'KILL')).toBe('+OK\r\n');
    expect(await reply).toMatch(
      /^\*2\r\n-ERR Script killed by user with SCRIPT KILL\.\.\. script: forever_\d, .*\r\n\+PONG\r\n$/,
    );
  }, 20_000);

  it('go on to the end when the client goes away', async () => {
    const other = await connect();
    await other.text('DEL', 'gone');
    const leaves = await connect();
    void transact(
      leaves,
      ['SET', 'gone', '1'],
      ['SUBSCRIBE', 'c'],
      ['EVAL', FOREVER, '0'],
      ['INCR', 'gone'],
      ['EVAL', fresh('return 1'), '0'],
      ['INCR', 'gone'],
    ).catch(() => undefined);
    await becomesBusy(other);
    await leaves.close();
    await sleep(30);
    expect(await other.text('SCRIPT', 'KILL')).toBe('+OK\r\n');
    await expect.poll(() => other.text('GET', 'gone')).toBe('$1\r\n3\r\n');
    await expect.poll(() => other.text('PUBSUB', 'NUMSUB', 'c')).toBe('*2\r\n$1\r\nc\r\n:0\r\n');
    await expect.poll(() => server.infoNumber('connected_clients', 'clients')).toBe(2);
  }, 20_000);

  it('are one with their transaction for whoever looks on', async () => {
    const [writer, reader, second] = [await connect(), await connect(), await connect()];
    await writer.text('MSET', 'x', '0', 'y', '0');
    let isRunning = true;
    const look = async (client: RawClient): Promise<void> => {
      while (isRunning) {
        const reply = await client.text('MGET', 'x', 'y');
        const [x, y] = [...reply.matchAll(/\r\n(\d+)\r\n(?=[$]|$)/g)].map((match) => match[1]);
        expect(x).toBe(y);
        await client.text('DBSIZE');
      }
    };
    const looking = [look(reader), look(second)];
    for (let i = 0; i < 40; i++) {
      const script = fresh("for i = 1, 1e4 do end return redis.call('INCR', KEYS[1])");
      expect(await transact(writer, ['INCR', 'x'], ['EVAL', script, '1', 'y'], ['PING'])).toBe(
        `*3\r\n:${i + 1}\r\n:${i + 1}\r\n+PONG\r\n`,
      );
    }
    isRunning = false;
    await Promise.all(looking);
  }, 30_000);

  it('run while other scripts wait for their locks', async () => {
    const clients = await Promise.all(Array.from({ length: 8 }, connect));
    await clients[0]!.text('SET', 'sum', '0');
    await Promise.all(
      clients.map(async (client, c) => {
        for (let i = 0; i < 25; i++) {
          const script = fresh("return redis.call('INCR', 'sum')");
          const reply =
            c % 2 === 0 ? client.text('EVAL', script, '0') : transact(client, ['EVAL', script, '0'], ['GET', 'sum']);
          const numbers = (await reply).match(/\d+/g)!.map(Number);
          if (c % 2 === 1) expect(numbers[1]).toBe(numbers[3]);
        }
      }),
    );
    expect(await clients[0]!.text('GET', 'sum')).toBe('$3\r\n200\r\n');
  }, 30_000);

  it('serve blocked clients at the end of the transaction only, in the order in which their keys were filled', async () => {
    const [runner, first, second] = [await connect(), await connect(), await connect()];
    const one = first.text('BLPOP', 'list:1', '0');
    const two = second.text('BLPOP', 'list:2', '0');
    await sleep(50);
    const script = fresh("redis.call('RPUSH', 'list:2', 'b') return redis.call('LLEN', 'list:1')");
    expect(await transact(runner, ['RPUSH', 'list:1', 'a'], ['EVAL', script, '0'], ['LLEN', 'list:2'])).toBe(
      '*3\r\n:1\r\n:1\r\n:1\r\n',
    );
    expect(await one).toContain('a');
    expect(await two).toContain('b');
    expect(await runner.text('EXISTS', 'list:1', 'list:2')).toBe(':0\r\n');
  }, 20_000);

  it('see one time, the database that is selected, and the protocol', async () => {
    const runner = await connect();
    const time = "local t = redis.call('TIME') return t[1] .. '.' .. t[2]";
    const reply = await transact(
      runner,
      ['EVAL', fresh(time), '0'],
      ['SELECT', '3'],
      [
        'EVAL',
        fresh("redis.call('SET', 'here', ARGV[1]) for i = 1, 1e6 do end return redis.status_reply('KEPT')"),
        '0',
        'three',
      ],
      ['EVAL', fresh(time), '0'],
      ['GET', 'here'],
      ['HELLO', '3'],
      ['EVAL', fresh("redis.setresp(3) return redis.call('HGETALL', 'none')"), '0'],
    );
    const times = reply.match(/\d{10}\.\d+/g)!;
    expect(times[0]).toBe(times[1]);
    expect(reply).toContain('+KEPT\r\n');
    expect(reply).toContain('$5\r\nthree\r\n');
    expect(reply.endsWith('%0\r\n')).toBe(true);
    expect(await runner.text('GET', 'here')).toBe('$5\r\nthree\r\n');
  });

  it('leave nothing of a reply that is not wanted, and count once', async () => {
    const [runner, other] = [await connect(), await connect()];
    await other.text('CONFIG', 'RESETSTAT');
    await runner.send('CLIENT REPLY OFF\r\nMULTI\r\nSET quiet 1\r\n');
    await runner.send(
      `*3\r\n$4\r\nEVAL\r\n$${fresh('return 1').length}\r\n${fresh('return 1').slice(0)}\r\n$1\r\n0\r\n`,
    );
    await runner.send('EXEC\r\nCLIENT REPLY ON\r\n');
    expect((await runner.readReply()).bytes.toString()).toBe('+OK\r\n');
    expect(await runner.text('GET', 'quiet')).toBe('$1\r\n1\r\n');
    const stats = await other.text('INFO', 'commandstats');
    expect(stats).toContain('cmdstat_exec:calls=1,');
    expect(stats).toContain('cmdstat_eval:calls=1,');
    expect(stats).toContain('cmdstat_set:calls=1,');
  });

  it('carry large values and errors', async () => {
    const runner = await connect();
    const large = 'x'.repeat(200_000);
    const replies = await runner.pipeline([
      ['MULTI'],
      ['SET', 'large', large],
      ['EVAL', fresh("return redis.call('STRLEN', KEYS[1])"), '1', 'large'],
      ['GETRANGE', 'large', '10', '150009'],
      ['EVAL', fresh("return redis.call('GET', KEYS[1])"), '1', 'large'],
      ['GET', 'large'],
      ['EVAL', fresh("return redis.call('LPUSH', KEYS[1], 'a')"), '1', 'large'],
      ['EVAL', 'return +', '0'],
      ['EVALSHA', 'f'.repeat(40), '0'],
      ['EXEC'],
    ]);
    const reply = replies.at(-1)!.bytes.toString('latin1');
    expect(
      reply.startsWith(
        `*8\r\n+OK\r\n:200000\r\n$150000\r\n${large.slice(0, 150_000)}\r\n$200000\r\n${large}\r\n$200000\r\n${large}\r\n-WRONGTYPE`,
      ),
    ).toBe(true);
    expect(reply).toContain('-ERR Error compiling script');
    expect(reply.endsWith('-NOSCRIPT No matching script. Please use EVAL.\r\n')).toBe(true);
  });
});
