// HOT: `publish` runs once a message; nothing is allocated while messages go to the channel of the one before.
/**
 * Publishing: who receives a message is known from shared memory, so PUBLISH answers at once; the message goes to each
 * thread that has receivers, its own included, in the order of publishing.
 *
 *   record: kind (1) │ flags (1) │ sender (2) │ bytes of the channel's name (4) │ name │ payload
 */
import { globMatch } from '../../protocol/glob.ts';
import { MAX_THREADS } from '../memory/thread-stats.ts';
import { CHANNEL, ChannelTable, PATTERN } from './channel-table.ts';
import type { Outbox } from './outbox.ts';

/** Kind of record in the inboxes. */
export const RECORD_MESSAGE = 3;

const HEADER = 8;
/** Another record of the same message follows; the message does not wait for replies that are on their way. */
const MORE = 1;
const BEFORE = 2;
/** Bytes of one record. */
const PART_BYTES = 64 * 1024;

interface KnownPattern {
  readonly name: Buffer;
  readonly subscribers: number;
  readonly threads: number;
}

/**
 * Takes messages for subscribers of the publishing thread itself. The bytes are only lent.
 * `isBehind`: who waits for a key and was served gets its reply first.
 */
export type OwnMessages = (
  kind: number,
  name: Buffer,
  nameStart: number,
  nameEnd: number,
  payload: Buffer,
  start: number,
  end: number,
  isBehind: boolean,
) => void;

export class Publisher {
  readonly table: ChannelTable;
  readonly #thread: number;
  readonly #outbox: Outbox;
  readonly #own: OwnMessages;
  #scratch: Buffer = Buffer.allocUnsafeSlow(HEADER + 1024);
  /** The channel that was published to last, as long as the table has not changed since. */
  #lastName: Buffer = Buffer.alloc(0);
  #lastKind = -1;
  #lastEpoch = 0;
  #lastReceivers = 0;
  #lastThreads = 0;
  #patterns: readonly KnownPattern[] = [];
  #patternsEpoch = -1;
  /** What is published now happened before clients were served whose replies follow. */
  isBeforeReplies = false;

  /** @param thread the caller's; that of a thread without subscribers need not be an io thread's */
  constructor(shared: SharedArrayBuffer, thread: number, outbox: Outbox, own: OwnMessages) {
    this.table = new ChannelTable(shared);
    this.#thread = thread;
    this.#outbox = outbox;
    this.#own = own;
  }

  /** Whether anybody is subscribed to anything that is not a shard channel. HOT. */
  get isHeard(): boolean {
    return (this.table.count(CHANNEL) | this.table.count(PATTERN)) !== 0;
  }

  /** Sends a message to everybody who is subscribed. Then `ring` the outbox. @returns the number of receivers */
  publish(
    kind: number,
    name: Buffer,
    nameStart: number,
    nameEnd: number,
    payload: Buffer,
    start: number,
    end: number,
  ): number {
    this.#lookUp(kind, name, nameStart, nameEnd);
    const threads = this.#lastThreads;
    if (threads === 0) return this.#lastReceivers;
    if ((threads & (1 << this.#thread)) !== 0) {
      this.#own(kind, name, nameStart, nameEnd, payload, start, end, !this.isBeforeReplies);
    }
    const others = threads & ~(1 << this.#thread);
    if (others !== 0) this.#send(others, kind, name, nameStart, nameEnd, payload, start, end);
    return this.#lastReceivers;
  }

  #lookUp(kind: number, name: Buffer, start: number, end: number): void {
    const { table } = this;
    const { epoch } = table;
    if (kind === this.#lastKind && epoch === this.#lastEpoch && isSame(this.#lastName, name, start, end)) return;
    let receivers = table.find(kind, name, start, end - start);
    let threads = 0;
    for (let i = 0; i < MAX_THREADS; i++) if (table.perThread[i]! > 0) threads |= 1 << i;
    if (kind === CHANNEL && table.count(PATTERN) > 0) {
      if (this.#patternsEpoch !== epoch) {
        this.#patterns = table.listed(PATTERN);
        this.#patternsEpoch = epoch;
      }
      for (const pattern of this.#patterns) {
        if (!globMatch(pattern.name, 0, pattern.name.length, name, start, end, false)) continue;
        receivers += pattern.subscribers;
        threads |= pattern.threads;
      }
    }
    this.#lastKind = kind;
    this.#lastEpoch = epoch;
    this.#lastName = Buffer.from(name.subarray(start, end));
    this.#lastReceivers = receivers;
    this.#lastThreads = threads;
  }

  #send(
    threads: number,
    kind: number,
    name: Buffer,
    nameStart: number,
    nameEnd: number,
    payload: Buffer,
    start: number,
    end: number,
  ): void {
    const nameLength = nameEnd - nameStart;
    // Whole messages or none: what begins to be sent is sent to its end.
    let admitted = 0;
    for (let thread = 0, rest = threads; rest !== 0; thread++, rest >>>= 1) {
      if ((rest & 1) === 0) continue;
      if (this.#outbox.admits(thread, RECORD_MESSAGE, nameLength + end - start)) admitted |= 1 << thread;
    }
    if (admitted === 0) return;
    let from = start;
    do {
      // A name that leaves no room for bytes of the payload beside it still takes some along.
      const part = Math.min(end - from, Math.max(1024, PART_BYTES - nameLength));
      const bytes = HEADER + nameLength + part;
      if (this.#scratch.length < bytes) this.#scratch = Buffer.allocUnsafeSlow(bytes * 2);
      const record = this.#scratch;
      record[0] = kind;
      record[1] = (from + part < end ? MORE : 0) | (this.isBeforeReplies ? BEFORE : 0);
      record.writeUInt16LE(this.#thread, 2);
      record.writeUInt32LE(nameLength, 4);
      name.copy(record, HEADER, nameStart, nameEnd);
      payload.copy(record, HEADER + nameLength, from, from + part);
      for (let thread = 0, rest = admitted; rest !== 0; thread++, rest >>>= 1) {
        if ((rest & 1) !== 0) this.#outbox.send(thread, RECORD_MESSAGE, record, 0, bytes);
      }
      from += part;
    } while (from < end);
  }
}

// cold: a message that is larger than a record.
/** Puts messages of other threads together again and hands them over. */
export class MessageAssembly {
  readonly #parts = new Map<number, Buffer[]>();
  readonly #own: OwnMessages;

  constructor(own: OwnMessages) {
    this.#own = own;
  }

  /** Takes one record. */
  take(record: Buffer): void {
    const sender = record.readUInt16LE(2);
    const nameEnd = HEADER + record.readUInt32LE(4);
    const parts = this.#parts.get(sender);
    const isBehind = (record[1]! & BEFORE) === 0;
    if ((record[1]! & MORE) !== 0) {
      if (parts === undefined) this.#parts.set(sender, [record.subarray(nameEnd)]);
      else parts.push(record.subarray(nameEnd));
      return;
    }
    if (parts === undefined) {
      this.#own(record[0]!, record, HEADER, nameEnd, record, nameEnd, record.length, isBehind);
      return;
    }
    this.#parts.delete(sender);
    const payload = Buffer.concat([...parts, record.subarray(nameEnd)]);
    this.#own(record[0]!, record, HEADER, nameEnd, payload, 0, payload.length, isBehind);
  }
}

function isSame(known: Buffer, name: Buffer, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let i = 0; i < known.length; i++) if (known[i] !== name[start + i]) return false;
  return true;
}
