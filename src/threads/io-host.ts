/** What an io thread does for its connections beside running their commands: accept, time out, park, limit. */
import { ERROR, errorLine } from '../../protocol/resp/errors.ts';
import type { ParserLimits } from '../../protocol/resp/request-parser.ts';
import { Client } from '../dispatch/client.ts';
import { PARKED_HELD, PARKED_LOCKS, PARKED_PAUSE, PARKED_SCRIPT } from '../dispatch/context.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { HeldTransaction } from '../dispatch/held-transactions.ts';
import { type MemoryGate, NO_ROOM, ROOM } from '../dispatch/memory-gate.ts';
import type { ParsedRequest } from '../dispatch/request.ts';
import { endTransaction } from '../dispatch/transaction.ts';
import { unwatchAll } from '../dispatch/watched-keys.ts';
import type { ClientThread, ThreadClients } from '../io/clients/thread-clients.ts';
import { Connection } from '../io/connection.ts';
import { evictClients, tellArguments } from '../io/connection-memory.ts';
import { RETRY_MS } from '../io/limits.ts';
import type { MessageDelivery } from '../io/messages/message-delivery.ts';
import type { Subscriptions } from '../io/messages/subscriptions.ts';
import type { Tracking } from '../io/messages/tracking.ts';
import { fits, isWithinLimits } from '../io/output-limits.ts';
import { Session, type SessionHost } from '../io/session.ts';
import type { Transport } from '../io/transport/transport.ts';
import { accessClock, wallClockMs } from '../memory/clock.ts';
import { G_CLIENTS, G_NEXT_CLIENT } from '../memory/layout.ts';
import { noteWait } from '../memory/processor-wait.ts';
import { STAT } from '../memory/thread-stats.ts';
import type { LargeRef } from '../memory/types.ts';
import { MAX_CLIENTS } from '../messaging/client-memory.ts';
import { type ReplyPiece, writePieces } from '../messaging/served-replies.ts';
import type { GoneKey } from '../store/observers/wait-queues.ts';
import { BufferCharge } from './buffer-charge.ts';
import { addressOf, isForbidden } from './peer.ts';
import type { StoreThread } from './store-thread.ts';

export class IoHost implements SessionHost, ClientThread {
  readonly session: Session;
  readonly takesTurns = true;
  readonly connections = new Set<Connection>();
  readonly #thread: StoreThread;
  readonly #dispatcher: Dispatcher;
  readonly #memory: MemoryGate;
  readonly #limits: ParserLimits;
  readonly #control: Int32Array;
  /** The clients of this thread, and its view of all others. */
  clients!: ThreadClients;
  /** Subscriptions of those clients, and the messages on their way to them. */
  subscriptions: Subscriptions | undefined;
  messages: MessageDelivery | undefined;
  /** Hands a script to the script thread, which answers as if the client had been blocked. */
  shipScript: (client: Client, request: ParsedRequest, held?: HeldTransaction) => void = () => undefined;
  tracking: Tracking | undefined;
  readonly #buffers: BufferCharge;
  /** Time of the current read batch, ms since 1970. */
  #nowMs = 0;
  /** Connections whose commands wait for locks: offered again soon. */
  #retries: Connection[] = [];

