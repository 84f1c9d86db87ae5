/** Results of set algebra that become the value of a key. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { result } from './set-result.ts';

/** What the *STORE commands say that they allocate: how much it will be is known when it is done, as in Redis. */
export const STORE_BOUND = 16_384;

/** Makes `result` the value of a key, whatever that held, or deletes the key when it is empty. Replies its size. */
export function storeResult(call: Call, key: ArgIndex, event: number): void {
  const size = result.size(call);
  call.types.sets.replace(key, call.store.peek(key), result.encoding, result.root, event);
  call.reply.integer(size);
}
