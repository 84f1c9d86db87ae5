// HOT: `flush` runs once a read batch; no closures, no allocation where the replies lie in one piece.
/** Replies on their way out: from the thread's writer to a connection's transport, and what a slow reader costs. */
import type { ReplyWriter } from '../../protocol/resp/reply-writer.ts';
import { STAT } from '../memory/thread-stats.ts';
import type { LargeRef } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { Connection } from './connection.ts';
import { CONGESTED_BYTES, RELIEVED_BYTES } from './limits.ts';
import type { SessionHost } from './session-host.ts';
import { NO_TOKEN, type Transport } from './transport/transport.ts';

/** Replies of a batch up to which no limit of output is looked at. */
const UNLIMITED_BYTES = 16 * 1024;

export class ReplyOutput {
  readonly #writer: ReplyWriter;
  readonly #store: Keyspace;
  readonly #host: SessionHost;

  constructor(writer: ReplyWriter, store: Keyspace, host: SessionHost) {
    this.#writer = writer;
    this.#store = store;
    this.#host = host;
  }

  /** Hands the replies of the batch to the transport, in one write where they lie in one piece. */
  flush(connection: Connection): void {
    const writer = this.#writer;
    const bytes = writer.byteCount;
    if (bytes === 0) return;
    const { transport } = connection;
    if ((bytes > UNLIMITED_BYTES || !writer.inOnePiece) && !this.#host.outputFits(connection, this.#wholeBytes())) {
      writer.rollback(0);
      this.#cutOff(connection);
      return;
    }
    this.#store.stats[STAT.netOutput]! += bytes;
    this.#store.stats[STAT.writesProcessed]! += 1;
    if (writer.inOnePiece) {
      transport.write(writer.buf, writer.pos - bytes, writer.pos);
      writer.reset();
    } else this.#writePieces(transport, writer);
    if (transport.pendingBytes > 0) this.#limit(connection);
  }

  /** Writes whole replies outside a read batch. The memory may be reused at once. */
  push(connection: Connection, replies: Buffer, start: number, end: number): void {
    const { transport } = connection;
    this.#store.stats[STAT.netOutput]! += end - start;
    transport.write(replies, start, end);
    if (transport.pendingBytes > 0) this.#limit(connection);
  }

  /** Whether a reader that was too slow has caught up, and its commands may go on. */
  hasCaughtUp(connection: Connection): boolean {
    if (!connection.congested || connection.transport.pendingBytes > RELIEVED_BYTES) return false;
    connection.congested = false;
    return connection.isUnhindered;
  }

  /**
   * The transport copies what the kernel does not take, so the chunks are free at once; pinned pages are not. Two
   * chunks are two system calls: gathering copies what it gathers, into memory that is new each time.
   */
  #writePieces(transport: Transport, writer: ReplyWriter): void {
    const segments = writer.segmentCount();
    if (segments > 2 || writer.segmentToken(0) !== NO_TOKEN || writer.segmentToken(1) !== NO_TOKEN) transport.cork();
    for (let i = 0; i < segments; i++) {
      const token = writer.segmentToken(i);
      const piece = writer.segmentBuffer(i);
      if (token === NO_TOKEN) transport.write(piece, 0, piece.length);
      else this.#sendLarge(transport, token as LargeRef, writer.partStart[i]!, writer.partLength[i]!);
    }
    transport.uncork();
    const chunks = writer.detach();
    for (let i = 0; i < chunks.length; i++) writer.recycle(chunks[i]!);
  }

  /**
   * Sends bytes of a pinned object from where they lie; its pin is given up when the kernel has the last one.
   * @param bytes how many from `start` on, or -1 for all
   */
  #sendLarge(transport: Transport, object: LargeRef, start: number, bytes: number): void {
    const { large } = this.#store;
    const end = bytes < 0 ? large.length(object) : start + bytes;
    this.#store.stats[STAT.netOutput]! += end - start;
    const runs = large.runCount(object);
    let offset = 0;
    for (let run = 0; run < runs && offset < end; run++) {
      const length = large.runBytes(object, run);
      const from = start > offset ? start - offset : 0;
      const to = end - offset < length ? end - offset : length;
      offset += length;
      if (from >= to) continue;
      const isLast = offset >= end;
      const view = large.runView(object, run);
      const piece = to - from === length ? view : view.subarray(from, to);
      const sent = transport.writeHeld(piece, isLast ? object : NO_TOKEN);
      if (isLast && sent) large.release(object);
    }
  }

  // cold: the replies are large.
  /** Bytes of the replies of the batch, with those of pinned objects. */
  #wholeBytes(): number {
    const writer = this.#writer;
    if (writer.inOnePiece) return writer.byteCount;
    let bytes = 0;
    for (let i = 0; i < writer.segmentCount(); i++) {
      const token = writer.segmentToken(i);
      if (token === NO_TOKEN) bytes += writer.segmentBuffer(i).length;
      else bytes += writer.partLength[i]! < 0 ? this.#store.large.length(token as LargeRef) : writer.partLength[i]!;
    }
    return bytes;
  }

  // cold: the client's limit of output is reached.
  #cutOff(connection: Connection): void {
    this.#store.stats[STAT.outputLimitDisconnects]! += 1;
    // It closes in a later turn of the event loop: nothing more of it is run until then.
    connection.closing = true;
    connection.transport.destroy();
  }

  #limit(connection: Connection): void {
    if (!this.#host.outputAllowed(connection)) {
      this.#cutOff(connection);
      return;
    }
    if (connection.transport.pendingBytes > CONGESTED_BYTES && !connection.congested) {
      connection.congested = true;
      connection.transport.pauseRead();
    }
  }
}
