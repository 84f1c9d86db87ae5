/** What MULTI gathers for EXEC, on the thread of the client. */
import { flagBit } from '../../protocol/command/table.ts';
import { LargeSink } from '../memory/large/large-sink.ts';
import { type Client, GATE_MULTI } from './client.ts';
import type { ParsedRequest } from './request.ts';

const DENY_OOM = flagBit('denyoom');
const NO_SINKS: ParsedRequest['sinks'] = [];
/** Copies of requests that were run: used again, as a transaction of ten commands would make fifty objects. */
const pool: ParsedRequest[] = [];
const POOLED = 256;
const POOLED_BYTES = 4096;
const FIRST_BYTES = 256;

/** A copy of a request that outlives the read batch. Its sinks move to it. */
function copyOf(request: ParsedRequest): ParsedRequest {
  const { argc, argLen, argStart } = request;
  const first = argStart[0]!;
  // Arguments lie one behind the other, with their lengths between them: one copy of all is cheaper than one of each.
  const bytes = argStart[argc - 1]! + argLen[argc - 1]! - first;
  const fits = request.sinks.length === 0 && bytes <= POOLED_BYTES;
  const copy = fits ? pool.pop() : undefined;
  if (copy === undefined || copy.argStart.length < argc || copy.argLen.length < argc) {
    const made = request.detach();
    if (!fits || made.buf.length >= FIRST_BYTES) return made;
    const roomy = Buffer.allocUnsafeSlow(FIRST_BYTES);
    made.buf.copy(roomy);
    made.buf = roomy;
    return made;
  }
  if (copy.buf.length < bytes) copy.buf = Buffer.allocUnsafeSlow(bytes);
  request.buf.copy(copy.buf, 0, first, first + bytes);
  copy.argc = argc;
  for (let i = 0; i < argc; i++) {
    copy.argStart[i] = argStart[i]! - first;
    copy.argLen[i] = argLen[i]!;
  }
  copy.sinks = NO_SINKS;
  copy.row = request.row;
  copy.key = request.key;
  copy.hash = request.hash;
  copy.shard = request.shard;
  return copy;
}

export class Transaction {
  /** Commands in their order; each has a row. */
  readonly queue: ParsedRequest[] = [];
  /** A command was refused while it was queued: EXEC will refuse all. */
  aborted = false;
  /** Some command may change data; some command may need memory. */
  mayWrite = false;
  deniesOom = false;
  /** Some command runs a script. */
  runsScript = false;
  /** Of the arguments. */
  bytes = 0;

  /** Adds a copy of a request. @param writes it may change data */
  add(request: ParsedRequest, writes: boolean): void {
    const row = request.row!;
    this.mayWrite ||= writes;
    this.deniesOom ||= (row.flagBits & DENY_OOM) !== 0;
    for (let i = 0; i < request.argc; i++) this.bytes += request.argLen[i]!;
    this.queue.push(copyOf(request));
  }
}

/** MULTI. */
export function beginTransaction(client: Client): void {
  client.transaction = new Transaction();
  client.gateBits |= GATE_MULTI;
  client.figuresChanged = true;
}

/** Forgets the queued commands, and gives back the pages of their large arguments unless a command took them. */
export function endTransaction(client: Client): void {
  const { transaction } = client;
  if (transaction === undefined) return;
  for (const request of transaction.queue) {
    for (const sink of request.sinks) if (sink instanceof LargeSink) sink.abort();
    request.sinks = NO_SINKS;
    if (pool.length < POOLED && request.buf.length <= POOLED_BYTES) pool.push(request);
  }
  client.transaction = undefined;
  client.gateBits &= ~GATE_MULTI;
  client.figuresChanged = true;
}
