// HOT: runs for every field of HSCAN; no closures, no allocation but for large names.
/** The fields that HSCAN meets. */
import type { Call } from '../../dispatch/context.ts';
import { NO_LARGE } from '../../memory/types.ts';
import { TABLE } from '../../store/collections/hash-forms.ts';
import { fitsPattern } from '../generic/collection-scan.ts';
import type { ScanOptions } from '../generic/scan-options.ts';
import { replyName, replyValue } from './open-hash.ts';

/** Replies to HSCAN for the hash that is open: a packed one is given as a whole. */
export function scanFields(call: Call, options: ScanOptions): void {
  const { hashes } = call.types;
  const { reply } = call;
  reply.array(2);
  let cursor = 0;
  if (hashes.encoding === TABLE) {
    cursor = hashes.rewindTo(options.cursor, options.count);
  } else hashes.rewind();
  reply.bulkInteger(cursor);
  const header = reply.deferred();
  let found = 0;
  while (hashes.next()) {
    if (!fits(call, options)) continue;
    replyName(call);
    if (!options.noValues) replyValue(call);
    found++;
  }
  reply.resolveDeferred(header, 'array', options.noValues ? found : found * 2);
}

function fits(call: Call, options: ScanOptions): boolean {
  if (options.pattern === undefined) return true;
  const { field } = call.types.hashes;
  if (field.nameLarge !== NO_LARGE) return fitsLarge(call, options);
  const bytes = call.store.heap.slabs.bytes[field.slab]!;
  return fitsPattern(call, options, bytes, field.nameAt, field.nameAt + field.nameLength);
}

/** cold: names of 64 KiB and more are brought together. */
function fitsLarge(call: Call, options: ScanOptions): boolean {
  const { field } = call.types.hashes;
  const name = Buffer.allocUnsafeSlow(field.nameLength);
  call.store.large.read(field.nameLarge, 0, name, 0, name.length);
  return fitsPattern(call, options, name, 0, name.length);
}
