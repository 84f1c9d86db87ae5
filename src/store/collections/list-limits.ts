/** Up to where a list is a listpack, by the setting `list-max-listpack-size`: items, or with -1 to -5 bytes. */
import { ANY_ITEMS, LEAF_ROOM } from '../../values/list/list-ends.ts';

/** Bytes of a listpack with a setting of -1 to -5. */
const SIZES = [4096, 8192, 16384, 32768, 65536];
/** Bytes of a listpack that is limited by its items. */
const SAFE_BYTES = 8192;
/** Bytes of tree nodes that a push may need. */
const NODE_BOUND = 16384;

/** Bytes of a listpack at most. */
export function packedBytesFor(size: number): number {
  return size < 0 ? SIZES[size < -5 ? 4 : -1 - size]! : SAFE_BYTES;
}

/** Items of a listpack at most. */
export function packedItemsFor(size: number): number {
  return size < 0 ? ANY_ITEMS : Math.max(1, size);
}

/** Bytes that a list may allocate when it grows, besides its new items. */
export function growthBound(size: number): number {
  return 4 * packedBytesFor(size) + 3 * LEAF_ROOM + NODE_BOUND;
}
