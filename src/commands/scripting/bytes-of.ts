/** The bytes of an argument that is code: in the request, or copied from the pages that it streamed into. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';

/** Holds until the command ends. */
export function bytesOf(call: Call, argument: ArgIndex): Buffer {
  const start = call.args.argStart[argument]!;
  return (call.args.buf as Buffer).subarray(start, start + call.args.argLen[argument]!);
}
