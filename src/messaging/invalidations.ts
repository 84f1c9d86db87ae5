// HOT: `key` and `any` run under locks, for changes of keys that clients track; no closures, no allocation there.
/**
 * Client-side caching between threads: what changed goes from the thread that changes it to the threads of the clients
 * that track it. It is on its way before the change can be seen: who reads the new value has been sent the word before.
 *
 *   record: what (4) │ group (4) │ bits (4) │ number of the tracker that made the change, + 1 (4) │ row of the client that
 *           was being served, + 1 (4) │ key
 */

import { PendingEvents } from '../store/observers/pending-events.ts';
import { type Invalidated, threadOf } from '../store/observers/tracked-keys.ts';
import { ChannelTable, KEY_PREFIX } from './channel-table.ts';
import { MAX_RECORD } from './inbox.ts';
import type { Outbox } from './outbox.ts';

/** Kind of record in the inboxes. */
export const RECORD_INVALIDATION = 5;

/** What is told: these trackers cached this key, … */
export const TELL_KEY = 0;
/** … a key changed, which concerns those who asked for its prefix, … */
export const TELL_PREFIXES = 1;
/** (in its bits: by a script) */
export const BY_SCRIPT = 1;
/** … or everybody is to forget everything. */
export const TELL_ALL = 2;

const HEADER = 20;
const CHANGER = 12;
const SERVED = 16;
const NOBODY = -1;
/** Bits of what is no key, but says who changes the keys behind it. */
const NO_TRACKERS = 0;
const NO_KEY = Buffer.alloc(0);

interface KnownPrefix {
  readonly name: Buffer;
  readonly threads: number;
}

/**
 * Takes what concerns the trackers of one thread. The bytes are only lent. `served` is the row of the client whose command
 * had waited and made the change, -1 for others.
 */
export type TakeInvalidation = (
  what: number,
  group: number,
  bits: number,
  key: Buffer,
  start: number,
  end: number,
  served: number,
) => void;

export class Invalidations implements Invalidated {
  readonly #thread: number;
  readonly #threads: number;
  readonly #outbox: Outbox;
  readonly #table: ChannelTable;
  /** For trackers of this thread: told when the running command is done. */
  readonly #keys = new PendingEvents();
  readonly #changed = new PendingEvents();
  #all = false;
  servedSlot = NOBODY;
  /** Whose changes those are that were added to `#keys` last. */
  #keysServed = NOBODY;
  #visit: TakeInvalidation = () => undefined;
  #prefixes: readonly KnownPrefix[] = [];
  #prefixesEpoch = -1;
  /** The client of another thread in whose place this one makes changes, and hears of none of them: thread and tracker. */
  #changerThread = NOBODY;
  #changer = NOBODY;
  #record: Buffer = Buffer.allocUnsafeSlow(1024);

  /** @param thread the caller's @param threads io threads; only those have trackers */
  constructor(shared: SharedArrayBuffer, thread: number, threads: number, outbox: Outbox) {
    this.#table = new ChannelTable(shared);
    this.#thread = thread;
    this.#threads = threads;
    this.#outbox = outbox;
  }

