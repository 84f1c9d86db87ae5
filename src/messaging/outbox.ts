// HOT: one `send` a message and thread; no closures, no allocation while the rings have room.
/**
 * Problem: what is sent to another thread must neither be lost when its ring is full nor hold up the sender.
 * Idea: what does not fit waits here, in order, and is tried again from the event loop. Bells are rung once for all
 * that was sent in a turn.
 */
import type { Doorbells } from './doorbell.ts';
import type { Inboxes } from './inbox.ts';

const RETRY_MS = 1;

interface Waiting {
  readonly kind: number;
  readonly payload: Buffer;
}

export class Outbox {
  readonly #inboxes: Inboxes;
  readonly #bells: Doorbells;
  /** By thread: what waits for room, oldest first. */
  readonly #waiting: Waiting[][];
  #toRing = 0;
  #retrying = false;

  constructor(inboxes: Inboxes, bells: Doorbells) {
    this.#inboxes = inboxes;
    this.#bells = bells;
    this.#waiting = Array.from({ length: bells.threads }, () => []);
  }

  /** Sends `payload[start, end)`, at most MAX_RECORD bytes. Then `ring`. */
  send(thread: number, kind: number, payload: Buffer, start: number, end: number): void {
    this.#toRing |= 1 << thread;
    const waiting = this.#waiting[thread]!;
    if (waiting.length === 0 && this.#inboxes.post(thread, kind, payload, start, end)) return;
    waiting.push({ kind, payload: Buffer.from(payload.subarray(start, end)) });
    if (!this.#retrying) this.#retryLater();
  }

  /** Messages that wait for room in the ring of a thread. */
  waiting(thread: number): number {
    return this.#waiting[thread]!.length;
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
      }
      waiting.splice(0, sent);
      if (sent > 0) this.#bells.ring(thread);
      if (waiting.length > 0 && !this.#retrying) this.#retryLater();
    }
  }
}
