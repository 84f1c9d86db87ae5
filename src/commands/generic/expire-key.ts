/** EXPIRE, PEXPIRE, EXPIREAT and PEXPIREAT. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { flags } from '../../../protocol/command/grammar.ts';
import { type ErrorCode, NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY } from '../../store/record.ts';

/** `[NX | XX | GT | LT]`, of which XX goes with GT and LT. */
export const condition = () => flags(['NX', 'XX', 'GT', 'LT'], { since: '7.0.0' });

export interface ExpireCondition {
  readonly nx: boolean;
  readonly xx: boolean;
  readonly gt: boolean;
  readonly lt: boolean;
}

/** For the row's `check`: words that exclude each other. */
export function checkCondition(args: { readonly condition: ExpireCondition }): ErrorCode {
  const { nx, xx, gt, lt } = args.condition;
  if (nx && (xx || gt || lt)) return ERROR.expireNxAndOther;
  return gt && lt ? ERROR.expireGtAndLt : NO_ERROR;
}

/** Beyond this many ms, seconds or milliseconds are counted in bigints. */
const EXACT_BELOW = 2 ** 42;
const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);
/** A time that 64 bits of milliseconds do not hold. */
const INVALID = Number.NaN;

/** Sets the expiry of a key and replies 1, or 0 if there is no key or the condition is not met. A time that is over deletes it. */
export function expireKey(
  call: Call,
  key: ArgIndex,
  time: number | bigint,
  isSeconds: boolean,
  isRelative: boolean,
  condition: ExpireCondition,
  name: string,
): void {
  const { store, reply } = call;
  const at = absolute(store.now(), time, isSeconds, isRelative);
  if (Number.isNaN(at)) {
    call.fail(ERROR.invalidExpire, name);
    return;
  }
  const ref = store.write(key);
  if (ref === NO_REF || !allows(condition, store.records.expiresAt(ref), at)) {
    reply.integer(0);
    return;
  }
  if (at <= store.now()) store.delete(key, ref);
  else {
    store.setExpiry(key, ref, at);
    store.observers.note(key, EVENT.expire);
  }
  reply.integer(1);
}

/** A key without an expiry counts as one that expires after any other. */
function allows({ nx, xx, gt, lt }: ExpireCondition, before: number, at: number): boolean {
  const expires = before !== NO_EXPIRY;
  if (nx && expires) return false;
  if (xx && !expires) return false;
  if (gt && (!expires || at <= before)) return false;
  return !(lt && expires && at >= before);
}

function absolute(nowMs: number, time: number | bigint, isSeconds: boolean, isRelative: boolean): number {
  if (typeof time === 'number' && time < EXACT_BELOW && time > -EXACT_BELOW) {
    return (isSeconds ? time * 1000 : time) + (isRelative ? nowMs : 0);
  }
  const ms = BigInt(time) * (isSeconds ? 1000n : 1n);
  const base = isRelative ? BigInt(nowMs) : 0n;
  return ms < MIN_INT64 || ms > MAX_INT64 - base ? INVALID : Number(ms + base);
}
