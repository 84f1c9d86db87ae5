/**
 * The clients of one io thread, and its view of all others: what `ServerPorts.clients` is.
 *
 * What the thread has to call:
 * - `start` once; `stop` at its end; `add` for a new client, `remove` when its transport is closed;
 * - `isDoomed` before a read batch (close the client if so), `batchEnded` after it, and after a command offered again;
 * - `parkedByPause` when a command was parked with PARKED_PAUSE;
 * - `closeIdle` about once a second, for the setting `timeout`;
 * - `monitors.saw` after a command ran (or failed) while GATE_MONITORED is set.
 *
 * All methods of `ClientThread` are called between commands, or from inside a script that stands still (standstill.ts).
 */
import type { RequestArgs } from '../../../protocol/command/arguments.ts';
import type { CommandTable } from '../../../protocol/command/table.ts';
import { type Client, GATE_SUBSCRIBED } from '../../dispatch/client.ts';
import type { Call, Outcome } from '../../dispatch/context.ts';
import type { ClientFilter, ClientsPort } from '../../dispatch/ports/clients.ts';
import { wallClockMs } from '../../memory/clock.ts';
import { ClientMemoryUse } from '../../messaging/client-memory-use.ts';
import { ClientRequests } from '../../messaging/client-requests.ts';
import {
  type ClientRecord,
  REQUEST_KILL,
  REQUEST_WAKE,
  WAIT_ERROR,
  WAIT_TIMED_OUT,
} from '../../messaging/client-row.ts';
import { ClientTable } from '../../messaging/client-table.ts';
import { Doorbells } from '../../messaging/doorbell.ts';
import { GATE_PAUSE_ALL, GateState } from '../../messaging/gate-state.ts';
import { type GoneKey, RECORD_GONE, readGoneKey } from '../../messaging/gone-keys.ts';
import { Inboxes, RECORD_MONITOR } from '../../messaging/inbox.ts';
import { Outbox } from '../../messaging/outbox.ts';
import { RECORD_SERVED, ReplyAssembly, type ReplyPiece } from '../../messaging/served-replies.ts';
import { MonitorFeed } from '../messages/monitor.ts';
import { ThreadMail } from '../messages/thread-mail.ts';
import { BlockedClients, type BlockedClientThread } from './blocked-clients.ts';
import { fits } from './client-filter.ts';
import { clientLine, withRunning } from './client-line.ts';
import { figuresOf, flagsOf } from './client-state.ts';
import { PausedClients } from './paused-clients.ts';

/** The io thread, as its clients need it. */
export interface ClientThread extends BlockedClientThread {
  /** Cuts a client off at once, whatever it waits for and whatever it has not been sent. */
  drop(client: Client): void;
  /** The client is gone: what it queued and watched is given up. */
  abandon(client: Client): void;
  /** A key went in the background for whose going clients of any thread wait. */
  keyWent(key: GoneKey): void;
  /** Writes the messages that have gathered for clients. */
  flushMessages(): void;
  /** Goes on with the transaction of a client, even one that is gone, if it waits for this. @returns whether it does */
  goOn(id: number, pieces: readonly ReplyPiece[]): boolean;
  /** Another client's command has run the one that this client waited with, in so many µs; it is counted already. */
  wasServed(client: Client, us: number): void;
  /** Another client's command has served this one, whose reply this is; undefined: the client is gone. */
  answer(client: Client | undefined, pieces: readonly ReplyPiece[]): void;
  /** Writes whole replies to a client, outside its read batch. The memory is only lent. */
  push(client: Client, replies: Buffer): void;
}

export class ThreadClients implements ClientsPort {
  readonly monitors: MonitorFeed;
  readonly #thread: number;
  readonly #host: ClientThread;
  readonly #commands: CommandTable<Call, Outcome>;
  readonly table: ClientTable;
  /** The requests that others make of clients, and by which those are served. */
  readonly requests: ClientRequests;
  /** What all clients have in buffers. */
  readonly memoryUse: ClientMemoryUse;
  readonly gates: GateState;
  readonly #bells: Doorbells;
  readonly #inboxes: Inboxes;
  /** What this thread sends to others. */
  readonly outbox: Outbox;
  readonly #replies = new ReplyAssembly((slot, id, pieces, us) => this.served(slot, id, pieces, us));
  /** What others send to this thread. */
  readonly mail: ThreadMail;
  /** Called with each record of another thread that this class does not look after. */
  onRecord: ((kind: number, record: Buffer) => void) | undefined;
  /** Clients of this thread by their row. */
  readonly #clients = new Map<number, Client>();
  readonly blocked: BlockedClients;
  readonly paused: PausedClients;
  #stopListening: () => void = () => undefined;

