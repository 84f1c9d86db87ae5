// HOT: no closures, no allocation on the JS heap; called under the locks of the keys it names.
/** Strings whose bytes are changed where they are, for bitmaps, HyperLogLogs and counters. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import type { Keyspace } from '../keyspace.ts';
import { ENCODING_RAW, NO_EXPIRY, TYPE_STRING } from '../record.ts';
import type { Strings } from './strings.ts';

const ZEROS = Buffer.alloc(4096);
/** Below this many bytes a loop is faster than the call of Buffer.copy. */
const LOOP_BYTES = 64;

/** Writes over the bytes of a short inline value with as many others, which mean the same encoding; nothing else changes. */
export function overwriteString(
  store: Keyspace,
  key: ArgIndex,
  ref: Ref,
  source: Uint8Array,
  start: number,
  length: number,
): void {
  const bytes = store.records.bytesOf(ref);
  const at = store.records.valueAt(ref);
  // A change, although nothing was allocated: whatever fails from here on leaves it half done.
  store.heap.operations++;
  for (let i = 0; i < length; i++) bytes[at + i] = source[start + i]!;
  store.changed(key);
}

/**
 * Makes a string at least `length` bytes long, zeros behind its old end, and nobody else's: `setStringByte` may change
 * it afterwards. NO_REF makes a new key. Expiry and access stay. Throws OutOfMemory before any change.
 * @returns the record, which may have moved
 */
export function openString(store: Keyspace, strings: Strings, key: ArgIndex, ref: Ref, length: number): Ref {
  const { records, large } = store;
  const before = ref === NO_REF ? 0 : strings.length(ref);
  const after = length > before ? length : before;
  if (after >= strings.largeThreshold || (ref !== NO_REF && records.isLarge(ref))) {
    if (ref === NO_REF) {
      const object = strings.allocatePages(after);
      large.zero(object, 0, after);
      return strings.adopt(key, NO_REF, object, ENCODING_RAW, NO_EXPIRY);
    }
    const object = strings.ownPages(key, ref, after);
    store.heap.operations++;
    if (after > before) large.zero(object, before, after - before);
    return store.peek(key);
  }
  store.heap.operations++;
  if (after === before && ref !== NO_REF) {
    records.setKind(ref, TYPE_STRING, ENCODING_RAW, false);
    return ref;
  }
  const record =
    ref === NO_REF
      ? store.put(key, NO_REF, TYPE_STRING, ENCODING_RAW, after, false, NO_EXPIRY)
      : store.resize(key, ref, after, ENCODING_RAW);
  const bytes = records.bytesOf(record);
  const at = records.valueAt(record);
  writeZeros(bytes, at + before, at + after);
  return record;
}

function writeZeros(target: Buffer, from: number, to: number): void {
  for (let at = from; at < to; at += ZEROS.length) {
    const bytes = to - at < ZEROS.length ? to - at : ZEROS.length;
    if (bytes < LOOP_BYTES) for (let i = 0; i < bytes; i++) target[at + i] = 0;
    else ZEROS.copy(target, at, 0, bytes);
  }
}

/** Changes one byte of a string that `openString` opened. */
export function setStringByte(store: Keyspace, ref: Ref, index: number, value: number): void {
  const { records, large } = store;
  if (records.isLarge(ref)) large.setByteAt(records.largeRef(ref), index, value);
  else records.bytesOf(ref)[records.valueAt(ref) + index] = value;
}
