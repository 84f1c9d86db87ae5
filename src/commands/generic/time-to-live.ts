/** TTL, PTTL, EXPIRETIME and PEXPIRETIME. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { NO_EXPIRY } from '../../store/record.ts';

/** Replies for a key that does not exist, and for one that does not expire. */
const MISSING = -2;
const FOREVER = -1;

/** Replies when a key expires: in ms, or rounded to seconds; from now, or since 1970. */
export function replyExpiry(call: Call, key: ArgIndex, isSeconds: boolean, isRelative: boolean): void {
  const { store, reply } = call;
  const ref = store.readQuietly(key);
  if (ref === NO_REF) {
    reply.integer(MISSING);
    return;
  }
  const at = store.records.expiresAt(ref);
  if (at === NO_EXPIRY) {
    reply.integer(FOREVER);
    return;
  }
  const ms = isRelative ? Math.max(0, at - store.now()) : at;
  const answer = isSeconds ? Math.floor((ms + 500) / 1000) : ms;
  if (answer <= Number.MAX_SAFE_INTEGER) reply.integer(answer);
  else reply.bigInteger(BigInt(answer));
}
