// HOT: `send` runs once a read batch; no closures, and no allocation while peers keep up.
/**
 * The buffer that small writes leave by: one a thread, with a view for each length, so that a write makes no object.
 *
 * libuv tries the system call at once. Only if the kernel's buffer is full does libuv keep the memory; then that
 * transport takes the buffer over (`leave`), and the next write gets a new one.
 */
import { type StreamHandle, streamBinding, type WriteRequest } from './transport-binding.ts';

/** Longest write that goes this way: up to here it is 0.3 µs cheaper than `fs.writeSync`. */
export const SMALL_BYTES = 2048;

type Completion = (this: WriteRequest, status: number) => void;

export class SmallBuffer {
  /** The view of the last `send`. */
  view: Buffer;
  readonly #completed: Completion;
  #memory: Buffer;
  #views: (Buffer | undefined)[];
  #request: WriteRequest;

  /** `completed` is called for a buffer that was left, when libuv is done with it. */
  constructor(completed: Completion) {
    this.#completed = completed;
    this.#memory = Buffer.allocUnsafeSlow(SMALL_BYTES);
    this.#views = new Array(SMALL_BYTES + 1);
    this.#request = newRequest(completed);
    this.view = this.#memory;
  }

  /** Sends up to `SMALL_BYTES`. @returns 0 or a negative errno; the binding's state says whether libuv kept the memory. */
  send(handle: StreamHandle, buf: Buffer, start: number, length: number): number {
    buf.copy(this.#memory, 0, start, start + length);
    const view = this.#views[length] ?? this.#newView(length);
    this.view = view;
    return handle.writeBuffer(this.#request, view);
  }

  /** Gives the memory up to the transport of the last `send`. */
  // cold: once for each stall of a peer.
  leave(transport: unknown): void {
    this.#request.transport = transport;
    this.#memory = Buffer.allocUnsafeSlow(SMALL_BYTES);
    this.#views = new Array(SMALL_BYTES + 1);
    this.#request = newRequest(this.#completed);
  }

  // cold: once for each length.
  #newView(length: number): Buffer {
    const view = this.#memory.subarray(0, length);
    this.#views[length] = view;
    return view;
  }
}

/** A request that libuv completes by calling `completed` with it as `this`. */
export function newRequest(completed: Completion): WriteRequest {
  if (streamBinding === null) return { oncomplete: completed, transport: null };
  const made = new streamBinding.writeRequest();
  made.oncomplete = completed;
  made.transport = null;
  return made;
}