  /** @param shared memory of `createClientMemory` */
  constructor(shared: SharedArrayBuffer, thread: number, commands: CommandTable<Call, Outcome>, host: ClientThread) {
    this.#thread = thread;
    this.#host = host;
    this.#commands = commands;
    this.table = new ClientTable(shared);
    this.requests = new ClientRequests(shared);
    this.blocked = new BlockedClients(this.requests, host);
    this.gates = new GateState(shared);
    this.#bells = new Doorbells(shared);
    this.#inboxes = new Inboxes(shared);
    this.memoryUse = new ClientMemoryUse(shared, this.requests, (other) => this.#bells.ring(other));
    this.mail = new ThreadMail(this.#inboxes, thread);
    this.outbox = new Outbox(this.#inboxes, this.#bells);
    this.paused = new PausedClients(this.gates, (client) => host.resume(client));
    const push = (client: Client, lines: Buffer): void => host.push(client, lines);
    this.monitors = new MonitorFeed(thread, this.gates, this.#inboxes, this.#bells, push);
  }

  /** Answers the doorbell from now on. */
  start(): void {
    this.#stopListening = this.#bells.listen(this.#thread, () => this.#answer());
  }

  stop(): void {
    this.#stopListening();
    this.paused.stop();
    this.blocked.stop();
    this.table.removeThread(this.#thread);
  }

  /** Enters a client into the table. @returns false when that is full (`MAX_CLIENTS`): refuse it. */
  add(client: Client, fd: number): boolean {
    client.slot = this.table.add(client.id, this.#thread, fd, client.createdMs, client);
    if (client.slot < 0) return false;
    this.#clients.set(client.slot, client);
    return true;
  }

  /** The client is gone. */
  remove(client: Client): void {
    if (client.slot < 0) return;
    this.monitors.delete(client);
    this.#host.abandon(client);
    this.blocked.delete(client);
    this.#clients.delete(client.slot);
    this.table.remove(client.slot);
    client.slot = -1;
  }

  /** CLIENT KILL reached the client, or SHUTDOWN the server: nothing more of it runs. HOT. */
  isDoomed(client: Client): boolean {
    return this.gates.isEnding || (client.slot >= 0 && (this.table.requests(client.slot) & REQUEST_KILL) !== 0);
  }

  /** Publishes what the batch changed. `queryBytes` and `outputBytes` wait in its buffers. HOT. */
  batchEnded(client: Client, queryBytes: number, outputBytes: number): void {
    if (client.slot < 0) return;
    this.table.update(client, flagsOf(client), queryBytes, outputBytes);
    if (client.figuresChanged) this.#publishFigures(client);
  }

  #publishFigures(client: Client): void {
    client.figuresChanged = false;
    this.table.setFigures(client.slot, figuresOf(client));
  }

  /** The client's command waits for the end of the pause. */
  parkedByPause(client: Client): void {
    this.paused.add(client);
  }

  /** Cuts off clients that have been silent for `seconds`. Blocked and monitoring clients and subscribers may be silent. */
  closeIdle(seconds: number, nowMs: number): void {
    for (const client of this.#clients.values()) {
      const exempt = client.monitoring || (client.gateBits & GATE_SUBSCRIBED) !== 0;
      if (exempt || this.blocked.has(client)) continue;
      if (nowMs - client.lastActiveMs > seconds * 1000) this.#host.drop(client);
    }
  }

  // --- ClientsPort ---

  isPaused(writes: boolean): boolean {
    const bits = this.gates.pauseBits(wallClockMs());
    return (bits & GATE_PAUSE_ALL) !== 0 || (bits !== 0 && writes);
  }

  pause(all: boolean, endMs: number): void {
    this.gates.pause(all, endMs, wallClockMs());
  }

  unpause(): void {
    if (this.gates.unpause()) this.#bells.ringAll();
  }

  list(caller: Client, filter: ClientFilter, running: RequestArgs): string {
    this.publish(caller);
    const nowMs = wallClockMs();
    let text = '';
    for (const record of this.#found(filter, nowMs)) {
      const command = this.#commands.rows[record.lastCommand]?.name ?? 'NULL';
      text += `${clientLine(record.id === caller.id ? withRunning(record, running) : record, command, nowMs)}\n`;
    }
    return text;
  }

  kill(caller: Client, filter: ClientFilter): number {
    let killed = 0;
    for (const record of this.#found(filter, wallClockMs())) {
      if (record.id === caller.id) {
        caller.closeAfterReply = true;
        killed++;
        continue;
      }
      const thread = this.requests.ask(record.slot, record.id, REQUEST_KILL);
      if (thread < 0) continue;
      this.#bells.ring(thread);
      killed++;
    }
    return killed;
  }

  /** The client of this thread in a row. */
  inRow(slot: number): Client | undefined {
    return this.#clients.get(slot);
  }

  exists(id: number): boolean {
    return this.table.slotOf(id) >= 0;
  }

  publish(client: Client): void {
    if (client.slot < 0) return;
    this.table.setTexts(client.slot, client);
    this.table.updateQuietly(client, flagsOf(client));
    this.#publishFigures(client);
  }

  block(client: Client, untilMs: number): void {
    this.blocked.add(client, untilMs);
  }

  /** A command of this thread served a blocked client of it, which is answered when the present turn is over. */
  servedSoon(slot: number, id: number, pieces: readonly ReplyPiece[], us: number): void {
    this.blocked.servedSoon(this.#clients.get(slot), id);
    queueMicrotask(() => this.served(slot, id, pieces, us));
  }

  /** A command, of this thread or another one, served a blocked client. */
  served(slot: number, id: number, pieces: readonly ReplyPiece[], us: number): void {
    if (this.#host.goOn(id, pieces)) return;
    const client = this.#clients.get(slot);
    const isSame = client !== undefined && client.id === id;
    const isServed = isSame && !client.isShipped && this.blocked.served(client);
    if (isServed) this.#host.wasServed(client, us);
    const waits = isServed || (isSame && client.isShipped);
    if (isSame) client.isShipped = false;
    this.#host.answer(waits ? client : undefined, pieces);
  }

  unblock(id: number, withError: boolean): boolean {
    const slot = this.table.slotOf(id);
    if (slot < 0) return false;
    const thread = this.requests.unblock(slot, id, withError ? WAIT_ERROR : WAIT_TIMED_OUT);
    if (thread < 0) return false;
    this.requests.ask(slot, id, REQUEST_WAKE);
    // What this thread answers next tells of it already.
    if (thread === this.#thread) queueMicrotask(() => this.#answer());
    else this.#bells.ring(thread);
    return true;
  }

  monitor(client: Client): void {
    this.monitors.add(client);
  }

  unmonitor(client: Client): void {
    this.monitors.delete(client);
  }

  #found(filter: ClientFilter, nowMs: number): ClientRecord[] {
    if (filter.id === undefined) return this.table.list().filter((record) => fits(record, filter, nowMs));
    const slot = this.table.slotOf(filter.id);
    const record = slot < 0 ? null : this.table.read(slot);
    return record !== null && fits(record, filter, nowMs) ? [record] : [];
  }

  /** The doorbell rang: somebody wants something of this thread's clients, or the pause ended, or lines came. */
  #answer(): void {
    this.requests.take(this.#thread, (slot, requests) => this.#attend(slot, requests));
    this.mail.readAll((kind, payload) => {
      if (kind === RECORD_MONITOR) this.monitors.received(payload);
      else if (kind === RECORD_SERVED) this.#replies.take(payload);
      else if (kind === RECORD_GONE) this.#host.keyWent(readGoneKey(payload));
      else this.onRecord?.(kind, payload);
    });
    this.#host.flushMessages();
    this.paused.resumeAll();
  }

  #attend(slot: number, requests: number): void {
    const client = this.#clients.get(slot);
    if (client === undefined) return;
    if ((requests & REQUEST_KILL) !== 0) {
      this.#host.drop(client);
      return;
    }
    this.requests.done(slot, requests);
    if ((requests & REQUEST_WAKE) !== 0) this.blocked.wake(client);
  }
}
