/** A client that has come through the main thread, while an io thread stood still, is as any other when it does not read. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const MIB = 1 << 20;
const SCRIPT = `redis.call('SET', KEYS[1], '')
  local from = os.clock()
  while os.clock() - from < tonumber(ARGV[1]) do pcall(function() local x = 1 end) end`;
const SHORT_RUNS = 100;
const BUSY = '-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.\r\n';

let server: TestServer;
let admin: RawClient;
/** Connected while the only io thread stood still. */
let relayed: Socket;

beforeAll(async () => {
  server = await startServer({ settings: { threads: 1, 'busy-reply-threshold': 100 } });
  admin = await server.connect();
  await admin.command('SET', 'big', Buffer.alloc(MIB, 'x'));
  const runner = await server.connect();
  for (let i = 0; i < SHORT_RUNS; i++) await runner.text('EVAL', SCRIPT, '1', 'k', '0');
  const runs = runner.text('EVAL', SCRIPT, '1', 'k', '1.5');
  while ((await admin.text('GET', 'k')) !== BUSY) await sleep(20);
  // Who is about to be accepted when the thread stops to listen is reset, and tries again.
  do relayed = await dial();
  while (!(await isGreeted(relayed)));
  await runs;
  relayed.write('CLIENT SETNAME relayed\r\n');
  await new Promise((done) => relayed.once('data', done));
  await runner.close();
}, 60_000);
afterAll(async () => {
  relayed.destroy();
  await admin.close();
  await server.stop();
});

function dial(): Promise<Socket> {
  return new Promise((done) => {
    const socket = connect(server.port, '127.0.0.1', () => done(socket));
    socket.on('error', () => done(socket));
  });
}

/** @returns false when the connection was reset */
function isGreeted(socket: Socket): Promise<boolean> {
  return new Promise((done) => {
    if (socket.destroyed) done(false);
    socket.once('close', () => done(false));
    socket.once('data', () => done(true));
    socket.write('PING\r\n');
  });
}

function ask(count: number): void {
  relayed.pause();
  const request = encodeCommand(['GET', 'big']);
  for (let i = 0; i < count; i++) relayed.write(request);
}

/** Bytes that wait for the client, as CLIENT LIST tells. */
async function waitingBytes(): Promise<number> {
  const list = await admin.text('CLIENT', 'LIST');
  return Number(/ name=relayed .* omem=(\d+)/.exec(list)?.[1] ?? -1);
}

it('what it does not read waits, is seen and charged, and arrives when it reads', async () => {
  ask(100);
  // All of it, or what was answered in the first turns: from 64 MiB on its commands wait.
  await expect.poll(waitingBytes, { timeout: 10_000 }).toBeGreaterThan(60 * MIB);
  // Its next commands wait when so much does.
  ask(50);
  await sleep(200);
  expect(await waitingBytes()).toBeLessThan(105 * MIB);
  expect(await server.infoNumber('mem_clients_normal', 'memory')).toBeGreaterThan(60 * MIB);
  const whole = 150 * ('$1048576\r\n'.length + MIB + 2);
  let received = 0;
  await new Promise<void>((done) => {
    relayed.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received >= whole) done();
    });
    relayed.resume();
  });
  expect(received).toBe(whole);
  await expect.poll(waitingBytes, { timeout: 10_000 }).toBe(0);
}, 60_000);

it('its hard limit of output cuts it off', async () => {
  expect(await admin.text('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 8mb 0 0')).toBe('+OK\r\n');
  ask(100);
  await expect.poll(waitingBytes, { timeout: 10_000 }).toBe(-1);
  expect(await server.infoNumber('client_output_buffer_limit_disconnections', 'stats')).toBe(1);
}, 60_000);
