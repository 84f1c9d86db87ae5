/**
 * Figures one by one: something is done that changes exactly one of them, or one is held against what is known otherwise
 * (INFO, CLIENT LIST, the system).
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpuSeconds } from '../helpers/process-cost.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { type Figures, figuresOf } from './figures.ts';

let server: TestServer;
let client: RawClient;
let { scrape, figure, api, growth }: Figures = {} as Figures;

const byReason = (family: string): string[] =>
  ['background', 'command'].map((reason) => `${family}{reason="${reason}"}`);

beforeAll(async () => {
  const settings = { threads: 2, 'maxmemory-policy': 'allkeys-lru', 'enable-debug-command': 'local' };
  server = await startServer({ settings });
  client = await server.connect();
  ({ scrape, figure, api, growth } = figuresOf(server));
});

afterAll(async () => {
  await client?.close();
  await server?.stop();
});

describe('keys that expire', () => {
  const KEYS = 30;
  const set = async (): Promise<void> => {
    for (let i = 0; i < KEYS; i++) await client.command('SET', `short:${i}`, '1', 'PX', '20');
  };

  it('by the background thread, when nobody asks for them', async () => {
    const grown = await growth(byReason('expired_keys_total'), async () => {
      await set();
      await expect.poll(() => figure('keys')).toBe(0);
    });
    expect(grown).toEqual([KEYS, 0]);
  });

  it('by the command that asks, when the background thread is held', async () => {
    await client.command('DEBUG', 'SET-ACTIVE-EXPIRE', '0');
    const grown = await growth(byReason('expired_keys_total'), async () => {
      await set();
      await expect.poll(() => client.text('EXISTS', 'short:29')).toBe(':0\r\n');
      // Nor by what else goes over all keys in the background, every second.
      await sleep(2_500);
      for (let i = 0; i < KEYS; i++) expect(await client.text('GET', `short:${i}`)).toBe('$-1\r\n');
    });
    expect(grown).toEqual([0, KEYS]);
    await client.command('DEBUG', 'SET-ACTIVE-EXPIRE', '1');
  });

  it('are told alike by INFO and the API', async () => {
    const [byWorker, lazy] = [KEYS, KEYS];
    expect((await api('eviction')).expired).toEqual({ total: 2 * KEYS, byWorker, lazy });
    expect((await api('stats')).expirations).toMatchObject({ total: 2 * KEYS, byWorker, lazy });
    expect(await server.infoNumber('larder_expired_by_worker')).toBe(byWorker);
    expect(await server.infoNumber('expired_keys')).toBe(2 * KEYS);
  });
});

describe('keys that are evicted', () => {
  const LIMIT = 12 * 1024 * 1024;
  const VALUE = 'x'.repeat(8_000);
  const fill = async (from: number, to: number): Promise<void> => {
    for (let i = from; i < to; i++) await client.command('SET', `page:${i}`, VALUE);
  };

  it('by the background thread, when a limit is set below what is used', async () => {
    await fill(0, 3_000);
    const grown = await growth(byReason('evicted_keys_total'), async () => {
      await server.ask('CONFIG', 'SET', 'maxmemory', String(LIMIT));
      await expect.poll(() => figure('memory_bytes{class="used"}')).toBeLessThanOrEqual(LIMIT);
    });
    expect(grown[0]).toBe(3_000 - (await figure('keys')));
    expect(grown[0]).toBeGreaterThan(1_000);
    expect(grown[1]).toBe(0);
  });

  it('by commands that need their room', async () => {
    const before = await figure('keys');
    const grown = await growth(byReason('evicted_keys_total'), () => fill(3_000, 4_000));
    expect(grown[1]).toBeGreaterThan(500);
    expect(grown[0]! + grown[1]!).toBe(before + 1_000 - (await figure('keys')));
  });

  it('are told alike by INFO and the API', async () => {
    const [byWorker = 0, inline = 0] = await Promise.all(byReason('evicted_keys_total').map(figure));
    expect((await api('eviction')).evicted).toEqual({ total: byWorker + inline, byWorker, inline });
    expect((await api('stats')).evictions).toMatchObject({ total: byWorker + inline, byWorker, inline });
    expect(await server.infoNumber('larder_evicted_by_worker')).toBe(byWorker);
    expect(await server.infoNumber('evicted_keys')).toBe(byWorker + inline);
    await client.command('CONFIG', 'SET', 'maxmemory', '0');
    await client.command('FLUSHALL');
  });
});

describe('clients that are cut off', () => {
  const drops = ['output', 'query'].map((buffer) => `client_drops_total{buffer="${buffer}"}`);

  /** Sends this and takes nothing, until it is cut off. */
  async function send(bytes: string): Promise<void> {
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const address = `127.0.0.1:${socket.localPort}`;
    socket.pause();
    await expect.poll(() => client.text('CLIENT', 'LIST')).toContain(address);
    socket.write(bytes);
    await expect.poll(() => client.text('CLIENT', 'LIST')).not.toContain(address);
    socket.destroy();
  }

  it('for what they do not take', async () => {
    await client.command('SET', 'large', 'x'.repeat(1_000_000));
    await client.command('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 100000 0 0');
    expect(await growth(drops, () => send('GET large\r\n'.repeat(60)))).toEqual([1, 0]);
    await client.command('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 0 0 0');
    await client.command('DEL', 'large');
  });

  it('for what they send', async () => {
    await client.command('CONFIG', 'SET', 'client-query-buffer-limit', '1mb');
    const argument = `$50000\r\n${'x'.repeat(50_000)}\r\n`;
    expect(await growth(drops, () => send(`*100\r\n$3\r\nDEL\r\n${argument.repeat(40)}`))).toEqual([0, 1]);
    await client.command('CONFIG', 'SET', 'client-query-buffer-limit', '1gb');
  });
});

