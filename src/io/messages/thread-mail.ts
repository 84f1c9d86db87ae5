/**
 * What other threads have put into the inbox of this one. Invalidations may be read ahead of everything else, from
 * inside a read batch: the rest waits for the event loop, in its order.
 */
import type { InvalidationMail } from '../../dispatch/ports/tracking.ts';
import type { Inboxes } from '../../messaging/inbox.ts';
import { RECORD_INVALIDATION } from '../../messaging/invalidations.ts';

interface Letter {
  readonly kind: number;
  readonly payload: Buffer;
}

export class ThreadMail implements InvalidationMail {
  readonly #inboxes: Inboxes;
  readonly #thread: number;
  #later: Letter[] = [];
  /** Takes each invalidation. */
  onInvalidation: (record: Buffer) => void = () => undefined;
  /** Called when those that were there are read, inside a read batch. */
  onRead: () => void = () => undefined;

  constructor(inboxes: Inboxes, thread: number) {
    this.#inboxes = inboxes;
    this.#thread = thread;
  }

  get isWaiting(): boolean {
    return this.#inboxes.hasAny(this.#thread);
  }

  read(): void {
    this.#inboxes.drain(this.#thread, (kind, payload) => {
      if (kind === RECORD_INVALIDATION) this.onInvalidation(payload);
      else this.#later.push({ kind, payload });
    });
    this.onRead();
  }

  /** Gives everything else to `visit` as well. Called from the event loop. */
  readAll(visit: (kind: number, payload: Buffer) => void): void {
    const later = this.#later;
    this.#later = [];
    for (const { kind, payload } of later) visit(kind, payload);
    this.#inboxes.drain(this.#thread, (kind, payload) => {
      if (kind === RECORD_INVALIDATION) this.onInvalidation(payload);
      else visit(kind, payload);
    });
  }
}
