// HOT: `process` runs once a read batch, its loop once a command; no closures, no allocation per command.
/**
 * The connections of one io thread: what arrives is parsed, dispatched and answered here, in one go.
 *
 *   transport ─▶ parser ─▶ group ─▶ dispatcher ─▶ reply writer ─▶ transport
 *
 * One reply writer and one group serve all connections of the thread, because a batch is answered before the next one
 * is read. A command that has to wait is *parked* with its connection, and those that were read together with it are
 * the connection's backlog. So it is when they have taken long, and others have their turn.
 */
import type { ReplyWriter } from '../../protocol/resp/reply-writer.ts';
import { COMMAND, LARGE_BULK, NEED_MORE, type ParserLimits } from '../../protocol/resp/request-parser.ts';
import { PARKED_BLOCKED, PARKED_HELD, PARKED_PAUSE } from '../dispatch/context.ts';
import { type Dispatcher, DONE } from '../dispatch/dispatcher.ts';
import type { ParsedRequest } from '../dispatch/request.ts';
import { STAT } from '../memory/thread-stats.ts';
import type { LargeRef } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { CommandGroup } from './command-group.ts';
import type { Connection } from './connection.ts';
import { abortSinks, LargeIntake } from './large-intake.ts';
import { ReplyOutput } from './reply-output.ts';
import type { SessionHost } from './session-host.ts';
import type { Transport, TransportHandler } from './transport/transport.ts';
import { Turn } from './turn.ts';

export type { SessionHost };

export class Session implements TransportHandler {
  readonly #dispatcher: Dispatcher;
  readonly #writer: ReplyWriter;
  readonly #store: Keyspace;
  readonly #host: SessionHost;
  readonly #intake: LargeIntake;
  readonly #output: ReplyOutput;
  readonly #turn: Turn;
  readonly limits: ParserLimits;
  readonly #group = new CommandGroup();

  constructor(dispatcher: Dispatcher, limits: ParserLimits, host: SessionHost) {
    const { reply, store } = dispatcher.call;
    this.#dispatcher = dispatcher;
    this.#writer = reply;
    this.#store = store;
    this.#host = host;
    this.#intake = new LargeIntake(dispatcher, host);
    this.#output = new ReplyOutput(reply, store, host);
    this.#turn = new Turn(dispatcher.timer);
    this.limits = limits;
  }

  // ---------------------------------------------------------------- what the transport tells

