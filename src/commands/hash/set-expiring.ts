/** What HSETEX does when its arguments are read and the hash is open. */
import type { Call } from '../../dispatch/context.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY } from '../../store/record.ts';
import { KEEPTTL, type SetExRequest } from './set-ex-request.ts';
import { makeRoom, valueBehind } from './set-fields.ts';

/** Whether none (FNX) or all (FXX) of the fields are there. Those past their time that are met are deleted: `settle` then. */
export function isMet(call: Call, { data, mustExist }: SetExRequest): boolean {
  if (mustExist === undefined) return true;
  for (let i = 0; i < data.count; i++) if (call.types.hashes.find(data.at(i)) !== mustExist) return false;
  return true;
}

/** Sets the fields with their time to live; a time that is over deletes them again. */
export function setExpiring(call: Call, { data, expiresAt }: SetExRequest): void {
  const { hashes } = call.types;
  hashes.takeLarge(valueBehind(data, 0), data.count, 2);
  if (expiresAt >= 0) hashes.expectTimes();
  if (data.count > 1) makeRoom(call, data);
  for (let i = 0; i < data.count; i++) {
    const field = data.at(i);
    if (expiresAt === KEEPTTL) {
      const at = hashes.hasLive(field) ? hashes.field.expiresAt : NO_EXPIRY;
      hashes.setField(field, valueBehind(data, i), at);
      continue;
    }
    const isNew = hashes.setField(field, valueBehind(data, i), expiresAt);
    // It may have had this very time before.
    if (!isNew && expiresAt >= 0 && hashes.findAny(field)) hashes.setExpiry(expiresAt);
  }
  hashes.changed(EVENT.hset, data.count);
  if (expiresAt >= 0 && expiresAt <= call.now()) {
    for (let i = 0; i < data.count; i++) if (hashes.findAny(data.at(i))) hashes.remove();
    hashes.changed(EVENT.hdel, 0);
  } else if (expiresAt >= 0) hashes.changed(EVENT.hexpire, 0);
  hashes.settle();
}
