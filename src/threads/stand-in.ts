/**
 * Main in the place of an io thread that stands still: it accepts connections where that thread listened, and hands on to
 * it what they send, through message ports, which the thread looks at now and then (standstill.ts). Connections that came
 * in this way stay so until they close.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import { type Listener, type ListenOptions, listen } from '../io/listener.ts';
import type { Transport, TransportHandler } from '../io/transport/transport.ts';
import type { ToThread } from './messages.ts';

/** The thread has closed its sockets, but the system may take a moment. */
const TRIES = 50;
const RETRY_MS = 10;
/** Replies that wait for a client that does not read; it is cut beyond. */
const MOST_PENDING = 64 * 1024 * 1024;

interface Relay {
  readonly port: MessagePort;
  /** One word: 1 when the client has gone. */
  readonly left: Int32Array;
}

export class StandIn {
  readonly #worker: Worker;
  readonly #addresses: readonly ListenOptions['address'][];
  readonly #backlog: number;
  #listeners: Listener[] = [];
  /** What was begun last: one thing after the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(worker: Worker, addresses: readonly ListenOptions['address'][], backlog: number) {
    this.#worker = worker;
    this.#addresses = addresses;
    this.#backlog = backlog;
  }

  /** The thread has stopped to listen. */
  begin(): void {
    this.#work = this.#work.then(() => this.#listen());
  }

  /** The thread may listen again. */
  end(): void {
    this.#work = this.#work.then(async () => {
      await Promise.all(this.#listeners.splice(0).map((listener) => listener.close()));
      this.#worker.postMessage({ type: 'listen', addresses: this.#addresses } satisfies ToThread);
    });
  }

  async #listen(): Promise<void> {
    for (const address of this.#addresses) {
      for (let tries = 0; tries < TRIES; tries++) {
        const accept = (transport: Transport): void => this.#accept(transport);
        const result = await listen({ address, backlog: this.#backlog, handler: RELAYED, accept });
        if (result.ok) {
          this.#listeners.push(result.listener);
          break;
        }
        await sleep(RETRY_MS);
      }
    }
  }

  #accept(transport: Transport): void {
    const { port1, port2 } = new MessageChannel();
    const left = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const { remoteAddress, remotePort, localAddress, localPort, family } = transport;
    const ends = { remoteAddress, remotePort, localAddress, localPort, family };
    transport.owner = { port: port1, left: new Int32Array(left) } satisfies Relay;
    port1.on('message', (bytes: Uint8Array) => {
      const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      transport.write(whole, 0, whole.length);
      if (transport.pendingBytes > MOST_PENDING) transport.destroy();
    });
    port1.on('close', () => transport.end());
    this.#worker.postMessage({ type: 'serve-client', port: port2, left, ends } satisfies ToThread, [port2]);
    transport.resumeRead();
  }
}

/** What clients send goes to the thread. */
const RELAYED: TransportHandler = {
  onData(transport, buf, start, end) {
    const bytes = Buffer.allocUnsafeSlow(end - start);
    buf.copy(bytes, 0, start, end);
    (transport.owner as Relay).port.postMessage(bytes, [bytes.buffer]);
  },
  onFilled: () => undefined,
  onEnd: (transport) => transport.end(),
  onDrain: () => undefined,
  onWritten: () => undefined,
  onClose(transport) {
    const { left, port } = transport.owner as Relay;
    Atomics.store(left, 0, 1);
    port.close();
  },
};
