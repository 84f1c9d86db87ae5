/** What blocking commands ask of the server: to wait in the queues of their keys. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call, Outcome } from '../context.ts';

export interface BlockingPort {
  /** One more key that the command waits for. */
  waitFor(key: ArgIndex): void;
  /** The command shall find these bytes in the place of an argument when it is run again. */
  replaceArgument(index: ArgIndex, text: string): void;
  /** Queues the client, or leaves it where it is when it is run again. See `Call.block`. */
  block(call: Call, type: number, timeoutMs: number, noKey: boolean): Outcome;
}
