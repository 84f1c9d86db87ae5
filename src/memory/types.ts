/** Branded numbers, so that a reference cannot be mistaken for an index, a size or a byte offset. */

/**
 * Global reference to a block of the heap, in units of 8 bytes: bits 25…31 the slab, bits 0…24 the unit inside it.
 * Kept as a signed 32-bit integer so that V8 holds it as a small integer; 0 is "no block".
 */
export type Ref = number & { readonly __brand: 'Ref' };

/** Index into the Int32Array view of a slab or of the control block. */
export type WordIndex = number & { readonly __brand: 'WordIndex' };

/** Identity of a large object: index of its descriptor; 0 is "none". */
export type LargeRef = number & { readonly __brand: 'LargeRef' };

/** Number of a shard, 0…63. */
export type ShardId = number & { readonly __brand: 'ShardId' };

export const NO_REF = 0 as Ref;
export const NO_LARGE = 0 as LargeRef;
