/**
 * CLIENT TRACKING … BCAST on one io thread: clients hear of every key that begins with one of their prefixes, whether
 * they have read it or not. The keys of a turn of the event loop make one message a prefix.
 */
import type { Client } from '../../dispatch/client.ts';
import { type ChannelTable, KEY_PREFIX, MAX_NAME_BYTES } from '../../messaging/channel-table.ts';
import { manyKeys } from './invalidation-messages.ts';

interface Prefix {
  readonly name: string;
  readonly clients: Set<Client>;
  /** Keys that changed, and the client of this thread that changed each last. */
  readonly keys: Map<string, Client | undefined>;
}

export class Broadcasts {
  readonly #table: ChannelTable;
  readonly #thread: number;
  readonly #prefixes = new Map<string, Prefix>();
  #isWaiting = false;

  constructor(table: ChannelTable, thread: number) {
    this.#table = table;
    this.#thread = thread;
  }

  /** Keys wait for `flush`. HOT. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** A client wants to hear of a prefix, latin1; '' is every key. @returns false when there is no room for it */
  add(client: Client, name: string): boolean {
    const bytes = Buffer.from(name, 'latin1');
    if (bytes.length > MAX_NAME_BYTES || !this.#table.add(KEY_PREFIX, bytes, this.#thread)) return false;
    let prefix = this.#prefixes.get(name);
    if (prefix === undefined) {
      prefix = { name, clients: new Set(), keys: new Map() };
      this.#prefixes.set(name, prefix);
    }
    prefix.clients.add(client);
    return true;
  }

  /** It wants to hear of it no longer. */
  remove(client: Client, name: string): void {
    const prefix = this.#prefixes.get(name);
    if (prefix === undefined || !prefix.clients.delete(client)) return;
    this.#table.remove(KEY_PREFIX, Buffer.from(name, 'latin1'), this.#thread);
    if (prefix.clients.size === 0) this.#prefixes.delete(name);
  }

  /** A key changed. @param changer the client of this thread whose command did it */
  note(key: Buffer, start: number, end: number, changer: Client | undefined): void {
    const text = key.toString('latin1', start, end);
    for (const { name, keys } of this.#prefixes.values()) {
      if (!text.startsWith(name)) continue;
      keys.set(text, changer);
      this.#isWaiting = true;
    }
  }

  /** Sends what has gathered, in the order of the prefixes and keys. */
  flush(send: (client: Client, bodies: readonly Buffer[]) => void): void {
    this.#isWaiting = false;
    const prefixes = [...this.#prefixes.values()].filter(({ keys }) => keys.size > 0);
    for (const { clients, keys } of prefixes.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const changed = [...keys.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
      const all = manyKeys(changed.map(([key]) => key));
      keys.clear();
      for (const client of clients) {
        if (client.tracking?.noloop !== true) send(client, all);
        else send(client, manyKeys(changed.filter(([, changer]) => changer !== client).map(([key]) => key)));
      }
    }
  }
}
