/** An index that Redis looks at only when the list is there. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { bytes, type Leaf } from '../../../protocol/command/grammar.ts';
import { parseInt64 } from '../../../protocol/command/numbers.ts';
import type { Call } from '../../dispatch/context.ts';

/** The argument: an integer that is not read before `indexOf`. */
export const lateIndex = (): Leaf<ArgIndex> => ({ ...bytes(), docType: 'integer' });

/**
 * The index counted from the front, when it is given from the front (0 and more) or the back (below 0).
 * @returns NaN when the argument is no integer, -1 when it is outside of a list of so many items
 */
export function indexOf(call: Call, argument: ArgIndex, items: number): number {
  const { buf, argStart, argLen } = call.args;
  // A large argument is no integer.
  if (argStart[argument]! < 0) return Number.NaN;
  const given = Number(parseInt64(buf, argStart[argument]!, argLen[argument]!));
  if (Number.isNaN(given)) return Number.NaN;
  const index = given < 0 ? given + items : given;
  return index >= 0 && index < items ? index : -1;
}
