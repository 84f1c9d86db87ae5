// HOT: no closures, no allocation on the JS heap, integers only.
/** How large an extent a shard draws. */
import { MAX_EXTENT_ORDER, PAGE_SHIFT } from '../layout.ts';

/** Blocks of the size asked for that an extent should hold: what is left over at its end is small beside it then. */
const BLOCKS_AN_EXTENT = 32;

/**
 * Order of the next extent for a shard that has this many pages and needs room for a block of this many units. Small
 * ones are best, because they empty soon and fit everywhere; only large blocks need larger ones.
 */
export function extentOrder(shardPages: number, blockUnits: number): number {
  // The fresh extent is used directly, without a search by class, so the block needs no rounding: two units frame it.
  const needed = (blockUnits + 2 + (1 << PAGE_SHIFT) - 1) >>> PAGE_SHIFT;
  const wanted = (blockUnits * BLOCKS_AN_EXTENT) >>> PAGE_SHIFT;
  let order = 0;
  while (order < MAX_EXTENT_ORDER && 1 << order < wanted && 1 << (order + 1) <= shardPages >>> 3) order++;
  while (order < MAX_EXTENT_ORDER && 1 << order < needed) order++;
  return order;
}
