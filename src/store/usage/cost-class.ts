/**
 * What a miss of a key costs, in three bits: class c stands for e^c, and the last one for 1,000 times the cheapest, which
 * is as far as costs go.
 */
import { MAX_COST_CLASS } from '../record-header.ts';

const MOST = 1_000;
const COSTS: Float64Array = Float64Array.from({ length: MAX_COST_CLASS + 1 }, (_, index) =>
  Math.min(MOST, Math.exp(index)),
);

/** Relative cost that a class stands for. */
export function costOf(costClass: number): number {
  return COSTS[costClass]!;
}

/** The class nearest to a relative cost (1 and more; less counts as 1). */
export function costClassOf(cost: number): number {
  const nearest = Math.round(Math.log(cost > 1 ? cost : 1));
  return nearest > MAX_COST_CLASS ? MAX_COST_CLASS : nearest;
}
