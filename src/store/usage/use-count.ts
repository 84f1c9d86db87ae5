// HOT: one call an access; integers only.
/**
 * A count of uses that ages, in 8 bits: four for the count and four for the epoch in which it was written.
 *
 * Epochs pass as the cache is used (a number of accesses for each object); every epoch that has passed since a count
 * was written halves it, when somebody looks. So nothing ever walks over the records.
 * Gives up: a count that nobody touches for sixteen epochs looks fresh again; whoever samples a record rewrites old ones.
 */

/** Highest count. */
export const MAX_USES = 15;
const EPOCH_MASK = 15;
/** Accesses for each record after which an epoch ends. */
export const AGING = 16;

/** The count as it stands in `epoch`. */
export function usesOf(counter: number, epoch: number): number {
  const age = (epoch - (counter >>> 4)) & EPOCH_MASK;
  return age > 4 ? 0 : (counter & MAX_USES) >>> age;
}

/** The counter that says `uses` in `epoch`. */
export function counterOf(uses: number, epoch: number): number {
  return (uses > MAX_USES ? MAX_USES : uses) | ((epoch & EPOCH_MASK) << 4);
}

/** The counter after one more use. */
export function usedOnce(counter: number, epoch: number): number {
  const uses = usesOf(counter, epoch);
  return counterOf(uses < MAX_USES ? uses + 1 : uses, epoch);
}
