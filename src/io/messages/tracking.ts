/**
 * Client-side caching on one io thread: which of its clients track keys, and what they are told. Which keys are tracked
 * stands in the shared store (store/observers/tracked-keys.ts); what changes comes from messaging/invalidations.ts.
 *
 * A client hears of its own changes behind the reply of the command, also of one that waited and was run by another
 * client's thread, and of others' before the reply of any command that could see them. One that redirects is looked after on its own thread, and the message goes on to the other client's.
 */
import type { Client } from '../../dispatch/client.ts';
import { ClientTracking, type TrackingOptions } from '../../dispatch/client-tracking.ts';
import type { TrackingPort } from '../../dispatch/ports/tracking.ts';
import { G_BROADCASTS, G_TRACKERS } from '../../memory/layout.ts';
import type { ChannelTable } from '../../messaging/channel-table.ts';
import type { ClientTable } from '../../messaging/client-table.ts';
import { MAX_RECORD } from '../../messaging/inbox.ts';
import {
  BY_SCRIPT,
  changerOf,
  type Invalidations,
  readInvalidation,
  type TakeInvalidation,
  TELL_ALL,
  TELL_KEY,
} from '../../messaging/invalidations.ts';
import type { Outbox } from '../../messaging/outbox.ts';
import { firstTrackerOf, groupOf } from '../../store/observers/tracked-keys.ts';
import { flagsOf } from '../clients/client-state.ts';
import { Broadcasts } from './broadcasts.ts';
import { everyKey, headFor, oneKey, redirectBroken } from './invalidation-messages.ts';
import type { MessageDelivery } from './message-delivery.ts';

/** Kind of record: a message for the client that another one redirects to. Row (4) │ id (4) │ keys as they are sent. */
export const RECORD_REDIRECTED = 6;
const HEADER = 8;
const NO_BYTES = Buffer.alloc(0);
/** Messages that are kept for a client; for more it is told to forget all. */
const MOST_BEHIND = 256;

/** What tracking needs of the thread around it. */
export interface TrackingParts {
  readonly thread: number;
  readonly control: Int32Array;
  readonly channels: ChannelTable;
  readonly clients: ClientTable;
  readonly invalidations: Invalidations;
  readonly messages: MessageDelivery;
  readonly outbox: Outbox;
  /** The client of this thread in a row. */
  readonly clientIn: (slot: number) => Client | undefined;
}

export class Tracking implements TrackingPort {
  readonly #parts: TrackingParts;
  readonly #broadcasts: Broadcasts;
  /** By number of the tracker. */
  readonly #trackers = new Map<number, Client>();
  #lastTracker = 0;
  /** What clients that redirect were told while a script of theirs ran on another thread. */
  readonly #behind = new Map<Client, Buffer[]>();
  /** The client whose read batch is being run. */
  running: Client | undefined;
  /** The client whose command has made the change. */
  #changer: Client | undefined;

  constructor(parts: TrackingParts) {
    this.#parts = parts;
    this.#broadcasts = new Broadcasts(parts.channels, parts.thread);
  }

