/**
 * A transport on a plain `net.Socket`: for a runtime whose stream bindings are missing or differ. Same behaviour as
 * `transport-raw.ts`, about 1 µs more a request.
 *
 * `net.Socket` keeps the memory of a write until its callback, so what may be reused at once is copied first.
 */
import type { Socket } from 'node:net';
import { type CloseReason, NO_TOKEN, type Transport, type TransportHandler } from './transport.ts';
import { KEEP_ALIVE_PROBES, TransportBase } from './transport-base.ts';

export class SocketTransport extends TransportBase implements Transport {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  readonly family: 'IPv4' | 'IPv6' | 'unix';
  readonly #socket: Socket;
  #owesDrain = false;
  #corked = false;
  /** Bytes of views of `writeHeld` that are not sent. */
  #heldBytes = 0;
  #reason: CloseReason = 'ended';

  /** Takes over an accepted socket that is paused and allows half-open connections. Reading begins with `resumeRead`. */
  constructor(socket: Socket, handler: TransportHandler, unixPath: string | undefined) {
    super(handler);
    this.#socket = socket;
    this.family = unixPath !== undefined ? 'unix' : socket.localFamily === 'IPv6' ? 'IPv6' : 'IPv4';
    this.remoteAddress = unixPath ?? socket.remoteAddress ?? '';
    this.remotePort = socket.remotePort ?? 0;
    this.localAddress = unixPath ?? socket.localAddress ?? '';
    this.localPort = socket.localPort ?? 0;
    socket.on('data', (bytes: Buffer) => {
      if (this.open) this.intake(this, bytes, 0, bytes.length);
    });
    // A listener of 'data' starts the flow; the owner starts it.
    socket.pause();
    socket.on('end', () => {
      if (this.open) this.handler.onEnd(this);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.open = false;
      this.#reason = error.code ?? error.message;
    });
    socket.on('close', () => {
      this.open = false;
      this.handler.onClose(this, this.#reason);
    });
  }

  get fd(): number {
    const { _handle: handle } = this.#socket as unknown as { _handle?: { fd?: number } | null };
    return handle?.fd ?? -1;
  }

  get pendingBytes(): number {
    return this.#socket.destroyed ? 0 : this.#socket.writableLength;
  }

  get copiedBytes(): number {
    return Math.max(0, this.pendingBytes - this.#heldBytes);
  }

  write(buf: Buffer, start: number, end: number): boolean {
    if (!this.open || end <= start) return !this.open || this.#settled();
    this.#socket.write(Buffer.from(buf.subarray(start, end)), this.#afterWrite);
    return this.#settled();
  }

  writeHeld(view: Buffer, token: number): boolean {
    if (!this.open || view.length === 0) return true;
    let sentAtOnce = false;
    this.#socket.write(view, () => {
      if (sentAtOnce) return;
      this.#heldBytes -= view.length;
      if (token !== NO_TOKEN) this.handler.onWritten(this, token);
      this.#afterWrite();
    });
    sentAtOnce = this.#settled();
    if (!sentAtOnce) this.#heldBytes += view.length;
    return sentAtOnce;
  }

  cork(): void {
    if (!this.open || this.#corked) return;
    this.#corked = true;
    this.#socket.cork();
  }

  uncork(): boolean {
    if (!this.#corked) return this.pendingBytes === 0;
    this.#corked = false;
    this.#socket.uncork();
    return this.#settled();
  }

  pauseRead(): void {
    this.#socket.pause();
  }

  resumeRead(): void {
    if (this.open) this.#socket.resume();
  }

  end(): void {
    if (!this.open) return;
    if (this.#corked) this.uncork();
    this.open = false;
    this.#socket.pause();
    this.#socket.destroySoon();
  }

  destroy(): void {
    if (this.open) this.#reason = 'destroyed';
    this.open = false;
    this.#socket.destroy();
  }

  setKeepAlive(seconds: number): void {
    const interval = Math.max(1, Math.floor(seconds / KEEP_ALIVE_PROBES));
    const socket = this.#socket as unknown as {
      setKeepAlive(on: boolean, idleMs: number, intervalMs: number, count: number): void;
    };
    socket.setKeepAlive(seconds > 0, seconds * 1000, interval * 1000, KEEP_ALIVE_PROBES);
  }

  setNoDelay(on: boolean): void {
    this.#socket.setNoDelay(on);
  }

  /** Whether nothing is pending; if something is, a drain notice is owed. */
  #settled(): boolean {
    if (this.#socket.writableLength === 0) return true;
    this.#owesDrain = true;
    return false;
  }

  readonly #afterWrite = (): void => {
    if (!this.#owesDrain || !this.open || this.#corked || this.#socket.writableLength > 0) return;
    this.#owesDrain = false;
    this.handler.onDrain(this);
  };
}
