/** Clients that CLIENT PAUSE holds: who goes away meanwhile is gone at once, and with it what it asked for. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

let server: TestServer;
let control: RawClient;

beforeAll(async () => {
  server = await startServer({ settings: { threads: 2 } });
  control = await server.connect();
}, 60_000);

afterAll(async () => {
  await control.close();
  await server.stop();
}, 60_000);

const connected = (): Promise<number> => server.infoNumber('connected_clients', 'clients');

it('a held client that leaves is seen to leave during the pause, and its commands are not run', async () => {
  const alone = await connected();
  expect(await control.text('CLIENT', 'PAUSE', '600000', 'WRITE')).toBe('+OK\r\n');
  const leaving = await server.connect();
  const staying = await server.connect();
  await leaving.send(Buffer.concat([encodeCommand(['SET', 'left', '1']), encodeCommand(['SET', 'left:too', '1'])]));
  await staying.send(encodeCommand(['SET', 'stayed', '1']));
  await expect.poll(connected, { timeout: 20_000 }).toBe(alone + 2);
  await staying.send(encodeCommand(['APPEND', 'stayed', '2']));
  await leaving.close();
  await expect.poll(connected, { timeout: 20_000 }).toBe(alone + 1);
  expect(await control.text('CLIENT', 'UNPAUSE')).toBe('+OK\r\n');
  expect((await staying.readReply()).bytes.toString()).toBe('+OK\r\n');
  expect((await staying.readReply()).bytes.toString()).toBe(':2\r\n');
  expect(await control.text('MGET', 'left', 'left:too', 'stayed')).toBe('*3\r\n$-1\r\n$-1\r\n$2\r\n12\r\n');
  await staying.close();
}, 60_000);

it('what is past its time during a pause is gone for readers, and goes when the pause is over', async () => {
  expect(await control.text('FLUSHALL')).toBe('+OK\r\n');
  expect(await control.text('SET', 'volatile', '1', 'PX', '300')).toBe('+OK\r\n');
  expect(await control.text('SET', 'other', '1', 'PX', '300')).toBe('+OK\r\n');
  const expired = await server.infoNumber('expired_keys', 'stats');
  expect(await control.text('CLIENT', 'PAUSE', '600000', 'WRITE')).toBe('+OK\r\n');
  await sleep(500);
  expect(await control.text('GET', 'volatile')).toBe('$-1\r\n');
  expect(await control.text('EVAL_RO', "return redis.call('EXISTS', 'volatile')", '0')).toBe(':0\r\n');
  expect(await control.text('KEYS', '*')).toBe('*0\r\n');
  expect(await control.text('DBSIZE')).toBe(':2\r\n');
  expect(await server.infoNumber('expired_keys', 'stats')).toBe(expired);
  const writer = await server.connect();
  await writer.send(encodeCommand(['SET', 'volatile', '2']));
  expect(await control.text('CLIENT', 'UNPAUSE')).toBe('+OK\r\n');
  expect((await writer.readReply()).bytes.toString()).toBe('+OK\r\n');
  await expect.poll(() => control.text('DBSIZE'), { timeout: 20_000 }).toBe(':1\r\n');
  expect(await control.text('GET', 'volatile')).toBe('$1\r\n2\r\n');
  expect(await server.infoNumber('expired_keys', 'stats')).toBe(expired + 2);
  await writer.close();
}, 60_000);
