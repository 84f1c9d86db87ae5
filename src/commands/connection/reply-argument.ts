/** ECHO and PING send an argument back. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';

/** Replies with the bytes of an argument. */
export function replyArgument(call: Call, argument: ArgIndex): void {
  const start = call.args.argStart[argument]!;
  call.reply.bulk(call.args.buf as Buffer, start, start + call.args.argLen[argument]!);
}
