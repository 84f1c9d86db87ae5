/** Units of length. */
import type { Call } from '../../dispatch/context.ts';

const METRES: ReadonlyMap<string, number> = new Map([
  ['m', 1],
  ['km', 1000],
  ['ft', 0.3048],
  ['mi', 1609.34],
]);

/** The metres of the unit that an argument names, or undefined. */
export function unitOf(call: Call, argument: number): number | undefined {
  return METRES.get(call.text(argument).toLowerCase());
}
