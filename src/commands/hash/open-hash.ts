// HOT: no closures, no allocation.
/** The hash of a key, opened for a command, and replies about its fields. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { MOST_BY_WORDS } from '../../../protocol/resp/reply-writer.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_LARGE, NO_REF, type Ref } from '../../memory/types.ts';
import { NO_FIELD } from '../../store/collections/packed-hashes.ts';
import { TYPE_HASH } from '../../store/record.ts';

/** Opens the hash of a key to look at it. @returns false when the key holds something else: the error is replied */
export function openToRead(call: Call, key: ArgIndex): boolean {
  return open(call, key, call.store.read(key));
}

/** Opens the hash of a key to change it. @returns false when the key holds something else: the error is replied */
export function openToWrite(call: Call, key: ArgIndex): boolean {
  return open(call, key, call.store.write(key));
}

/** Opens the hash of a record that was looked up. @returns false when it is no hash: the error is replied */
export function open(call: Call, key: ArgIndex, record: Ref): boolean {
  if (record !== NO_REF && call.store.records.type(record) !== TYPE_HASH) {
    call.fail(ERROR.wrongType);
    return false;
  }
  call.types.hashes.open(key, record);
  return true;
}

/** Replies with the value of a field of the hash of a key, or null. */
export function replyFieldOf(call: Call, key: ArgIndex, name: ArgIndex): void {
  const { hashes } = call.types;
  const record = call.store.read(key);
  if (record !== NO_REF && hashes.isPacked(record)) {
    const at = hashes.packedValue(record, name);
    if (at === NO_FIELD) call.reply.null();
    else replyBytes(call, hashes.packedSlab(record), at, hashes.packedLength);
    return;
  }
  if (!open(call, key, record)) return;
  replyFieldValue(call, name);
  hashes.settle();
}

/** Replies with the value of a field of the open hash, or null. */
export function replyFieldValue(call: Call, name: ArgIndex): void {
  if (call.types.hashes.find(name)) replyValue(call);
  else call.reply.null();
}

/** Replies with the value of the field that was found. */
export function replyValue(call: Call): void {
  const { field } = call.types.hashes;
  if (field.valueLarge !== NO_LARGE) call.replyLarge(field.valueLarge);
  else replyBytes(call, field.slab, field.valueAt, field.valueLength);
}

/** Replies with the name of the field that was found. */
export function replyName(call: Call): void {
  const { field } = call.types.hashes;
  if (field.nameLarge !== NO_LARGE) call.replyLarge(field.nameLarge);
  else replyBytes(call, field.slab, field.nameAt, field.nameLength);
}

/** Replies with bytes of a slab. */
function replyBytes(call: Call, slab: number, start: number, length: number): void {
  const { bytes, data } = call.store.heap.slabs;
  if (length <= MOST_BY_WORDS) call.reply.bulkOfWords(data[slab]!, start, start + length);
  else call.reply.bulk(bytes[slab]!, start, start + length);
}
