/** What MULTI gathers for EXEC, on the thread of the client. */
import { flagBit } from '../../protocol/command/table.ts';
import { LargeSink } from '../memory/large/large-sink.ts';
import { type Client, GATE_MULTI } from './client.ts';
import type { ParsedRequest } from './request.ts';

const DENY_OOM = flagBit('denyoom');
/** Below this many bytes a loop is faster than the call of Buffer.copy. */
const LOOP_BYTES = 32;

const NO_SINKS: ParsedRequest['sinks'] = [];
/** Copies of requests that were run: used again, as a transaction of ten commands would make fifty objects. */
const pool: ParsedRequest[] = [];
const POOLED = 256;
const POOLED_BYTES = 4096;
const FIRST_BYTES = 256;

/** A copy of a request that outlives the read batch. Its sinks move to it. */
function copyOf(request: ParsedRequest): ParsedRequest {
  let bytes = 0;
  for (let i = 0; i < request.argc; i++) if (request.argStart[i]! >= 0) bytes += request.argLen[i]!;
  const copy = bytes <= POOLED_BYTES ? pool.pop() : undefined;
  if (copy === undefined || copy.argStart.length < request.argc || copy.argLen.length < request.argc) {
    const made = request.detach();
    if (bytes >= FIRST_BYTES) return made;
    const roomy = Buffer.allocUnsafeSlow(FIRST_BYTES);
    made.buf.copy(roomy);
    made.buf = roomy;
    return made;
  }
  if (copy.buf.length < bytes) copy.buf = Buffer.allocUnsafeSlow(bytes);
  copy.argc = request.argc;
  let at = 0;
  for (let i = 0; i < request.argc; i++) {
    const start = request.argStart[i]!;
    const length = request.argLen[i]!;
    copy.argStart[i] = start < 0 ? start : at;
    copy.argLen[i] = length;
    if (start < 0) continue;
    if (length < LOOP_BYTES) for (let j = 0; j < length; j++) copy.buf[at + j] = request.buf[start + j]!;
    else request.buf.copy(copy.buf, at, start, start + length);
    at += length;
  }
  copy.sinks = request.sinks;
  request.sinks = NO_SINKS;
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
