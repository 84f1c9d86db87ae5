/**
 * The socket layer alone: a server that counts requests and answers each with a fixed reply, over both transports, in a
 * worker thread as in Larder, beside redis-server. What it costs more than redis here, no parser or store can win back.
 *
 *   node test/bench/transport.bench.ts [--pairs 5] [--depths 1,16,64] [--requests 200000] [--values 64,65536,1048576]
 */
import { execFileSync, spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { listen, type TransportKind } from '../../src/io/listener.ts';
import type { Transport, TransportHandler } from '../../src/io/transport/transport.ts';
import { findPeers, startPeer } from '../helpers/peers.ts';
import { type CpuSample, cpuSeconds, readCpu } from '../helpers/process-cost.ts';

const STAR = 42;
const SET_ARGUMENTS = 51;
const OK = Buffer.from('+OK\r\n');
const CRLF = Buffer.from('\r\n');
const CONNECTIONS = 50;
const LARGE_CONNECTIONS = 8;
const LARGE_BYTES = 16 * 1024;

/** Answers `+OK` to what begins with `*3` and the value to everything else; a large SET is recognised by its length. */
class FixedReplies implements TransportHandler {
  readonly #value: Buffer;
  readonly #head: Buffer;
  readonly #small: Buffer;
  readonly #sink: Buffer;
  readonly #out = Buffer.allocUnsafeSlow(1024 * 1024);

  constructor(valueBytes: number) {
    this.#value = Buffer.from(new SharedArrayBuffer(valueBytes));
    for (let i = 0; i < valueBytes; i += 4096) this.#value[i] = 120;
    this.#sink = Buffer.from(new SharedArrayBuffer(valueBytes + CRLF.length));
    this.#head = Buffer.from(`$${valueBytes}\r\n`);
    this.#small = valueBytes < LARGE_BYTES ? Buffer.concat([this.#head, this.#value, CRLF]) : Buffer.alloc(0);
  }

  onData(transport: Transport, buf: Buffer, start: number, end: number): void {
    if (this.#small.length === 0) this.#large(transport, buf, start, end);
    else this.#repeat(transport, buf[start + 1] === SET_ARGUMENTS ? OK : this.#small, countRequests(buf, start, end));
  }
  onFilled(transport: Transport): void {
    transport.write(OK, 0, OK.length);
  }
  onEnd(transport: Transport): void {
    transport.end();
  }
  onDrain(): void {}
  onWritten(): void {}
  onClose(): void {}

  #repeat(transport: Transport, reply: Buffer, times: number): void {
    const { length } = reply;
    for (let i = 0, at = 0; i < times; i++, at += length) {
      for (let k = 0; k < length; k++) this.#out[at + k] = reply[k]!;
    }
    if (times > 0) transport.write(this.#out, 0, length * times);
  }

  #large(transport: Transport, buf: Buffer, start: number, end: number): void {
    if (buf[start + 1] !== SET_ARGUMENTS) {
      transport.cork();
      transport.write(this.#head, 0, this.#head.length);
      transport.writeHeld(this.#value, 1);
      transport.write(CRLF, 0, CRLF.length);
      transport.uncork();
      return;
    }
    const head = buf.subarray(start, end).indexOf(this.#head);
    if (head < 0) {
      this.onFilled(transport);
      return;
    }
    const from = start + head + this.#head.length;
    const rest = this.#sink.length - buf.copy(this.#sink, 0, from, end);
    if (rest === 0) this.onFilled(transport);
    else transport.readInto(this.#sink.subarray(this.#sink.length - rest));
  }
}

function countRequests(buf: Buffer, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (buf[i] === STAR) count++;
  return count;
}

interface Serving {
  readonly kind: TransportKind;
  readonly valueBytes: number;
}

async function serve({ kind, valueBytes }: Serving): Promise<void> {
  const result = await listen({
    address: { host: '127.0.0.1', port: 0, reusePort: true },
    backlog: 511,
    handler: new FixedReplies(valueBytes),
    accept: (transport) => transport.resumeRead(),
    transport: kind,
  });
  parentPort?.postMessage(result.ok ? result.listener.port : result.message);
}

interface Server {
  readonly name: string;
  readonly port: number;
  cpu(): CpuSample;
  stop(): void;
}

/** A process of its own, whose worker serves. */
async function startFixed(kind: TransportKind, valueBytes: number): Promise<Server> {
  const child = spawn(process.execPath, [import.meta.filename, '--serve', kind, '--values', String(valueBytes)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await Array.fromAsync(child.stdout.take(1));
  const port = Number(line);
  if (!(port > 0)) throw new Error(String(line));
  return { name: kind, port, cpu: () => readCpu(child.pid!), stop: () => child.kill() };
}

async function startRedis(): Promise<Server[]> {
  const peer = findPeers().find(({ name }) => name === 'redis-8');
  if (peer === undefined) return [];
  const server = await startPeer(peer);
  return [{ name: peer.name, port: server.port, cpu: () => server.cpu(), stop: () => void server.stop() }];
}

interface Load {
  readonly command: 'set' | 'get';
  readonly depth: number;
  readonly valueBytes: number;
  readonly requests: number;
}

function measure(server: Server, load: Load): { perSecond: number; micros: number } {
  const { command, depth, valueBytes, requests } = load;
  const clients = valueBytes < LARGE_BYTES ? CONNECTIONS : LARGE_CONNECTIONS;
  const before = server.cpu();
  const csv = execFileSync(
    process.env['REDIS_BENCHMARK'] ?? 'redis-benchmark',
    `-p ${server.port} -c ${clients} -n ${requests} -P ${depth} -d ${valueBytes} -t ${command} --csv`.split(' '),
    { stdio: ['ignore', 'pipe', 'ignore'] },
  ).toString();
  const micros = (cpuSeconds(before, server.cpu()) / requests) * 1e6;
  return { perSecond: Number(/^"[SG]ET","([\d.]+)"/m.exec(csv)?.[1]), micros };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function compare(servers: readonly Server[], load: Load, pairs: number): void {
  const rounds = Array.from({ length: pairs }, () => servers.map((server) => measure(server, load)));
  servers.forEach((server, i) => {
    const perSecond = median(rounds.map((round) => round[i]!.perSecond));
    const micros = median(rounds.map((round) => round[i]!.micros));
    const speed = median(rounds.map((round) => round[i]!.perSecond / round[0]!.perSecond));
    const cost = median(rounds.map((round) => round[i]!.micros / round[0]!.micros));
    const name = `${load.command} depth ${load.depth}, ${load.valueBytes} B, ${server.name}`.padEnd(40);
    const figures = `${perSecond.toFixed(0).padStart(9)} req/s ${micros.toFixed(2).padStart(8)} µs`;
    process.stdout.write(`${name} ${figures}   × ${speed.toFixed(2)} speed, × ${cost.toFixed(2)} CPU\n`);
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      serve: { type: 'string' },
      pairs: { type: 'string', default: '5' },
      depths: { type: 'string', default: '1,16,64' },
      requests: { type: 'string', default: '200000' },
      values: { type: 'string', default: '64,65536,1048576' },
    },
  });
  if (values.serve !== undefined) {
    const worker = new Worker(import.meta.filename, {
      workerData: { kind: values.serve, valueBytes: Number(values.values) },
    });
    worker.on('message', (port: number | string) => process.stdout.write(String(port)));
    return;
  }
  for (const valueBytes of values.values.split(',').map(Number)) {
    const servers = [
      ...(await startRedis()),
      await startFixed('raw', valueBytes),
      await startFixed('socket', valueBytes),
    ];
    for (const depth of valueBytes < LARGE_BYTES ? values.depths.split(',').map(Number) : [1]) {
      const requests = Math.ceil((Number(values.requests) * (depth === 1 ? 1 : 6)) / Math.max(1, valueBytes / 4096));
      for (const command of ['set', 'get'] as const) {
        compare(servers, { command, depth, valueBytes, requests }, Number(values.pairs));
      }
    }
    for (const server of servers) server.stop();
  }
}

if (isMainThread) await main();
else await serve(workerData as Serving);
