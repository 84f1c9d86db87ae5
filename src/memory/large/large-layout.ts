/**
 * Tables of the large-object space. A unit is 4 KiB of a large slab; its global number is slab × 65,536 + place, where
 * slab 0 has the id HEAP_SLABS. The bitmap has one bit a unit, 1 = in use. The table of descriptors, in 32-bit words:
 *
 *      0 ┌──────────────────────────┐
 *        │ words of the space       │  in the place of descriptor 0, so that 0 can mean "none"
 *     16 ├──────────────────────────┤
 *        │ lowest free, longest     │  one word each a slab: hints for the search
 *        │ free, highest touched    │
 *    400 ├──────────────────────────┤
 *        │ descriptor 25            │  first descriptor of an object      continuation
 *        │   0  references          │  owner and pins; 0 = free           -1
 *        │   1  length, low         │  bytes
 *        │   2  length, high        │
 *        │   3  runs                │  in the whole chain
 *        │   4  units               │  in the whole chain, spare ones included
 *        │   5  next descriptor     │  0 = the last; also links free ones  the same
 *        │   6  last descriptor     │  of the chain                       the one before
 *        │   7  shard + 1           │  whose lock guards the owner; 0 = unknown
 *        │   8  first unit, count   │  four runs                          four runs
 *     416 ├──────────────────────────┤
 *        │ descriptor 26 …          │
 *        └──────────────────────────┘
 *
 * A run lies in one slab. Runs follow each other in the order of the object's bytes.
 */
import { G_LARGE_LOCK, HEAP_SLABS, LARGE_SLABS, SLAB_BYTES } from '../layout.ts';

export const LARGE_UNIT_BYTES = 4096;
export const LARGE_UNIT_SHIFT = 12;
export const LARGE_UNITS_PER_SLAB = SLAB_BYTES / LARGE_UNIT_BYTES;
/** log2 of the units of a slab. */
export const LARGE_SLAB_SHIFT = 16;
export const LARGE_UNIT_MASK = LARGE_UNITS_PER_SLAB - 1;
/** Words of a slab's part of the bitmap. */
export const LARGE_BITMAP_WORDS = LARGE_UNITS_PER_SLAB / 32;
export const LARGE_DESCRIPTOR_WORDS = 16;
/** log2 of the words of a descriptor. */
export const LARGE_DESCRIPTOR_SHIFT = 4;
/** Objects of 64 KiB and more in 32 GiB, and as many continuations again. */
export const LARGE_DESCRIPTORS = 1 << 20;
export const LARGE_TABLE_BYTES = LARGE_DESCRIPTORS * LARGE_DESCRIPTOR_WORDS * 4;
export const LARGE_BITMAP_BYTES = (LARGE_SLABS * LARGE_UNITS_PER_SLAB) / 8;
/** Global word: units promised to arguments that are about to begin, so that two threads do not share one gap. */
export const G_LARGE_RESERVED = G_LARGE_LOCK + 5;
/** Id of the first large slab in a SlabSet. */
export const FIRST_LARGE_SLAB = HEAP_SLABS;

// Words of the space, from the start of the table; changed under G_LARGE_LOCK only.
/** Non-zero after the system refused a slab, until somebody lets the space try again. */
export const H_REFUSED = 0;
/** How often an empty slab got its first object (wrapping): whether a slab stayed empty between two looks. */
export const H_FILLS = 1;
/** Units that were touched since their slab was made: what the system had to give. */
export const H_TOUCHED = 2;
/** By slab: word of its bitmap below which no unit is free. */
export const H_LOW = 16;
/** By slab: no free run is longer than this; 0 for a slab that does not exist. */
export const H_LONGEST = H_LOW + LARGE_SLABS;
/** By slab: units from its start that were ever in use. */
export const H_TOP = H_LONGEST + LARGE_SLABS;
export const FIRST_DESCRIPTOR = (H_TOP + LARGE_SLABS) / LARGE_DESCRIPTOR_WORDS;

// Words of a descriptor.
export const D_REFERENCES = 0;
export const D_LENGTH_LOW = 1;
export const D_LENGTH_HIGH = 2;
export const D_RUNS = 3;
export const D_UNITS = 4;
export const D_NEXT = 5;
export const D_LAST = 6;
export const D_SHARD = 7;
export const D_FIRST_RUN = 8;
/** Runs of one descriptor, and its log2. */
export const RUNS_PER_DESCRIPTOR = (LARGE_DESCRIPTOR_WORDS - D_FIRST_RUN) / 2;
export const RUNS_SHIFT = 2;
/** Stands in the first word of a continuation. */
export const CONTINUATION = -1;

/** Units that a number of bytes takes; an object has at least one. */
export function unitsFor(length: number): number {
  return length <= LARGE_UNIT_BYTES ? 1 : Math.ceil(length / LARGE_UNIT_BYTES);
}