  constructor(thread: StoreThread, dispatcher: Dispatcher, memory: MemoryGate, limits: ParserLimits) {
    this.#thread = thread;
    this.#dispatcher = dispatcher;
    this.#memory = memory;
    this.#limits = limits;
    const { stats, heap } = thread.store;
    const waiting = (): number => this.clients.outbox.waitingBytes;
    this.#buffers = new BufferCharge(this.connections, stats, heap, waiting, () => {
      const { maxmemoryClients } = thread.settings.current;
      if (maxmemoryClients > 0)
        stats[STAT.evictedClients]! += evictClients(this.clients, this.connections, maxmemoryClients);
    });
    this.#control = thread.store.control;
    this.session = new Session(dispatcher, limits, this);
  }

  /** Takes a new connection in, or tells it why not. */
  accept(transport: Transport): void {
    if (this.clients.gates.isEnding) {
      transport.destroy();
      return;
    }
    const { settings, store } = this.#thread;
    settings.refreshIfChanged();
    const { current } = settings;
    store.stats[STAT.connections]! += 1;
    const refusal =
      Atomics.add(this.#control, G_CLIENTS, 1) >= Math.min(current.maxclients, MAX_CLIENTS)
        ? ERROR.maxClients
        : isForbidden(transport, current.protectedMode && current.requirepass === '')
          ? ERROR.denied
          : 0;
    if (refusal !== 0) {
      Atomics.sub(this.#control, G_CLIENTS, 1);
      store.stats[STAT.rejectedConnections]! += 1;
      const line = errorLine(refusal)!;
      transport.write(line, 0, line.length);
      transport.end();
      return;
    }
    const id = Atomics.add(this.#control, G_NEXT_CLIENT, 1) + 1;
    const local = addressOf(transport.localAddress, transport.localPort, transport.family);
    const address = addressOf(transport.remoteAddress, transport.remotePort, transport.family);
    const client = new Client(id, address, local, wallClockMs(), current.requirepass === '');
    const connection = new Connection(transport, client, this.#limits);
    client.owner = connection;
    transport.owner = connection;
    if (current.tcpKeepalive > 0 && transport.family !== 'unix') transport.setKeepAlive(current.tcpKeepalive);
    this.connections.add(connection);
    this.clients.add(client, transport.fd);
    store.stats[STAT.connectedClients]! += 1;
    transport.resumeRead();
  }

  beginBatch(connection: Connection): boolean {
    const nowMs = wallClockMs();
    if (nowMs !== this.#nowMs) noteWait();
    this.#nowMs = nowMs;
    this.#thread.store.clock = accessClock(this.#nowMs);
    this.#thread.settings.refreshIfChanged();
    // What is new is taken in here if it can be: under a lock it would keep others waiting.
    this.#thread.store.heap.slabs.sync();
    connection.client.lastActiveMs = this.#nowMs;
    if (this.clients.isDoomed(connection.client)) return false;
    if (this.tracking !== undefined) this.tracking.running = connection.client;
    return true;
  }

  endBatch(connection: Connection): void {
    this.#flushTracking();
    this.messages?.flush();
    this.clients.outbox.ring();
    const { parser, transport } = connection;
    this.clients.batchEnded(connection.client, parser.pendingBytes, transport.pendingBytes);
    if (connection.parked !== undefined || connection.toldArgumentBytes !== 0)
      tellArguments(this.clients.table, connection);
    this.#buffers.has(parser.pendingBytes + transport.copiedBytes);
  }

  /** Looks the clients over about once a second. */
  cron(): void {
    const { settings } = this.#thread;
    settings.refreshIfChanged();
    if (settings.current.timeout > 0) this.clients.closeIdle(settings.current.timeout, wallClockMs());
    this.#buffers.sample();
    for (const connection of this.connections) {
      this.clients.table.setOutput(connection.client.slot, connection.transport.pendingBytes);
      if (connection.overSoftLimitSinceMs !== 0 && !this.outputAllowed(connection)) connection.transport.destroy();
    }
    this.#dispatcher.news.boundReads();
    this.flushMessages();
  }

  drop(client: Client): void {
    (client.owner as Connection).transport.destroy();
  }

  resume(client: Client): void {
    this.session.resume(client.owner as Connection);
  }

  /** What concerns the client of the batch is written behind its replies. */
  #flushTracking(): void {
    const { messages, tracking } = this;
    if (tracking === undefined) return;
    tracking.flush();
    messages?.writeOwn();
    tracking.running = undefined;
  }

  keyWent(key: GoneKey): void {
    this.#thread.store.observers.queues.late.push(key);
    this.#dispatcher.serveGone();
  }

  flushMessages(): void {
    this.#flushTracking();
    this.messages?.flush();
    this.clients.outbox.ring();
  }

  abandon(client: Client): void {
    this.messages?.forget(client);
    this.subscriptions?.forget(client);
    this.tracking?.end(client);
    endTransaction(client);
    unwatchAll(this.#thread.store, client);
  }

  leaveQueues(client: Client): void {
    this.#dispatcher.blocked?.leave(client);
  }

  endWait(client: Client, withError: boolean): void {
    const connection = client.owner as Connection;
    if (connection.parked !== undefined) this.#dispatcher.timer.endUnrun(client, connection.parked, withError);
    this.session.answer(connection, (writer) => {
      if (withError) writer.errorLine(errorLine(ERROR.unblocked)!);
      else writer.nullArray();
    });
  }

  wasServed(client: Client, us: number): void {
    const { parked } = client.owner as Connection;
    if (parked !== undefined) this.#dispatcher.timer.onTimed?.(parked.row!, client, parked, us);
  }

  goOn(id: number, pieces: readonly ReplyPiece[]): boolean {
    const { held } = this.#dispatcher.transactions;
    const client = held?.held?.client;
    if (client === undefined || client.id !== id) return false;
    client.isShipped = false;
    if (this.messages !== undefined) held?.addBehind(this.messages.held.take(client));
    this.session.goOn(client.owner as Connection, pieces);
    if (client.tracking !== undefined) this.#tellBehind(client);
    return true;
  }

  answer(client: Client | undefined, pieces: readonly ReplyPiece[]): void {
    const connection = client?.owner as Connection | undefined;
    if (connection === undefined || connection.closed || connection.parked === undefined) {
      for (const piece of pieces) if (typeof piece === 'number') this.#thread.store.large.release(piece as LargeRef);
      return;
    }
    // Messages from before its command was done are sent first, those from since then behind the reply.
    const behind = this.messages?.held.take(connection.client);
    this.messages?.flush();
    this.session.answer(connection, (writer) => writePieces(writer, pieces), behind);
    if (client?.tracking !== undefined) this.#tellBehind(client);
  }

  /** Behind the reply of a script that another thread ran. */
  #tellBehind(client: Client): void {
    this.tracking?.repeat(client);
    this.flushMessages();
  }

  push(client: Client, replies: Buffer, start = 0, end: number = replies.length): void {
    this.session.push(client.owner as Connection, replies, start, end);
  }

  reserveLarge(bytes: number, isPatient: boolean): number {
    const { limit, store } = this.#thread;
    store.forgetTime();
    limit.reserve(bytes);
    if (limit.wouldExceed(0)) this.#memory.noteAsked(store, bytes);
    // What is larger than the limit never fits: nothing is evicted for it.
    const room = limit.limitBytes === 0 ? ROOM : bytes > limit.limitBytes ? NO_ROOM : this.#makeRoom(isPatient);
    if (room !== ROOM) limit.unreserve(bytes);
    return room;
  }

  #makeRoom(isPatient: boolean): number {
    const { call } = this.#dispatcher;
    if (isPatient) return this.#memory.makeRoomInTurns(call, 0);
    return this.#memory.makeRoom(call, 0) ? ROOM : NO_ROOM;
  }

  waitsForRoom(connection: Connection): void {
    setTimeout(() => this.session.goAhead(connection), RETRY_MS);
  }

  unreserveLarge(bytes: number): void {
    this.#thread.limit.unreserve(bytes);
  }

  parked(connection: Connection): void {
    if (connection.parkedFor === PARKED_PAUSE) this.clients.parkedByPause(connection.client);
    if (connection.parkedFor === PARKED_SCRIPT) this.shipScript(connection.client, connection.parked!);
    if (connection.parkedFor === PARKED_HELD) {
      const held = this.#dispatcher.transactions.held!.held!;
      this.shipScript(connection.client, held.request, held);
    }
    if (connection.parkedFor !== PARKED_LOCKS) return;
    this.#retries.push(connection);
    if (this.#retries.length === 1) setTimeout(() => this.#retry(), RETRY_MS);
  }

  outputAllowed(connection: Connection): boolean {
    const bytes = connection.transport.pendingBytes;
    this.#buffers.has(connection.transport.copiedBytes);
    this.clients.table.setOutput(connection.client.slot, bytes);
    return isWithinLimits(connection, this.#thread.settings.current.clientOutputBufferLimit, bytes);
  }

  outputFits(connection: Connection, bytes: number): boolean {
    return fits(connection, this.#thread.settings.current.clientOutputBufferLimit, bytes);
  }

  closed(connection: Connection): void {
    if (!this.connections.delete(connection)) return;
    this.clients.remove(connection.client);
    this.#buffers.left();
    Atomics.sub(this.#control, G_CLIENTS, 1);
    this.#thread.store.stats[STAT.connectedClients]! -= 1;
  }

  #retry(): void {
    const waiting = this.#retries;
    this.#retries = [];
    for (const connection of waiting) this.session.resume(connection);
  }
}
