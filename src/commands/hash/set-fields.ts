// HOT: no closures, no allocation.
/** Fields that are set together: HSET, HMSET. */
import type { ArgIndex, ArgRange } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { OTHER_WAY } from '../../store/collections/packed-hashes.ts';
import { EVENT } from '../../store/observers/events.ts';
import { NO_EXPIRY } from '../../store/record.ts';
import { open } from './open-hash.ts';

/** Bytes that setting all fields may allocate. */
export function fieldsBound(call: Call, key: ArgIndex, data: ArgRange): number {
  const { hashes } = call.types;
  let bytes = hashes.changeBound(key);
  for (let i = 0; i < data.count; i++) bytes += hashes.fieldBound(data.at(i), valueBehind(data, i));
  return bytes;
}

/** The value of field `data.at(i)`. */
export function valueBehind(data: ArgRange, i: number): ArgIndex {
  return (data.at(i) + 1) as ArgIndex;
}

/** Says how large a packed hash will at least be, if this is all that comes into it. */
export function makeRoom(call: Call, data: ArgRange): void {
  const { argLen } = call.args;
  let bytes = 0;
  for (let i = 0; i < data.count * 2; i++) bytes += argLen[data.first + i]! + 1;
  call.types.hashes.room = bytes;
}

/** Sets fields without a time to live. @returns how many are new, or -1 when the key holds something else, which is replied */
export function setFields(call: Call, key: ArgIndex, data: ArgRange): number {
  const { store } = call;
  const { hashes } = call.types;
  const record = store.write(key);
  if (data.count === 1 && record !== NO_REF && hashes.isPacked(record)) {
    const added = hashes.setPacked(key, record, data.first, valueBehind(data, 0));
    if (added !== OTHER_WAY) {
      store.changed(key, EVENT.hset);
      return added;
    }
  }
  if (!open(call, key, record)) return -1;
  hashes.takeLarge(valueBehind(data, 0), data.count, 2);
  if (data.count > 1) makeRoom(call, data);
  let added = 0;
  for (let i = 0; i < data.count; i++) if (hashes.setField(data.at(i), valueBehind(data, i), NO_EXPIRY)) added++;
  hashes.changed(EVENT.hset, data.count);
  hashes.settle();
  return added;
}