describe('waits', () => {
  it('of commands: one that is blocked, one in a pause', async () => {
    const other = await server.connect();
    const blocked = async (): Promise<void> => {
      await other.send('BLPOP queue 0\r\n');
      await expect.poll(() => server.infoNumber('blocked_clients', 'clients')).toBe(1);
      await client.command('RPUSH', 'queue', 'x');
      await other.readReply();
    };
    expect(await growth(['parked_commands_total'], blocked)).toEqual([1]);
    const paused = async (): Promise<void> => {
      await client.command('CLIENT', 'PAUSE', '60000', 'WRITE');
      await other.send('SET a 1\r\n');
      await expect.poll(() => server.infoNumber('blocked_clients', 'clients')).toBe(1);
      await client.command('CLIENT', 'UNPAUSE');
      await other.readReply();
    };
    expect(await growth(['parked_commands_total'], paused)).toEqual([1]);
    await other.close();
  });

  it('for locks, and the longest hold: a script that works on a key that others want', async () => {
    const other = await server.connect();
    const work = "redis.call('INCR', KEYS[1]) local n = 0 for i = 1, 2e7 do n = n + i % 7 end return n";
    const waited = async (): Promise<void> => {
      await other.send(`*4\r\n$4\r\nEVAL\r\n$${work.length}\r\n${work}\r\n$1\r\n1\r\n$1\r\nn\r\n`);
      // Whenever it begins, many of these come while it works.
      let isDone = false;
      const reply = other.readReply().then(() => {
        isDone = true;
      });
      while (!isDone) await client.command('GET', 'n');
      await reply;
    };
    const [waits = 0, parked = 0] = await growth(['lock_waits_total', 'parked_commands_total'], waited);
    expect(waits).toBeGreaterThanOrEqual(1);
    expect(parked).toBeGreaterThanOrEqual(1);
    const hold = await server.infoNumber('larder_longest_lock_hold_us');
    expect(await figure('longest_lock_hold_seconds')).toBe(hold / 1_000_000);
    await other.close();
  });

  it('of event loops: a thread that stands still is late', async () => {
    const late = async (): Promise<number> => {
      const samples = await scrape();
      return Math.max(
        ...['io-0', 'io-1'].map((thread) => samples.get(`larder_event_loop_delay_max_seconds{thread="${thread}"}`)!),
      );
    };
    await client.command('DEBUG', 'SLEEP', '0.7');
    await expect.poll(late, { interval: 100 }).toBeGreaterThan(0.5);
    expect(await late()).toBeLessThan(10);
    // Who scrapes seldom is told too.
    await sleep(2_500);
    expect(await late()).toBeGreaterThan(0.5);
  });
});

describe('threads', () => {
  it('tell how many clients they have, as CLIENT LIST and the API do', async () => {
    const others = await Promise.all(Array.from({ length: 7 }, () => server.connect()));
    await Promise.all(others.map((other) => other.command('PING')));
    const { clients } = (await api('clients')) as { clients: { thread: number }[] };
    const told = await Promise.all([0, 1].map((thread) => figure(`thread_connections{thread="io-${thread}"}`)));
    expect(told).toEqual([0, 1].map((thread) => clients.filter((each) => each.thread === thread).length));
    expect(told[0]! + told[1]!).toBe(8);
    const list = await client.command('CLIENT', 'LIST');
    expect(list.bytes.toString().match(/id=\d+/g)).toHaveLength(8);
    await Promise.all(others.map((other) => other.close()));
  });

  it('tell the commands that they ran', async () => {
    const own = await client.text('CLIENT', 'ID');
    const { clients } = (await api('clients')) as { clients: { id: number; thread: number }[] };
    const { thread } = clients.find(({ id }) => `:${id}\r\n` === own)!;
    const names = [thread, 1 - thread].map((index) => `thread_commands_total{thread="io-${index}"}`);
    const act = async (): Promise<void> => {
      for (let i = 0; i < 500; i++) await client.command('PING');
    };
    expect(await growth(names, act)).toEqual([500, 0]);
  });

  it('tell their processor time: together no more than the process took, and most of it', async () => {
    const names = ['io-0', 'io-1', 'background', 'scripts', 'main'].map(
      (name) => `thread_cpu_seconds_total{thread="${name}"}`,
    );
    const before = server.cpu();
    const grown = await growth(names, async () => {
      const until = performance.now() + 2_500;
      while (performance.now() < until)
        await client.send('PING\r\n'.repeat(2_000)).then(() => client.readBytes(14_000));
    });
    const took = cpuSeconds(before, server.cpu());
    const sum = grown.reduce((total, seconds) => total + seconds, 0);
    expect(Math.max(...grown.slice(0, 2))).toBeGreaterThan(0.2 * took);
    expect(sum).toBeLessThan(1.1 * took + 0.2);
    // Each thread tells once a second, and compilers are nobody's.
    expect(sum).toBeGreaterThan(0.3 * took);
  });

  it('tell how long the background thread worked', async () => {
    const begin = performance.now();
    const [busy = 0] = await growth(['worker_busy_seconds_total'], async () => {
      await client.command('DEBUG', 'POPULATE', '20000');
      await client.command('FLUSHALL', 'ASYNC');
      await expect.poll(() => figure('memory_bytes{class="dataset"}')).toBeLessThan(200_000);
    });
    expect(busy).toBeGreaterThan(0);
    expect(busy).toBeLessThan((performance.now() - begin) / 1000);
  });
});
