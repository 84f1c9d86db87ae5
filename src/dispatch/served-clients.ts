/**
 * Replies for blocked clients that a command of this thread served, from the moment they are written, under locks, until
 * they are on their way to the clients' threads.
 */
import type { ReplyWriter } from '../../protocol/resp/reply-writer.ts';
import type { Outbox } from '../messaging/outbox.ts';
import { type ReplyPiece, sendReply } from '../messaging/served-replies.ts';

/**
 * Numbers that are kept of each reply: thread, slot and id of the client, where the reply begins and ends, µs of its command,
 * and how many events of keys had happened before it ran.
 */
const FIELDS = 7;

type ToOwn = (slot: number, id: number, pieces: readonly ReplyPiece[], us: number) => void;

export class ServedClients {
  readonly #thread: number;
  readonly #writer: ReplyWriter;
  readonly #outbox: Outbox;
  readonly #toOwn: ToOwn;
  #facts = new Float64Array(64 * FIELDS);
  /** Replies that wait for `deliver`. */
  count = 0;
  /** Tells of the first so many events that are pending: they come before the next reply. */
  tellFirst: ((events: number) => void) | undefined;

  /** @param toOwn is given the reply of a client of this thread, which it sends when the present turn of the event loop is over */
  constructor(thread: number, writer: ReplyWriter, outbox: Outbox, toOwn: ToOwn) {
    this.#thread = thread;
    this.#writer = writer;
    this.#outbox = outbox;
    this.#toOwn = toOwn;
  }

  /** A client was served; its reply lies in the writer from `from` to `to`. Called under locks. */
  add(thread: number, slot: number, id: number, from: number, to: number, us: number, events: number): void {
    const at = this.count++ * FIELDS;
    if (at === this.#facts.length) this.#grow();
    this.#facts[at] = thread;
    this.#facts[at + 1] = slot;
    this.#facts[at + 2] = id;
    this.#facts[at + 3] = from;
    this.#facts[at + 4] = to;
    this.#facts[at + 5] = us;
    this.#facts[at + 6] = events;
  }

  /** Sends all replies on their way. No lock is held. */
  deliver(): void {
    const writer = this.#writer;
    const facts = this.#facts;
    const segments = writer.segmentCount();
    let segment = 0;
    let segmentStart = 0;
    for (let i = 0; i < this.count; i++) {
      const at = i * FIELDS;
      const to = facts[at + 4]!;
      const pieces: ReplyPiece[] = [];
      let position = facts[at + 3]!;
      while (position < to && segment < segments) {
        const token = writer.segmentToken(segment);
        const view = writer.segmentBuffer(segment);
        if (token !== 0) pieces.push(token);
        else {
          const end = Math.min(to, segmentStart + view.length);
          pieces.push(Buffer.from(view.subarray(position - segmentStart, end - segmentStart)));
          position = end;
          if (end < segmentStart + view.length) continue;
        }
        segmentStart += view.length;
        segment++;
      }
      if (facts[at + 6]! > 0) this.tellFirst?.(facts[at + 6]!);
      this.#send(facts[at]!, facts[at + 1]!, facts[at + 2]!, pieces, facts[at + 5]!);
    }
    this.count = 0;
    // The pins of large values went with the replies.
    for (const chunk of writer.detach()) writer.recycle(chunk);
    this.#outbox.ring();
  }

  #send(thread: number, slot: number, id: number, pieces: readonly ReplyPiece[], us: number): void {
    if (thread === this.#thread) this.#toOwn(slot, id, pieces, us);
    else sendReply(this.#outbox, thread, slot, id, pieces, us);
  }

  #grow(): void {
    const facts = new Float64Array(this.#facts.length * 2);
    for (let i = 0; i < this.#facts.length; i++) facts[i] = this.#facts[i]!;
    this.#facts = facts;
  }
}