  onData(transport: Transport, buf: Buffer, start: number, end: number): void {
    const connection = transport.owner as Connection | undefined;
    // A refused client has no connection: it only gets to read why.
    if (connection === undefined) return;
    this.#store.stats[STAT.netInput]! += end - start;
    this.#store.stats[STAT.readsProcessed]! += 1;
    if (!this.#begins(connection)) return;
    if (connection.parser.restricted) this.#restrict(connection);
    connection.parser.feed(buf, start, end);
    this.#process(connection);
  }

  onFilled(transport: Transport): void {
    const connection = transport.owner as Connection;
    if (this.#intake.filled(connection) && this.#begins(connection)) this.#process(connection);
  }

  onEnd(transport: Transport): void {
    if (transport.owner !== undefined) this.close(transport.owner as Connection);
  }

  onDrain(transport: Transport): void {
    const connection = transport.owner as Connection | undefined;
    if (connection === undefined || !this.#output.hasCaughtUp(connection) || !this.#begins(connection)) return;
    transport.resumeRead();
    this.#process(connection);
  }

  onWritten(_transport: Transport, token: number): void {
    this.#store.large.release(token as LargeRef);
  }

  onClose(transport: Transport): void {
    const connection = transport.owner as Connection | undefined;
    if (connection === undefined) return;
    connection.closed = true;
    connection.fillingSink = undefined;
    abortSinks(connection.parser.sinks);
    for (const request of connection.backlog) abortSinks(request.sinks);
    connection.backlog.length = 0;
    // A transaction goes on to its end.
    if (connection.parked === undefined || connection.parkedFor !== PARKED_HELD) this.#forget(connection);
  }

  #forget(connection: Connection): void {
    if (connection.parked !== undefined) abortSinks(connection.parked.sinks);
    connection.parked = undefined;
    this.#host.closed(connection);
  }

  // ---------------------------------------------------------------- what the thread asks for

  /** Offers a parked command again, and goes on behind it once it is done. */
  resume(connection: Connection): void {
    const request = connection.parked;
    if (request === undefined || connection.closed || connection.transport.hasLeft) return;
    if (!this.#begins(connection)) return;
    this.#writer.begin(connection.client.resp);
    this.#goOn(connection, this.#run(connection, request));
  }

  /** Answers the parked command without running it, and goes on behind it. `write` puts its reply into the writer. */
  answer(connection: Connection, write: (writer: ReplyWriter) => void, messages: readonly Buffer[] = []): void {
    const request = connection.parked;
    if (request === undefined || connection.closed) return;
    this.#host.beginBatch(connection);
    this.#writer.begin(connection.client.resp);
    this.#dispatcher.reply(connection.client, write, messages);
    this.#goOn(connection, this.#settle(connection, request));
  }

  /** The script is done for which the transaction of a connection, which may be closed, was held. */
  goOn(connection: Connection, pieces: readonly (Buffer | number)[]): void {
    const request = connection.parked!;
    this.#host.beginBatch(connection);
    this.#writer.begin(connection.client.resp);
    const outcome = this.#dispatcher.transactions.goOn(request, pieces);
    if (outcome !== DONE) this.#park(connection, request, outcome);
    if (!connection.closed) {
      this.#goOn(connection, outcome === DONE && this.#settle(connection, request));
      return;
    }
    this.#writer.rollback(0);
    this.#dispatcher.endGroup();
    this.#host.endBatch(connection);
    if (outcome === DONE) this.#forget(connection);
  }

  /** Goes on with a connection that has waited for its turn, or looks again for room for its large argument. */
  goAhead(connection: Connection): void {
    if (!connection.waitsForTurn && !connection.waitsForRoom) return;
    if (connection.closed || connection.closing || !this.#begins(connection)) return;
    connection.waitsForTurn = false;
    connection.waitsForRoom = false;
    this.#writer.begin(connection.client.resp);
    this.#goOn(connection, true);
  }

  /** Closes after what was written is sent. */
  close(connection: Connection): void {
    if (connection.closing || connection.closed) return;
    connection.closing = true;
    connection.transport.end();
  }

  /** Writes whole replies to a connection outside its own read batch. The memory may be reused at once. */
  push(connection: Connection, replies: Buffer, start = 0, end: number = replies.length): void {
    if (!connection.closed && !connection.closing) this.#output.push(connection, replies, start, end);
  }

  // ---------------------------------------------------------------- a read batch

  /** @returns false when nothing more of the client is run: it is cut off */
  #begins(connection: Connection): boolean {
    if (this.#host.beginBatch(connection)) return true;
    connection.transport.destroy();
    return false;
  }

  #process(connection: Connection): void {
    this.#writer.begin(connection.client.resp);
    this.#runBuffered(connection);
  }

  /** The parked command is done, or (not `isFree`) waits again or closed its connection. */
  #goOn(connection: Connection, isFree: boolean): void {
    if (isFree && !connection.congested) connection.transport.resumeRead();
    this.#runBuffered(connection);
  }

  /** Runs whatever whole commands are there, then writes all replies at once. */
  #runBuffered(connection: Connection): void {
    const { parser, backlog } = connection;
    this.#turn.begin();
    while (backlog.length > 0 && connection.isReady)
      if (this.#run(connection, backlog.shift()!) && this.#turn.isOver()) this.#yield(connection);
    while (connection.isReady) {
      const status = this.#group.read(connection);
      if (this.#group.count > 0 && !this.#runGroup(connection)) break;
      if (status === COMMAND) {
        if (this.#turn.isOver()) this.#yield(connection);
        continue;
      }
      if (status === NEED_MORE) break;
      if (status === LARGE_BULK) {
        // Room is made by taking locks: what ran before without a group of its own may have kept some.
        this.#dispatcher.endGroup();
        if (this.#intake.place(connection)) continue;
        connection.waitsForRoom = true;
        connection.transport.pauseRead();
        this.#host.waitsForRoom(connection);
        break;
      } else {
        this.#protocolError(connection);
        break;
      }
    }
    this.#dispatcher.endGroup();
    parser.endBatch();
    // Published before the replies go out: who has read one may look at the list of clients at once.
    this.#host.endBatch(connection);
    connection.transport.mayWait = this.#group.isPipelined;
    this.#output.flush(connection);
    if (connection.transport.pendingBytes > 0) this.#host.endBatch(connection);
    if (parser.largeRemaining > 0) this.#intake.readDirectly(connection);
  }

  /** @returns false when the connection cannot go on: a command waits, or the connection closes. */
  #runGroup(connection: Connection): boolean {
    const { count, requests: group } = this.#group;
    const dispatcher = this.#dispatcher;
    const { ahead } = dispatcher;
    ahead.look(group[0]!);
    for (let i = 1; i < count; i++) ahead.look(group[i]!, group[i - 1]);
    if (count > 1) ahead.beginGroup(connection.client, group, count);
    for (let i = 0; i < count; ) {
      const done = dispatcher.quick.run(connection.client, group, i, count);
      i += done;
      const { outcome } = dispatcher.quick;
      if (outcome !== DONE) this.#park(connection, group[i++]!, outcome);
      else if (done > 0 || this.#run(connection, group[i++]!))
        if (i === count || !this.#turn.isOver() || !this.#yield(connection)) continue;
      connection.leave(group, i, count);
      return false;
    }
    connection.client.transaction?.keep();
    dispatcher.endGroup();
    if (count > 1) ahead.endGroup(count);
    return true;
  }

  /** cold: others have their turn before the rest of what was read. @returns false when there is nobody to serve them */
  #yield(connection: Connection): boolean {
    if (!this.#host.takesTurns) return false;
    connection.waitsForTurn = true;
    connection.transport.pauseRead();
    setImmediate(() => this.goAhead(connection));
    return true;
  }

  /** Runs one command. @returns whether the connection can go on */
  #run(connection: Connection, request: ParsedRequest): boolean {
    const outcome = this.#dispatcher.dispatch(connection.client, request);
    if (outcome === DONE) return this.#settle(connection, request);
    this.#park(connection, request, outcome);
    return false;
  }

  /** What follows from every command that is done. @returns false when the connection closes */
  #settle(connection: Connection, request: ParsedRequest): boolean {
    const { client } = connection;
    if (connection.parked !== undefined) connection.parked = undefined;
    if (request.sinks.length > 0) abortSinks(request.sinks);
    if (connection.parser.restricted === client.authenticated) this.#restrict(connection);
    if (!client.closeAfterReply) return true;
    this.#dispatcher.endGroup();
    this.#output.flush(connection);
    this.close(connection);
    return false;
  }

  /** A command waits, for the first time or again. */
  #park(connection: Connection, request: ParsedRequest, reason: number): void {
    const isNew = connection.parked !== request;
    if (isNew) this.#store.stats[STAT.parkedCommands]! += 1;
    if (isNew) connection.parked = request.detach();
    connection.parkedFor = reason;
    // Who waits for long is still read, or is again, so that its going away is noticed; what it sends waits in its buffer.
    if (reason !== PARKED_BLOCKED && reason !== PARKED_PAUSE) connection.transport.pauseRead();
    else if (!isNew && !connection.congested) connection.transport.resumeRead();
    this.#host.parked(connection);
  }

  /** Who has to authenticate and has not may only send few and short arguments. */
  #restrict(connection: Connection): void {
    const needsPassword = this.#dispatcher.call.settings.current.requirepass !== '';
    connection.parser.restricted = needsPassword && !connection.client.authenticated;
  }

  #protocolError(connection: Connection): void {
    const { parser } = connection;
    if (!parser.mustCloseSilently) this.#writer.error(`ERR ${parser.errorText}`);
    else if (parser.errorText !== '') this.#store.stats[STAT.queryLimitDisconnects]! += 1;
    this.#output.flush(connection);
    this.close(connection);
  }
}
