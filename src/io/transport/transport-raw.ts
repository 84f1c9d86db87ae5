// HOT: `onRead` and `write` run once a read batch; no closures, no allocation while the peer keeps up.
/**
 * A transport on libuv's stream handle itself, without `net.Socket` and the stream machinery on top of it.
 *
 * Reads: all connections of a thread read into one buffer that stays in the cache. A batch is handled before the next
 * read, so nobody else needs the memory meanwhile.
 *
 * Writes: small ones go to libuv, which tries the system call at once (`transport-small-buffer.ts`). Larger ones go by
 * `fs.writeSync`, which says how much the kernel took; only the rest is copied (or, for held memory, queued as it is)
 * and left to libuv.
 *
 * A peer that does not read costs what is pending for it and nothing else.
 */
import { writeSync, writevSync } from 'node:fs';
import { getSystemErrorName } from 'node:util';
import { type CloseReason, NO_TOKEN, type Transport, type TransportHandler } from './transport.ts';
import { KEEP_ALIVE_PROBES, TransportBase } from './transport-base.ts';
import { type SocketName, type StreamHandle, streamBinding, type WriteRequest } from './transport-binding.ts';
import { WriteQueue } from './transport-queue.ts';
import { newRequest, SMALL_BYTES, SmallBuffer } from './transport-small-buffer.ts';
import { type Sender, writeRound } from './write-round.ts';

/** The read buffer of the thread. From 64 KiB to 1 MiB it makes no difference, for 64 B and for 16 MiB values. */
const READ_BYTES = 64 * 1024;
/** Pieces of one gathering write; the kernel allows 1,024. */
const GATHER_PIECES = 64;
/**
 * Most bytes of a queue that go to the kernel before other connections have their turn: some 0.1 ms. A reader that keeps
 * up would otherwise hold the thread for as long as its whole value takes; of 16 MiB values, turns of 1 MiB and of
 * 256 KiB cost the same CPU. (libuv bounds reads in the same way, by 32 read buffers.)
 */
const TURN_BYTES = 256 * 1024;

/**
 * Reads that fill the read buffer, one after the other, before other connections have their turn: of commands, and of a
 * value on its way into its pages, which costs far less. libuv alone would go on for 32 of them, 15,000 commands.
 */
const FULL_READS = 1;
const FULL_READS_OF_VALUE = 4;

const state = streamBinding?.state ?? new Int32Array(0);
const READ_RESULT = streamBinding?.readBytesOrError ?? 0;
const WAS_ASYNC = streamBinding?.lastWriteWasAsync ?? 0;
const UV_EOF = -4095;

const readBuffer = Buffer.allocUnsafeSlow(READ_BYTES);
const small = new SmallBuffer(onWritten);

export class RawTransport extends TransportBase implements Transport, Sender {
  readonly fd: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  readonly family: 'IPv4' | 'IPv6' | 'unix';
  readonly #handle: StreamHandle;
  #queue: WriteQueue | null = null;
  /** Bytes of the queue's head that libuv holds. */
  #lent = 0;
  #corked = false;
  /** Whether a reply waits for the end of the round. */
  #waits = false;
  #ended = false;
  #closing = false;
  /** Whether the owner wants to read; how many reads were full; and whether the others have their turn. */
  #reads = false;
  #fullReads = 0;
  #yields = false;
  #reason: CloseReason = 'ended';

  /** Takes over an accepted handle; `unixPath` of the listener for unix sockets. Reading begins with `resumeRead`. */
  constructor(handle: StreamHandle, handler: TransportHandler, unixPath: string | undefined) {
    super(handler);
    this.#handle = handle;
    this.fd = handle.fd;
    const peer: SocketName = {};
    const local: SocketName = {};
    handle.getpeername?.(peer);
    handle.getsockname?.(local);
    this.family = unixPath !== undefined ? 'unix' : local.family === 'IPv6' ? 'IPv6' : 'IPv4';
    this.remoteAddress = unixPath ?? peer.address ?? '';
    this.remotePort = peer.port ?? 0;
    this.localAddress = unixPath ?? local.address ?? '';
    this.localPort = local.port ?? 0;
    handle.owner = this;
    handle.useUserBuffer(readBuffer);
    handle.onread = onRead;
  }

