// HOT: one `process` a read batch; no closures, no allocation per command.
/**
 * One client connection: bytes in, commands run in order, replies out in one write a batch.
 *
 * A command that must wait is *parked*: its request is copied out, the connection stops reading, and the command is
 * offered to the dispatcher again by whoever ends the wait. So replies keep their order and nobody else is held up.
 */
import {
  COMMAND,
  LARGE_BULK,
  NEED_MORE,
  type ParserLimits,
  RequestParser,
} from '../../protocol/resp/request-parser.ts';
import type { Client } from '../dispatch/client.ts';
import type { ParsedRequest } from '../dispatch/request.ts';
import type { LargeSink } from '../memory/large/large-sink.ts';
import { abortSinks } from './large-intake.ts';
import type { Transport } from './transport/transport.ts';

export class Connection {
  readonly transport: Transport;
  readonly client: Client;
  readonly parser: RequestParser;
  /** The command that waits, if any. */
  parked: ParsedRequest | undefined;
  /** Commands that were read together with the one that waits; they run after it. */
  readonly backlog: ParsedRequest[] = [];
  /** Why it waits. */
  parkedFor = 0;
  /** Set while the peer reads too slowly: no further command is read until it has caught up. */
  congested = false;
  /** The connection closes when what was written is sent. */
  closing = false;
  closed = false;
  /** Since when the output has been over its soft limit, ms; 0 when it is not. */
  overSoftLimitSinceMs = 0;
  /** Pages that the socket fills right now. */
  fillingSink: LargeSink | undefined;
  fillingBytes = 0;
  /** Bytes of waiting commands that the table of clients tells. */
  toldArgumentBytes = 0;
  /** Set while room is being made for a large argument; and how often it was tried in vain. */
  waitsForRoom = false;
  roomTries = 0;
  /** Set while other connections have their turn: its commands took long, and there are more. */
  waitsForTurn = false;

  constructor(transport: Transport, client: Client, limits: ParserLimits) {
    this.transport = transport;
    this.client = client;
    this.parser = new RequestParser(limits);
    this.parser.restricted = !client.authenticated;
  }

  /** Whether commands may be read from it now. */
  get isReady(): boolean {
    return this.isUnhindered && !this.congested && !this.closing && !this.closed;
  }

  /** Whether none of its commands waits. */
  get isUnhindered(): boolean {
    return this.parked === undefined && !this.waitsForRoom && !this.waitsForTurn;
  }

  /** The rest of a group is not run now: it waits behind the command that does, or the connection closes. */
  leave(group: readonly ParsedRequest[], first: number, count: number): void {
    this.client.transaction?.keep();
    for (let i = first; i < count; i++) {
      if (this.isUnhindered) abortSinks(group[i]!.sinks);
      else this.backlog.push(group[i]!.detach());
    }
  }

  /** Bytes that this connection holds in buffers of its own. */
  get bufferedBytes(): number {
    return this.parser.pendingBytes + this.transport.pendingBytes;
  }
}

export { COMMAND, LARGE_BULK, NEED_MORE };
