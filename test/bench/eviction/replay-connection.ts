/**
 * One connection of a replay: asks for keys in a pipeline, and stores what was missed.
 *
 * The order of requests for one key is kept: a key that was asked for is busy until its answer is there and, after a
 * miss, its SET is on the way, so that the next request for it finds what a client that waits would find.
 */
import type { Socket } from 'node:net';
import { openSocket } from '../load/open-socket.ts';
import { ReplyScanner } from '../load/reply-scanner.ts';

/** Keys asked for and not yet answered. */
const DEPTH = 16;
/** Marks the reply to a SET among those that are awaited. */
const SET = -1;

export class ReplayConnection {
  hits = 0;
  hitBytes = 0;
  /** Values that the server did not take, for want of memory. */
  refused = 0;
  readonly #busy = new Set<number>();
  /** What is awaited: keys, or SET; and the sizes of those keys' values. */
  readonly #awaited: number[] = [];
  readonly #sizes: number[] = [];
  #first = 0;
  readonly #scanner = new ReplyScanner();
  #socket: Socket | undefined;
  #text = '';
  #outstanding = 0;
  readonly #wake: () => void;
  readonly #fail: (error: Error) => void;

  /** @param wake called whenever there may be room for another request */
  constructor(wake: () => void, fail: (error: Error) => void) {
    this.#wake = wake;
    this.#fail = fail;
  }

  async open(port: number): Promise<void> {
    this.#socket = await openSocket(port, (bytes, length) => this.#receive(bytes, length), this.#fail);
  }

  close(): void {
    this.#socket?.destroy();
  }

  /** Whether a key can be asked for now. */
  mayAsk(key: number): boolean {
    return this.#outstanding < DEPTH && !this.#busy.has(key);
  }

  get isIdle(): boolean {
    return this.#first === this.#awaited.length;
  }

  /** @param size bytes of the value that is stored after a miss */
  ask(key: number, size: number): void {
    const name = `k${key}`;
    this.#text += `*2\r\n$3\r\nGET\r\n$${name.length}\r\n${name}\r\n`;
    this.#busy.add(key);
    this.#outstanding++;
    this.#awaited.push(key);
    this.#sizes.push(size);
  }

  /** Sends what was asked for since the last time. */
  flush(): void {
    if (this.#text === '') return;
    this.#socket!.write(this.#text, 'latin1');
    this.#text = '';
  }

  #receive(bytes: Uint8Array, length: number): void {
    let at = 0;
    while (at < length) {
      const { replies, errors } = this.#scanner;
      at = this.#scanner.step(bytes, at, length);
      if (this.#scanner.replies > replies)
        this.#answered(this.#scanner.lastWasNull === 1, this.#scanner.errors > errors);
    }
    if (this.#first > 4096) {
      this.#awaited.splice(0, this.#first);
      this.#sizes.splice(0, this.#first);
      this.#first = 0;
    }
    this.#wake();
  }

  #answered(isNull: boolean, isError: boolean): void {
    const key = this.#awaited[this.#first]!;
    const size = this.#sizes[this.#first++]!;
    if (key === SET) {
      if (isError) this.refused++;
      return;
    }
    this.#outstanding--;
    this.#busy.delete(key);
    if (isError) this.#fail(new Error(`GET was answered with ${this.#scanner.firstError}`));
    else if (isNull) this.#store(key, size);
    else {
      this.hits++;
      this.hitBytes += size;
    }
  }

  #store(key: number, size: number): void {
    const name = `k${key}`;
    this.#text += `*3\r\n$3\r\nSET\r\n$${name.length}\r\n${name}\r\n$${size}\r\n${'x'.repeat(size)}\r\n`;
    this.#awaited.push(SET);
    this.#sizes.push(0);
  }
}
