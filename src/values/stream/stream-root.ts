// HOT: no closures, no allocation, integers only.
/**
 * The root of a stream: one block, which the key's record names.
 *
 *   word 0 ┌──────────────────────────────────────────────┐
 *          │ block header (memory/heap/heap.ts)                │
 *        1 ├──────────────────────────────────────────────┤
 *          │ tree of the entries (TREE_WORDS)             │
 *        4 ├──────────────────────────────────────────────┤
 *          │ last ID given                     four words │
 *        8 ├──────────────────────────────────────────────┤
 *          │ greatest ID deleted by XDEL       four words │
 *       12 ├──────────────────────────────────────────────┤
 *          │ entries ever added, 64 bits, high word first │
 *       14 ├──────────────────────────────────────────────┤
 *          │ names of the groups, or NO_REF               │
 *          └──────────────────────────────────────────────┘
 */
import { type Heap, KIND_ROOT } from '../../memory/heap/heap.ts';
import type { Ref } from '../../memory/types.ts';
import { slabOf, wordOf } from './stream-leaf.ts';

export const R_TREE = 1;
export const R_LAST_ID = 4;
export const R_DELETED_ID = 8;
export const R_ADDED = 12;
export const R_GROUPS = 14;
const ROOT_WORDS = 15;

/** Bytes of a root. */
export const STREAM_ROOT_BYTES: number = ROOT_WORDS * 4;

/** The root of a stream without entries and groups. */
export function newStreamRoot(heap: Heap, shard: number): Ref {
  const root = heap.allocate(shard, STREAM_ROOT_BYTES, KIND_ROOT);
  const words = heap.slabs.i32[slabOf(root)]!;
  const at = wordOf(root);
  for (let i = 1; i < ROOT_WORDS; i++) words[at + i] = 0;
  return root;
}
