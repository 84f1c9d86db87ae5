/**
 * One thread of the scaling case: an io thread without sockets. Encoded requests go through session, parser and
 * dispatcher, and the replies are thrown away, so that only the server's own code and its locks can hold it up.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { CommandTable } from '../../../protocol/command/table.ts';
import { defaultLimits } from '../../../protocol/resp/limits.ts';
import { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';
import { Client } from '../../../src/dispatch/client.ts';
import { CommandMetrics } from '../../../src/dispatch/command-metrics.ts';
import { Call } from '../../../src/dispatch/context.ts';
import { Dispatcher } from '../../../src/dispatch/dispatcher.ts';
import { loadCommands } from '../../../src/dispatch/load-commands.ts';
import { LockGate } from '../../../src/dispatch/lock-gate.ts';
import { MemoryGate } from '../../../src/dispatch/memory-gate.ts';
import type { ServerPorts } from '../../../src/dispatch/ports.ts';
import { ShardWalk } from '../../../src/dispatch/shard-walk.ts';
import { Connection } from '../../../src/io/connection.ts';
import { Session, type SessionHost } from '../../../src/io/session.ts';
import { accessClock, wallClockMs } from '../../../src/memory/clock.ts';
import type { LargeRef } from '../../../src/memory/types.ts';
import { joinStore } from '../../../src/threads/store-thread.ts';
import type { ThreadData } from '../../../src/threads/thread-data.ts';
import { Template, type UnitSpec } from '../load/template.ts';
import type { FromScalingThread, ScalingPattern, ScalingThreadData, ToScalingThread } from './messages.ts';
import { NullTransport } from './null-transport.ts';

/** Units of four commands in one read batch, and how many batches are made before a run. */
const batchUnits = 4;
const batches = 512;
const unitCommands = 4;
const data = workerData as ScalingThreadData;
const port = parentPort!;
const signal = new Int32Array(data.signal);
const thread = await joinStore(data as ScalingThreadData & ThreadData);
const { store, types, settings } = thread;
const fail = (command: string, error: unknown): never => {
  throw new Error(`${command} failed`, { cause: error });
};
const table = new CommandTable(await loadCommands());
const ports = { table, gateBits: () => 0, fatal: fail, unexpected: fail } as unknown as ServerPorts;
const release = (token: number): void => store.large.release(token as LargeRef);
const call = new Call(store, types, new ShardWalk(store), new ReplyWriter(release), settings, ports);
const memory = new MemoryGate(thread.limit, thread.evictor);
const metrics = new CommandMetrics(data.commandMetrics, data.index);
const dispatcher = new Dispatcher(call, table, new LockGate(store), memory, metrics);
const host: SessionHost = {
  takesTurns: false,
  beginBatch: () => {
    store.clock = accessClock(wallClockMs());
    return true;
  },
  endBatch: () => {},
  reserveLarge: () => 1,
  waitsForRoom: () => undefined,
  unreserveLarge: () => undefined,
  parked: () => {},
  outputAllowed: () => true,
  outputFits: () => true,
  closed: () => {},
};
const session = new Session(dispatcher, defaultLimits(), host);
const transport = new NullTransport(session);
const client = new Client(data.index + 1, '127.0.0.1:1', '127.0.0.1:2', Date.now(), true);
const connection = new Connection(transport, client, session.limits);
transport.owner = connection;

/** Three reads and a write, each of a key of its own. */
function unitOf(pattern: ScalingPattern): UnitSpec {
  const key = (tag: string): string =>
    pattern === 'zipf' ? `key:{zipf:12:${data.keys}:0.99#${tag}}` : 'key:000000000000';
  return [
    ['GET', key('a')],
    ['GET', key('b')],
    ['GET', key('c')],
    ['SET', key('d'), '{fill:64}'],
  ];
}

/** Runs one read batch. */
function runBatch(bytes: Buffer): void {
  session.onData(transport, bytes, 0, bytes.length);
  // A command whose lock stays busy is offered again, as an io thread does.
  while (connection.parked !== undefined) session.resume(connection);
}

function batchesOf(template: Template, units: number): Buffer[] {
  return Array.from({ length: batches }, () => {
    const buffer = template.batch(units);
    template.patch(buffer, units);
    return buffer;
  });
}

function fill(): void {
  const template = new Template([['SET', 'key:{seq:12}', '{fill:64}']], 1);
  const buffer = template.batch(1);
  for (let key = 0; key < data.keys; key++) {
    template.patch(buffer, 1);
    runBatch(buffer);
  }
}

/** Works until the signal is no longer `run`. */
function work(run: number, pattern: ScalingPattern): { commands: number; seconds: number } {
  const made = batchesOf(new Template(unitOf(pattern), run * 64 + data.index), batchUnits);
  Atomics.add(signal, 1, 1);
  while (Atomics.load(signal, 0) !== run) Atomics.wait(signal, 0, Atomics.load(signal, 0), 1);
  const startedAt = performance.now();
  let commands = 0;
  for (let i = 0; Atomics.load(signal, 0) === run; i = (i + 1) % batches) {
    runBatch(made[i]!);
    commands += batchUnits * unitCommands;
  }
  return { commands, seconds: (performance.now() - startedAt) / 1000 };
}

const tell = (message: FromScalingThread): void => port.postMessage(message);
port.on('message', (message: ToScalingThread) => {
  if (message.type === 'fill') {
    fill();
    tell({ type: 'filled' });
  } else tell({ type: 'ran', ...work(message.run, message.pattern) });
});
tell({ type: 'ready' });
