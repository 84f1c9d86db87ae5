/**
 * One connection that main has accepted for an io thread: what its client sends goes to the thread through a message port,
 * and what the thread writes comes back. Neither side runs ahead of the other: main stops to read while much waits for the
 * thread, and hands to the kernel only what it takes, so that the rest counts as output that waits, with its limits.
 */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { ALL_TAKEN, CUT_OFF, flowMemory, LEFT, PEER_ENDED, PortFlow } from '../io/transport/port-flow.ts';
import type { Transport, TransportHandler } from '../io/transport/transport.ts';
import type { ToThread } from './messages.ts';

/** What the client has sent and the thread has not taken: beyond, no more is read. */
const MOST_UNREAD_BYTES = 1024 * 1024;
/** What is given to the transport ahead of the kernel: the thread learns in such steps how much is gone. */
const STEP_BYTES = 256 * 1024;

export class Relay {
  readonly #transport: Transport;
  readonly #port: MessagePort;
  readonly #words: Int32Array;
  readonly #flow: PortFlow;
  /** Replies that were not given to the transport yet. */
  readonly #replies: Buffer[] = [];
  /** Bytes given to the transport, of which the thread has not been told that they are gone. */
  #given = 0;
  #isEnding = false;

  /** @param hand gives the other end of the port to the thread */
  constructor(transport: Transport, hand: (message: ToThread & { type: 'serve-client' }) => void) {
    const { port1, port2 } = new MessageChannel();
    const left = flowMemory();
    const { remoteAddress, remotePort, localAddress, localPort, family } = transport;
    this.#transport = transport;
    this.#port = port1;
    this.#words = new Int32Array(left);
    this.#flow = new PortFlow(left, 'main');
    transport.owner = this;
    port1.on('message', (bytes: Uint8Array) => this.#hear(bytes));
    port1.on('close', () => this.#close());
    hand({
      type: 'serve-client',
      port: port2,
      left,
      ends: { remoteAddress, remotePort, localAddress, localPort, family },
    });
    transport.resumeRead();
  }

  /** The client has sent something. */
  sent(buf: Buffer, start: number, end: number): void {
    const bytes = Buffer.allocUnsafeSlow(end - start);
    buf.copy(bytes, 0, start, end);
    this.#port.postMessage(bytes, [bytes.buffer]);
    this.#flow.posted(end - start);
    if (this.#flow.waitingBytes <= MOST_UNREAD_BYTES || this.#flow.waits()) return;
    this.#transport.pauseRead();
  }

  /** The client will send nothing more. */
  ended(): void {
    this.#port.postMessage(PEER_ENDED);
  }

  /** The client has gone. */
  left(): void {
    Atomics.or(this.#words, 0, LEFT);
    this.#replies.length = 0;
    this.#port.close();
  }

  /** Gives replies to the transport, and tells the thread what the kernel has taken. */
  pass(): void {
    const transport = this.#transport;
    while (this.#replies.length > 0 && transport.pendingBytes < STEP_BYTES) {
      const bytes = this.#replies.shift()!;
      transport.write(bytes, 0, bytes.length);
      this.#given += bytes.length;
    }
    const gone = this.#given - transport.pendingBytes;
    if (gone > 0) {
      this.#given -= gone;
      this.#flow.took(gone);
    }
    if (this.#replies.length > 0 || this.#given > 0) return;
    if (this.#isEnding) transport.end();
    else if (this.#flow.isAwaited()) this.#port.postMessage(ALL_TAKEN);
  }

  #hear(bytes: Uint8Array): void {
    if (bytes.length === 0) {
      this.#transport.resumeRead();
      return;
    }
    this.#replies.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.pass();
  }

  /** The thread has closed its end. */
  #close(): void {
    if ((Atomics.load(this.#words, 0) & CUT_OFF) !== 0) {
      this.#replies.length = 0;
      this.#transport.destroy();
      return;
    }
    this.#isEnding = true;
    this.#transport.pauseRead();
    this.pass();
  }
}

/** What clients send goes to the thread. */
export const RELAYED: TransportHandler = {
  onData: (transport, buf, start, end) => (transport.owner as Relay).sent(buf, start, end),
  onFilled: () => undefined,
  onEnd: (transport) => (transport.owner as Relay).ended(),
  onDrain: (transport) => (transport.owner as Relay).pass(),
  onWritten: () => undefined,
  onClose: (transport) => (transport.owner as Relay).left(),
};
