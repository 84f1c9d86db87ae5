/** A subscriber that does not read is cut by its output limit; publishers and other subscribers notice nothing of it. */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const PAYLOAD = Buffer.alloc(64 * 1024, 'p');

describe.each([1, 2])('%i io threads', (threads) => {
  let server: TestServer;
  let publisher: RawClient;
  let reader: RawClient;
  beforeAll(async () => {
    server = await startServer({ settings: { threads } });
    publisher = await server.connect();
    reader = await server.connect();
    await reader.command('SUBSCRIBE', 'news');
  });
  afterAll(async () => {
    await Promise.all([publisher.close(), reader.close()]);
    await server.stop();
  });

  /** Subscribes, and reads nothing from then on. */
  function sleeper(): Promise<Socket> {
    return new Promise((done, fail) => {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.once('close', () => fail(new Error('closed before it had subscribed')));
      socket.once('data', () => {
        socket.pause();
        done(socket);
      });
      socket.write(encodeCommand(['SUBSCRIBE', 'news']));
    });
  }

  /** Publishes message after message, each of which the reader must get, until only it hears them. @returns how many */
  async function publishUntilCut(most: number, pauseMs: number): Promise<number> {
    for (let sent = 1; sent <= most; sent++) {
      const heard = await publisher.text('PUBLISH', 'news', PAYLOAD);
      const { reply } = await reader.readReply();
      expect(Array.isArray(reply.value) && reply.value.length).toBe(3);
      if (heard === ':1\r\n') return sent;
      expect(heard).toBe(':2\r\n');
      if (pauseMs > 0) await new Promise((resume) => setTimeout(resume, pauseMs));
    }
    return Number.POSITIVE_INFINITY;
  }

  it('is cut at once behind the hard limit', { timeout: 60_000 }, async () => {
    await publisher.command('CONFIG', 'SET', 'client-output-buffer-limit', 'pubsub 4mb 0 0');
    const slow = await sleeper();
    // What the kernel buffers on both sides comes on top of the limit.
    const sent = await publishUntilCut(1_000, 0);
    expect(sent).toBeGreaterThan((4 * 1024 * 1024) / PAYLOAD.length);
    expect(sent).toBeLessThan(500);
    slow.destroy();
  });

  it('is cut when it stays behind the soft limit for too long', { timeout: 60_000 }, async () => {
    await publisher.command('CONFIG', 'SET', 'client-output-buffer-limit', 'pubsub 0 1mb 1');
    const slow = await sleeper();
    const startedAt = performance.now();
    const sent = await publishUntilCut(2_000, 10);
    expect(sent).toBeLessThan(2_000);
    expect(performance.now() - startedAt).toBeGreaterThan(900);
    slow.destroy();
  });

  it('stays when it reads in time', { timeout: 60_000 }, async () => {
    await publisher.command('CONFIG', 'SET', 'client-output-buffer-limit', 'pubsub 32mb 8mb 60');
    const slow = await sleeper();
    expect(await publishUntilCut(100, 0)).toBe(Number.POSITIVE_INFINITY);
    slow.destroy();
    await expect.poll(() => server.infoNumber('connected_clients', 'clients'), { timeout: 5_000 }).toBe(3);
  });
});
