/** Whether two arguments name the same key. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';

export function isSameKey(call: Call, a: ArgIndex, b: ArgIndex): boolean {
  const { buf, argStart, argLen } = call.args;
  const length = argLen[a]!;
  if (length !== argLen[b]!) return false;
  for (let i = 0; i < length; i++) if (buf[argStart[a]! + i] !== buf[argStart[b]! + i]) return false;
  return true;
}