  get pendingBytes(): number {
    const queue = this.#queue;
    if (queue === null || queue.bytes === 0) return 0;
    if (this.#lent === 0 || this.#closing) return queue.bytes;
    return queue.bytes - this.#lent + this.#handle.writeQueueSize;
  }

  get copiedBytes(): number {
    const queue = this.#queue;
    return queue === null ? 0 : queue.bytes - queue.heldBytes;
  }

  write(buf: Buffer, start: number, end: number): boolean {
    const length = end - start;
    if (!this.open) return true;
    if (this.#waits) writeRound.send();
    const queue = this.#queue;
    if (this.#corked || (queue !== null && queue.bytes > 0)) {
      if (length > 0) this.#queued().copy(buf, start, end);
      return false;
    }
    if (length <= 0) return true;
    if (!this.mayWait || !writeRound.take(this, buf, start, length)) return this.#write(buf, start, length);
    this.#waits = true;
    return true;
  }

  /** The round ends. */
  sendWaiting(buf: Buffer, start: number, length: number): void {
    this.#waits = false;
    if (!this.#closing) this.#write(buf, start, length);
  }

  /** Writes at once. Nothing is queued. */
  #write(buf: Buffer, start: number, length: number): boolean {
    if (length > SMALL_BYTES) return this.#writeLarge(buf, start, length);
    const error = small.send(this.#handle, buf, start, length);
    if (error !== 0) {
      this.#fail(error);
      return true;
    }
    if (state[WAS_ASYNC] === 0) return true;
    this.#leaveSmallBuffer();
    return false;
  }

  writeHeld(view: Buffer, token: number): boolean {
    if (!this.open || view.length === 0) return true;
    if (this.#waits) writeRound.send();
    const queue = this.#queued();
    if (this.#corked || queue.bytes > 0) {
      queue.hold(view, 0, token);
      return false;
    }
    const most = view.length < TURN_BYTES ? view.length : TURN_BYTES;
    const sent = this.#send(view, 0, most);
    if (sent < 0 || sent === view.length) return true;
    queue.hold(view, sent, token);
    if (sent < most && this.#startHead(queue)) return false;
    return this.#isEmptyOrYields(queue);
  }

  cork(): void {
    if (this.#waits) writeRound.send();
    if (this.open) this.#corked = true;
  }

  uncork(): boolean {
    if (!this.#corked) return this.pendingBytes === 0;
    this.#corked = false;
    const queue = this.#queued();
    return queue.headIsBusy ? false : this.#flush(queue);
  }

  pauseRead(): void {
    this.#reads = false;
    if (!this.#closing) this.#handle.readStop();
  }

  resumeRead(): void {
    if (!this.open || this.#ended) return;
    this.#reads = true;
    if (!this.#yields) this.#handle.readStart();
  }

  end(): void {
    if (this.#waits) writeRound.send();
    if (!this.open) return;
    if (this.#corked) this.uncork();
    if (!this.open) return;
    this.open = false;
    this.#handle.readStop();
    if (this.#queue === null || this.#queue.bytes === 0) this.#close('ended');
  }

  destroy(): void {
    if (this.#waits) writeRound.send();
    this.#close('destroyed');
  }

  setKeepAlive(seconds: number): void {
    if (this.#closing) return;
    const interval = Math.max(1, Math.floor(seconds / KEEP_ALIVE_PROBES));
    this.#handle.setKeepAlive?.(seconds > 0, seconds, interval, KEEP_ALIVE_PROBES);
  }

  setNoDelay(on: boolean): void {
    if (!this.#closing) this.#handle.setNoDelay?.(on);
  }

  /** The read callback: bytes in the read buffer, or a negative errno. */
  received(result: number): void {
    if (result > 0) {
      writeRound.isReading = true;
      this.intake(this, readBuffer, 0, result);
      writeRound.isReading = false;
      if (result < READ_BYTES) this.#fullReads = 0;
      else if (++this.#fullReads >= (this.isFilling ? FULL_READS_OF_VALUE : FULL_READS)) this.#yieldRead();
    } else if (result === UV_EOF) {
      this.#ended = true;
      if (this.open) this.handler.onEnd(this);
    } else if (result < 0) this.#fail(result);
  }

  /** The others had their turn. */
  readOn(): void {
    this.#yields = false;
    if (this.#reads && this.open && !this.#ended) this.#handle.readStart();
  }

  /** libuv is done with what it was lent. */
  written(status: number): void {
    const queue = this.#queue;
    if (queue === null || this.#closing) return;
    if (status < 0) {
      this.#fail(status);
      return;
    }
    this.#takeBack(queue);
    this.continue(queue);
  }

  /** Goes on with the queue: libuv is done, or the other connections had their turn. */
  continue(queue: WriteQueue): void {
    queue.headIsBusy = false;
    if (this.#closing || !this.#flush(queue) || this.#closing) return;
    if (this.open) this.handler.onDrain(this);
    else this.#close('ended');
  }

  /** libuv has closed the handle and reads no memory of ours any more. */
  closed(): void {
    const queue = this.#queue;
    while (queue !== null && queue.head !== null) this.#release(queue);
    this.handler.onClose(this, this.#reason);
  }

  /** More waits in the kernel, and will be read when the other connections had their turn. */
  #yieldRead(): void {
    this.#fullReads = 0;
    if (!this.#reads || !this.open) return;
    this.#yields = true;
    this.#handle.readStop();
    setImmediate(onReadTurn, this);
  }

  #queued(): WriteQueue {
    this.#queue ??= new WriteQueue();
    return this.#queue;
  }

  #writeLarge(buf: Buffer, start: number, length: number): boolean {
    const sent = this.#send(buf, start, length);
    if (sent < 0 || sent === length) return true;
    const queue = this.#queued();
    queue.copy(buf, start + sent, start + length);
    return this.#startHead(queue) ? false : this.#isEmptyOrYields(queue);
  }

  /** The kernel's buffer is full, and libuv holds the small buffer from now on. */
  #leaveSmallBuffer(): void {
    const queue = this.#queued();
    queue.lend(small.view);
    queue.headIsBusy = true;
    this.#lent = queue.bytes;
    small.leave(this);
  }

  /** @returns how many bytes the kernel took; -1 if the connection failed. */
  #send(buf: Buffer, start: number, length: number): number {
    try {
      return writeSync(this.fd, buf, start, length);
    } catch (error) {
      return this.#refused(error);
    }
  }

  #refused(error: unknown): number {
    const code = String((error as NodeJS.ErrnoException).code);
    if (code === 'EAGAIN' || code === 'EINTR') return 0;
    this.#close(code);
    return -1;
  }

  /**
   * Leaves the head of the queue, or as much of it as one turn may send, to libuv.
   * @returns false if that was sent at once
   */
  // cold: only for a peer that does not keep up.
  #startHead(queue: WriteQueue): boolean {
    const head = queue.head!;
    const left = head.end - head.start;
    const waiting = newRequest(onWritten);
    queue.headIsBusy = true;
    this.#lent = left < TURN_BYTES ? left : TURN_BYTES;
    const error = this.#handle.writeBuffer(waiting, head.memory.subarray(head.start, head.start + this.#lent));
    if (error !== 0) this.#fail(error);
    else if (state[WAS_ASYNC] === 0) {
      queue.headIsBusy = false;
      this.#takeBack(queue);
      return false;
    } else waiting.transport = this;
    return true;
  }

  /** What was lent is sent. */
  #takeBack(queue: WriteQueue): void {
    const head = queue.head!;
    const sent = this.#lent;
    this.#lent = 0;
    if (sent === head.end - head.start) this.#release(queue);
    else queue.advance(sent);
  }

  /** Lets the other connections have their turn before what is left is sent. @returns whether nothing is left */
  #isEmptyOrYields(queue: WriteQueue): boolean {
    if (queue.bytes === 0) return true;
    queue.headIsBusy = true;
    setImmediate(onTurn, this, queue);
    return false;
  }

  /** Sends of the queue what the kernel takes and one turn allows. @returns true if that was all. */
  #flush(queue: WriteQueue): boolean {
    let allowed = TURN_BYTES;
    while (queue.bytes > 0 && allowed > 0) {
      const offered = queue.bytes < allowed ? queue.bytes : allowed;
      const sent = this.#sendGathered(queue, offered);
      if (sent < 0) return true;
      allowed -= sent;
      this.#forget(queue, sent);
      if (this.#closing) return true;
      if (sent < offered && this.#startHead(queue)) return false;
    }
    return this.#isEmptyOrYields(queue);
  }

  /** Takes `sent` bytes off the queue. */
  #forget(queue: WriteQueue, sent: number): void {
    let left = sent;
    while (left > 0) {
      const head = queue.head!;
      const length = head.end - head.start;
      if (length > left) {
        queue.advance(left);
        return;
      }
      left -= length;
      this.#release(queue);
    }
  }

  /** Offers the kernel the first `most` bytes of the queue. @returns how many it took; -1 if the connection failed. */
  #sendGathered(queue: WriteQueue, most: number): number {
    const head = queue.head!;
    if (head.end - head.start >= most) return this.#send(head.memory, head.start, most);
    try {
      return writevSync(this.fd, queue.views(GATHER_PIECES, most));
    } catch (error) {
      return this.#refused(error);
    }
  }

  #release(queue: WriteQueue): void {
    const segment = queue.shift()!;
    if (segment.token !== NO_TOKEN) this.handler.onWritten(this, segment.token);
  }

  #fail(errno: number): void {
    this.#close(getSystemErrorName(errno));
  }

  #close(reason: CloseReason): void {
    this.open = false;
    if (this.#closing) return;
    this.#closing = true;
    this.#corked = false;
    this.#reason = reason;
    this.#handle.close(onClosed);
  }
}

function onRead(this: StreamHandle): void {
  (this.owner as RawTransport).received(state[READ_RESULT]!);
}

function onWritten(this: WriteRequest, status: number): void {
  (this.transport as RawTransport).written(status);
}

function onClosed(this: StreamHandle): void {
  (this.owner as RawTransport).closed();
}

function onReadTurn(transport: RawTransport): void {
  transport.readOn();
}

function onTurn(transport: RawTransport, queue: WriteQueue): void {
  transport.continue(queue);
}
