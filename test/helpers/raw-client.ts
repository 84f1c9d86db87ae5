/**
 * A plain socket for tests: bytes out, bytes in, and whole replies cut out of the stream with their exact bytes.
 * It never interprets what it sends, so a test can send half a request, a protocol error, or nothing at all.
 */
import { connect, type Socket } from 'node:net';
import { type Reply, ReplyParser } from '../../protocol/resp/reply-parser.ts';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';

export interface RawClientTarget {
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** A unix socket instead of a port. */
  readonly path?: string;
}

/** One reply with the bytes it came in. */
export interface RawReply {
  readonly bytes: Buffer;
  readonly reply: Reply;
}

/** What was still to be read when the wait ended before a whole reply. */
export class NoReply extends Error {
  readonly reason: 'timeout' | 'closed';
  readonly partial: Buffer;
  constructor(reason: 'timeout' | 'closed', partial: Buffer) {
    super(`${reason === 'timeout' ? 'no reply in time' : 'connection closed'} after ${JSON.stringify(show(partial))}`);
    this.reason = reason;
    this.partial = partial;
  }
}

const DEFAULT_WAIT_MS = 10_000;

export class RawClient {
  private readonly socket: Socket;
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private ended = false;
  private error: NodeJS.ErrnoException | undefined;
  private wake: (() => void) | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.pending.push(chunk);
      this.pendingBytes += chunk.length;
      this.signal();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.error = error;
    });
    socket.on('end', () => this.finish());
    socket.on('close', () => this.finish());
  }

  /** Rejects with the socket's error when nothing listens. */
  static open(target: RawClientTarget): Promise<RawClient> {
    return new Promise((done, fail) => {
      const socket =
        target.path === undefined
          ? connect({ port: target.port ?? 6379, host: target.host ?? '127.0.0.1' })
          : connect({ path: target.path });
      socket.once('error', fail);
      socket.once('connect', () => {
        socket.off('error', fail);
        done(new RawClient(socket));
      });
    });
  }

  private finish(): void {
    this.ended = true;
    this.signal();
  }

  private signal(): void {
    const wake = this.wake;
    this.wake = undefined;
    wake?.();
  }

  /** The server has closed its side (or the connection broke) and everything it sent has arrived. */
  get closed(): boolean {
    return this.ended;
  }

  /** `ECONNRESET` and such, when the connection broke. */
  get errorCode(): string | undefined {
    return this.error?.code;
  }

  get localPort(): number {
    return this.socket.localPort ?? 0;
  }

  /** Bytes received and not read yet. */
  get bufferedBytes(): number {
    return this.pendingBytes;
  }

  /** Sends bytes as they are; resolves when the kernel has taken them. */
  send(bytes: Uint8Array | string): Promise<void> {
    return new Promise((done) => {
      if (this.socket.destroyed) done();
      else this.socket.write(bytes, () => done());
    });
  }

  /** Waits for bytes, the end of the connection, or the deadline (a `performance.now()` time). */
  private async more(deadline: number): Promise<boolean> {
    if (this.ended) return false;
    const before = this.pendingBytes;
    const left = deadline - performance.now();
    if (left <= 0) return false;
    await new Promise<void>((done) => {
      // What has arrived while this process was busy is read first.
      const timer = setTimeout(() => setImmediate(done), left);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
    return this.pendingBytes > before;
  }

  private take(count: number): Buffer {
    const whole = this.pending.length === 1 ? (this.pending[0] ?? Buffer.alloc(0)) : Buffer.concat(this.pending);
    const rest = whole.subarray(count);
    this.pending = rest.length === 0 ? [] : [rest];
    this.pendingBytes = rest.length;
    return whole.subarray(0, count);
  }

  /** Everything received and not read yet, left where it is. */
  private peek(): Buffer {
    this.take(0);
    return this.pending[0] ?? Buffer.alloc(0);
  }

  /** The next whole reply. Rejects with `NoReply` when it does not come, with `SyntaxError` when it is not RESP. */
  async readReply(waitMs: number = DEFAULT_WAIT_MS): Promise<RawReply> {
    const deadline = performance.now() + waitMs;
    const parser = new ReplyParser();
    if (this.pending.length > 1) this.take(0);
    let fed = 0;
    for (;;) {
      for (; fed < this.pending.length; fed++) parser.feed(this.pending[fed]!);
      const reply = parser.next();
      if (reply !== undefined) return { bytes: this.take(parser.bytesConsumed), reply };
      if (!(await this.more(deadline))) {
        throw new NoReply(this.ended ? 'closed' : 'timeout', this.peek());
      }
    }
  }

  /** Exactly `count` bytes, whatever they are. Rejects with `NoReply`. */
  async readBytes(count: number, waitMs: number = DEFAULT_WAIT_MS): Promise<Buffer> {
    const deadline = performance.now() + waitMs;
    while (this.pendingBytes < count) {
      if (!(await this.more(deadline))) {
        throw new NoReply(this.ended ? 'closed' : 'timeout', this.peek());
      }
    }
    return this.take(count);
  }

  /** Everything until the server closes; `closed` is false when it did not within `waitMs`. */
  async readToEnd(waitMs: number): Promise<{ bytes: Buffer; closed: boolean }> {
    const deadline = performance.now() + waitMs;
    while (!this.ended && performance.now() < deadline) await this.more(deadline);
    return { bytes: this.take(this.pendingBytes), closed: this.ended };
  }

  /** Sends one command and reads one reply. */
  async command(...args: (string | number | bigint | Uint8Array)[]): Promise<RawReply> {
    await this.send(encodeCommand(args));
    return this.readReply();
  }

  /** Sends commands in one write and reads their replies. */
  async pipeline(commands: readonly (readonly (string | Uint8Array)[])[]): Promise<RawReply[]> {
    await this.send(Buffer.concat(commands.map(encodeCommand)));
    const replies: RawReply[] = [];
    while (replies.length < commands.length) replies.push(await this.readReply());
    return replies;
  }

  /** Sends one command and returns its reply's bytes as latin1 text, such as `+OK\r\n`. */
  async text(...args: (string | number | bigint | Uint8Array)[]): Promise<string> {
    return (await this.command(...args)).bytes.toString('latin1');
  }

  /** Closes our side; resolves when the socket is gone. */
  close(): Promise<void> {
    return new Promise((done) => {
      if (this.socket.closed) return done();
      this.socket.once('close', () => done());
      this.socket.destroy();
    });
  }
}

/** Bytes for a message: latin1, cut in the middle when long. */
export function show(bytes: Uint8Array, most = 400): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (text.length <= most) return text;
  const half = most >> 1;
  return `${text.slice(0, half)}…(${text.length} bytes)…${text.slice(-half)}`;
}
