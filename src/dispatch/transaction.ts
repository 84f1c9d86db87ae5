/**
 * What MULTI gathers for EXEC, on the thread of the client. Most clients send all of it at once, EXEC included: commands
 * that were read together are copied only if EXEC is not among them.
 */
import { flagBit } from '../../protocol/command/table.ts';
import { LargeSink } from '../memory/large/large-sink.ts';
import { type Client, GATE_MULTI } from './client.ts';
import { INITIAL_ARGUMENTS, ParsedRequest } from './request.ts';

const DENY_OOM = flagBit('denyoom');
const NO_SINKS: ParsedRequest['sinks'] = [];
const NO_BYTES: Buffer = Buffer.alloc(0);
/** Copies of requests that were run: used again, as a transaction of ten commands would make fifty objects. */
const pool: ParsedRequest[] = [];
const POOLED = 256;
/** What such copies lie in, one behind the other: of few buffers the views that values are copied through are known. */
const arenas: Buffer[] = [];
const ARENAS = 64;
const ARENA_BYTES = 4096;

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
  /** So many of the first commands are sure to outlive the group that they came in. */
  #kept = 0;
  readonly #arenas: Buffer[] = [];
  /** The last of them, and how much of it is in use. */
  #arena = NO_BYTES;
  #used = 0;

  /** Adds a request, or a copy of it. @param writes it may change data */
  add(request: ParsedRequest, writes: boolean): void {
    const row = request.row!;
    this.mayWrite ||= writes;
    this.deniesOom ||= (row.flagBits & DENY_OOM) !== 0;
    for (let i = 0; i < request.argc; i++) this.bytes += request.argLen[i]!;
    this.queue.push(request.isOfGroup && request.sinks.length === 0 ? request : this.#copyOf(request));
  }

  /** The group that is being run ends, or what it queued is to stay for longer. */
  keep(): void {
    const { queue } = this;
    for (let i = this.#kept; i < queue.length; i++) if (queue[i]!.isOfGroup) queue[i] = this.#copyOf(queue[i]!);
    this.#kept = queue.length;
  }

  /** A copy of a request that outlives the read batch. Its sinks move to it. */
  #copyOf(request: ParsedRequest): ParsedRequest {
    const { argc, argLen, argStart } = request;
    const first = argStart[0]!;
    // Arguments lie one behind the other, with their lengths between them: one copy of all is cheaper than one of each.
    const bytes = argStart[argc - 1]! + argLen[argc - 1]! - first;
    if (request.sinks.length !== 0 || argc > INITIAL_ARGUMENTS || bytes > ARENA_BYTES) return request.detach();
    if (this.#used + bytes > this.#arena.length) this.#takeArena();
    const at = this.#used;
    this.#used += bytes;
    request.buf.copy(this.#arena, at, first, first + bytes);
    const copy = pool.pop() ?? new ParsedRequest();
    copy.buf = this.#arena;
    copy.argc = argc;
    for (let i = 0; i < argc; i++) {
      copy.argStart[i] = argStart[i]! - first + at;
      copy.argLen[i] = argLen[i]!;
    }
    copy.row = request.row;
    copy.key = request.key;
    copy.hash = request.hash;
    copy.shard = request.shard;
    return copy;
  }

  #takeArena(): void {
    this.#arena = arenas.pop() ?? Buffer.allocUnsafeSlow(ARENA_BYTES);
    this.#arenas.push(this.#arena);
    this.#used = 0;
  }

  /** Nobody needs the copies any more. Pages of large arguments are given back unless a command took them. */
  release(): void {
    for (const request of this.queue) {
      if (request.isOfGroup) continue;
      for (const sink of request.sinks) if (sink instanceof LargeSink) sink.abort();
      request.sinks = NO_SINKS;
      request.buf = NO_BYTES;
      if (request.argStart.length === INITIAL_ARGUMENTS && pool.length < POOLED) pool.push(request);
    }
    for (const arena of this.#arenas) if (arenas.length < ARENAS) arenas.push(arena);
  }
}

/** MULTI. */
export function beginTransaction(client: Client): void {
  client.transaction = new Transaction();
  client.gateBits |= GATE_MULTI;
  client.figuresChanged = true;
}

/** Forgets the queued commands. */
export function endTransaction(client: Client): void {
  const { transaction } = client;
  if (transaction === undefined) return;
  transaction.release();
  client.transaction = undefined;
  client.gateBits &= ~GATE_MULTI;
  client.figuresChanged = true;
}
