/**
 * A script that was known to be short, has changed data and then runs on and on where it arrived: nothing can end it but its
 * own end or the server's, and others are told so all the same, those included who connect meanwhile.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '../../protocol/resp/reply-parser.ts';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { connectAgain } from '../helpers/connect-again.ts';
import { startLarder } from '../helpers/peers.ts';
import { RawClient } from '../helpers/raw-client.ts';
import { flags, startServer, type TestServer } from '../helpers/server.ts';

const SCRIPT = `redis.call('INCR', KEYS[1])
  local from = os.clock()
  while os.clock() - from < tonumber(ARGV[1]) do pcall(function() local x = 1 end) end
  return redis.call('GET', KEYS[1])`;
const LONG_S = '1.5';
const SHORT_RUNS = 100;
const BUSY = '-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.\r\n';

/** A script of its own for each key: what one did before does not count for another. */
function scriptOf(key: string): string {
  return `${SCRIPT} -- ${key}`;
}

/** Runs the script until it is known to be short, also where the machine held a run up, then for a long time. */
async function standStill(client: RawClient, key: string, seconds: string): Promise<string> {
  for (let i = 0; i < SHORT_RUNS; i++) await client.text('EVAL', scriptOf(key), '1', key, '0');
  return client.text('EVAL', scriptOf(key), '1', key, seconds);
}

async function becomesBusy(client: RawClient): Promise<void> {
  await expect.poll(() => client.text('GET', 'k'), { timeout: 10_000, interval: 20 }).toBe(BUSY);
}

