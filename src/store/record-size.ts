// HOT: asked for sampled records; no allocation on the JS heap.
/** How much memory a record takes. */
import type { Ref } from '../memory/types.ts';
import type { KeyLookups } from './key-lookups.ts';
import { TYPE_STRING } from './record.ts';

/** Elements of a collection that are looked at. */
const SIZE_SAMPLES = 3;

/** Bytes that a record occupies with its value, or about so many. */
export function recordSize(store: KeyLookups, ref: Ref): number {
  const { records, heap, large, collections } = store;
  const block = heap.blockBytes(ref);
  if (records.isLarge(ref)) return block + large.bytesOf(records.largeRef(ref));
  const type = records.type(ref);
  if (type === TYPE_STRING) return block;
  return block + collections.types[type]!.bytes(records.encoding(ref), records.rootRef(ref), SIZE_SAMPLES);
}
