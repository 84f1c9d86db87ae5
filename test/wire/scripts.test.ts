/** Scripts on several threads at once: they are atomic, known everywhere at once, and can be ended. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const ACCOUNTS = Array.from({ length: 6 }, (_, i) => `account:${i}`);
const TOTAL = ACCOUNTS.length * 1000;
const TRANSFER = `
local amount = tonumber(ARGV[1])
if tonumber(redis.call('GET', KEYS[1])) < amount then return 0 end
redis.call('DECRBY', KEYS[1], amount)
redis.call('INCRBY', KEYS[2], amount)
return 1`;
const SUM = 'local sum = 0 for i = 0, 5 do sum = sum + redis.call("GET", "account:" .. i) end return sum';
/** C code that goes back over and over: Lua's own instructions stand still meanwhile. */
const PATTERN = "return string.find(string.rep('a', 60), string.rep('.-', 30) .. 'b')";
const FOREVER = 'while true do pcall(function() local x = 1 end) end';

describe.each([1, 2, 4])('%i io threads', (threads) => {
  let server: TestServer;
  let clients: RawClient[];
  const ask = (client: RawClient, ...args: string[]): Promise<string> => client.text(...args);
  beforeAll(async () => {
    server = await startServer({ settings: { threads, 'busy-reply-threshold': 100 } });
    clients = await Promise.all(Array.from({ length: 8 }, () => server.connect()));
    await ask(clients[0]!, 'MSET', ...ACCOUNTS.flatMap((account) => [account, '1000']));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await server.stop();
  });

  it('keeps the sum of accounts between which scripts transfer', async () => {
    const sha = (await ask(clients[0]!, 'SCRIPT', 'LOAD', TRANSFER)).match(/[0-9a-f]{40}/)![0];
    const sums: string[] = [];
    await Promise.all(
      clients.map(async (client, c) => {
        for (let i = 0; i < 60; i++) {
          const from = ACCOUNTS[(c + i) % ACCOUNTS.length]!;
          const to = ACCOUNTS[(c + i * 5 + 1) % ACCOUNTS.length]!;
          if (c === 0) sums.push(await ask(client, 'EVAL', SUM, '0'));
          else expect(await ask(client, 'EVALSHA', sha, '2', from, to, String(1 + (i % 7)))).toMatch(/^:[01]/);
        }
      }),
    );
    expect(new Set(sums.map((sum) => sum.trim()))).toEqual(new Set([`:${TOTAL}`]));
  }, 60_000);

  it('runs the functions that there are now, whichever thread loaded, replaced or deleted their library', async () => {
    const [one, other] = clients as [RawClient, RawClient];
    const load = (client: RawClient, name: string, functions: Record<string, number>): Promise<string> => {
      const body = Object.entries(functions).map(
        ([f, result]) => `redis.register_function('${f}', function() return ${result} end)`,
      );
      return ask(client, 'FUNCTION', 'LOAD', 'REPLACE', `#!lua name=${name}\n${body.join('\n')}`);
    };
    const results = async (): Promise<string[]> => {
      const all = clients.map(async (client) => {
        const replies: string[] = [];
        for (const f of ['f', 'g', 'h']) replies.push((await ask(client, 'FCALL', f, '0')).trim());
        return replies.join(' ');
      });
      return [...new Set(await Promise.all(all))];
    };
    const NONE = '-ERR Function not found';
    await load(one, 'a', { f: 1 });
    expect(await results()).toEqual([`:1 ${NONE} ${NONE}`]);
    await load(other, 'b', { g: 2, h: 3 });
    expect(await results()).toEqual([':1 :2 :3']);
    await load(other, 'a', { f: 4 });
    await load(one, 'b', { g: 5 });
    expect(await results()).toEqual([`:4 :5 ${NONE}`]);
    await ask(one, 'FUNCTION', 'DELETE', 'b');
    await load(other, 'a', { h: 6 });
    expect(await results()).toEqual([`${NONE} ${NONE} :6`]);
    await ask(one, 'FUNCTION', 'FLUSH');
    expect(await results()).toEqual([`${NONE} ${NONE} ${NONE}`]);
  });

  it('keeps the options of cjson for all scripts of all threads, until they are forgotten', async () => {
    const [one, other] = clients as [RawClient, RawClient];
    const set = 'return cjson.encode_number_precision(3)';
    expect(await ask(one, 'EVAL', set, '0')).toBe(':3\r\n');
    for (const client of clients) {
      for (let i = 0; i < 3; i++) {
        expect(await ask(client, 'EVAL', 'return cjson.encode(3.14159)', '0')).toBe('$4\r\n3.14\r\n');
      }
    }
    const code =
      "#!lua name=pi\nredis.register_function('pi', function() return cjson.encode(3.14159) end)" +
      "redis.register_function('short', function() return cjson.encode_number_precision(2) end)";
    await ask(other, 'FUNCTION', 'LOAD', 'REPLACE', code);
    expect(await ask(other, 'FCALL', 'pi', '0')).toBe('$7\r\n3.14159\r\n');
    expect(await ask(one, 'FCALL', 'short', '0')).toBe(':2\r\n');
    expect(await ask(other, 'FCALL', 'pi', '0')).toBe('$3\r\n3.1\r\n');
    expect(await ask(other, 'EVAL', 'return cjson.encode(3.14159)', '0')).toBe('$4\r\n3.14\r\n');
    await ask(other, 'SCRIPT', 'FLUSH');
    await ask(other, 'FUNCTION', 'FLUSH');
    for (const client of clients) {
      expect(await ask(client, 'EVAL', 'return cjson.encode(3.14159)', '0')).toBe('$7\r\n3.14159\r\n');
    }
  });

  it('knows a script on every thread as soon as it is loaded', async () => {
    for (let i = 0; i < clients.length; i++) {
      const sha = (await ask(clients[i]!, 'SCRIPT', 'LOAD', `return ${i}`)).match(/[0-9a-f]{40}/)![0];
      for (const client of clients) expect(await ask(client, 'EVALSHA', sha, '0')).toContain(`:${i}`);
    }
  });

  it.each([
    ['a script', FOREVER],
    ['C code of a script', PATTERN],
    ['a script in a coroutine', `coroutine.wrap(function() ${FOREVER} end)()`],
  ])(
    'tells others that %s takes long, and ends it',
    async (_what, script) => {
      const [stuck, other] = clients as [RawClient, RawClient];
      const reply = ask(stuck, 'EVAL', script, '0');
      await becomesBusy(other);
      expect(await ask(other, 'GET', 'account:0')).toContain('BUSY Redis is busy running a script');
      expect(await ask(other, 'FUNCTION', 'KILL')).toContain('BUSY');
      expect(await ask(other, 'SCRIPT', 'KILL')).toContain('+OK');
      expect(await reply).toMatch(
        /^-ERR Script killed by user with SCRIPT KILL... script: [0-9a-f]{40}, on @user_script:1\.\r\n$/,
      );
      expect(await ask(other, 'PING')).toContain('+PONG');
      expect(await ask(other, 'SCRIPT', 'KILL')).toContain('NOTBUSY');
    },
    30_000,
  );

  it('does not end a script that has written', async () => {
    const [stuck, other] = clients as [RawClient, RawClient];
    const script = "redis.call('SET', 'written', 1) local t = redis.call('TIME') for i = 1, 3e7 do end return 'done'";
    const reply = ask(stuck, 'EVAL', script, '0');
    await becomesBusy(other);
    expect(await ask(other, 'SCRIPT', 'KILL')).toContain('-UNKILLABLE');
    expect(await reply).toContain('done');
    expect(await ask(other, 'GET', 'written')).toContain('1');
  }, 30_000);

  it('ends functions by FUNCTION KILL, and tells of them', async () => {
    const [stuck, other] = clients as [RawClient, RawClient];
    const code = `#!lua name=runs\nredis.register_function{function_name='forever', callback=function() ${FOREVER} end, flags={'no-writes'}}`;
    await ask(other, 'FUNCTION', 'LOAD', 'REPLACE', code);
    const reply = ask(stuck, 'FCALL', 'forever', '1', 'k', 'a b');
    await becomesBusy(other);
    expect(await ask(other, 'FUNCTION', 'STATS')).toContain(
      '$7\r\nforever\r\n$7\r\ncommand\r\n*5\r\n$5\r\nFCALL\r\n$7\r\nforever\r\n$1\r\n1\r\n$1\r\nk\r\n$3\r\na b\r\n',
    );
    expect(await ask(other, 'SCRIPT', 'KILL')).toContain('BUSY');
    expect(await ask(other, 'FUNCTION', 'KILL')).toContain('+OK');
    expect(await reply).toContain('Script killed by user with SCRIPT KILL... script: forever, on @user_function:2.');
  }, 30_000);
});

/** Waits until commands are refused because of a script. */
async function becomesBusy(client: RawClient): Promise<void> {
  while (!(await client.text('GET', 'account:0')).startsWith('-BUSY')) await sleep(20);
}
