/** What compaction must know of who refers to blocks: the store answers. */
import type { Ref } from '../types.ts';

/** Who knows where the references to blocks are. */
export interface BlockOwners {
  /**
   * Gives a block another place in the same shard and frees the old one. The shard's lock is held.
   * @returns false, and nothing changed, when the owner is not found
   */
  move(shard: number, ref: Ref, kind: number): boolean;
  /** Whether blocks of a kind are not moved one by one but by a walk over the keys. */
  isWalked(kind: number): boolean;
  /** Begins a walk over the keys of a shard that moves such blocks out of all extents that are being emptied. */
  beginWalk(shard: number): void;
  /** Goes on with it, under the shard's lock, until a time in µs. @returns whether it is over */
  walk(untilUs: number): boolean;
}

/** Clock of the compactor, in µs. */
export type Clock = () => number;
