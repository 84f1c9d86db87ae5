/**
 * Publish and subscribe on one io thread: who is subscribed to what, and what commands may ask (`PubSubPort`). Messages
 * are delivered by message-delivery.ts.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { globMatch } from '../../../protocol/glob.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { type Client, GATE_SUBSCRIBED } from '../../dispatch/client.ts';
import type { Call } from '../../dispatch/context.ts';
import type { PubSubPort } from '../../dispatch/ports/pubsub.ts';
import { dropsReplies } from '../../dispatch/reply-mode.ts';
import { STAT } from '../../memory/thread-stats.ts';
import { CHANNEL, type ChannelTable, MAX_NAME_BYTES, PATTERN, SHARD_CHANNEL } from '../../messaging/channel-table.ts';
import type { Publisher } from '../../messaging/publisher.ts';

/** What replies call a subscription and its end, by kind. */
const BEGUN = ['subscribe', 'ssubscribe', 'psubscribe'];
const ENDED = ['unsubscribe', 'sunsubscribe', 'punsubscribe'];

/** Clients of one pattern. */
export interface PatternSubscribers {
  readonly pattern: Buffer;
  readonly clients: Set<Client>;
}

export class Subscriptions implements PubSubPort {
  readonly #thread: number;
  readonly #publisher: Publisher;
  readonly #table: ChannelTable;
  readonly #stats: Float64Array;
  /** Clients by name: of channels, and of shard channels. Names are latin1. */
  readonly #byName: readonly [Map<string, Set<Client>>, Map<string, Set<Client>>] = [new Map(), new Map()];
  readonly #patterns = new Map<string, PatternSubscribers>();
  /** Moves with every change of the above. */
  epoch = 0;
  /** Sends the client of the running command a message that follows the command's reply. */
  sendBehindReply: ((message: Buffer) => void) | undefined;
  /** Tells what happened to keys before a message is published: a transaction or script may have changed some. */
  tellEvents: () => void = () => undefined;

  /** @param stats of the thread */
  constructor(thread: number, publisher: Publisher, stats: Float64Array) {
    this.#thread = thread;
    this.#publisher = publisher;
    this.#table = publisher.table;
    this.#stats = stats;
  }

  /** Clients that are subscribed to just this name. */
  clientsOf(kind: number, name: string): Set<Client> | undefined {
    return this.#byName[kind]?.get(name);
  }

  /** Patterns that a channel's name fits. */
  patternsFor(name: Buffer, start: number, end: number): PatternSubscribers[] {
    const found: PatternSubscribers[] = [];
    for (const subscribers of this.#patterns.values()) {
      const { pattern } = subscribers;
      if (globMatch(pattern, 0, pattern.length, name, start, end, false)) found.push(subscribers);
    }
    return found;
  }

  // --- PubSubPort ---

  subscribe(call: Call, kind: number, name: ArgIndex): void {
    const { client } = call;
    const text = call.text(name);
    client.subscriptions ??= [new Set(), new Set(), new Set()];
    const own = client.subscriptions[kind]!;
    if (!own.has(text)) {
      const bytes = Buffer.from(text, 'latin1');
      if (bytes.length > MAX_NAME_BYTES || !this.#table.add(kind, bytes, this.#thread)) {
        call.fail(ERROR.outOfMemory);
        return;
      }
      own.add(text);
      this.#enter(client, kind, text, bytes);
      this.#count(client);
    }
    this.#tell(call, kind, BEGUN, text);
  }

  unsubscribe(call: Call, kind: number, name: ArgIndex): void {
    const text = call.text(name);
    this.#end(call.client, kind, text);
    this.#tell(call, kind, ENDED, text);
  }

  unsubscribeAll(call: Call, kind: number): void {
    const { client } = call;
    const names = [...(client.subscriptions?.[kind] ?? [])];
    if (names.length === 0) this.#tell(call, kind, ENDED, undefined);
    for (const name of names) {
      this.#end(client, kind, name);
      this.#tell(call, kind, ENDED, name);
    }
  }

  forget(client: Client): void {
    const { subscriptions } = client;
    if (subscriptions === undefined) return;
    for (let kind = 0; kind < subscriptions.length; kind++) {
      for (const name of [...subscriptions[kind]!]) this.#end(client, kind, name);
    }
  }

