/** Both transports keep the promises of the interface: one suite, run for each. */
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_TOKEN } from '../../../src/io/transport/transport.ts';
import { streamBinding } from '../../../src/io/transport/transport-binding.ts';
import { type Fixture, KINDS, pattern, start, take } from './echo-fixture.ts';

const MIB = 1024 * 1024;

it('the pinned runtime has the bindings of the raw transport', () => {
  expect(streamBinding).not.toBeNull();
});

describe.each(KINDS)('%s transport', (kind) => {
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = await start(kind);
  });
  afterEach(() => fixture.stop());

  it('echoes in order, whatever the sizes', async () => {
    const { server } = fixture;
    server.data = (transport, bytes) => {
      for (let at = 0; at < bytes.length; at += 777) transport.write(bytes, at, Math.min(at + 777, bytes.length));
    };
    const socket = await fixture.client();
    const sent = pattern(300_000);
    for (let at = 0, step = 1; at < sent.length; at += step, step = (step * 3) % 5000 || 1) {
      socket.write(sent.subarray(at, at + step));
    }
    expect((await take(socket, sent.length)).equals(sent)).toBe(true);
    expect(server.accepted[0]!.bytesRead).toBe(sent.length);
  });

  it('lets the memory of a write be reused at once, whatever its result', async () => {
    const { server } = fixture;
    const socket = await fixture.client();
    await server.until(() => server.accepted.length === 1);
    const transport = server.accepted[0]!;
    const reused = Buffer.alloc(3000);
    let results = 0;
    let total = 0;
    for (let i = 0; i < 20_000; i++) {
      const length = i % 3 === 0 ? 3000 : 40;
      reused.fill(i & 0xff);
      if (!transport.write(reused, 0, length)) results++;
      total += length;
    }
    reused.fill(0xee);
    expect(results).toBeGreaterThan(0);
    expect(transport.pendingBytes).toBeGreaterThan(0);
    const got = await take(socket, total);
    let at = 0;
    for (let i = 0; i < 20_000; i++) {
      const length = i % 3 === 0 ? 3000 : 40;
      if (got[at] !== (i & 0xff) || got[at + length - 1] !== (i & 0xff)) throw new Error(`write ${i} arrived changed`);
      at += length;
    }
    await server.until(() => server.drains > 0);
    expect(transport.pendingBytes).toBe(0);
  });

  it('sends views of shared memory, and says when each is free', async () => {
    const { server } = fixture;
    const socket = await fixture.client();
    await server.until(() => server.accepted.length === 1);
    const transport = server.accepted[0]!;
    const value = pattern(16 * MIB, true);
    const head = Buffer.from(`$${value.length}\r\n`);
    expect(transport.write(head, 0, head.length)).toBe(true);
    expect(transport.writeHeld(value, 7)).toBe(false);
    expect(transport.write(Buffer.from('\r\n'), 0, 2)).toBe(false);
    expect(transport.writeHeld(value.subarray(0, 10), NO_TOKEN)).toBe(false);
    expect(transport.writeHeld(value.subarray(10, 30), 8)).toBe(false);
    expect(server.written).toEqual([]);
    const got = await take(socket, head.length + value.length + 32);
    expect(got.subarray(head.length, head.length + value.length).equals(value)).toBe(true);
    expect(got.subarray(-32).equals(Buffer.concat([Buffer.from('\r\n'), value.subarray(0, 30)]))).toBe(true);
    await server.until(() => server.drains === 1);
    expect(server.written).toEqual([7, 8]);
  });

  it('gathers corked writes, and keeps their order with what waits already', async () => {
    const { server } = fixture;
    const socket = await fixture.client();
    await server.until(() => server.accepted.length === 1);
    const transport = server.accepted[0]!;
    const value = pattern(70_000, true);
    const parts: Buffer[] = [];
    for (let round = 0; round < 100; round++) {
      transport.cork();
      const head = Buffer.from(`$${round}\r\n`);
      transport.write(head, 0, head.length);
      expect(transport.writeHeld(value, round + 1)).toBe(false);
      transport.write(Buffer.from('\r\n'), 0, 2);
      if (round === 0) expect(transport.uncork()).toBe(true);
      else transport.uncork();
      parts.push(head, value, Buffer.from('\r\n'));
    }
    const wanted = Buffer.concat(parts);
    expect(transport.pendingBytes).toBeGreaterThan(0);
    expect((await take(socket, wanted.length)).equals(wanted)).toBe(true);
    await server.until(() => server.written.length === 100);
    expect(server.written).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  });

  it('places 16 MiB into a view, beside what stands before and after it', async () => {
    const { server } = fixture;
    const value = pattern(16 * MIB);
    const pages = Buffer.from(new SharedArrayBuffer(value.length));
    const before: Buffer[] = [];
    const after: Buffer[] = [];
    const half = value.length / 2;
    server.data = (transport, bytes) => {
      if (server.fills === 2) after.push(bytes);
      else {
        before.push(bytes);
        if (before.reduce((sum, each) => sum + each.length, 0) === 4) {
          transport.readInto(pages.subarray(0, half));
          transport.write(Buffer.from('go'), 0, 2);
        }
      }
    };
    server.filled = (transport) => {
      if (server.fills === 1) transport.readInto(pages.subarray(half));
    };
    const socket = await fixture.client();
    socket.write('head');
    await take(socket, 2);
    socket.write(value);
    socket.write('tail');
    await server.until(() => Buffer.concat(after).length === 4);
    expect(pages.equals(value)).toBe(true);
    expect(Buffer.concat(before).toString()).toBe('head');
    expect(Buffer.concat(after).toString()).toBe('tail');
  });

  it('stops reading when asked, and the peer feels it', async () => {
    const { server } = fixture;
    let received = 0;
    server.data = (transport, bytes) => {
      received += bytes.length;
      transport.pauseRead();
    };
    const socket = await fixture.client();
    socket.write(pattern(32 * MIB));
    await server.until(() => received > 0);
    for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
    const paused = received;
    expect(paused).toBeLessThan(1 * MIB);
    expect(socket.writableLength).toBeGreaterThan(0);
    server.data = (_, bytes) => {
      received += bytes.length;
    };
    server.accepted[0]!.resumeRead();
    await server.until(() => received === 32 * MIB);
  });

  it.skipIf(kind === 'socket')('lets others have their turn while one client sends without a pause', async () => {
    const { server } = fixture;
    const busy = await fixture.client();
    const other = await fixture.client();
    await server.until(() => server.accepted.length === 2);
    const [first, second] = server.accepted as [(typeof server.accepted)[0], (typeof server.accepted)[0]];
    // The kernel gives a connection a large buffer only when much was read from it.
    busy.write(pattern(32 * MIB));
    await server.until(() => first.bytesRead === 32 * MIB);
    first.pauseRead();
    second.pauseRead();
    const order: string[] = [];
    server.data = (transport) => {
      order.push(transport === first ? 'busy' : 'other');
    };
    busy.write(pattern(2 * MIB));
    other.write('x');
    for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
    first.resumeRead();
    second.resumeRead();
    await server.until(() => second.bytesRead === 1 && first.bytesRead === 34 * MIB);
    expect(order.indexOf('other')).toBeLessThan(4);
    expect(order.length).toBeGreaterThan(6);
  });

  it('serves others while one client reads nothing', async () => {
    const { server } = fixture;
    const slow = await fixture.client();
    slow.pause();
    await server.until(() => server.accepted.length === 1);
    const stuck = server.accepted[0]!;
    const block = pattern(64 * 1024);
    for (let i = 0; i < 256; i++) stuck.write(block, 0, block.length);
    expect(stuck.pendingBytes).toBeGreaterThan(8 * MIB);
    server.data = (transport, bytes) => transport.write(bytes, 0, bytes.length);
    const other = await fixture.client();
    for (let i = 0; i < 100; i++) {
      other.write('ping');
      expect((await take(other, 4)).toString()).toBe('ping');
    }
    stuck.destroy();
    await server.until(() => server.closed.includes('destroyed'));
    expect(stuck.pendingBytes).toBe(0);
  });

  it('knows its addresses', async () => {
    const { server, listener } = fixture;
    const socket = await fixture.client();
    await server.until(() => server.accepted.length === 1);
    const transport = server.accepted[0]!;
    expect(transport.remoteAddress).toBe('127.0.0.1');
    expect(transport.remotePort).toBe(socket.localPort);
    expect(transport.localAddress).toBe('127.0.0.1');
    expect(transport.localPort).toBe(listener.port);
    expect(transport.family).toBe('IPv4');
    expect(transport.fd).toBeGreaterThan(2);
    transport.setKeepAlive(300);
    transport.setKeepAlive(0);
    transport.setNoDelay(true);
  });

  it('serves a thousand connections at once, and leaves nothing behind', async () => {
    const { server } = fixture;
    server.data = (transport, bytes) => transport.write(bytes, 0, bytes.length);
    const sockets = await Promise.all(Array.from({ length: 1000 }, () => fixture.client()));
    const replies = sockets.map((socket) => take(socket, 8));
    sockets.forEach((socket, i) => {
      socket.write(String(10_000_000 + i));
    });
    (await Promise.all(replies)).forEach((reply, i) => {
      expect(reply.toString()).toBe(String(10_000_000 + i));
    });
    expect(process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap')).toHaveLength(2000);
    for (const socket of sockets) socket.end();
    await server.until(() => server.closed.length === 1000);
    expect(new Set(server.closed)).toEqual(new Set(['ended']));
    await Promise.all(sockets.map((socket) => socket.closed || once(socket, 'close')));
    expect(process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap')).toEqual([]);
  });
});
