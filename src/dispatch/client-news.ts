// HOT: `tell` is asked once a command; no closures, no allocation.
/**
 * What clients are told beside replies: events of keys, invalidations of what they cache, and messages that follow the
 * reply of the command that is running.
 */

import { type Client, REPLY_ON } from './client.ts';
import type { Call } from './context.ts';
import type { InvalidationMail } from './ports/tracking.ts';
import { beginReply, endReply } from './reply-mode.ts';
import type { Row } from './request.ts';
import { TrackedReads } from './tracked-reads.ts';

/** How often `boundReads` forgets a few keys. */
const MOST_ROUNDS = 100;

export class ClientNews {
  readonly #call: Call;
  readonly reads: TrackedReads;
  /** Called with no lock held when something happened to keys that listeners are to be told. */
  onEvents: (() => void) | undefined;
  /** Called with no lock held when keys that clients of this thread track changed by a command, or were forgotten. */
  onInvalidated: ((byCommand: boolean) => void) | undefined;
  /** What other threads have to say to such clients. */
  mail: InvalidationMail | undefined;
  /** The reply of the running command will not be sent. */
  #isSilent = false;

  constructor(call: Call) {
    this.#call = call;
    this.reads = new TrackedReads(call.store);
  }

  /** Tells clients what happened to keys. No lock is held. */
  tell(): void {
    const { pending } = this.#call.store.observers;
    this.tellInvalidations();
    if (pending.count !== 0) this.onEvents?.();
  }

  /** The first part of `tell`: events come behind. */
  tellInvalidations(): void {
    if (this.#call.store.observers.tracked.hasNews) this.#tellInvalidations(true);
  }

  /** Writes what follows the reply of the running command, unless that reply is still to be dropped. */
  afterReply(): void {
    if (this.#call.afterReply !== undefined && !this.#isSilent) this.#writeAfterReply();
  }

  /** Before a command of a client that does not want replies, or wants more than replies. */
  begin(client: Client): void {
    if (this.hasMailFor(client)) this.mail!.read();
    // Somebody may have lowered the bound.
    if (client.tracking !== undefined) this.#boundReads();
    this.#isSilent = client.replyMode !== REPLY_ON;
    if (this.#isSilent) beginReply(this.#call, client);
  }

  /** After it. @param isDone false when it waits */
  end(client: Client, row: Row | null, isDone: boolean): void {
    const call = this.#call;
    const wasSilent = this.#isSilent;
    this.#isSilent = false;
    if (!isDone) return;
    if (wasSilent) endReply(call, client);
    if (wasSilent && call.afterReply !== undefined) this.#writeAfterReply();
    if (client.tracking === undefined) return;
    this.reads.commandEnded(client, client.tracking, row);
    this.#boundReads();
  }

  /** Forgets tracked keys until they are within their bound, as a lower bound may have left many. Now and then. */
  boundReads(): void {
    const most = this.#call.settings.current.trackingTableMaxKeys;
    for (let i = 0; i < MOST_ROUNDS && this.reads.bound(most); i++) this.#tellInvalidations(false);
  }

  /**
   * Whether a client that tracks keys has to hear of changes before a command of it may see them. Asked under the locks
   * of the command: whoever changed its keys has sent the word by then.
   */
  hasMailFor(client: Client): boolean {
    return client.tracking !== undefined && this.mail?.isWaiting === true;
  }

  /** The client whose turn it is hears at once of what was forgotten, between two replies. */
  #boundReads(): void {
    if (!this.reads.bound(this.#call.settings.current.trackingTableMaxKeys)) return;
    this.#tellInvalidations(false);
    this.afterReply();
  }

  #tellInvalidations(byCommand: boolean): void {
    // Who looks after clients in the middle of a script leaves that to the thread, which tells when it goes on.
    if (this.onInvalidated === undefined) return;
    this.#call.store.observers.tracked.hasNews = false;
    this.onInvalidated(byCommand);
  }

  #writeAfterReply(): void {
    const { afterReply } = this.#call;
    this.#call.afterReply = undefined;
    afterReply?.();
  }
}
