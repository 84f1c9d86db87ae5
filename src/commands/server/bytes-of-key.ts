/** What one key takes, for MEMORY USAGE. */
import type { Ref } from '../../memory/types.ts';
import type { Keyspace } from '../../store/keyspace.ts';

/** A slot of the index at its usual load: 6.4 bytes a slot, eight of ten in use. */
const INDEX_BYTES = 8;

export function bytesOfKey(store: Keyspace, ref: Ref): number {
  const { heap, records, large } = store;
  const pages = records.isLarge(ref) ? large.bytesOf(records.largeRef(ref)) : 0;
  return heap.blockBytes(ref) + pages + INDEX_BYTES;
}
