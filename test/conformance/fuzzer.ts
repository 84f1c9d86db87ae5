/**
 * Sends nearly valid pipelines to a live server from several connections, and watches it from one that behaves: every
 * PING there is answered, the server never ends, every reply is well-formed RESP, and afterwards nothing is left over.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from '../../protocol/resp/reply-parser.ts';
import { NoReply, RawClient, show } from '../helpers/raw-client.ts';
import { fuzzable, fuzzPipeline, pieces } from './fuzz-input.ts';
import { Random } from './random.ts';

export interface FuzzTarget {
  readonly port: number;
  infoNumber(field: string, section?: string): Promise<number>;
}

export interface FuzzOptions {
  readonly seed: number;
  readonly ms: number;
  readonly connections: number;
}

export interface FuzzResult {
  readonly pipelines: number;
  readonly bytes: number;
  /** Longest wait of the well-behaved connection for its PONG. */
  readonly slowestPingMs: number;
}

const PING_LIMIT_MS = 5_000;
/** What an empty server may still hold beyond what it held at the start: buffers that are kept for reuse. */
const LEFT_OVER_BYTES = 8 << 20;

/** Throws an `Error` that says what went wrong; the same seed sends the same bytes. */
export async function fuzz(target: FuzzTarget, options: FuzzOptions): Promise<FuzzResult> {
  const witness = await RawClient.open({ port: target.port });
  const names = fuzzable(await commandNames(witness));
  const usedBefore = await target.infoNumber('used_memory', 'memory');
  const until = performance.now() + options.ms;
  let pipelines = 0;
  let bytes = 0;
  const attack = async (seed: number): Promise<void> => {
    const random = new Random(seed);
    while (performance.now() < until) {
      bytes += await attackOnce(target.port, random, names, until);
      pipelines++;
    }
  };
  const attackers = Array.from({ length: options.connections }, (_, i) => attack(options.seed * 1_000 + i));
  try {
    const [slowestPingMs] = await Promise.all([watch(witness, until), ...attackers]);
    await audit(target, witness, usedBefore);
    return { pipelines, bytes, slowestPingMs };
  } finally {
    await witness.close();
  }
}

async function commandNames(client: RawClient): Promise<string[]> {
  const { reply } = await client.command('COMMAND', 'LIST');
  const top = (reply.value as Reply[]).map((name) => String(name.value));
  const { reply: subcommands } = await client.command('COMMAND', 'LIST', 'FILTERBY', 'PATTERN', '*|*');
  return [...top, ...(subcommands.value as Reply[]).map((name) => String(name.value))].sort();
}

/** One connection's life: some pipelines in pieces, then it reads what came, and hangs up rudely or not. */
async function attackOnce(port: number, random: Random, names: readonly string[], until: number): Promise<number> {
  const client = await RawClient.open({ port });
  let sent = 0;
  try {
    if (random.chance(0.5)) await client.command('HELLO', '3');
    const count = 1 + random.below(5);
    for (let i = 0; i < count && performance.now() < until && !client.closed; i++) {
      const { bytes } = fuzzPipeline(random, names);
      for (const piece of pieces(random, bytes)) await client.send(piece);
      sent += bytes.length;
      if (random.chance(0.8)) await drain(client, bytes);
    }
  } finally {
    await client.close();
  }
  return sent;
}

/** Reads whatever comes within a moment; what comes must be RESP. `sent` is for the message. */
async function drain(client: RawClient, sent: Buffer): Promise<void> {
  let last = '';
  try {
    for (;;) last = (await client.readReply(20)).bytes.toString('latin1');
  } catch (error) {
    if (error instanceof NoReply) return;
    const { bytes } = await client.readToEnd(0);
    throw new Error(
      `${(error as Error).message} in ${JSON.stringify(show(bytes))} after the reply ${JSON.stringify(last.slice(0, 200))}; sent was ${JSON.stringify(show(sent, 4_000))}`,
    );
  }
}

async function watch(witness: RawClient, until: number): Promise<number> {
  let slowest = 0;
  while (performance.now() < until) {
    const askedAt = performance.now();
    await witness.send('*1\r\n$4\r\nPING\r\n');
    const { bytes } = await witness.readReply(PING_LIMIT_MS);
    if (bytes.toString('latin1') !== '+PONG\r\n') throw new Error(`PING was answered by ${bytes.toString('latin1')}`);
    slowest = Math.max(slowest, performance.now() - askedAt);
    await sleep(10);
  }
  return slowest;
}

/** After FLUSHALL everything that the attackers took must be given back. */
async function audit(target: FuzzTarget, witness: RawClient, usedBefore: number): Promise<void> {
  // What the attackers sent before they hung up may still be run, and leave keys behind.
  const goneBy = performance.now() + 10_000;
  while ((await target.infoNumber('connected_clients', 'clients')) > 2 && performance.now() < goneBy) await sleep(50);
  // Scripts, functions and logs are meant to stay; a server that has none of them answers an error.
  for (const command of ['FLUSHALL SYNC', 'SCRIPT FLUSH', 'FUNCTION FLUSH', 'SLOWLOG RESET', 'ACL LOG RESET']) {
    await witness.command(...command.split(' '));
  }
  const deadline = performance.now() + 10_000;
  for (;;) {
    const facts = {
      connections: await target.infoNumber('connected_clients', 'clients'),
      blocked: await target.infoNumber('blocked_clients', 'clients'),
      used: await target.infoNumber('used_memory', 'memory'),
      keys: Number((await witness.command('DBSIZE')).reply.value),
    };
    // The witness and the connection that asks for INFO.
    const clean = facts.connections <= 2 && facts.blocked === 0 && facts.keys === 0;
    if (clean && facts.used <= usedBefore + LEFT_OVER_BYTES) return;
    if (performance.now() > deadline) throw new Error(`left over: ${JSON.stringify({ ...facts, usedBefore })}`);
    await sleep(100);
  }
}
