/** A server on one transport kind that records what it is told, and plain `net` clients against it. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { type Listener, listen, type TransportKind } from '../../../src/io/listener.ts';
import type { CloseReason, Transport, TransportHandler } from '../../../src/io/transport/transport.ts';

/** Containers often have no IPv6. */
export const HAS_IPV6: boolean = Object.values(networkInterfaces()).some((each) =>
  each?.some(({ address }) => address === '::1'),
);
export const KINDS: readonly TransportKind[] = ['raw', 'socket'];

/** Collects events; `data` decides what happens with received bytes. */
export class Recorder implements TransportHandler {
  readonly accepted: Transport[] = [];
  readonly closed: CloseReason[] = [];
  readonly written: number[] = [];
  drains = 0;
  ends = 0;
  fills = 0;
  data: (transport: Transport, bytes: Buffer) => void = () => {};
  filled: (transport: Transport) => void = () => {};
  ended: (transport: Transport) => void = (transport) => transport.end();
  drained: (transport: Transport) => void = () => {};
  #waiting: { readonly ready: () => boolean; readonly done: () => void }[] = [];

  onData(transport: Transport, buf: Buffer, start: number, end: number): void {
    this.data(transport, Buffer.from(buf.subarray(start, end)));
    this.#wake();
  }
  onFilled(transport: Transport): void {
    this.fills++;
    this.filled(transport);
    this.#wake();
  }
  onEnd(transport: Transport): void {
    this.ends++;
    this.ended(transport);
    this.#wake();
  }
  onDrain(transport: Transport): void {
    this.drains++;
    this.drained(transport);
    this.#wake();
  }
  onWritten(_transport: Transport, token: number): void {
    this.written.push(token);
    this.#wake();
  }
  onClose(_transport: Transport, reason: CloseReason): void {
    this.closed.push(reason);
    this.#wake();
  }
  accept(transport: Transport): void {
    this.accepted.push(transport);
    transport.resumeRead();
    this.#wake();
  }

  /** Waits until an event makes `ready` true. */
  until(ready: () => boolean): Promise<void> {
    if (ready()) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ ready, done }));
  }

  #wake(): void {
    const { ready = [], waiting = [] } = Object.groupBy(this.#waiting, (each) => (each.ready() ? 'ready' : 'waiting'));
    this.#waiting = waiting;
    for (const each of ready) each.done();
  }
}

export interface Fixture {
  readonly server: Recorder;
  readonly listener: Listener;
  client(): Promise<Socket>;
  /** Closes everything and waits until every accepted transport has said so. */
  stop(): Promise<void>;
}

export async function start(kind: TransportKind): Promise<Fixture> {
  const server = new Recorder();
  const result = await listen({
    address: { host: '127.0.0.1', port: 0, reusePort: false },
    backlog: 511,
    handler: server,
    accept: (transport) => server.accept(transport),
    transport: kind,
  });
  if (!result.ok) throw new Error(result.message);
  const { listener } = result;
  const clients: Socket[] = [];
  return {
    server,
    listener,
    async client() {
      const socket = connect({ port: listener.port, host: '127.0.0.1', allowHalfOpen: true });
      clients.push(socket);
      socket.on('error', () => {});
      await once(socket, 'connect');
      return socket;
    },
    async stop() {
      for (const socket of clients) socket.destroy();
      for (const transport of server.accepted) transport.destroy();
      await server.until(() => server.closed.length === server.accepted.length);
      await listener.close();
    },
  };
}

/** Reads exactly `length` bytes. */
export function take(socket: Socket, length: number): Promise<Buffer> {
  return new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size < length) return;
      socket.off('data', onData);
      socket.pause();
      done(Buffer.concat(chunks));
    };
    socket.on('data', onData);
    socket.setMaxListeners(0).once('close', () => fail(new Error(`closed after ${size} of ${length} bytes`)));
    socket.resume();
  });
}

/** Bytes that differ everywhere, in shared memory or not. */
export function pattern(length: number, shared = false): Buffer {
  const memory = shared ? Buffer.from(new SharedArrayBuffer(length)) : Buffer.allocUnsafeSlow(length);
  let x = 0x9e3779b9;
  for (let i = 0; i < length; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) | 0;
    memory[i] = x >>> 24;
  }
  return memory;
}
