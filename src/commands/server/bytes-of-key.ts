/** What one key takes, for MEMORY USAGE. */
import type { Ref } from '../../memory/types.ts';
import type { Keyspace } from '../../store/keyspace.ts';
import { TYPE_STRING } from '../../store/record.ts';

/** A slot of the index at its usual load: 6.4 bytes a slot, eight of ten in use. */
const INDEX_BYTES = 8;

/** @param samples elements of a collection to look at; 0 for all of them */
export function bytesOfKey(store: Keyspace, ref: Ref, samples: number): number {
  const { heap, records, large } = store;
  const type = records.type(ref);
  if (type !== TYPE_STRING) {
    const value = store.collections.types[type]!.bytes(records.encoding(ref), records.rootRef(ref), samples);
    return heap.blockBytes(ref) + value + INDEX_BYTES;
  }
  const pages = records.isLarge(ref) ? large.bytesOf(records.largeRef(ref)) : 0;
  return heap.blockBytes(ref) + pages + INDEX_BYTES;
}
