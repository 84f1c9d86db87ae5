/**
 * Reads the trace files that cache research shares. The name says the format; `.gz` in addition is unpacked.
 *
 *   .lis           `start count ignored request` a line: count consecutive blocks (ARC, FAST'03)
 *   lirs*.txt      one number a line, `*` marks are skipped (LIRS)
 *   .i32be .i64be  big-endian integers, one a request (cache2k, Corda)
 *   .jsonl         objects with `hash_ids`, each one block (Mooncake, FAST'25); `timestamp` in ms
 *   .csv           `time,key,size,cost,ttl`: seconds, anything, bytes, anything, seconds; the last three may be left out
 *   other .txt     `time id size` a line; the key is (id, size) (AdaptSize)
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Trace, TraceBuilder } from './trace.ts';

type Reader = (content: Buffer) => Trace;

/** A trace file that cannot be read as what its name says. */
export class BadTrace extends Error {}

const FORMATS: readonly (readonly [RegExp, Reader])[] = [
  [/\.lis$/, readRuns],
  [/\.i32be$/, (content) => readIntegers(content, 4)],
  [/\.i64be$/, (content) => readIntegers(content, 8)],
  [/\.jsonl$/, readBlocks],
  [/\.csv$/, readTable],
  [/^lirs.*\.txt$/, readNumbers],
  [/\.txt$/, readSized],
];

/** Reads a trace file. Throws `BadTrace` with the line that is wrong, or the file system's error. */
export function readTrace(path: string): Trace {
  const name = basename(path).replace(/\.gz$/, '');
  const format = FORMATS.find(([pattern]) => pattern.test(name));
  if (format === undefined) {
    throw new BadTrace(
      `${path}: unknown kind of trace (known: .lis, lirs*.txt, .txt, .i32be, .i64be, .jsonl, .csv; also .gz)`,
    );
  }
  const content = contentOf(path);
  try {
    const trace = format[1](path.endsWith('.gz') ? gunzipSync(content) : content);
    if (trace.keys.length === 0) throw new BadTrace('no request in it');
    return trace;
  } catch (error) {
    throw isBadContent(error) ? new BadTrace(`${path}: ${error.message}`) : error;
  }
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new BadTrace(`${path}: there is no such file`);
    throw error;
  }
}

/** Whether the file is to blame: its lines, or what is said to be packed and is not. */
function isBadContent(error: unknown): error is Error {
  if (error instanceof BadTrace) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

/** The lines of a text that hold something, with their numbers. */
function* linesOf(content: Buffer): Generator<readonly [text: string, line: number]> {
  let line = 0;
  for (const text of content.toString('utf8').split('\n')) {
    line++;
    const trimmed = text.trim();
    if (trimmed !== '') yield [trimmed, line];
  }
}

function numberIn(text: string | undefined, line: number): number {
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw new BadTrace(`line ${line}: expected a number, found '${text ?? ''}'`);
  return value;
}

/** A number of 0 and more. */
function amountIn(text: string | undefined, line: number): number {
  const amount = numberIn(text, line);
  if (amount < 0) throw new BadTrace(`line ${line}: expected 0 or more, found '${text}'`);
  return amount;
}

function readRuns(content: Buffer): Trace {
  const builder = new TraceBuilder();
  for (const [text, line] of linesOf(content)) {
    const [start, count] = text.split(/\s+/);
    const first = numberIn(start, line);
    const end = first + numberIn(count, line);
    for (let block = first; block < end; block++) builder.add(block);
  }
  return builder.build();
}

function readNumbers(content: Buffer): Trace {
  const builder = new TraceBuilder();
  for (const [text, line] of linesOf(content)) if (text !== '*') builder.add(numberIn(text, line));
  return builder.build();
}

function readIntegers(content: Buffer, bytes: 4 | 8): Trace {
  if (content.length % bytes !== 0) throw new BadTrace(`its length is no multiple of ${bytes}`);
  const builder = new TraceBuilder();
  for (let at = 0; at < content.length; at += bytes) {
    builder.add(bytes === 4 ? content.readInt32BE(at) : content.readBigInt64BE(at));
  }
  return builder.build();
}

function readBlocks(content: Buffer): Trace {
  const builder = new TraceBuilder();
  for (const [text, line] of linesOf(content)) {
    const request = parsed(text, line) as { readonly hash_ids?: readonly number[]; readonly timestamp?: number };
    if (!Array.isArray(request.hash_ids)) throw new BadTrace(`line ${line}: no hash_ids`);
    const row = request.timestamp === undefined ? undefined : { time: request.timestamp };
    for (const id of request.hash_ids as readonly number[]) builder.add(id, row);
  }
  return builder.build();
}

function parsed(text: string, line: number): object {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    throw new BadTrace(`line ${line}: no JSON`);
  }
}

function readSized(content: Buffer): Trace {
  const builder = new TraceBuilder();
  for (const [text, line] of linesOf(content)) {
    const [time, id, size] = text.split(/\s+/);
    const row = { time: numberIn(time, line), size: amountIn(size, line) };
    // An object that came back with another size is another object.
    builder.add(`${id} ${size}`, row);
  }
  return builder.build();
}

function readTable(content: Buffer): Trace {
  const builder = new TraceBuilder();
  for (const [text, line] of linesOf(content)) {
    const cells = text.split(',').map((cell) => cell.trim());
    if (line === 1 && cells[0] === 'time') continue;
    if (cells.length < 2 || cells.length > 5) throw new BadTrace(`line ${line}: expected time,key,size,cost,ttl`);
    const [time, key, size, cost, ttl] = cells as [string, string, string?, string?, string?];
    builder.add(key, {
      time: numberIn(time, line) * 1000,
      ...(size === undefined || size === '' ? undefined : { size: amountIn(size, line) }),
      ...(cost === undefined || cost === '' ? undefined : { cost: amountIn(cost, line) }),
      ...(ttl === undefined || ttl === '' ? undefined : { ttl: amountIn(ttl, line) * 1000 }),
    });
  }
  return builder.build();
}
