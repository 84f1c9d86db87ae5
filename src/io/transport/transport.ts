/**
 * The byte pipe under one client connection.
 *
 * Two implementations share this interface: `transport-raw.ts` drives libuv's stream handle directly, and
 * `transport-socket.ts` sits on a plain `net.Socket` for runtimes without those bindings. A connection never knows
 * which one it has.
 *
 * Rules that hold for both:
 * - Callbacks come from the event loop, never from inside a call of a method here; `onWritten` from inside `uncork` is
 *   the one exception.
 * - After `onClose` nothing else is called.
 * - A call on a closed transport does nothing; writes report `true` (there is nothing to wait for).
 * - What is written goes out at once, but for replies to pipelines (`mayWait`): they may wait for the end of the round.
 */

/** Why a transport closed: a system error code ('ECONNRESET', 'EPIPE', …), or one of ours. */
export type CloseReason = 'ended' | 'destroyed' | (string & {});

/** `token` of a write whose memory needs no release notice. */
export const NO_TOKEN = 0;

/** What a transport tells its user. One handler object serves all transports of a thread. */
export interface TransportHandler {
  /** Bytes arrived in `buf[start, end)`. The memory is the transport's: it is only valid during the call. */
  onData(transport: Transport, buf: Buffer, start: number, end: number): void;
  /** The view given to `readInto` is full; later bytes come through `onData`, unless `readInto` is called again here. */
  onFilled(transport: Transport): void;
  /** The peer will send nothing more (it may still read): answer what is left, then call `end()`. */
  onEnd(transport: Transport): void;
  /** `pendingBytes` fell to 0 after a write that returned false. */
  onDrain(transport: Transport): void;
  /** The memory given to `writeHeld` with this token may change again. Also called, before `onClose`, on failure. */
  onWritten(transport: Transport, token: number): void;
  /** The transport is gone. Called exactly once. */
  onClose(transport: Transport, reason: CloseReason): void;
}

/** One connected stream socket (TCP or unix). */
export interface Transport {
  readonly handler: TransportHandler;
  /** The connection on top of this transport; not used by the transport. */
  owner: unknown;
  /**
   * Whether what is written next may wait for the replies to others who have sent something in the same round. For the
   * replies of several commands: who waits for one reply at a time is better served at once.
   */
  mayWait: boolean;
  /** Bytes that were written but that the kernel has not taken yet. */
  readonly pendingBytes: number;
  /** Memory that these take beside that of `writeHeld`, which is somebody else's and counted there. */
  readonly copiedBytes: number;
  /** Bytes received so far. */
  readonly bytesRead: number;
  /** False once it was ended, destroyed or has failed. */
  readonly open: boolean;
  /** The peer waits for no reply any more, though `onClose` is still to come: what has not begun is not to be run. */
  readonly hasLeft: boolean;
  /** Address texts as the kernel reports them; on unix sockets the path, and ports 0. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  /** 'IPv4', 'IPv6' or 'unix'. */
  readonly family: 'IPv4' | 'IPv6' | 'unix';
  /** The file descriptor, or -1 when it cannot be had. */
  readonly fd: number;

  /**
   * Sends `buf[start, end)`. The memory may be reused at once, whatever the result: what the kernel does not take is
   * copied. True: all of it is in the kernel. False: `pendingBytes` > 0, and `onDrain` follows.
   */
  write(buf: Buffer, start: number, end: number): boolean;
  /**
   * Gathers the writes up to `uncork` into one system call, for a batch whose replies lie in several pieces: three calls
   * for a 64 KiB value cost 40 % more CPU than one. Until `uncork` every write returns false.
   */
  cork(): void;
  /** Sends what was gathered. The result is as in `write`. Memory of `writeHeld` may be released from inside. */
  uncork(): boolean;
  /**
   * Sends a whole view without copying it (it may lie in shared memory). True: the kernel has it all, the memory is
   * free and no notice follows. False: the memory must not change before `onWritten(transport, token)`.
   */
  writeHeld(view: Buffer, token: number): boolean;
  /** Stops `onData` (back-pressure towards the peer); bytes read already may come once more. */
  pauseRead(): void;
  resumeRead(): void;
  /**
   * The next `view.length` bytes received go into `view` (it may lie in shared memory), then `onFilled` is called.
   * From inside `onData`, the handler must have consumed everything up to `end`. Null withdraws the view: bytes
   * already in it are lost to `onData`. (They are copied from the thread's read buffer, which is in the cache: reading
   * with the kernel's own copy into the view is not faster, and needs an exception at each end of the data.)
   */
  readInto(view: Buffer | null): void;
  /** Bytes placed so far in the view given to `readInto`. */
  readonly filledBytes: number;
  /** Closes once the pending bytes are sent, however long the peer takes. Reads stop at once. */
  end(): void;
  /** Closes now; pending bytes are lost. */
  destroy(): void;
  /** TCP keep-alive probes after this many idle seconds; 0 turns them off. */
  setKeepAlive(seconds: number): void;
  setNoDelay(on: boolean): void;
}
