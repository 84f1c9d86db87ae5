/** RESTORE once its arguments are understood. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_MEMORY, RESTORED } from '../../store/rdb/restore-value.ts';
import { NO_EXPIRY } from '../../store/record.ts';
import { setIdleSeconds } from '../../store/usage/idle-time.ts';
import type { RestoreOptions } from './restore-options.ts';

/** What a value may take beside a multiple of its payload: small parts cost more here than there. */
const PART_FACTOR = 6;
const SLACK = 65_536;

/** Bytes that a payload may become. Packed ones may be much more: they are few, and found out only by unpacking. */
export function restoredBound(call: Call, key: ArgIndex, payload: ArgIndex): number {
  return call.store.putBound(key, 4) + call.args.argLen[payload]! * PART_FACTOR + SLACK;
}

/** Makes the value of a payload that of a key, which is free or to be replaced, and replies. */
export function restorePayload(
  call: Call,
  key: ArgIndex,
  payload: ArgIndex,
  ttlMs: number,
  options: RestoreOptions,
): void {
  const { store, reply, types } = call;
  const { restorer } = types;
  const { buf, argStart, argLen } = call.args;
  const start = argStart[payload]!;
  const end = start + argLen[payload]!;
  if (!restorer.verify(buf as Buffer, start, end)) {
    call.fail(ERROR.badDump);
    return;
  }
  const outcome = restorer.build(key, buf as Buffer, start, end);
  if (outcome !== RESTORED) {
    call.fail(outcome === NO_MEMORY ? ERROR.outOfMemory : ERROR.badDumpFormat);
    return;
  }
  const before = store.peek(key);
  const expiresAt = ttlMs === 0 ? NO_EXPIRY : options.absolute ? ttlMs : call.now() + ttlMs;
  if (expiresAt !== NO_EXPIRY && expiresAt <= call.now()) {
    restorer.discard(key);
    if (before !== NO_REF) store.delete(key, before);
    reply.ok();
    return;
  }
  if (before !== NO_REF) store.remove(store.shards[key]!, store.db, store.hashes[key]!, before);
  let record = store.relink(key, restorer.record, store.db);
  if (expiresAt !== NO_EXPIRY) record = store.setExpiry(key, record, expiresAt);
  if (options.idleSeconds !== undefined) setIdleSeconds(store, record, options.idleSeconds);
  if (options.frequency !== undefined) store.records.setCounter(record, options.frequency);
  store.changed(key, EVENT.restore);
  // All of it is one change.
  store.countMore(expiresAt === NO_EXPIRY ? -1 : -2);
  reply.ok();
}
