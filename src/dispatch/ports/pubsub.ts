/** What commands ask of publish and subscribe. Kinds of names are those of messaging/channel-table.ts. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Client } from '../client.ts';
import type { Call } from '../context.ts';

export const KIND_CHANNEL = 0;
export const KIND_SHARD_CHANNEL = 1;
export const KIND_PATTERN = 2;

export interface PubSubPort {
  /** Subscribes the client to one name and replies. */
  subscribe(call: Call, kind: number, name: ArgIndex): void;
  /** Ends one subscription and replies, even if there was none. */
  unsubscribe(call: Call, kind: number, name: ArgIndex): void;
  /** Ends all subscriptions of a kind, with a reply for each, or one if there are none. */
  unsubscribeAll(call: Call, kind: number): void;
  /** Ends all subscriptions without a word. */
  forget(client: Client): void;
  /** @returns the number of receivers, on all threads */
  publish(call: Call, kind: number, channel: ArgIndex, message: ArgIndex): number;
  /** Names of a kind that have subscribers and fit the pattern; all without one. */
  names(call: Call, kind: number, pattern: ArgIndex | undefined): readonly Buffer[];
  /** Subscribers of a name. */
  subscribers(call: Call, kind: number, name: ArgIndex): number;
  /** Patterns that have subscribers. */
  patternCount(): number;
}