  publish(call: Call, kind: number, channel: ArgIndex, message: ArgIndex): number {
    const { argStart, argLen } = call.args;
    const buf = call.args.buf as Buffer;
    const name = argStart[channel]!;
    const payload = argStart[message]!;
    this.tellEvents();
    return this.#publisher.publish(kind, buf, name, name + argLen[channel]!, buf, payload, payload + argLen[message]!);
  }

  names(call: Call, kind: number, pattern: ArgIndex | undefined): readonly Buffer[] {
    const names = this.#table.names(kind);
    if (pattern === undefined) return names;
    const { buf, argStart, argLen } = call.args;
    const start = argStart[pattern]!;
    return names.filter((name) => globMatch(buf, start, start + argLen[pattern]!, name, 0, name.length, false));
  }

  subscribers(call: Call, kind: number, name: ArgIndex): number {
    return this.#table.find(kind, call.args.buf, call.args.argStart[name]!, call.args.argLen[name]!);
  }

  patternCount(): number {
    return this.#table.count(PATTERN);
  }

  /** Says that a subscription began or ended, whatever CLIENT REPLY says. */
  #tell(call: Call, kind: number, words: readonly string[], name: string | undefined): void {
    const { client } = call;
    const count = countOf(client, kind);
    if (!dropsReplies(client)) replySubscription(call, words[kind]!, name, count);
    else this.sendBehindReply?.(subscriptionMessage(client.resp, words[kind]!, name, count));
  }

  #enter(client: Client, kind: number, name: string, bytes: Buffer): void {
    this.epoch++;
    if (kind === PATTERN) {
      const known = this.#patterns.get(name);
      if (known === undefined) this.#patterns.set(name, { pattern: bytes, clients: new Set([client]) });
      else known.clients.add(client);
      return;
    }
    const clients = this.#byName[kind as 0 | 1].get(name);
    if (clients === undefined) this.#byName[kind as 0 | 1].set(name, new Set([client]));
    else clients.add(client);
  }

  #end(client: Client, kind: number, name: string): void {
    if (client.subscriptions?.[kind]?.delete(name) !== true) return;
    this.epoch++;
    this.#table.remove(kind, Buffer.from(name, 'latin1'), this.#thread);
    if (kind === PATTERN) {
      const known = this.#patterns.get(name)!;
      known.clients.delete(client);
      if (known.clients.size === 0) this.#patterns.delete(name);
    } else {
      const clients = this.#byName[kind as 0 | 1].get(name)!;
      clients.delete(client);
      if (clients.size === 0) this.#byName[kind as 0 | 1].delete(name);
    }
    this.#count(client);
  }

  #count(client: Client): void {
    client.channels = client.subscriptions![CHANNEL]!.size;
    client.shardChannels = client.subscriptions![SHARD_CHANNEL]!.size;
    client.patterns = client.subscriptions![PATTERN]!.size;
    client.figuresChanged = true;
    const was = (client.gateBits & GATE_SUBSCRIBED) !== 0;
    const is = client.channels + client.shardChannels + client.patterns > 0;
    if (was === is) return;
    if (is) client.gateBits |= GATE_SUBSCRIBED;
    else client.gateBits &= ~GATE_SUBSCRIBED;
    this.#stats[STAT.pubsubClients]! += is ? 1 : -1;
  }
}

/** What replies count: shard channels by themselves, channels and patterns together. */
function countOf(client: Client, kind: number): number {
  return kind === SHARD_CHANNEL ? client.shardChannels : client.channels + client.patterns;
}

function replySubscription(call: Call, word: string, name: string | undefined, count: number): void {
  const { reply } = call;
  reply.push(3);
  reply.bulkLatin1(word);
  if (name === undefined) reply.null();
  else reply.bulkLatin1(name);
  reply.integer(count);
}

/** The same, as a message to a client that wants no replies. */
function subscriptionMessage(resp: number, word: string, name: string | undefined, count: number): Buffer {
  const noName = resp === 3 ? '_' : '$-1';
  const nameText = name === undefined ? noName : `$${name.length}\r\n${name}`;
  const text = `${resp === 3 ? '>' : '*'}3\r\n$${word.length}\r\n${word}\r\n${nameText}\r\n:${count}\r\n`;
  return Buffer.from(text, 'latin1');
}
