/** A request that outlives its read batch because its command waits. */
import type { RequestArgs } from '../../protocol/command/arguments.ts';
import type { BulkSink, RequestParser } from '../../protocol/resp/request-parser.ts';

export class ParkedRequest implements RequestArgs {
  readonly buf: Buffer;
  readonly argc: number;
  readonly argStart: Int32Array;
  readonly argLen: Int32Array;
  /** Pages that arguments streamed into; they belong to the request until the command takes them. */
  readonly sinks: (BulkSink | null)[];

  /** Copies the parser's current request. The parser's sinks move here. */
  constructor(source: RequestParser) {
    let bytes = 0;
    for (let i = 0; i < source.argc; i++) if (source.argStart[i]! >= 0) bytes += source.argLen[i]!;
    this.buf = Buffer.allocUnsafe(bytes);
    this.argc = source.argc;
    this.argStart = new Int32Array(source.argc);
    this.argLen = source.argLen.slice(0, source.argc);
    let at = 0;
    for (let i = 0; i < source.argc; i++) {
      const start = source.argStart[i]!;
      this.argStart[i] = start < 0 ? start : at;
      if (start < 0) continue;
      at += source.buf.copy(this.buf, at, start, start + source.argLen[i]!);
    }
    this.sinks = source.sinks.slice();
    source.sinks.length = 0;
  }
}
