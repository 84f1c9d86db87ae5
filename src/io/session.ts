// HOT: `process` runs once a read batch, its loop once a command; no closures, no allocation per command.
/**
 * The connections of one io thread: what arrives is parsed, dispatched and answered here, in one go.
 *
 *   transport ─▶ parser ─▶ dispatcher ─▶ reply writer ─▶ transport
 *
 * One reply writer serves all connections of the thread, because a batch is answered before the next one is read.
 */
import type { ReplyWriter } from '../../protocol/resp/reply-writer.ts';
import { COMMAND, LARGE_BULK, NEED_MORE, type ParserLimits } from '../../protocol/resp/request-parser.ts';
import { PARKED_BLOCKED } from '../dispatch/context.ts';
import { type Dispatcher, DONE, MOST_AHEAD } from '../dispatch/dispatcher.ts';
import { ParsedRequest } from '../dispatch/request.ts';
import { LargeSink } from '../memory/large-sink.ts';
import { STAT } from '../memory/thread-stats.ts';
import { type LargeRef, NO_LARGE } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { Connection } from './connection.ts';
import { CONGESTED_BYTES, DIRECT_READ_BYTES, RELIEVED_BYTES } from './limits.ts';
import { NO_TOKEN, type Transport, type TransportHandler } from './transport.ts';

/**
 * Commands of one batch that are looked up together before they run: their buckets and records are then fetched from
 * memory side by side instead of one after the other.
 */
const GROUP = MOST_AHEAD;

/** What a session needs of the thread around it. */
export interface SessionHost {
  /** Called once a read batch, before its first command. @returns false when the client was killed meanwhile */
  beginBatch(connection: Connection): boolean;
  /** Called when the batch is answered. */
  endBatch(connection: Connection): void;
  /** Makes room for the pages of a large argument and keeps it until `unreserveLarge`. @returns whether there is room */
  reserveLarge(bytes: number): boolean;
  /** The reserved pages were taken, or will not be. */
  unreserveLarge(bytes: number): void;
  /** A command waits: the host offers it again with `resume`. */
  parked(connection: Connection): void;
  /** Output that waits has grown: the host applies client-output-buffer-limit. @returns false if the client must go. */
  outputAllowed(connection: Connection): boolean;
  closed(connection: Connection): void;
}

export class Session implements TransportHandler {
  readonly #dispatcher: Dispatcher;
  readonly #writer: ReplyWriter;
  readonly #store: Keyspace;
  readonly #host: SessionHost;
  readonly limits: ParserLimits;
  /** Commands read ahead; the first `#grouped` are to be run. */
  readonly #group: ParsedRequest[] = Array.from({ length: GROUP }, () => new ParsedRequest());
  #grouped = 0;

  constructor(dispatcher: Dispatcher, limits: ParserLimits, host: SessionHost) {
    this.#dispatcher = dispatcher;
    this.#writer = dispatcher.call.reply;
    this.#store = dispatcher.call.store;
    this.#host = host;
    this.limits = limits;
  }

  onData(transport: Transport, buf: Buffer, start: number, end: number): void {
    const connection = transport.owner as Connection | undefined;
    // A refused client has no connection: it only gets to read why.
    if (connection === undefined) return;
    this.#store.stats[STAT.netInput]! += end - start;
    this.#store.stats[STAT.readsProcessed]! += 1;
    if (!this.#host.beginBatch(connection)) {
      transport.destroy();
      return;
    }
    if (connection.parser.restricted) this.#restrict(connection);
    connection.parser.feed(buf, start, end);
    this.#process(connection);
  }

  onFilled(transport: Transport): void {
    const connection = transport.owner as Connection;
    const sink = connection.fillingSink;
    if (sink === undefined) return;
    const bytes = connection.fillingBytes;
    this.#store.stats[STAT.netInput]! += bytes;
    connection.fillingSink = undefined;
    sink.advance(bytes);
    connection.parser.advanceLarge(bytes);
    if (this.#fillDirectly(connection)) return;
    this.#host.beginBatch(connection);
    this.#process(connection);
  }

  onEnd(transport: Transport): void {
    if (transport.owner !== undefined) this.close(transport.owner as Connection);
  }

  onDrain(transport: Transport): void {
    if (transport.owner !== undefined) this.#relieve(transport.owner as Connection);
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
    if (connection.parked !== undefined) abortSinks(connection.parked.sinks);
    connection.parked = undefined;
    for (const request of connection.backlog) abortSinks(request.sinks);
    connection.backlog.length = 0;
    this.#host.closed(connection);
  }

  /** Who has to authenticate and has not may only send few and short arguments. */
  #restrict(connection: Connection): void {
    const needsPassword = this.#dispatcher.call.settings.current.requirepass !== '';
    connection.parser.restricted = needsPassword && !connection.client.authenticated;
  }

