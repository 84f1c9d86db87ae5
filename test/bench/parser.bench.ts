/**
 * The wire layer alone, in one process: bytes to arguments, values to bytes, each beside a plain baseline that does
 * the obvious thing. `node test/bench/parser.bench.ts`; figures are the best of several rounds, in ns a command.
 */
import { defaultLimits } from '../../protocol/resp/limits.ts';
import { ReplyWriter } from '../../protocol/resp/reply-writer.ts';
import { COMMAND, RequestParser } from '../../protocol/resp/request-parser.ts';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';

const ROUNDS = 7;
const ROUND_MS = 60;
const CHUNK = 64 * 1024;

/** Best time of one operation, ns, when `run` does `operations` of them. */
function measure(operations: number, run: () => number): number {
  let best = Number.POSITIVE_INFINITY;
  let check = 0;
  const repeats = Math.ceil(256 / operations);
  for (let round = 0; round < ROUNDS; round++) {
    let done = 0;
    const start = process.hrtime.bigint();
    let elapsed = 0;
    while (elapsed < ROUND_MS * 1e6) {
      for (let i = 0; i < repeats; i++) check += run();
      done += operations * repeats;
      elapsed = Number(process.hrtime.bigint() - start);
    }
    best = Math.min(best, elapsed / done);
  }
  if (check === 0) throw new Error('nothing was done');
  return best;
}

function row(name: string, ours: number, baseline: number): void {
  const ratio = baseline > 0 ? `${baseline.toFixed(1).padStart(9)}   ${(baseline / ours).toFixed(1)} ×` : '';
  process.stdout.write(`${name.padEnd(34)} ${ours.toFixed(1).padStart(9)} ${ratio}\n`);
}

/** The baseline: a Buffer for each argument, an array for each command, lengths through strings. */
function naiveParse(chunk: Buffer, end: number): number {
  let at = 0;
  let sum = 0;
  while (at < end) {
    let line = chunk.indexOf('\r\n', at);
    const count = Number(chunk.toString('latin1', at + 1, line));
    at = line + 2;
    const args: Buffer[] = [];
    for (let i = 0; i < count; i++) {
      line = chunk.indexOf('\r\n', at);
      const length = Number(chunk.toString('latin1', at + 1, line));
      args.push(chunk.subarray(line + 2, line + 2 + length));
      at = line + 4 + length;
    }
    sum += args.length;
  }
  return sum;
}

function parse(parser: RequestParser, chunk: Buffer, end: number): number {
  let sum = 0;
  parser.feed(chunk, 0, end);
  while (parser.next() === COMMAND) sum += parser.argc;
  parser.endBatch();
  return sum;
}

/** A read buffer with as many whole commands as one read of `depth` commands, or 64 KiB, would bring. */
function pipeline(make: (i: number) => Buffer, depth: number): { chunk: Buffer; end: number; commands: number } {
  const chunk = Buffer.allocUnsafeSlow(CHUNK);
  let end = 0;
  let commands = 0;
  for (; commands < depth; commands++) {
    const next = make(commands);
    if (end + next.length > CHUNK) break;
    end += next.copy(chunk, end);
  }
  return { chunk, end, commands };
}

const key = (i: number) => `key:${String((i * 7919) % 100_000).padStart(12, '0')}`;
const REQUESTS: [string, (i: number) => Buffer][] = [
  ['GET, 16-byte key', (i) => encodeCommand(['GET', key(i)])],
  ['SET, 64-byte value', (i) => encodeCommand(['SET', key(i), 'x'.repeat(64)])],
  ['SET, 1 KiB value, EX', (i) => encodeCommand(['SET', key(i), 'x'.repeat(1024), 'EX', '60'])],
  ['MGET of 20', (i) => encodeCommand(['MGET', ...Array.from({ length: 20 }, (_, j) => key(i + j))])],
  ['PING inline', () => Buffer.from('PING\r\n')],
];

process.stdout.write(`${'parser, ns a command'.padEnd(34)}      ours  baseline\n`);
for (const depth of [1, 16, 64]) {
  const parser = new RequestParser(defaultLimits());
  for (const [name, make] of REQUESTS) {
    const { chunk, end, commands } = pipeline(make, depth);
    const ours = measure(commands, () => parse(parser, chunk, end));
    const inline = name === 'PING inline';
    row(`${name}, depth ${depth}`, ours, inline ? 0 : measure(commands, () => naiveParse(chunk, end)));
  }
}

const shared = Buffer.from(new SharedArrayBuffer(1024 * 1024));
const BATCH = 64;
const REPLIES: [string, (writer: ReplyWriter, i: number) => void, (i: number) => Uint8Array | string][] = [
  ['OK', (w) => w.ok(), () => '+OK\r\n'],
  ['integer < 10', (w, i) => w.integer(i & 7), (i) => `:${i & 7}\r\n`],
  ['integer, 9 digits', (w, i) => w.integer(123_456_700 + i), (i) => `:${123_456_700 + i}\r\n`],
  ['null', (w) => w.null(), () => '$-1\r\n'],
  ...[8, 16, 64, 1024].map((size): (typeof REPLIES)[number] => [
    `bulk of ${size} from shared memory`,
    (w, i) => w.bulk(shared, i * 1024, i * 1024 + size),
    (i) =>
      Buffer.concat([Buffer.from(`$${size}\r\n`), shared.subarray(i * 1024, i * 1024 + size), Buffer.from('\r\n')]),
  ]),
  ['double 0.1 + i', (w, i) => w.double(0.1 + i), (i) => `$${String(0.1 + i).length}\r\n${0.1 + i}\r\n`],
];

process.stdout.write(`\n${'writer, ns a reply, batches of 64'.padEnd(34)}      ours  baseline\n`);
for (const [name, write, naive] of REPLIES) {
  const writer = new ReplyWriter();
  const ours = measure(BATCH, () => {
    for (let i = 0; i < BATCH; i++) write(writer, i);
    const bytes = writer.byteCount;
    writer.reset();
    return bytes;
  });
  const baseline = measure(BATCH, () => {
    const parts: Uint8Array[] = [];
    for (let i = 0; i < BATCH; i++) {
      const reply = naive(i);
      parts.push(typeof reply === 'string' ? Buffer.from(reply) : reply);
    }
    return Buffer.concat(parts).length;
  });
  row(name, ours, baseline);
}
