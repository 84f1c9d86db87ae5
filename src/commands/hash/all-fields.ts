// HOT: no closures, no allocation.
/** HGETALL, HKEYS, HVALS. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { openToRead, replyName, replyValue } from './open-hash.ts';

/** Replies with names, values or both of all fields that are not past their time. */
export function replyFields(call: Call, key: ArgIndex, names: boolean, values: boolean): void {
  if (!openToRead(call, key)) return;
  const { hashes } = call.types;
  const count = hashes.root === NO_REF ? 0 : hashes.liveFields();
  if (names && values) call.reply.map(count);
  else call.reply.array(count);
  if (count === 0) return;
  hashes.rewind();
  while (hashes.next()) {
    if (names) replyName(call);
    if (values) replyValue(call);
  }
}