  /** Offers a parked command again, and goes on behind it once it is done. */
  resume(connection: Connection): void {
    const request = connection.parked;
    if (request === undefined || connection.closed) return;
    this.#host.beginBatch(connection);
    this.#writer.begin(connection.client.resp);
    const outcome = this.#dispatcher.dispatch(connection.client, request);
    if (outcome !== DONE) {
      connection.parkedFor = outcome;
      this.#dispatcher.endBatch();
      this.#flush(connection);
      this.#host.parked(connection);
      return;
    }
    this.#goOnBehind(connection, request);
  }

  /** Answers the parked command without running it, and goes on behind it. `write` puts its reply into the writer. */
  answer(connection: Connection, write: (writer: ReplyWriter) => void): void {
    const request = connection.parked;
    if (request === undefined || connection.closed) return;
    this.#host.beginBatch(connection);
    this.#writer.begin(connection.client.resp);
    this.#dispatcher.reply(connection.client, write);
    this.#goOnBehind(connection, request);
  }

  #goOnBehind(connection: Connection, request: ParsedRequest): void {
    abortSinks(request.sinks);
    connection.parked = undefined;
    this.#restrict(connection);
    if (connection.client.closeAfterReply) {
      this.#dispatcher.endBatch();
      this.#flush(connection);
      this.close(connection);
      return;
    }
    connection.transport.resumeRead();
    this.#runBuffered(connection);
  }

  /** Closes after what was written is sent. */
  close(connection: Connection): void {
    if (connection.closing || connection.closed) return;
    connection.closing = true;
    connection.transport.end();
  }

  /** Writes whole replies to a connection outside its own read batch. The memory may be reused at once. */
  push(connection: Connection, replies: Buffer): void {
    if (connection.closed || connection.closing) return;
    this.#store.stats[STAT.netOutput]! += replies.length;
    connection.transport.write(replies, 0, replies.length);
    if (connection.transport.pendingBytes > 0) this.#limitOutput(connection);
  }

  #process(connection: Connection): void {
    this.#writer.begin(connection.client.resp);
    this.#runBuffered(connection);
  }

  /** Runs whatever whole commands the parser has, then writes all replies at once. */
  #runBuffered(connection: Connection): void {
    const { parser } = connection;
    if (connection.backlog.length > 0) this.#runBacklog(connection);
    while (connection.isReady) {
      const status = this.#readGroup(connection);
      if (this.#grouped > 0 && !this.#runGroup(connection)) break;
      if (status === COMMAND) continue;
      if (status === NEED_MORE) break;
      if (status === LARGE_BULK) this.#placeLarge(connection);
      else {
        this.#protocolError(connection);
        break;
      }
    }
    this.#dispatcher.endBatch();
    parser.endBatch();
    // Published before the replies go out: who has read one may look at the list of clients at once.
    this.#host.endBatch(connection);
    this.#flush(connection);
    if (connection.transport.pendingBytes > 0) this.#host.endBatch(connection);
    if (parser.largeRemaining > 0) this.#fillDirectly(connection);
  }

  /**
   * Reads commands ahead, up to a group, so that their keys can be looked for in memory while others are.
   * @returns COMMAND when there may be more, else what the parser says behind the group
   */
  #readGroup(connection: Connection): number {
    const { parser } = connection;
    // Who is not authenticated yet may be by the next command, which changes what the parser lets through.
    const most = connection.client.authenticated ? GROUP : 1;
    this.#grouped = 0;
    while (this.#grouped < most) {
      const status = parser.next();
      if (status !== COMMAND) return status;
      const request = this.#group[this.#grouped++]!;
      request.take(parser);
      if (request.sinks.length > 0) break;
    }
    return COMMAND;
  }

  /** @returns false when the connection cannot go on: a command waits, or the connection closes. */
  #runGroup(connection: Connection): boolean {
    const { client } = connection;
    const count = this.#grouped;
    for (let i = 0; i < count; i++) this.#dispatcher.lookAhead(this.#group[i]!);
    if (count > 1) this.#dispatcher.fetchAhead(client, this.#group, count);
    for (let i = 0; i < count; i++) {
      const request = this.#group[i]!;
      const outcome = this.#dispatcher.dispatch(client, request);
      if (outcome !== DONE) {
        this.#park(connection, request, outcome);
        for (let rest = i + 1; rest < count; rest++) connection.backlog.push(this.#group[rest]!.detach());
        return false;
      }
      if (request.sinks.length > 0) abortSinks(request.sinks);
      if (connection.parser.restricted) this.#restrict(connection);
      if (client.closeAfterReply) {
        for (let rest = i + 1; rest < count; rest++) abortSinks(this.#group[rest]!.sinks);
        this.#flush(connection);
        this.close(connection);
        return false;
      }
    }
    return true;
  }

  /** Runs the commands that were read together with one that had to wait. */
  #runBacklog(connection: Connection): void {
    const { backlog, client } = connection;
    while (backlog.length > 0 && connection.isReady) {
      const request = backlog.shift()!;
      const outcome = this.#dispatcher.dispatch(client, request);
      if (outcome !== DONE) {
        this.#park(connection, request, outcome);
        return;
      }
      abortSinks(request.sinks);
      this.#restrict(connection);
      if (client.closeAfterReply) {
        this.#flush(connection);
        this.close(connection);
      }
    }
  }

  #park(connection: Connection, request: ParsedRequest, reason: number): void {
    connection.parked = request.detach();
    connection.parkedFor = reason;
    this.#store.stats[STAT.parkedCommands]! += 1;
    // A blocked client is still read, so that its going away is noticed; what it sends waits in its buffer.
    if (reason !== PARKED_BLOCKED) connection.transport.pauseRead();
    this.#host.parked(connection);
  }

  /** A large argument begins: it goes to pages of its own if its command stores it and there is room. */
  #placeLarge(connection: Connection): void {
    const { parser } = connection;
    const row = this.#dispatcher.find(parser.buf, parser.argc, parser.argStart, parser.argLen);
    if (row === null || !row.streamsArgument(parser.largeArgIndex)) {
      parser.bufferLarge();
      return;
    }
    const { large } = this.#store;
    const bytes = large.bytesFor(parser.largeLength);
    let object: LargeRef = NO_LARGE;
    if (this.#host.reserveLarge(bytes)) {
      object = large.allocate(parser.largeLength);
      this.#host.unreserveLarge(bytes);
    }
    if (object === NO_LARGE) {
      parser.discardLarge();
      return;
    }
    const sink = new LargeSink(large);
    sink.begin(object);
    parser.sinkLarge(sink);
  }

  /** Lets the socket read straight into the pages of the argument that is under way. */
  #fillDirectly(connection: Connection): boolean {
    const { parser } = connection;
    const sink = parser.sinks[parser.sinks.length - 1];
    if (parser.largeRemaining < DIRECT_READ_BYTES || !(sink instanceof LargeSink) || connection.closing) return false;
    const view = sink.writableBuffer();
    if (view.length === 0) return false;
    connection.fillingSink = sink;
    connection.fillingBytes = view.length;
    connection.transport.readInto(view);
    return true;
  }

  #protocolError(connection: Connection): void {
    const { parser } = connection;
    if (!parser.mustCloseSilently) this.#writer.error(`ERR ${parser.errorText}`);
    else if (parser.errorText !== '') this.#store.stats[STAT.queryLimitDisconnects]! += 1;
    this.#flush(connection);
    this.close(connection);
  }

  /** Hands the replies of the batch to the transport, in one write where they lie in one piece. */
  #flush(connection: Connection): void {
    const writer = this.#writer;
    const bytes = writer.byteCount;
    if (bytes === 0) return;
    const { transport } = connection;
    this.#store.stats[STAT.netOutput]! += bytes;
    this.#store.stats[STAT.writesProcessed]! += 1;
    if (writer.inOnePiece) {
      transport.write(writer.buf, writer.pos - bytes, writer.pos);
      writer.reset();
    } else this.#writePieces(transport, writer);
    if (transport.pendingBytes > 0) this.#limitOutput(connection);
  }

  /** The transport copies what the kernel does not take, so the chunks are free at once; pinned pages are not. */
  #writePieces(transport: Transport, writer: ReplyWriter): void {
    const segments = writer.segmentCount();
    transport.cork();
    for (let i = 0; i < segments; i++) {
      const token = writer.segmentToken(i);
      const piece = writer.segmentBuffer(i);
      if (token === NO_TOKEN) transport.write(piece, 0, piece.length);
      else this.#sendLarge(transport, token as LargeRef);
    }
    transport.uncork();
    const chunks = writer.detach();
    for (let i = 0; i < chunks.length; i++) writer.recycle(chunks[i]!);
  }

  /** Sends a pinned object from where it lies; its pin is given up when the kernel has the last byte. */
  #sendLarge(transport: Transport, object: LargeRef): void {
    const { large } = this.#store;
    const runs = large.runCount(object);
    this.#store.stats[STAT.netOutput]! += large.length(object);
    for (let run = 0; run < runs; run++) {
      const last = run === runs - 1;
      const sent = transport.writeHeld(large.runView(object, run), last ? object : NO_TOKEN);
      if (last && sent) large.release(object);
    }
  }

  #limitOutput(connection: Connection): void {
    if (!this.#host.outputAllowed(connection)) {
      this.#store.stats[STAT.outputLimitDisconnects]! += 1;
      connection.transport.destroy();
      return;
    }
    if (connection.transport.pendingBytes > CONGESTED_BYTES && !connection.congested) {
      connection.congested = true;
      connection.transport.pauseRead();
    }
  }

  #relieve(connection: Connection): void {
    if (!connection.congested || connection.transport.pendingBytes > RELIEVED_BYTES) return;
    connection.congested = false;
    if (connection.parked !== undefined) return;
    connection.transport.resumeRead();
    this.#host.beginBatch(connection);
    this.#process(connection);
  }
}

/** Gives back the pages of arguments that no command took. */
function abortSinks(sinks: readonly unknown[]): void {
  for (let i = 0; i < sinks.length; i++) {
    const sink = sinks[i];
    if (sink instanceof LargeSink) sink.abort();
  }
}