  key(group: number, bits: number, buf: Uint8Array, start: number, length: number): void {
    const thread = threadOf(group);
    if (thread === this.#thread) {
      if (this.#keysServed !== this.servedSlot) this.#markServed();
      this.#keys.add(group, bits, buf, start, length);
    } else this.#send(thread, TELL_KEY, group, bits, buf as Buffer, start, length);
  }

  any(buf: Uint8Array, start: number, length: number, byScript: boolean): void {
    if (this.#prefixesEpoch !== this.#table.epoch) this.#readPrefixes();
    const prefixes = this.#prefixes;
    let threads = 0;
    for (let i = 0; i < prefixes.length; i++) {
      if (startsWith(buf, start, length, prefixes[i]!.name)) threads |= prefixes[i]!.threads;
    }
    for (let thread = 0; threads !== 0; thread++, threads >>>= 1) {
      if ((threads & 1) === 0) continue;
      const bits = byScript ? BY_SCRIPT : 0;
      if (thread === this.#thread) this.#changed.add(bits, this.servedSlot, buf, start, length);
      else this.#send(thread, TELL_PREFIXES, 0, bits, buf as Buffer, start, length);
    }
  }

  all(): void {
    // FLUSHALL empties one database after the other, and is one event.
    if (this.#all) return;
    this.#all = true;
    for (let thread = 0; thread < this.#threads; thread++) {
      if (thread !== this.#thread) this.#send(thread, TELL_ALL, 0, 0, NO_KEY, 0, 0);
    }
  }

  /** Changes are made in the place of a client of another thread from now on: NOLOOP. Without arguments, they are not. */
  actFor(thread: number = NOBODY, tracker: number = NOBODY): void {
    this.#changerThread = thread;
    this.#changer = tracker;
  }

  /** Gives what waits for trackers of this thread to `visit`, and forgets it. No lock is held. */
  take(visit: TakeInvalidation): void {
    this.#visit = visit;
    this.#takeKeys();
    this.#changed.take(this.#visitChanged);
    if (this.#all) this.#takeAll();
  }

  /**
   * A transaction that has emptied a database makes a tracker: it is not told, but those are who are trackers already.
   * Changes behind prefixes are for everybody who asks for them by the end of the transaction.
   */
  takeAll(visit: TakeInvalidation): void {
    if (!this.#all) return;
    this.#visit = visit;
    this.#takeKeys();
    this.#takeAll();
  }

  #takeKeys(): void {
    this.#keysServed = NOBODY;
    this.#keys.take(this.#visitKey);
    this.#keysServed = NOBODY;
  }

  #takeAll(): void {
    this.#all = false;
    this.#visit(TELL_ALL, 0, 0, NO_KEY, 0, 0, NOBODY);
  }

  readonly #visitKey = (group: number, bits: number, key: Buffer, start: number, end: number): void => {
    if (bits === NO_TRACKERS) this.#keysServed = group;
    else this.#visit(TELL_KEY, group, bits, key, start, end, this.#keysServed);
  };

  readonly #visitChanged = (bits: number, served: number, key: Buffer, start: number, end: number): void => {
    this.#visit(TELL_PREFIXES, 0, bits, key, start, end, served);
  };

  #send(thread: number, what: number, group: number, bits: number, key: Buffer, start: number, length: number): void {
    // A key that no record has room for is lost among all others.
    const fits = length <= MAX_RECORD - HEADER;
    const bytes = HEADER + (fits ? length : 0);
    if (!this.#outbox.admits(thread, RECORD_INVALIDATION, bytes)) return;
    if (this.#record.length < bytes) this.#record = Buffer.allocUnsafeSlow(bytes * 2);
    const record = this.#record;
    record.writeInt32LE(fits ? what : TELL_ALL, 0);
    record.writeInt32LE(group, 4);
    record.writeInt32LE(bits, 8);
    record.writeInt32LE(thread === this.#changerThread ? this.#changer + 1 : 0, CHANGER);
    record.writeInt32LE(this.servedSlot + 1, SERVED);
    if (fits) key.copy(record, HEADER, start, start + length);
    this.#outbox.send(thread, RECORD_INVALIDATION, record, 0, bytes);
  }

  // cold: a client that waited is served.
  /** The keys from here on are changed by another client. */
  #markServed(): void {
    this.#keysServed = this.servedSlot;
    this.#keys.add(this.servedSlot, NO_TRACKERS, NO_KEY, 0, 0);
  }

  // cold: somebody began or ended to hear of a prefix, or of anything else.
  #readPrefixes(): void {
    this.#prefixesEpoch = this.#table.epoch;
    this.#prefixes = this.#table.listed(KEY_PREFIX);
  }
}

/** A record that says that everybody is to forget everything, for who has missed some. */
export function invalidationOfAll(): Buffer {
  const record = Buffer.alloc(HEADER);
  record.writeInt32LE(TELL_ALL, 0);
  return record;
}

/** The tracker, of the thread that got the record, which made the change; -1 if none did. */
export function changerOf(record: Buffer): number {
  return record.readInt32LE(CHANGER) - 1;
}

/** Reads a record that another thread sent. */
export function readInvalidation(record: Buffer, visit: TakeInvalidation): void {
  const served = record.readInt32LE(SERVED) - 1;
  visit(record.readInt32LE(0), record.readInt32LE(4), record.readInt32LE(8), record, HEADER, record.length, served);
}

function startsWith(buf: Uint8Array, start: number, length: number, prefix: Buffer): boolean {
  if (prefix.length > length) return false;
  for (let i = 0; i < prefix.length; i++) if (buf[start + i] !== prefix[i]) return false;
  return true;
}
