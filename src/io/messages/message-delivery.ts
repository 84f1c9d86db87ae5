// HOT: `take` runs once a message and its loop once a receiver; nothing is allocated while the channel stays the same.
/**
 * Problem: one message for a hundred subscribers must not cost a hundred encodings, copies and writes.
 * Idea: a message is encoded once for each protocol, behind the one before it. A client notes where the messages for it
 * begin and end; as long as it receives every one of them that is one piece, written at the end of the read batch by
 * one call. When it missed one in between, what it has is written first.
 * Gives up: a client whose messages alternate with others' costs a write a message.
 */
import { writeInteger } from '../../../protocol/resp/integers.ts';
import type { Client } from '../../dispatch/client.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { CHANNEL, SHARD_CHANNEL } from '../../messaging/channel-table.ts';
import { HeldMessages } from './held-messages.ts';
import type { PatternSubscribers, Subscriptions } from './subscriptions.ts';

const CHUNK_BYTES = 256 * 1024;
/** Of a message beside its strings. */
const FRAME_BYTES = 96;
const MESSAGE = Buffer.from('\r\n$7\r\nmessage\r\n$');
const SHARD_MESSAGE = Buffer.from('\r\n$8\r\nsmessage\r\n$');
const PATTERN_MESSAGE = Buffer.from('\r\n$8\r\npmessage\r\n$');
const STAR = 42;
const GREATER = 62;
const DOLLAR = 36;
const ZERO = 48;

/** What is on its way to one client, in the chunk of its protocol. */
interface Pending {
  start: number;
  end: number;
}

const NO_BYTES = Buffer.alloc(0);

/** Messages in the making for the clients of one protocol. */
class Chunk {
  /** Made for the first message. */
  buf: Buffer = NO_BYTES;
  used = 0;
  readonly prefix: number;
  /** Where the message that is being delivered begins; -1 before it is needed. */
  messageStart = -1;
  readonly pending = new Map<Client, Pending>();

  constructor(prefix: number) {
    this.prefix = prefix;
  }
}

export class MessageDelivery {
  readonly #call: Call;
  readonly #subscriptions: Subscriptions;
  readonly #push: (client: Client, buf: Buffer, start: number, end: number) => void;
  readonly #chunk2 = new Chunk(STAR);
  readonly #chunk3 = new Chunk(GREATER);
  /** Messages for clients whose commands other threads run. */
  readonly held: HeldMessages;
  /** Messages for the client whose command is running: they follow its reply. */
  #own: Buffer[] = [];
  #lastName: Buffer = NO_BYTES;
  #lastKind = -1;
  #lastEpoch = -1;
  #clients: Set<Client> | undefined;
  #patterns: PatternSubscribers[] = [];

  /** @param push writes bytes to a client, outside its own read batch; they are only lent */
  constructor(
    call: Call,
    subscriptions: Subscriptions,
    push: (client: Client, buf: Buffer, start: number, end: number) => void,
  ) {
    this.#call = call;
    this.#subscriptions = subscriptions;
    this.#push = push;
    this.held = new HeldMessages(push);
    subscriptions.sendBehindReply = (message) => this.sendBehindReply(message);
  }

  /**
   * A message for subscribers of this thread.
   * @param running the client whose command publishes it, if it is one of ours
   * @param isBehind it follows the reply of a client that waited and was served, as in `give`
   */
  take(
    running: Client | undefined,
    kind: number,
    name: Buffer,
    nameStart: number,
    nameEnd: number,
    payload: Buffer,
    start: number,
    end: number,
    isBehind = true,
  ): void {
    this.#lookUp(kind, name, nameStart, nameEnd);
    const clients = this.#clients;
    if (clients !== undefined) {
      this.begin();
      const word = kind === SHARD_CHANNEL ? SHARD_MESSAGE : MESSAGE;
      for (const client of clients) {
        const chunk = client.resp === 3 ? this.#chunk3 : this.#chunk2;
        if (chunk.messageStart < 0) {
          this.#open(chunk, nameEnd - nameStart + end - start, 3, word);
          this.#string(chunk, name, nameStart, nameEnd, true);
          this.#string(chunk, payload, start, end, false);
        }
        this.#give(chunk, client, running, isBehind || client.isAnswered);
      }
    }
    for (const { pattern, clients: matched } of this.#patterns) {
      this.begin();
      for (const client of matched) {
        const chunk = client.resp === 3 ? this.#chunk3 : this.#chunk2;
        if (chunk.messageStart < 0) {
          this.#open(chunk, pattern.length + nameEnd - nameStart + end - start, 4, PATTERN_MESSAGE);
          this.#string(chunk, pattern, 0, pattern.length, true);
          this.#string(chunk, name, nameStart, nameEnd, false);
          this.#string(chunk, payload, start, end, false);
        }
        this.#give(chunk, client, running, isBehind || client.isAnswered);
      }
    }
  }

  /** Begins a message of bytes that were encoded elsewhere: `give` follows for each of its receivers. */
  begin(): void {
    this.#chunk2.messageStart = -1;
    this.#chunk3.messageStart = -1;
  }

