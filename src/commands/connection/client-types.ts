/** The words that CLIENT LIST and CLIENT KILL have for kinds of clients. */
import type { ClientType } from '../../dispatch/ports/clients.ts';

const TYPES: ReadonlyMap<string, ClientType> = new Map([
  ['normal', 'normal'],
  ['master', 'master'],
  ['replica', 'replica'],
  ['slave', 'replica'],
  ['pubsub', 'pubsub'],
]);

export function clientType(word: string): ClientType | undefined {
  return TYPES.get(word.toLowerCase());
}