describe.each([1, 2])('%i io threads', (threads) => {
  let server: TestServer;
  const opened: RawClient[] = [];
  const connect = async (): Promise<RawClient> => {
    const client = await connectAgain(server);
    opened.push(client);
    return client;
  };
  beforeAll(async () => {
    server = await startServer({
      settings: { threads, 'busy-reply-threshold': 200, 'large-object-threshold': 65_536 },
    });
  }, 60_000);
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((client) => client.close()));
  });
  afterAll(() => server.stop());

  it('everybody is told, and served when it is over', async () => {
    const others = await Promise.all(Array.from({ length: 6 }, connect));
    const runs = standStill(await connect(), 'runs', LONG_S);
    for (const other of others) await becomesBusy(other);
    expect(await others[0]!.text('SCRIPT', 'KILL')).toMatch(/^-UNKILLABLE/);
    expect(await others[1]!.text('FUNCTION', 'KILL')).toMatch(/^-UNKILLABLE/);
    expect(await others[1]!.text('FUNCTION', 'STATS')).toBe(BUSY);
    const late = await Promise.all(Array.from({ length: 6 }, connect));
    for (const one of late) expect(await one.text('PING')).toBe(BUSY);
    expect(await late[0]!.text('SCRIPT', 'KILL')).toMatch(/^-UNKILLABLE/);
    expect(await late[1]!.text('HELLO', '3')).toMatch(/^%7/);
    expect(await late[2]!.text('MULTI')).toBe('+OK\r\n');
    expect(await late[2]!.text('SET', 'k', 'v')).toBe(BUSY);
    expect(await late[2]!.text('EXEC')).toMatch(/^-EXECABORT/);
    // What is in the middle of a batch, or too large to be read now, is answered later.
    await late[3]!.send('*3\r\n$3\r\nSET\r\n$4\r\nhalf\r\n$5\r\nva');
    const large = late[4]!.text('SET', 'large', 'x'.repeat(200_000));
    await late[5]!.close();
    expect(await runs).toBe(`$3\r\n${SHORT_RUNS + 1}\r\n`);
    await late[3]!.send('lue\r\n');
    expect((await late[3]!.readReply()).reply.value?.toString()).toBe('OK');
    expect(await large).toMatch(/^\+OK|^-BUSY/);
    for (const one of [...others, ...late.slice(0, 5)])
      expect(await one.text('GET', 'runs')).toContain(`${SHORT_RUNS + 1}`);
    const last = await connect();
    expect(await last.text('GET', 'half')).toBe('$5\r\nvalue\r\n');
    // Who asks counts, and who has left does not.
    await expect.poll(() => server.infoNumber('connected_clients', 'clients')).toBe(opened.length);
  }, 60_000);

  it('who caches a key that the script has changed hears of it afterwards', async () => {
    const [runner, other, cache] = [await connect(), await connect(), await connect()];
    for (let i = 0; i < SHORT_RUNS; i++) await runner.text('EVAL', scriptOf('cached'), '1', 'cached', '0');
    expect(await cache.text('HELLO', '3')).toMatch(/^%7/);
    expect(await cache.text('CLIENT', 'TRACKING', 'ON')).toBe('+OK\r\n');
    expect(await cache.text('GET', 'cached')).toContain(String(SHORT_RUNS));
    const runs = runner.text('EVAL', scriptOf('cached'), '1', 'cached', LONG_S);
    await becomesBusy(other);
    expect(await other.text('PING')).toBe(BUSY);
    expect(await runs).toContain(String(SHORT_RUNS + 1));
    expect((await cache.readReply()).reply).toMatchObject({ type: 'push' });
    expect(await cache.text('GET', 'cached')).toContain(String(SHORT_RUNS + 1));
  }, 60_000);

  it('who runs a script through main gets the replies in the order of the requests', async () => {
    const [runner, other] = [await connect(), await connect()];
    const runs = standStill(runner, 'first', LONG_S);
    await becomesBusy(other);
    const late = await connect();
    expect(await late.text('PING')).toBe(BUSY);
    await runs;
    for (let i = 0; i < SHORT_RUNS; i++) await late.text('EVAL', scriptOf('first'), '1', 'first', '0');
    await late.send(encodeCommand(['EVAL', scriptOf('first'), '1', 'first', LONG_S]));
    await becomesBusy(other);
    await late.send(encodeCommand(['ECHO', 'behind']));
    expect(String((await late.readReply()).reply.value)).toBe(String(2 * SHORT_RUNS + 2));
    expect(String((await late.readReply()).reply.value)).toBe('behind');
    expect(await (await connect()).text('PING')).toBe('+PONG\r\n');
  }, 60_000);

  it('it can be so again, and clients that have connected meanwhile hear of messages', async () => {
    const [runner, other] = [await connect(), await connect()];
    const runs = standStill(runner, 'again', LONG_S);
    await becomesBusy(other);
    const late = await connect();
    expect(await late.text('PING')).toBe(BUSY);
    await runs;
    expect(await late.text('SUBSCRIBE', 'news')).toContain('subscribe');
    expect(await other.text('PUBLISH', 'news', 'hello')).toBe(':1\r\n');
    expect(String(((await late.readReply()).reply.value as Reply[])[2]!.value)).toBe('hello');
  }, 60_000);
});

it.each([1, 2])(
  'SHUTDOWN NOSAVE ends a server whose script does not end, with %i io threads',
  async (threads) => {
    const server = await startLarder({ args: flags({ threads, 'busy-reply-threshold': 200 }) });
    const open = (): Promise<RawClient> => RawClient.open({ port: server.port });
    const [runner, other] = [await open(), await open()];
    void standStill(runner, 'k', '1e9').catch(() => undefined);
    await becomesBusy(other);
    // The thread that stands still may be another one than that of who has just been told.
    let late = other;
    const connects = async (): Promise<string> => {
      late = await open();
      return late.text('PING').catch(() => 'reset');
    };
    await expect.poll(connects, { timeout: 10_000 }).toBe(BUSY);
    await late.send('SHUTDOWN NOSAVE\r\n');
    const isAlive = (): boolean => {
      try {
        return process.kill(server.pid, 0);
      } catch {
        return false;
      }
    };
    await expect.poll(isAlive, { timeout: 10_000 }).toBe(false);
    await Promise.all([runner, other, late].map((client) => client.close()));
    await sleep(0);
    await server.stop();
  },
  60_000,
);
