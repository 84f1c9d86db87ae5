// HOT: one `send` a message and thread; no closures, no allocation while the rings have room.
/**
 * Problem: what is sent to another thread must neither be lost when its ring is full nor hold up the sender, and a
 * thread that stands still must not make the sender's memory grow without end.
 * Idea: what does not fit waits here, in order, and is tried again from the event loop. Bells are rung once for all
 * that was sent in a turn. What can be made up for (messages of publishers, invalidations) asks before whether it is
 * admitted; when too much waits it is not sent at all, and its receiver is told what it has missed once it has caught up.
 * Cost: what waits is copied, and counts as buffers of clients.
 * Gives up: the bound is on what asks; replies to clients that wait are sent whatever waits.
 */
import type { Doorbells } from './doorbell.ts';
import type { Inboxes } from './inbox.ts';

const RETRY_MS = 1;
/** What may wait for one thread before more is refused: twice what a subscriber may leave unread by default. */
export const MOST_WAITING_BYTES: number = 64 * 1024 * 1024;
/** Kind of record: kinds of records (a bit each, in 4 bytes) of which the thread has missed some. */
export const RECORD_LOST = 7;

interface Waiting {
  readonly kind: number;
  readonly payload: Buffer;
}

export class Outbox {
  readonly #inboxes: Inboxes;
  readonly #bells: Doorbells;
  /** By thread: what waits for room, oldest first, and its bytes. */
  readonly #waiting: Waiting[][];
  readonly #bytes: Float64Array;
  /** By thread: kinds of records that it will have missed. */
  readonly #lost: Int32Array;
  #toRing = 0;
  #retrying = false;

  constructor(inboxes: Inboxes, bells: Doorbells) {
    this.#inboxes = inboxes;
    this.#bells = bells;
    this.#waiting = Array.from({ length: bells.threads }, () => []);
    this.#bytes = new Float64Array(bells.threads);
    this.#lost = new Int32Array(bells.threads);
  }

  /** Sends `payload[start, end)`, at most MAX_RECORD bytes. Then `ring`. */
  send(thread: number, kind: number, payload: Buffer, start: number, end: number): void {
    this.#toRing |= 1 << thread;
    const waiting = this.#waiting[thread]!;
    if (waiting.length === 0 && this.#inboxes.post(thread, kind, payload, start, end)) return;
    waiting.push({ kind, payload: Buffer.from(payload.subarray(start, end)) });
    this.#bytes[thread]! += end - start;
    if (!this.#retrying) this.#retryLater();
  }

  /**
   * Whether `bytes` more may be sent to a thread. If not, they are not to be: the thread will be told that it has missed
   * something of this kind. Where nothing waits, everything may.
   */
  admits(thread: number, kind: number, bytes: number): boolean {
    const waits = this.#bytes[thread]!;
    if (waits === 0 || waits + bytes <= MOST_WAITING_BYTES) return true;
    this.#lost[thread]! |= 1 << kind;
    return false;
  }

  /** Messages that wait for room in the ring of a thread. */
  waiting(thread: number): number {
    return this.#waiting[thread]!.length;
  }

  /** Bytes that wait for all threads. */
  get waitingBytes(): number {
    let bytes = 0;
    for (let thread = 0; thread < this.#bytes.length; thread++) bytes += this.#bytes[thread]!;
    return bytes;
  }

  /** Wakes the threads that something was sent to. */
  ring(): void {
    let threads = this.#toRing;
    this.#toRing = 0;
    for (let thread = 0; threads !== 0; thread++, threads >>>= 1) if ((threads & 1) !== 0) this.#bells.ring(thread);
  }

  // cold: a thread does not keep up.
  #retryLater(): void {
    this.#retrying = true;
    setTimeout(() => this.#retry(), RETRY_MS);
  }

  #retry(): void {
    this.#retrying = false;
    for (let thread = 0; thread < this.#waiting.length; thread++) {
      const waiting = this.#waiting[thread]!;
      let sent = 0;
      for (; sent < waiting.length; sent++) {
        const { kind, payload } = waiting[sent]!;
        if (!this.#inboxes.post(thread, kind, payload, 0, payload.length)) break;
        this.#bytes[thread]! -= payload.length;
      }
      waiting.splice(0, sent);
      if (sent > 0) this.#bells.ring(thread);
      if (waiting.length === 0 && this.#lost[thread] !== 0) this.#tellLost(thread);
      if (waiting.length > 0 && !this.#retrying) this.#retryLater();
    }
  }

  #tellLost(thread: number): void {
    const kinds = Buffer.alloc(4);
    kinds.writeInt32LE(this.#lost[thread]!);
    this.#lost[thread] = 0;
    this.send(thread, RECORD_LOST, kinds, 0, kinds.length);
    this.ring();
  }
}

/** Whether a record of kind RECORD_LOST speaks of a kind. */
export function hasLost(record: Buffer, kind: number): boolean {
  return (record.readInt32LE(0) & (1 << kind)) !== 0;
}
