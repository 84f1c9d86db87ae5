/**
 * WATCH while a script runs for too long: it is answered at once, and EXEC then fails for what the script does to the key
 * from that moment on, and for nothing else. The expected replies are those of redis-server 8.0.2.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectAgain } from '../helpers/connect-again.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const KEEPS = '*1\r\n+PONG\r\n';
const FAILS = '*-1\r\n';
/** The script goes on when nobody subscribes any more: RESET is answered meanwhile. */
const WAIT = "while redis.call('PUBSUB', 'NUMSUB', 'go')[2] == 1 do end ";

interface Case {
  readonly script: string;
  readonly watch: readonly (readonly string[])[];
  readonly exec: string;
}

/** The script is busy, and the key watched, before that is over, on a machine that others use, too. */
const SOON_MS = 1_500;
const WATCH_K = [['WATCH', 'k']];
const CASES: Readonly<Record<string, Case>> = {
  'a key that is written later': { script: `${WAIT} redis.call('SET', 'k', '2')`, watch: WATCH_K, exec: FAILS },
  'a key that was written before': { script: `redis.call('SET', 'k', '2') ${WAIT}`, watch: WATCH_K, exec: KEEPS },
  'a key that was written before, and is again': {
    script: `redis.call('SET', 'k', '2') ${WAIT} redis.call('SET', 'k', '3')`,
    watch: WATCH_K,
    exec: FAILS,
  },
  'a key beside one that is written': { script: `${WAIT} redis.call('SET', 'x', '2')`, watch: WATCH_K, exec: KEEPS },
  'a key that comes and goes': {
    script: `${WAIT} redis.call('SET', 'new', '2') redis.call('DEL', 'new')`,
    watch: [['WATCH', 'new']],
    exec: FAILS,
  },
  'a key that is not there, deleted': {
    script: `${WAIT} redis.call('DEL', 'new')`,
    watch: [['WATCH', 'new']],
    exec: KEEPS,
  },
  'a key of a database that is emptied': { script: `${WAIT} redis.call('FLUSHALL')`, watch: WATCH_K, exec: FAILS },
  'an absent key of a database that is emptied': {
    script: `${WAIT} redis.call('FLUSHALL')`,
    watch: [['WATCH', 'new']],
    exec: KEEPS,
  },
  'a key of a database that is swapped': { script: `${WAIT} redis.call('SWAPDB', 0, 1)`, watch: WATCH_K, exec: FAILS },
  'several keys': {
    script: `${WAIT} redis.call('SET', 'k', '2')`,
    watch: [
      ['WATCH', 'new'],
      ['WATCH', 'y', 'k', 'z'],
    ],
    exec: FAILS,
  },
  'a key that is watched no more': {
    script: `${WAIT} redis.call('SET', 'k', '2')`,
    watch: [['WATCH', 'k'], ['UNWATCH']],
    exec: KEEPS,
  },
  'a key whose time was over before': { script: WAIT, watch: [['WATCH', 'dead']], exec: KEEPS },
  'a key whose time was over before, deleted': {
    script: `${WAIT} redis.call('DEL', 'dead')`,
    watch: [['WATCH', 'dead']],
    exec: KEEPS,
  },
  'a key whose time was over before, made anew': {
    script: `${WAIT} redis.call('SET', 'dead', '2')`,
    watch: [['WATCH', 'dead']],
    exec: FAILS,
  },
  'a key whose time comes meanwhile': { script: WAIT, watch: [['WATCH', 'soon']], exec: FAILS },
};

describe.each([1, 2, 4])('%i io threads', (threads) => {
  let server: TestServer;
  const opened: RawClient[] = [];
  beforeAll(async () => {
    server = await startServer({ settings: { threads, 'busy-reply-threshold': 50, 'enable-debug-command': 'yes' } });
  }, 60_000);
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((client) => client.close()));
  });
  afterAll(() => server.stop());
  const connect = async (): Promise<RawClient> => {
    const client = await connectAgain(server);
    opened.push(client);
    return client;
  };

  // What is known to be short runs on the thread that has the clients, and stands still with them.
  describe.each([
    ['new', 0],
    ['known to be short', 30],
  ])('a script that is %s', (_, runs) => {
    it.each(Object.entries(CASES))('%s', { timeout: 60_000 }, async (_name, { exec, script, watch }) => {
      const [runner, watcher, other] = [await connect(), await connect(), await connect()];
      await other.text('DEBUG', 'SET-ACTIVE-EXPIRE', '0');
      await other.text('FLUSHALL');
      await other.text('SET', 'k', '1');
      await other.text('SET', 'dead', '1', 'PX', '1');
      const body = `if ARGV[1] == 'go' then ${script} end return 1`;
      for (let i = 0; i < runs; i++) await runner.text('EVAL', body, '0', 'no');
      await other.text('HELLO', '3');
      await other.text('SUBSCRIBE', 'go');
      const sinceMs = performance.now();
      await other.text('SET', 'soon', '1', 'PX', String(SOON_MS));
      const run = runner.text('EVAL', body, '0', 'go');
      await expect.poll(() => watcher.text('PING'), { interval: 5, timeout: 20_000 }).toMatch(/^-BUSY/);
      for (const command of watch) expect(await watcher.text(...command)).toBe('+OK\r\n');
      if (watch[0]!.includes('soon')) await sleep(SOON_MS + 100 - (performance.now() - sinceMs));
      expect(await watcher.text('PING')).toMatch(/^-BUSY/);
      expect(await other.text('RESET')).toBe('+RESET\r\n');
      expect(await run).toBe(':1\r\n');
      await watcher.text('MULTI');
      await watcher.text('PING');
      expect(await watcher.text('EXEC')).toBe(exec);
    });
  });
});
