/** Positions of bits in arguments. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { parseInteger } from '../../../protocol/command/numbers.ts';
import type { Call } from '../../dispatch/context.ts';

const HASH = 0x23;

/**
 * The position of a bit in an argument, below the bits of the longest string; NaN for anything else.
 * @param width bits that `#1` counts in; 0 where a position may not begin with `#`
 */
export function bitOffset(call: Call, argument: ArgIndex | number, width = 0): number {
  const { buf, argStart, argLen } = call.args;
  const start = argStart[argument]!;
  const length = argLen[argument]!;
  const counted = width > 0 && start >= 0 && length > 0 && buf[start] === HASH;
  const read = counted ? parseInteger(buf, start + 1, length - 1) * width : parseInteger(buf, start, length);
  return read >= 0 && read < call.settings.current.protoMaxBulkLen * 8 ? read : Number.NaN;
}
