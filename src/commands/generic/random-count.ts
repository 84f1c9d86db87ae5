/** How many elements HRANDFIELD, SRANDMEMBER and ZRANDMEMBER are asked for, and which counts are refused. */
import { ERROR, outOfRangeBetween } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';

/** `randomCount` has refused the argument. */
export const REFUSED = -0.5;

const LARGEST = 2n ** 63n - 1n;
/** Each element is two replies: their number is what must fit. */
const LARGEST_OF_PAIRS = LARGEST / 2n;
/** Most elements that may be asked for with repetitions: more would be a reply that no memory holds. */
const MOST_REPEATS = 2 ** 24;

/**
 * The count as a number: below zero for that many elements with repetitions. REFUSED if there cannot be so many; the
 * error is replied then. @param inPairs each element comes with its value or score
 */
export function randomCount(call: Call, given: number | bigint, inPairs: boolean): number {
  const exact = BigInt(given);
  if (exact < -LARGEST) call.reply.error(outOfRangeBetween(-LARGEST, LARGEST));
  else if (inPairs && (exact < -LARGEST_OF_PAIRS || exact > LARGEST_OF_PAIRS)) call.fail(ERROR.outOfRange);
  else return Number(given);
  return REFUSED;
}

/** Refuses so many repetitions that the reply could not be held. @returns whether it did */
export function refusesRepeats(call: Call, count: number): boolean {
  if (count >= -MOST_REPEATS) return false;
  call.fail(ERROR.outOfRange);
  return true;
}
