/**
 * Problem: messages that a client's own command causes follow its reply, as with Redis. When another thread runs the
 * command, a script or that of a blocked client, they come here before the reply does.
 * Idea: while a reply is on its way, messages to its client are kept and written behind it.
 * Gives up: the order, when there is more than one could want to keep.
 */
import type { Client } from '../../dispatch/client.ts';

/** Most bytes kept for one client. */
const MOST_BYTES = 32 * 1024 * 1024;

interface Held {
  readonly messages: Buffer[];
  bytes: number;
}

const NONE: readonly Buffer[] = [];

export class HeldMessages {
  readonly #held = new Map<Client, Held>();
  readonly #push: (client: Client, buf: Buffer, start: number, end: number) => void;
  /** Whether the command of a client that is blocked is done, and its reply on its way. */
  isServed: (client: Client) => boolean = () => false;

  /** @param push writes bytes to a client at once */
  constructor(push: (client: Client, buf: Buffer, start: number, end: number) => void) {
    this.#push = push;
  }

  /** Keeps a copy of a message if a reply comes before it. @returns false if it may be sent now */
  hold(client: Client, buf: Buffer, start: number, end: number): boolean {
    if (!this.#waits(client)) return false;
    const held = this.#held.get(client) ?? { messages: [], bytes: 0 };
    this.#held.set(client, held);
    held.messages.push(Buffer.from(buf.subarray(start, end)));
    held.bytes += end - start;
    if (held.bytes > MOST_BYTES) this.#release(client, held);
    return true;
  }

  /** What follows the reply that is being written to a client. */
  take(client: Client): readonly Buffer[] {
    const held = this.#held.get(client);
    this.#held.delete(client);
    return held === undefined ? NONE : held.messages;
  }

  /** Sends what waits for no reply any more. */
  release(): void {
    for (const [client, held] of this.#held) if (!this.#waits(client)) this.#release(client, held);
  }

  /** The client is gone. */
  forget(client: Client): void {
    this.#held.delete(client);
  }

  #waits(client: Client): boolean {
    return client.isShipped || this.isServed(client);
  }

  #release(client: Client, { messages }: Held): void {
    this.#held.delete(client);
    for (const message of messages) this.#push(client, message, 0, message.length);
  }
}
