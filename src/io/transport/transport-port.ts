/**
 * A transport over a message port instead of a socket: the side HTTP server on the main thread is a client of the io
 * threads in this way, and so are clients that main has accepted for a thread that stood still. What is written is copied
 * into a message. For the HTTP server it is gone then; for a client it waits until main has handed it to the kernel.
 */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { ReplyCutter } from '../../../protocol/resp/reply-cutter.ts';
import { ALL_TAKEN, CUT_OFF, type FromOtherEnd, LEFT, PEER_ENDED, type PortFlow } from './port-flow.ts';
import type { Transport, TransportHandler } from './transport.ts';
import { TransportBase } from './transport-base.ts';

/** Who is at the other end of the port, and where they have connected to. */
export type PortEnds = Pick<Transport, 'remoteAddress' | 'remotePort' | 'localAddress' | 'localPort' | 'family'>;

/** What waits for the other end to come round to it is not worth a notice when it has been taken. */
const LITTLE_BYTES = 64 * 1024;

const ADMIN: PortEnds = { remoteAddress: 'admin', remotePort: 0, localAddress: 'admin', localPort: 0, family: 'unix' };

export class PortTransport extends TransportBase implements Transport {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  readonly family: PortEnds['family'];
  readonly fd = -1;
  readonly #port: MessagePort;
  readonly #left: Int32Array;
  readonly #flow: PortFlow | undefined;
  /** What it cuts out of replies is not sent. */
  cutter: ReplyCutter | undefined;
  /** Requests that came while reading was paused. */
  #waiting: Buffer[] = [];
  #paused = false;
  #peerEnded = false;

  /**
   * Takes over a port whose messages are bytes of requests; it answers with bytes of replies.
   * @param left one word of shared memory, which is 1 from the moment when the other end has given up: messages that it
   * sent before are still delivered, and a thread that was busy takes them before it sees the port closed
   * @param flow what waits between the two ends, where the other one says what it has taken
   */
  constructor(
    port: MessagePort,
    left: SharedArrayBuffer,
    handler: TransportHandler,
    ends: PortEnds = ADMIN,
    flow?: PortFlow,
  ) {
    super(handler);
    this.#flow = flow;
    this.remoteAddress = ends.remoteAddress;
    this.remotePort = ends.remotePort;
    this.localAddress = ends.localAddress;
    this.localPort = ends.localPort;
    this.family = ends.family;
    this.#port = port;
    this.#left = new Int32Array(left);
    port.on('message', (bytes: FromOtherEnd) => {
      this.#take(bytes);
      this.#deliver();
    });
    port.on('close', () => {
      this.open = false;
      handler.onClose(this, 'ended');
    });
    port.unref();
  }

  get pendingBytes(): number {
    return this.#flow === undefined ? 0 : this.#flow.waitingBytes;
  }

  get copiedBytes(): number {
    return this.pendingBytes;
  }

  override get hasLeft(): boolean {
    return (Atomics.load(this.#left, 0) & LEFT) !== 0;
  }

  write(buf: Buffer, start: number, end: number): boolean {
    if (this.open && end > start) {
      // A message may not share the store's memory, nor the pool of small buffers.
      const bytes = this.cutter?.cut(buf.subarray(start, end)) ?? copyOf(buf, start, end);
      const { length } = bytes;
      if (length > 0) this.#port.postMessage(bytes, [bytes.buffer]);
      this.#flow?.posted(length);
    }
    return this.#isTaken();
  }

  writeHeld(view: Buffer): boolean {
    return this.write(view, 0, view.length);
  }

  cork(): void {}

  uncork(): boolean {
    return this.#isTaken();
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
    if (this.open) this.#close();
  }

  destroy(): void {
    if (!this.open) return;
    Atomics.or(this.#left, 0, CUT_OFF);
    this.#close();
  }

  setKeepAlive(): void {}

  setNoDelay(): void {}

  #close(): void {
    this.open = false;
    this.#port.close();
  }

  #isTaken(): boolean {
    return this.#flow === undefined || this.#flow.waitingBytes <= LITTLE_BYTES || this.#flow.waits();
  }

  #take(bytes: FromOtherEnd): void {
    if (bytes === PEER_ENDED) {
      this.#peerEnded = true;
      return;
    }
    if (bytes.length === 0) {
      if (this.open) this.handler.onDrain(this);
      return;
    }
    this.#waiting.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  /** Takes what has come, for a thread that does not get to its event loop. */
  poll(): void {
    if (!this.open) return;
    for (let got = receiveMessageOnPort(this.#port); got !== undefined; got = receiveMessageOnPort(this.#port)) {
      this.#take(got.message as FromOtherEnd);
    }
    this.#deliver();
  }

  #deliver(): void {
    while (!this.#paused && this.open && !this.hasLeft) {
      const bytes = this.#waiting.shift();
      if (bytes === undefined) break;
      this.intake(this, bytes, 0, bytes.length);
      this.#flow?.took(bytes.length);
    }
    if (this.#waiting.length > 0 || !this.open) return;
    if (this.#peerEnded) this.handler.onEnd(this);
    else if (this.#flow?.isAwaited()) this.#port.postMessage(ALL_TAKEN);
  }
}

function copyOf(buf: Buffer, start: number, end: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.allocUnsafeSlow(end - start);
  buf.copy(bytes, 0, start, end);
  return bytes;
}
