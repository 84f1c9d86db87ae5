/** Drives a RequestParser as a connection does, for tests. */

import { defaultLimits } from '../../../protocol/resp/limits.ts';
import {
  type BulkSink,
  COMMAND,
  LARGE_BULK,
  type ParserLimits,
  PROTOCOL_ERROR,
  RequestParser,
} from '../../../protocol/resp/request-parser.ts';

export interface Parsed {
  /** Arguments as latin1 text; a refused one is null. */
  commands: (string | null)[][];
  failed: boolean;
  error: string;
  silent: boolean;
}

export interface Options {
  limits?: Partial<ParserLimits>;
  restricted?: boolean;
  /** What to do with a large argument; sinks by default. */
  large?: (parser: RequestParser) => 'sink' | 'buffer' | 'discard';
  /** Commands read before the batch is ended early, as when a command parks. */
  perBatch?: number;
}

/** Collects a payload. */
export class MemorySink implements BulkSink {
  parts: Buffer[] = [];
  write(source: Buffer, start: number, end: number): void {
    this.parts.push(Buffer.from(source.subarray(start, end)));
  }
  bytes(): Buffer {
    return Buffer.concat(this.parts);
  }
}

/** Parses `pieces`, each fed through one shared read buffer that is overwritten after every batch. */
export function parseRequests(pieces: Uint8Array[], options: Options = {}): Parsed {
  const parser = new RequestParser({ ...defaultLimits(), ...options.limits });
  parser.restricted = options.restricted ?? false;
  const out: Parsed = { commands: [], failed: false, error: '', silent: false };
  const shared = Buffer.alloc(Math.max(...pieces.map((piece) => piece.length), 0) + 7);
  for (const piece of pieces) {
    shared.fill(0x5a);
    shared.set(piece, 3);
    parser.feed(shared, 3, 3 + piece.length);
    do {
      const stopped = readBatch(parser, out, options);
      parser.endBatch();
      shared.fill(0xa5);
      if (!stopped) break;
    } while (!out.failed);
    if (out.failed) break;
  }
  return out;
}

/** Returns true if it stopped before the bytes ran out. */
function readBatch(parser: RequestParser, out: Parsed, options: Options): boolean {
  let left = options.perBatch ?? Infinity;
  for (;;) {
    const outcome = parser.next();
    if (outcome === COMMAND) {
      out.commands.push(argumentsOf(parser));
      if (--left === 0) return true;
    } else if (outcome === LARGE_BULK) {
      const choice = options.large?.(parser) ?? 'sink';
      if (choice === 'sink') parser.sinkLarge(new MemorySink());
      else if (choice === 'buffer') parser.bufferLarge();
      else parser.discardLarge();
    } else {
      if (outcome === PROTOCOL_ERROR) {
        out.failed = true;
        out.error = parser.errorText;
        out.silent = parser.mustCloseSilently;
      }
      return false;
    }
  }
}

/** The arguments of the command that was just read, sunk ones included. */
export function argumentsOf(parser: RequestParser): (string | null)[] {
  const args: (string | null)[] = [];
  for (let i = 0; i < parser.argc; i++) {
    const start = parser.argStart[i]!;
    const length = parser.argLen[i]!;
    if (start >= 0) {
      args.push(parser.buf.toString('latin1', start, start + length));
      continue;
    }
    const sink = parser.sinks[-1 - start];
    if (sink === undefined) throw new Error('no sink');
    const bytes = sink === null ? null : (sink as MemorySink).bytes();
    if (bytes !== null && bytes.length !== length) throw new Error('sink has the wrong length');
    args.push(bytes === null ? null : bytes.toString('latin1'));
  }
  return args;
}

/** Cuts `wire` at the given positions (any order, any range). */
export function cut(wire: Buffer, positions: number[]): Buffer[] {
  const at = [...new Set(positions.map((p) => p % (wire.length + 1)))].sort((a, b) => a - b);
  const pieces: Buffer[] = [];
  let from = 0;
  for (const to of [...at, wire.length]) {
    if (to > from) pieces.push(wire.subarray(from, to));
    from = Math.max(from, to);
  }
  return pieces;
}
