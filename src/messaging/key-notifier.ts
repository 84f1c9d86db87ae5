/**
 * Keyspace notifications: what happened to keys, as messages of two kinds of channel. `__keyspace@0__:<key>` carries the
 * name of the event, `__keyevent@0__:<event>` the name of the key.
 */
import { KEY_EVENTS, KEYEVENT_CHANNEL, KEYSPACE_CHANNEL } from '../store/observers/events.ts';
import type { PendingEvents } from '../store/observers/pending-events.ts';
import { CHANNEL } from './channel-table.ts';
import type { Publisher } from './publisher.ts';

export class KeyNotifier {
  readonly #publisher: Publisher;
  readonly #names: readonly Buffer[] = KEY_EVENTS.map((event) => Buffer.from(event.name));
  /** By database and event: the whole name of the event's channel. */
  readonly #eventChannels = new Map<number, Buffer>();
  #scratch: Buffer = Buffer.allocUnsafeSlow(1024);
  /** Bits of `notify-keyspace-events`. */
  bits = 0;

  constructor(publisher: Publisher) {
    this.#publisher = publisher;
  }

  /** The setting. @returns the classes of events that are to be gathered: none if nobody could hear of them */
  configure(bits: number): number {
    this.bits = bits;
    return (bits & (KEYSPACE_CHANNEL | KEYEVENT_CHANNEL)) === 0 ? 0 : bits & ~(KEYSPACE_CHANNEL | KEYEVENT_CHANNEL);
  }

  /** Publishes what has happened. No lock is held. Then `ring` the outbox. */
  publish(pending: PendingEvents): void {
    pending.take(this.#tell);
  }

  /** Publishes what has happened so far, as a message is about to be published that must not come before. */
  publishSoFar(pending: PendingEvents): void {
    if (pending.count !== 0) pending.takeFirst(pending.count, this.#tell);
  }

  /** Publishes the first so many, which happened before a client was served whose reply is about to be sent. */
  publishFirst(pending: PendingEvents, count: number): void {
    this.#publisher.isBeforeReplies = true;
    pending.takeFirst(count, this.#tell);
    this.#publisher.isBeforeReplies = false;
  }

  readonly #tell = (event: number, db: number, key: Buffer, start: number, end: number): void => {
    if (!this.#publisher.isHeard) return;
    const name = this.#names[event]!;
    if ((this.bits & KEYSPACE_CHANNEL) !== 0) {
      const length = this.#keyChannel(db, key, start, end);
      this.#publisher.publish(CHANNEL, this.#scratch, 0, length, name, 0, name.length);
    }
    if ((this.bits & KEYEVENT_CHANNEL) !== 0) {
      const channel = this.#eventChannel(db, event);
      this.#publisher.publish(CHANNEL, channel, 0, channel.length, key, start, end);
    }
  };

  /** Writes the name of a key's channel. @returns its length */
  #keyChannel(db: number, key: Buffer, start: number, end: number): number {
    const prefix = `__keyspace@${db}__:`;
    const length = prefix.length + end - start;
    if (this.#scratch.length < length) this.#scratch = Buffer.allocUnsafeSlow(length * 2);
    this.#scratch.write(prefix, 0, 'latin1');
    key.copy(this.#scratch, prefix.length, start, end);
    return length;
  }

  #eventChannel(db: number, event: number): Buffer {
    const index = db * KEY_EVENTS.length + event;
    let channel = this.#eventChannels.get(index);
    if (channel === undefined) {
      channel = Buffer.from(`__keyevent@${db}__:${KEY_EVENTS[event]!.name}`);
      this.#eventChannels.set(index, channel);
    }
    return channel;
  }
}