  begin(client: Client, options: TrackingOptions): boolean {
    const tracking = client.tracking ?? this.#enter(client, options.bcast);
    const prefixes = options.bcast && options.prefixes.length === 0 ? [''] : options.prefixes;
    for (const prefix of prefixes) {
      if (tracking.prefixes.includes(prefix)) continue;
      if (!this.#broadcasts.add(client, prefix)) return false;
      tracking.prefixes.push(prefix);
    }
    tracking.redirect = options.redirect;
    tracking.redirectSlot = this.#parts.clients.slotOf(options.redirect);
    tracking.broken = false;
    tracking.optin = options.optin;
    tracking.optout = options.optout;
    tracking.noloop = options.noloop;
    client.figuresChanged = true;
    return true;
  }

  end(client: Client): void {
    const { tracking } = client;
    if (tracking === undefined) return;
    for (const prefix of tracking.prefixes) this.#broadcasts.remove(client, prefix);
    this.#trackers.delete(tracking.tracker);
    this.#behind.delete(client);
    Atomics.sub(this.#parts.control, G_TRACKERS, 1);
    if (tracking.bcast) Atomics.sub(this.#parts.control, G_BROADCASTS, 1);
    client.tracking = undefined;
    client.figuresChanged = true;
  }

  /**
   * Tells clients of this thread what happened to their keys while a command ran, whose reply is written.
   * @param byCommand the command did it, as NOLOOP understands it
   */
  tell(byCommand: boolean): void {
    this.#changer = byCommand ? this.running : undefined;
    this.#parts.invalidations.take(this.#take);
    this.#changer = undefined;
  }

  /** A change of another thread. */
  received(record: Buffer): void {
    // A script of a client of this thread made it, on another one.
    const changer = changerOf(record);
    if (changer >= 0) this.#changer = this.#trackers.get(changer);
    readInvalidation(record, this.#take);
    this.#changer = undefined;
  }

  /** A message for a client of this thread to which one of another thread redirects. */
  redirected(record: Buffer): void {
    const client = this.#parts.clientIn(record.readUInt32LE(0));
    if (client === undefined || client.id !== record.readUInt32LE(4)) return;
    this.#parts.messages.begin();
    this.#giveRedirected(client, record.subarray(HEADER));
  }

  /** Sends the keys that changed in this turn to those who hear of prefixes. */
  flush(): void {
    if (!this.#broadcasts.isWaiting) return;
    this.#broadcasts.flush((client, bodies) => {
      for (const body of bodies) {
        this.#parts.messages.begin();
        this.#send(client, body, true);
      }
    });
  }

  #enter(client: Client, bcast: boolean): ClientTracking {
    const { control, invalidations, thread } = this.#parts;
    invalidations.takeAll(this.#take);
    const tracker = this.#lastTracker++;
    client.tracking = new ClientTracking(bcast, tracker, groupOf(thread, tracker));
    this.#trackers.set(tracker, client);
    Atomics.add(control, G_TRACKERS, 1);
    if (bcast) Atomics.add(control, G_BROADCASTS, 1);
    return client.tracking;
  }

  readonly #take: TakeInvalidation = (what, group, bits, key, start, end, served) => {
    const own = served < 0 ? undefined : this.#parts.clientIn(served);
    const changer = served < 0 ? this.#changer : own;
    if (what === TELL_KEY) this.#tellGroup(group, bits, oneKey(key, start, end), changer, own);
    else if (what === TELL_ALL) this.#tellAll();
    else this.#broadcasts.note(key, start, end, bits === BY_SCRIPT ? undefined : changer);
  };

  /** @param served the client whose command had waited and made the change */
  #tellGroup(group: number, bits: number, body: Buffer, changer?: Client, served?: Client): void {
    const first = firstTrackerOf(group);
    this.#parts.messages.begin();
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const client = this.#trackers.get(first + 31 - Math.clz32(rest & -rest));
      const tracking = client?.tracking;
      if (client === undefined || tracking === undefined || tracking.bcast) continue;
      if (!tracking.noloop || client !== changer) this.#send(client, body, client === served);
    }
  }

  #tellAll(): void {
    for (const client of this.#trackers.values()) {
      this.#parts.messages.begin();
      this.#send(client, everyKey(client), false);
    }
  }

  /** Sends keys to a client, or to the one that it redirects to. @param isBehind they follow the reply if it was served */
  #send(client: Client, body: Buffer, isBehind: boolean): void {
    const { messages } = this.#parts;
    if (client.tracking!.redirect !== 0) {
      if (client.isShipped) this.#keepBehind(client, body);
      this.#redirect(client, client.tracking!, body);
      return;
    }
    const head = headFor(client, false);
    if (head !== undefined) messages.give(this.running, client, head, body, isBehind);
  }

  #keepBehind(client: Client, body: Buffer): void {
    const bodies = this.#behind.get(client) ?? [];
    if (bodies.length < MOST_BEHIND) bodies.push(Buffer.from(body));
    else bodies.splice(0, bodies.length, everyKey(client));
    this.#behind.set(client, bodies);
  }

  /**
   * The reply of a script that another thread ran is written. What its client was told while it ran may be about changes
   * behind what the script has read: it is told again.
   */
  repeat(client: Client): void {
    const bodies = this.#behind.get(client) ?? [];
    this.#behind.delete(client);
    for (const body of bodies) {
      this.#parts.messages.begin();
      if (client.tracking !== undefined) this.#send(client, body, false);
    }
  }

  #redirect(client: Client, tracking: ClientTracking, body: Buffer): void {
    const { clientIn, clients, messages, outbox, thread } = this.#parts;
    const { redirect, redirectSlot } = tracking;
    if (!clients.isIn(redirectSlot, redirect)) {
      tracking.broken = true;
      clients.updateQuietly(client, flagsOf(client));
      if (client.resp !== 3) return;
      messages.begin();
      messages.give(this.running, client, redirectBroken(redirect), NO_BYTES, false);
      messages.begin();
      return;
    }
    const target = clients.threadOf(redirectSlot);
    if (target === thread) {
      const other = clientIn(redirectSlot);
      if (other !== undefined) this.#giveRedirected(other, body);
      return;
    }
    if (body.length > MAX_RECORD - HEADER) {
      // A key that no record has room for is lost among all others.
      this.#redirect(client, tracking, everyKey(client));
      return;
    }
    const record = Buffer.allocUnsafe(HEADER + body.length);
    record.writeUInt32LE(redirectSlot, 0);
    record.writeUInt32LE(redirect, 4);
    body.copy(record, HEADER);
    outbox.send(target, RECORD_REDIRECTED, record, 0, record.length);
  }

  #giveRedirected(client: Client, body: Buffer): void {
    const head = headFor(client, true);
    if (head !== undefined) this.#parts.messages.give(this.running, client, head, body, false);
  }
}
