/** What MULTI gathers for EXEC, on the thread of the client. */
import { flagBit } from '../../protocol/command/table.ts';
import { LargeSink } from '../memory/large-sink.ts';
import { type Client, GATE_MULTI } from './client.ts';
import { mayWrite } from './gates/effects.ts';
import type { ParsedRequest } from './request.ts';

const DENY_OOM = flagBit('denyoom');

export class Transaction {
  /** Commands in their order; each has a row. */
  readonly queue: ParsedRequest[] = [];
  /** A command was refused while it was queued: EXEC will refuse all. */
  aborted = false;
  /** Some command may change data; some command may need memory. */
  mayWrite = false;
  deniesOom = false;
  /** Of the arguments. */
  bytes = 0;

  /** Adds a copy of a request. */
  add(request: ParsedRequest): void {
    const row = request.row!;
    this.mayWrite ||= mayWrite(row);
    this.deniesOom ||= (row.flagBits & DENY_OOM) !== 0;
    for (let i = 0; i < request.argc; i++) this.bytes += request.argLen[i]!;
    this.queue.push(request.detach());
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
  }
  client.transaction = undefined;
  client.gateBits &= ~GATE_MULTI;
  client.figuresChanged = true;
}
