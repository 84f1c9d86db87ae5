/**
 * The way LMCache's native connector talks: raw RESP2 sockets that never say HELLO, 32 MiB values, reply bytes matched
 * literally, and a GET whose length must be the chunk's.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const CHUNK_BYTES = 32 << 20;
const SOCKETS = 8;

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ settings: { threads: 2, maxmemory: '1gb', 'maxmemory-policy': 'noeviction' } });
});
afterAll(() => server.stop());

/** Bytes that differ by socket and position, so that a mix-up shows. */
function chunk(seed: number): Buffer {
  const words = new Uint32Array(CHUNK_BYTES / 4);
  for (let i = 0; i < words.length; i++) words[i] = Math.imul(i ^ (seed * 0x9e3779b9), 0x85ebca6b);
  return Buffer.from(words.buffer);
}

async function answers(client: RawClient, expected: string): Promise<void> {
  expect((await client.readBytes(expected.length, 30_000)).toString('latin1')).toBe(expected);
}

async function connector(seed: number): Promise<void> {
  const client = await server.connect();
  const key = `model@chunk${seed}@kv_bytes`;
  const named = `$${key.length}\r\n${key}\r\n`;
  const value = chunk(seed);
  await client.send(`*2\r\n$6\r\nEXISTS\r\n${named}`);
  await answers(client, ':0\r\n');
  await client.send(`*2\r\n$3\r\nGET\r\n${named}`);
  await answers(client, '$-1\r\n');
  await client.send(`*3\r\n$3\r\nSET\r\n${named}$${CHUNK_BYTES}\r\n`);
  await client.send(value);
  await client.send('\r\n');
  await answers(client, '+OK\r\n');
  await client.send(`*2\r\n$6\r\nEXISTS\r\n${named}`);
  await answers(client, ':1\r\n');
  await client.send(`*2\r\n$3\r\nGET\r\n${named}`);
  await answers(client, `$${CHUNK_BYTES}\r\n`);
  expect((await client.readBytes(CHUNK_BYTES, 30_000)).equals(value)).toBe(true);
  await answers(client, '\r\n');
  await client.send(`*2\r\n$3\r\nDEL\r\n${named}`);
  await answers(client, ':1\r\n');
  await client.send(`*2\r\n$3\r\nGET\r\n${named}`);
  await answers(client, '$-1\r\n');
  expect(client.bufferedBytes).toBe(0);
  await client.close();
}

it('eight sockets move 32 MiB chunks at once', { timeout: 60_000 }, async () => {
  await Promise.all(Array.from({ length: SOCKETS }, (_, seed) => connector(seed)));
  expect(await server.ask('DBSIZE')).toBe('0');
});

it('one hot chunk is read by all while it is replaced', { timeout: 60_000 }, async () => {
  const writer = await server.connect();
  const versions = [chunk(1), chunk(2)];
  const header = `*3\r\n$3\r\nSET\r\n$3\r\nhot\r\n$${CHUNK_BYTES}\r\n`;
  const write = async (version: Buffer): Promise<void> => {
    await writer.send(header);
    await writer.send(version);
    await writer.send('\r\n');
    await answers(writer, '+OK\r\n');
  };
  await write(versions[0]!);
  const read = async (): Promise<void> => {
    const reader = await server.connect();
    for (let i = 0; i < 3; i++) {
      await reader.send('*2\r\n$3\r\nGET\r\n$3\r\nhot\r\n');
      await answers(reader, `$${CHUNK_BYTES}\r\n`);
      const value = await reader.readBytes(CHUNK_BYTES, 30_000);
      await answers(reader, '\r\n');
      // One version or the other, never a mixture.
      expect(versions.some((version) => version.equals(value))).toBe(true);
    }
    await reader.close();
  };
  await Promise.all([read(), read(), read(), write(versions[1]!).then(() => write(versions[0]!))]);
  await writer.close();
});

it('a chunk that is half sent and then abandoned leaves nothing behind', { timeout: 60_000 }, async () => {
  await server.ask('FLUSHALL');
  const before = await server.infoNumber('used_memory', 'memory');
  for (let i = 0; i < 4; i++) {
    const client = await server.connect();
    await client.send(`*3\r\n$3\r\nSET\r\n$4\r\nhalf\r\n$${CHUNK_BYTES}\r\n`);
    await client.send(chunk(i).subarray(0, CHUNK_BYTES / 2));
    await client.close();
  }
  await expect
    .poll(() => server.infoNumber('used_memory', 'memory'), { timeout: 5_000 })
    .toBeLessThan(before + (1 << 20));
  expect(await server.ask('EXISTS', 'half')).toBe('0');
});
