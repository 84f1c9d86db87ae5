// HOT: reused for every command; one shape for requests from the parser and for those that were parked.
/** A request as the dispatcher takes it: its bytes, and what was found out about it ahead of time. */
import type { RequestArgs } from '../../protocol/command/arguments.ts';
import type { TableRow } from '../../protocol/command/table.ts';
import type { BulkSink, RequestParser } from '../../protocol/resp/request-parser.ts';
import type { Call, Outcome } from './context.ts';

export type Row = TableRow<Call, Outcome>;

const NO_BYTES = Buffer.alloc(0);
const NO_SINKS: (BulkSink | null)[] = [];
/** Arguments for which a new request has room. */
export const INITIAL_ARGUMENTS = 16;

export class ParsedRequest implements RequestArgs {
  /** Whether it is one of the group that is being run: it is overwritten when that is done, and not before. */
  readonly isOfGroup: boolean;
  buf: Buffer = NO_BYTES;
  argc = 0;
  argStart: Int32Array = new Int32Array(INITIAL_ARGUMENTS);
  argLen: Int32Array = new Int32Array(INITIAL_ARGUMENTS);
  /** Arguments that were streamed into pages (null: refused); `argStart` is -1 - index. */
  sinks: (BulkSink | null)[] = NO_SINKS;
  /** The command, once it was looked up; null for an unknown one. */
  row: Row | null = null;
  /** Argument, hash and shard of the key of a command with just one key in a fixed place; key 0: not computed. */
  key = 0;
  hash = 0;
  shard = 0;
  /** Whether that is the key of the request before it in its group. */
  isKeyRepeated = false;
  /** Element of the key's collection that is looked for, 0 for none, and its hash if that was worked out. */
  element = 0;
  /** End of the key's list or stream at which the command begins, 0 for none. */
  end = 0;
  elementHash = 0;
  isElementHashed = false;

  constructor(isOfGroup = false) {
    this.isOfGroup = isOfGroup;
  }

  /** Takes the parser's current command; the parser goes on with this request's former arrays. */
  take(parser: RequestParser): void {
    if (this.buf !== parser.buf) this.buf = parser.buf;
    this.argc = parser.argc;
    const { argStart, argLen } = parser;
    parser.argStart = this.argStart;
    parser.argLen = this.argLen;
    this.argStart = argStart;
    this.argLen = argLen;
    if (parser.sinks.length > 0) {
      this.sinks = parser.sinks;
      parser.sinks = [];
    } else if (this.sinks !== NO_SINKS) this.sinks = NO_SINKS;
  }

  /** A copy that outlives the read batch. The sinks move to it; the element is found anew. */
  detach(): ParsedRequest {
    const copy = new ParsedRequest();
    let bytes = 0;
    for (let i = 0; i < this.argc; i++) if (this.argStart[i]! >= 0) bytes += this.argLen[i]!;
    copy.buf = Buffer.allocUnsafe(bytes);
    copy.argc = this.argc;
    copy.argStart = new Int32Array(Math.max(this.argc, INITIAL_ARGUMENTS));
    copy.argLen = new Int32Array(copy.argStart.length);
    let at = 0;
    for (let i = 0; i < this.argc; i++) {
      const start = this.argStart[i]!;
      copy.argStart[i] = start < 0 ? start : at;
      copy.argLen[i] = this.argLen[i]!;
      if (start >= 0) at += this.buf.copy(copy.buf, at, start, start + this.argLen[i]!);
    }
    copy.sinks = this.sinks;
    this.sinks = NO_SINKS;
    copy.row = this.row;
    copy.key = this.key;
    copy.hash = this.hash;
    copy.shard = this.shard;
    return copy;
  }
}
