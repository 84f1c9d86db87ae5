/**
 * EXEC with a script that is not known to be short: the script runs on the script thread, while this thread keeps the
 * locks of the transaction and serves its other clients. What lies between the commands meanwhile is kept here: at most one
 * transaction of all threads is held, since it has all locks.
 */
import type { ReplyWriter } from '../../protocol/resp/reply-writer.ts';
import { type LargeRef, NO_LARGE } from '../memory/types.ts';
import type { Client } from './client.ts';
import type { Call } from './context.ts';
import type { ParsedRequest } from './request.ts';

/** A transaction between two of its commands. */
export interface HeldTransaction {
  readonly client: Client;
  /** The script that it waits for, and its place among the queued commands. */
  readonly request: ParsedRequest;
  readonly index: number;
  /** The time that all its commands see: ms, and µs, since 1970. */
  readonly nowMs: number;
  readonly frozenUs: number;
  /** When EXEC had its locks, and when the script was sent; µs. */
  readonly sinceUs: number;
  readonly sentUs: number;
  /** Queues of blocked clients that are to be looked at when it ends. */
  readonly ready: Int32Array;
}

/** Bytes of a reply, or the token of pinned pages. */
type Piece = Buffer | number;

const NO_BYTES = Buffer.alloc(0);
const DASH = 0x2d;
/** Bytes of the number of ready queues, and of each. */
const COUNT_BYTES = 4;
const QUEUE_BYTES = 8;

export class HeldTransactions {
  readonly #call: Call;
  /** Where transactions that may come to be held write their replies: the thread's own writer is others' meanwhile. */
  readonly #aside: ReplyWriter;
  #main: ReplyWriter | undefined;
  #held: HeldTransaction | undefined;
  /** Messages to its own client, which follow its reply. */
  #behind: Buffer[] = [];

  constructor(call: Call, aside: ReplyWriter) {
    this.#call = call;
    this.#aside = aside;
  }

  get held(): HeldTransaction | undefined {
    return this.#held;
  }

  /** A transaction with scripts begins. */
  begin(client: Client): void {
    this.#turnAside();
    this.#aside.begin(client.resp);
  }

  #turnAside(): void {
    this.#main = this.#call.reply;
    this.#call.reply = this.#aside;
  }

  #turnBack(): void {
    if (this.#main !== undefined) this.#call.reply = this.#main;
    this.#main = undefined;
  }

  /** Its next command is a script that is sent away. */
  hold(held: HeldTransaction): void {
    const call = this.#call;
    this.#held = held;
    const mark = this.#aside.mark();
    const { afterReply } = call;
    call.afterReply = undefined;
    afterReply?.();
    if (this.#aside.mark() > mark) this.#behind.push(bytesBehind(this.#aside, mark));
    this.#aside.rollback(mark);
    this.#turnBack();
  }

  /** The script is done. @param pieces what `replyOf` says, then the reply @returns whether that is an error */
  goOn(pieces: readonly Piece[]): boolean {
    const ready = this.#held!.ready;
    this.#held = undefined;
    this.#turnAside();
    const { queues } = this.#call.store.observers;
    queues.addReady(ready);
    let head = pieces[0] as Buffer;
    let next = 1;
    for (; head.length < COUNT_BYTES + head.readUInt32LE(0) * QUEUE_BYTES; next++) {
      head = Buffer.concat([head, pieces[next] as Buffer]);
    }
    const more = new Int32Array(head.readUInt32LE(0) * 2);
    for (let i = 0; i < more.length; i++) more[i] = head.readInt32LE(COUNT_BYTES + i * 4);
    queues.addReady(more);
    for (const piece of pieces.slice(next)) write(this.#aside, piece);
    const first = pieces[next];
    return typeof first === 'object' && first[0] === DASH;
  }

  /** The transaction is done: its reply goes where it belongs. */
  end(): void {
    const reply = this.#main;
    if (reply === undefined) return;
    const aside = this.#aside;
    this.#turnBack();
    reply.setResp(aside.resp);
    for (let i = 0; i < aside.segmentCount(); i++) {
      const token = aside.segmentToken(i);
      const bytes = aside.segmentBuffer(i);
      if (token === NO_LARGE) reply.raw(bytes, 0, bytes.length);
      else reply.externalPart(token, aside.partStart[i]!, aside.partLength[i]!);
    }
    // The pins of large values went with the reply.
    for (const chunk of aside.detach()) aside.recycle(chunk);
  }

  /** What its script, on another thread, told its own client: that follows its reply. */
  addBehind(messages: readonly Buffer[]): void {
    this.#behind.push(...messages);
  }

  /** Puts the messages to its own client before those that follow the reply anyway. */
  writeBehind(): void {
    const behind = this.#behind;
    if (behind.length === 0) return;
    const call = this.#call;
    const { afterReply } = call;
    this.#behind = [];
    call.afterReply = () => {
      for (const message of behind) write(call.reply, message);
      afterReply?.();
    };
  }
}

/** On the script thread: which queues a script of a held transaction has made ready, for `goOn`. */
export function readyPiece(ready: Int32Array): Buffer {
  const piece = Buffer.alloc(COUNT_BYTES + ready.length * 4);
  piece.writeUInt32LE(ready.length / 2, 0);
  for (let i = 0; i < ready.length; i++) piece.writeInt32LE(ready[i]!, COUNT_BYTES + i * 4);
  return piece;
}

function write(reply: ReplyWriter, piece: Piece): void {
  if (typeof piece === 'number') reply.external(NO_BYTES, piece as LargeRef);
  else reply.raw(piece, 0, piece.length);
}

/** What lies in a writer behind a mark; no pages are among it. */
function bytesBehind(writer: ReplyWriter, mark: number): Buffer {
  const all: Buffer[] = [];
  for (let i = 0; i < writer.segmentCount(); i++) if (writer.segmentToken(i) === 0) all.push(writer.segmentBuffer(i));
  const bytes = Buffer.concat(all);
  return bytes.subarray(bytes.length - (writer.mark() - mark));
}
