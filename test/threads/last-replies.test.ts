/** What clients see of a server that is told to stop: the replies to all that they sent, then an end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createConnection } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { Connection } from '../../src/io/connection.ts';
import { lastReplies } from '../../src/threads/last-replies.ts';
import { freePort, larderEntry } from '../helpers/peers.ts';
import { RawClient } from '../helpers/raw-client.ts';

const NODE = resolve(import.meta.dirname, '../../node_modules/.bin/node');
/** Longest that a stop may take: the limit for clients (3 s), the end of the threads, and a machine that stands still. */
const LIMIT_MS = 9_000;
/** A stop that waits for nobody ends before that limit. */
const SOON_MS = 2_500;

interface Stopping {
  readonly port: number;
  connect(): Promise<RawClient>;
  /** Sends SIGTERM. @returns the exit code and how long the stop took */
  stop(): Promise<{ code: number | null; ms: number }>;
}

let child: ChildProcess | undefined;
let clients: RawClient[] = [];
afterEach(async () => {
  child?.kill('SIGKILL');
  await Promise.all(clients.map((client) => client.close()));
  clients = [];
});

async function start(): Promise<Stopping> {
  const port = await freePort();
  const args = ['--port', String(port), '--admin-port', '0', '--threads', '2', '--maxmemory', '256mb'];
  const process = spawn(NODE, [larderEntry(), ...args], { stdio: 'ignore' });
  child = process;
  const ended = new Promise<number | null>((done) => process.on('close', done));
  const connect = async (): Promise<RawClient> => {
    const client = await RawClient.open({ port });
    clients.push(client);
    return client;
  };
  const isUp = () =>
    connect().then(
      () => true,
      () => false,
    );
  await expect.poll(isUp, { timeout: 10_000 }).toBe(true);
  const stop = async () => {
    const begin = performance.now();
    process.kill('SIGTERM');
    return { code: await ended, ms: performance.now() - begin };
  };
  return { port, connect, stop };
}

it('answers all that a client had sent, and ends soon after', { timeout: 60_000 }, async () => {
  let best = await stopWhileAnswering();
  for (let round = 0; round < 2 && best >= SOON_MS; round++) best = Math.min(best, await stopWhileAnswering());
  expect(best).toBeLessThan(SOON_MS);
});

/** @returns how long the stop took */
async function stopWhileAnswering(): Promise<number> {
  const server = await start();
  const client = await server.connect();
  // It is served by then, and does not only wait to be.
  await client.text('PING');
  const count = 20_000;
  await client.send('*2\r\n$4\r\nINCR\r\n$1\r\nn\r\n'.repeat(count));
  const stopped = server.stop();
  const { bytes, closed } = await client.readToEnd(LIMIT_MS);
  expect(bytes.toString('latin1').endsWith(`:${count}\r\n`)).toBe(true);
  expect(closed).toBe(true);
  const { code, ms } = await stopped;
  expect(code).toBe(0);
  return ms;
}

it('lets a slow client take a large reply that is on its way', async () => {
  const server = await start();
  const client = await server.connect();
  const size = 48 * 1024 * 1024;
  await client.command('SET', 'large', Buffer.alloc(size, 7));
  await client.send('*2\r\n$3\r\nGET\r\n$5\r\nlarge\r\n');
  const head = await client.readBytes(1);
  const stopped = server.stop();
  await sleep(300);
  const { bytes } = await client.readToEnd(LIMIT_MS);
  expect(head.length + bytes.length).toBe(`$${size}\r\n\r\n`.length + size);
  expect((await stopped).code).toBe(0);
});

it('answers a request whose end comes after the signal, and refuses new connections meanwhile', async () => {
  const server = await start();
  const client = await server.connect();
  await client.send('*2\r\n$4\r\nECHO\r\n$5\r\nhe');
  await (await server.connect()).text('PING');
  const stopped = server.stop();
  await expect.poll(() => refuses(server.port)).toBe(true);
  await client.send('llo\r\n');
  expect((await client.readReply()).bytes.toString()).toBe('$5\r\nhello\r\n');
  expect((await stopped).code).toBe(0);
});

it('looks again behind a standstill, in which more may have come than was read', async () => {
  const closed: Connection[] = [];
  const quiet = {
    client: { lastActiveMs: Date.now() },
    parser: { pendingBytes: 0 },
    transport: { pendingBytes: 0 },
  } as unknown as Connection;
  const connections = new Set([quiet]);
  const close = (connection: Connection): void => {
    closed.push(connection);
    connections.delete(connection);
  };
  const ended = lastReplies(connections, close, false);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  await sleep(12);
  expect(closed).toEqual([]);
  await ended;
  expect(closed).toEqual([quiet]);
});

it('lets a script come to its end', async () => {
  const server = await start();
  const client = await server.connect();
  const script = 'local n = 0 for i = 1, 2000000 do n = n + i % 7 end return n';
  await client.send(`*3\r\n$4\r\nEVAL\r\n$${script.length}\r\n${script}\r\n$1\r\n0\r\n`);
  await sleep(20);
  const stopped = server.stop();
  expect((await client.readReply(LIMIT_MS)).bytes.toString()).toMatch(/^:\d+\r\n$/);
  expect((await stopped).code).toBe(0);
});

it('waits neither for clients that wait for a key nor for those that never stop asking', async () => {
  const server = await start();
  const blocked = await server.connect();
  await blocked.send('*3\r\n$5\r\nBLPOP\r\n$4\r\nlist\r\n$1\r\n0\r\n');
  const busy = await server.connect();
  let answered = 0;
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      await busy.text('PING');
      answered += 1;
    }
  })().catch(() => undefined);
  await expect.poll(() => answered).toBeGreaterThan(10);
  const { code, ms } = await server.stop();
  isOver = true;
  await asking;
  expect(code).toBe(0);
  expect(ms).toBeLessThan(LIMIT_MS);
  expect((await blocked.readToEnd(LIMIT_MS)).closed).toBe(true);
});

function refuses(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.on('connect', () => {
      socket.destroy();
      done(false);
    });
    socket.on('error', () => done(true));
  });
}
