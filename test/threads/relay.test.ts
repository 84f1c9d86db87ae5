import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PortFlow } from '../../src/io/transport/port-flow.ts';
import type { Transport, TransportHandler } from '../../src/io/transport/transport.ts';
import { PortTransport } from '../../src/io/transport/transport-port.ts';
import { RELAYED, Relay } from '../../src/threads/relay.ts';

const MIB = 1024 * 1024;

/** A client's socket whose kernel takes nothing until it is told to. */
class Socket {
  owner: unknown;
  pendingBytes = 0;
  written = 0;
  reads = false;
  state = 'open';
  remoteAddress = '192.0.2.1';
  remotePort = 1234;
  localAddress = '192.0.2.2';
  localPort = 6379;
  family = 'IPv4';

  write(_buf: Buffer, start: number, end: number): boolean {
    this.pendingBytes += end - start;
    this.written += end - start;
    return false;
  }

  /** The kernel has taken everything. */
  drain(): void {
    this.pendingBytes = 0;
    RELAYED.onDrain(this as unknown as Transport);
  }

  pauseRead(): void {
    this.reads = false;
  }

  resumeRead(): void {
    this.reads = true;
  }

  end(): void {
    this.state = 'ended';
  }

  destroy(): void {
    this.state = 'destroyed';
  }
}

/** What the thread's end has told. */
let told: string[];
let received: number;
let socket: Socket;
let thread: PortTransport;

const handler: TransportHandler = {
  onData: (_transport, _buf, start, end) => {
    received += end - start;
  },
  onFilled: () => undefined,
  onEnd: () => void told.push('end'),
  onDrain: () => void told.push('drain'),
  onWritten: () => undefined,
  onClose: (transport) => {
    if (transport === thread) told.push('close');
  },
};

function send(bytes: number): void {
  RELAYED.onData(socket as unknown as Transport, Buffer.alloc(bytes), 0, bytes);
}

async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 10_000 && !isSo(); i++) await turn();
  expect(isSo()).toBe(true);
}

beforeEach(() => {
  told = [];
  received = 0;
  socket = new Socket();
  new Relay(socket as unknown as Transport, ({ port, left, ends }) => {
    thread = new PortTransport(port, left, handler, ends, new PortFlow(left, 'thread'));
  });
});
afterEach(() => RELAYED.onClose(socket as unknown as Transport, 'destroyed'));

it('what the kernel has not taken waits, and the thread hears when it is gone', async () => {
  expect(thread.remoteAddress).toBe('192.0.2.1');
  for (let i = 0; i < 8; i++) expect(thread.write(Buffer.alloc(MIB), 0, MIB)).toBe(false);
  expect(thread.pendingBytes).toBe(8 * MIB);
  expect(thread.copiedBytes).toBe(8 * MIB);
  await until(() => socket.written > 0);
  await turn();
  // The rest is given when the kernel has taken what it has, so that what waits is known as it goes.
  expect(socket.written).toBe(MIB);
  socket.drain();
  expect(thread.pendingBytes).toBe(7 * MIB);
  for (let i = 0; i < 7; i++) socket.drain();
  expect(thread.pendingBytes).toBe(0);
  await until(() => told.length > 0);
  expect(told).toEqual(['drain']);
});

it('little that waits needs no notice', () => {
  expect(thread.write(Buffer.alloc(100), 0, 100)).toBe(true);
  expect(thread.pendingBytes).toBe(100);
});

it('a client that sends more than the thread reads is read again when the thread has taken it', async () => {
  expect(socket.reads).toBe(true);
  thread.pauseRead();
  send(MIB);
  expect(socket.reads).toBe(true);
  send(1);
  expect(socket.reads).toBe(false);
  await turn();
  expect(received).toBe(0);
  thread.resumeRead();
  await until(() => socket.reads);
  expect(received).toBe(MIB + 1);
});

it('a thread that polls takes what has come, and what it was told', async () => {
  send(10);
  thread.write(Buffer.alloc(MIB), 0, MIB);
  thread.poll();
  expect(received).toBe(10);
  await until(() => socket.pendingBytes > 0);
  socket.drain();
  thread.poll();
  expect(told).toEqual(['drain']);
});

it('who sends nothing more gets what was asked for before', async () => {
  send(10);
  RELAYED.onEnd(socket as unknown as Transport);
  await until(() => told.length > 0);
  expect(received).toBe(10);
  expect(told).toEqual(['end']);
  thread.write(Buffer.alloc(3 * MIB), 0, 3 * MIB);
  thread.write(Buffer.alloc(10), 0, 10);
  thread.end();
  await until(() => socket.pendingBytes > 0);
  expect(socket.state).toBe('open');
  socket.drain();
  socket.drain();
  await until(() => socket.state === 'ended');
  expect(socket.written).toBe(3 * MIB + 10);
});

it('who is cut off gets nothing more', async () => {
  thread.write(Buffer.alloc(MIB), 0, MIB);
  thread.write(Buffer.alloc(MIB), 0, MIB);
  thread.destroy();
  await until(() => socket.state === 'destroyed');
  await until(() => told.includes('close'));
  expect(socket.written).toBeLessThan(2 * MIB);
});

it('what a client has sent that has gone is not served', async () => {
  send(10);
  RELAYED.onClose(socket as unknown as Transport, 'destroyed');
  expect(thread.hasLeft).toBe(true);
  await until(() => told.includes('close'));
  expect(received).toBe(0);
});
