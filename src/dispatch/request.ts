/** A request as the dispatcher takes it: of the parser, or one that was parked. */
import type { RequestArgs } from '../../protocol/command/arguments.ts';
import type { BulkSink } from '../../protocol/resp/request-parser.ts';

export interface ParsedRequest extends RequestArgs {
  readonly buf: Buffer;
  /** Arguments that were streamed into pages (null: refused); `argStart` is -1 - index. */
  readonly sinks: readonly (BulkSink | null)[];
}
