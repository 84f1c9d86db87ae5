/** What DEL and UNLINK share. */
import type { ArgRange } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';

/** Deletes keys and replies how many there were. */
export function deleteKeys(call: Call, keys: ArgRange): void {
  const { store } = call;
  let count = 0;
  for (let i = 0; i < keys.count; i++) {
    const key = keys.at(i);
    const ref = store.peek(key);
    if (ref === NO_REF) continue;
    store.delete(key, ref);
    count++;
  }
  call.reply.integer(count);
}
