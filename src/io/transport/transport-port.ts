/**
 * A transport over a message port instead of a socket: the side HTTP server on the main thread is a client of the io
 * threads in this way. Both ends are in one process, so nothing ever waits in the kernel: what is written is copied into
 * a message and gone.
 */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { Transport, TransportHandler } from './transport.ts';
import { TransportBase } from './transport-base.ts';

/** Who is at the other end of the port, and where they have connected to. */
export type PortEnds = Pick<Transport, 'remoteAddress' | 'remotePort' | 'localAddress' | 'localPort' | 'family'>;

const ADMIN: PortEnds = { remoteAddress: 'admin', remotePort: 0, localAddress: 'admin', localPort: 0, family: 'unix' };

export class PortTransport extends TransportBase implements Transport {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  readonly family: PortEnds['family'];
  readonly fd = -1;
  readonly pendingBytes = 0;
  readonly copiedBytes = 0;
  readonly #port: MessagePort;
  readonly #left: Int32Array;
  /** Requests that came while reading was paused. */
  #waiting: Buffer[] = [];
  #paused = false;

  /**
   * Takes over a port whose messages are bytes of requests; it answers with bytes of replies.
   * @param left one word of shared memory, which is 1 from the moment when the other end has given up: messages that it
   * sent before are still delivered, and a thread that was busy takes them before it sees the port closed
   */
  constructor(port: MessagePort, left: SharedArrayBuffer, handler: TransportHandler, ends: PortEnds = ADMIN) {
    super(handler);
    this.remoteAddress = ends.remoteAddress;
    this.remotePort = ends.remotePort;
    this.localAddress = ends.localAddress;
    this.localPort = ends.localPort;
    this.family = ends.family;
    this.#port = port;
    this.#left = new Int32Array(left);
    port.on('message', (bytes: Uint8Array) => {
      this.#take(bytes);
      this.#deliver();
    });
    port.on('close', () => {
      this.open = false;
      handler.onClose(this, 'ended');
    });
    port.unref();
  }

  override get hasLeft(): boolean {
    return Atomics.load(this.#left, 0) !== 0;
  }

  write(buf: Buffer, start: number, end: number): boolean {
    if (this.open && end > start) {
      // A message may not share the store's memory, nor the pool of small buffers.
      const bytes = Buffer.allocUnsafeSlow(end - start);
      buf.copy(bytes, 0, start, end);
      this.#port.postMessage(bytes, [bytes.buffer]);
    }
    return true;
  }

  writeHeld(view: Buffer): boolean {
    return this.write(view, 0, view.length);
  }

  cork(): void {}

  uncork(): boolean {
    return true;
  }

  pauseRead(): void {
    this.#paused = true;
  }

  resumeRead(): void {
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#waiting.length > 0) setImmediate(() => this.#deliver());
  }

  end(): void {
    this.destroy();
  }

  destroy(): void {
    if (!this.open) return;
    this.open = false;
    this.#port.close();
  }

  setKeepAlive(): void {}

  setNoDelay(): void {}

  #take(bytes: Uint8Array): void {
    this.#waiting.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  /** Takes what has come, for a thread that does not get to its event loop. */
  poll(): void {
    if (!this.open) return;
    for (let got = receiveMessageOnPort(this.#port); got !== undefined; got = receiveMessageOnPort(this.#port)) {
      this.#take(got.message as Uint8Array);
    }
    this.#deliver();
  }

  #deliver(): void {
    while (!this.#paused && this.open && !this.hasLeft) {
      const bytes = this.#waiting.shift();
      if (bytes === undefined) return;
      this.intake(this, bytes, 0, bytes.length);
    }
  }
}