  /**
   * Gives one client the message that was begun: `head`, the same for all clients of a protocol, and `body`.
   * @param isBehind it follows the reply of a client that waited and was served; others go before it
   */
  give(running: Client | undefined, client: Client, head: Buffer, body: Buffer, isBehind: boolean): void {
    const chunk = client.resp === 3 ? this.#chunk3 : this.#chunk2;
    if (chunk.messageStart < 0) {
      this.#makeRoom(chunk, head.length + body.length);
      chunk.used += head.copy(chunk.buf, chunk.used);
      chunk.used += body.copy(chunk.buf, chunk.used);
    }
    this.#give(chunk, client, running, isBehind);
  }

  /** A message to the client whose command is running: it follows the reply. */
  sendBehindReply(message: Buffer): void {
    this.#own.push(message);
    this.#call.afterReply = this.#replyOwn;
  }

  /** Writes what there is for the client whose commands are running into its replies. */
  writeOwn(): void {
    const { afterReply } = this.#call;
    this.#call.afterReply = undefined;
    afterReply?.();
  }

  /** Writes what has gathered. At the end of every read batch. */
  flush(): void {
    if (this.#chunk2.used > 0) this.#flush(this.#chunk2);
    if (this.#chunk3.used > 0) this.#flush(this.#chunk3);
    this.held.release();
  }

  /** The client is gone. */
  forget(client: Client): void {
    this.#chunk2.pending.delete(client);
    this.#chunk3.pending.delete(client);
    this.held.forget(client);
  }

  #lookUp(kind: number, name: Buffer, start: number, end: number): void {
    const { epoch } = this.#subscriptions;
    if (kind === this.#lastKind && epoch === this.#lastEpoch && this.#isLast(name, start, end)) return;
    this.#lastEpoch = epoch;
    this.#lookUpAnew(kind, name, start, end);
  }

  // cold: the message goes to another channel than the one before.
  #lookUpAnew(kind: number, name: Buffer, start: number, end: number): void {
    this.#lastKind = kind;
    this.#lastName = Buffer.from(name.subarray(start, end));
    this.#clients = this.#subscriptions.clientsOf(kind, this.#lastName.toString('latin1'));
    this.#patterns = kind === CHANNEL ? this.#subscriptions.patternsFor(name, start, end) : [];
  }

  #isLast(name: Buffer, start: number, end: number): boolean {
    const known = this.#lastName;
    if (known.length !== end - start) return false;
    for (let i = 0; i < known.length; i++) if (known[i] !== name[start + i]) return false;
    return true;
  }

  /** Begins a message: makes room for its strings, and writes what comes before the first of them. */
  #open(chunk: Chunk, bytes: number, parts: number, word: Buffer): void {
    this.#makeRoom(chunk, bytes + FRAME_BYTES);
    const { buf } = chunk;
    buf[chunk.used++] = chunk.prefix;
    buf[chunk.used++] = ZERO + parts;
    for (let i = 0; i < word.length; i++) buf[chunk.used++] = word[i]!;
  }

  #makeRoom(chunk: Chunk, bytes: number): void {
    if (chunk.buf.length - chunk.used < bytes) {
      this.#flush(chunk);
      if (chunk.buf.length < bytes) chunk.buf = Buffer.allocUnsafeSlow(Math.max(bytes, CHUNK_BYTES));
    }
    chunk.messageStart = chunk.used;
  }

  /** Writes one string of a message. The first one's `$` is there already. */
  #string(chunk: Chunk, source: Buffer, start: number, end: number, isFirst: boolean): void {
    const { buf } = chunk;
    let at = chunk.used;
    if (!isFirst) buf[at++] = DOLLAR;
    at = writeInteger(buf, at, end - start);
    buf[at++] = 13;
    buf[at++] = 10;
    at += source.copy(buf, at, start, end);
    buf[at++] = 13;
    buf[at++] = 10;
    chunk.used = at;
  }

  // not shared: the map is this thread's own.
  #give(chunk: Chunk, client: Client, running: Client | undefined, isBehind: boolean): void {
    if (client === running) {
      this.sendBehindReply(Buffer.from(chunk.buf.subarray(chunk.messageStart, chunk.used)));
      return;
    }
    if ((client.isShipped || (isBehind && client.waiter !== NO_REF)) && this.#hold(chunk, client)) return;
    const pending = chunk.pending.get(client);
    if (pending === undefined) {
      chunk.pending.set(client, { start: chunk.messageStart, end: chunk.used });
      return;
    }
    if (pending.end !== chunk.messageStart) {
      if (pending.end > pending.start) this.#push(client, chunk.buf, pending.start, pending.end);
      pending.start = chunk.messageStart;
    }
    pending.end = chunk.used;
  }

  // cold: the client's command is run by another thread, or waits for a key.
  #hold(chunk: Chunk, client: Client): boolean {
    return this.held.hold(client, chunk.buf, chunk.messageStart, chunk.used);
  }

  readonly #replyOwn = (): void => {
    const own = this.#own;
    this.#own = [];
    for (const message of own) this.#call.reply.raw(message, 0, message.length);
  };

  #flush(chunk: Chunk): void {
    for (const [client, { start, end }] of chunk.pending) if (end > start) this.#push(client, chunk.buf, start, end);
    chunk.pending.clear();
    chunk.used = 0;
    if (chunk.buf.length > CHUNK_BYTES) chunk.buf = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  }
}
