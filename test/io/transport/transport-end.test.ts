/** How connections end, in both transports: one suite, run for each. */
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, KINDS, pattern, start, take } from './echo-fixture.ts';

const MIB = 1024 * 1024;

describe.each(KINDS)('%s transport', (kind) => {
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = await start(kind);
  });
  afterEach(() => fixture.stop());

  it('answers after the peer has closed its half, then closes', async () => {
    const { server } = fixture;
    const reply = pattern(4 * MIB);
    server.ended = (transport) => {
      transport.write(reply, 0, reply.length);
      transport.end();
    };
    const socket = await fixture.client();
    socket.end('bye');
    expect((await take(socket, reply.length)).equals(reply)).toBe(true);
    await server.until(() => server.closed.length === 1);
    expect(server.ends).toBe(1);
    expect(server.closed).toEqual(['ended']);
  });

  it('survives a reset with output pending, and gives the held memory back', async () => {
    const { server } = fixture;
    const socket = await fixture.client();
    socket.pause();
    await server.until(() => server.accepted.length === 1);
    const transport = server.accepted[0]!;
    expect(transport.writeHeld(pattern(32 * MIB, true), 5)).toBe(false);
    expect(transport.writeHeld(pattern(10, true), 6)).toBe(false);
    socket.resetAndDestroy();
    await server.until(() => server.closed.length === 1);
    expect(server.written).toEqual([5, 6]);
    expect(['ECONNRESET', 'EPIPE', 'ECANCELED']).toContain(server.closed[0]);
    expect(transport.open).toBe(false);
    expect(transport.write(Buffer.from('late'), 0, 4)).toBe(true);
    expect(transport.writeHeld(Buffer.from('late'), 9)).toBe(true);
    transport.cork();
    transport.uncork();
    transport.resumeRead();
    transport.pauseRead();
    transport.setKeepAlive(10);
    transport.setNoDelay(true);
    transport.end();
    transport.destroy();
    expect(server.written).toEqual([5, 6]);
  });

  it('survives writing to a peer that is gone', async () => {
    const { server } = fixture;
    const socket = await fixture.client();
    await server.until(() => server.accepted.length === 1);
    const transport = server.accepted[0]!;
    transport.pauseRead();
    socket.resetAndDestroy();
    await once(socket, 'close');
    const block = pattern(1000);
    while (transport.open) {
      for (let i = 0; i < 100; i++) transport.write(block, 0, i % 2 === 0 ? 1000 : 10);
      await new Promise((done) => setImmediate(done));
    }
    await server.until(() => server.closed.length === 1);
    expect(['ECONNRESET', 'EPIPE']).toContain(server.closed[0]);
  });

  it('can be destroyed from inside every callback', async () => {
    const { server } = fixture;
    server.data = (transport) => transport.destroy();
    (await fixture.client()).write('x');
    await server.until(() => server.closed.length === 1);
    server.data = (transport) => transport.readInto(Buffer.alloc(4));
    server.filled = (transport) => transport.destroy();
    const second = await fixture.client();
    second.write('a');
    await server.until(() => server.accepted[1]?.bytesRead === 1);
    second.write('bcdefgh');
    await server.until(() => server.closed.length === 2);
    server.drained = (transport) => transport.destroy();
    const third = await fixture.client();
    await server.until(() => server.accepted.length === 3);
    server.accepted[2]!.write(pattern(16 * MIB), 0, 16 * MIB);
    third.resume();
    await server.until(() => server.closed.length === 3);
    expect(server.closed).toEqual(['destroyed', 'destroyed', 'destroyed']);
  });
});
