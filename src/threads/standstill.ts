/**
 * Problem: a script that was known to be short runs where it arrived; if it has changed data it cannot be begun again
 * elsewhere, and if it then does not end, the thread stands still with it: its clients hear nothing, and nobody can connect.
 * Idea: as Redis does, the script itself looks after the others from time to time once it takes too long: Lua's hook calls
 * `look`, which reads what the thread's clients have sent meanwhile, by system calls that do not wait, and answers with a
 * dispatcher of its own, whose gates let through the few commands that are allowed then. A thread cannot accept connections
 * without its event loop: main listens in its place (stand-in.ts), beside it first, then the thread stops, and only then
 * clients are told, so that whoever has heard that a script runs can connect.
 *
 * Connections that the system had taken, and the thread had not, are reset.
 */
import { readSync } from 'node:fs';
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { ParserLimits } from '../../protocol/resp/request-parser.ts';
import type { Call } from '../dispatch/context.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import { NO_ROOM } from '../dispatch/memory-gate.ts';
import type { Connection } from '../io/connection.ts';
import type { Listener } from '../io/listener.ts';
import { Session, type SessionHost } from '../io/session.ts';
import { PortFlow } from '../io/transport/port-flow.ts';
import type { Transport, TransportHandler } from '../io/transport/transport.ts';
import { PortTransport } from '../io/transport/transport-port.ts';
import { writeRound } from '../io/transport/write-round.ts';
import { monotonicUs, wallClockMs } from '../memory/clock.ts';
import type { IoHost } from './io-host.ts';
import type { FromThread, ToThread } from './messages.ts';

/**
 * Shortest and longest time between two looks, µs, and what part of the time they may take: one in so many. A look that
 * was long because the thread waited for a processor makes nobody wait for a multiple of that.
 */
const EVERY_US = 5_000;
const MOST_US = 100_000;
const SHARE = 4;
/** Main stands in within milliseconds; if it does not, clients wait no longer for it, µs. */
const PATIENCE_US = 1_000_000;
const READ_BYTES = 64 * 1024;
/** Pages for large values would be taken under locks: what is refused needs none. */
const NOTHING_LARGE = Number.MAX_SAFE_INTEGER;
const NO_BYTES = Buffer.alloc(0);

export interface StandstillParts {
  readonly host: IoHost;
  readonly limits: ParserLimits;
  readonly port: MessagePort;
  /** Emptied when they are closed. */
  readonly listeners: Listener[];
  /** A dispatcher that shares nothing with the one that runs the script, but the store. */
  makeDispatcher(): Dispatcher;
  onMessage(message: ToThread): void;
  tell(message: FromThread): void;
}

export class Standstill implements TransportHandler {
  readonly #parts: StandstillParts;
  #session: Session | undefined;
  #isOn = false;
  /** How often the thread has stood still; since when it does; and whether main listens in its place. */
  #round = 0;
  #sinceUs = 0;
  #hasStandIn = false;
  #nextUs = 0;
  #largeThreshold = 0;
  /** What main said that has to wait for the end. */
  readonly #postponed: ToThread[] = [];
  /** Connections that will send nothing more; and those that were read here. */
  readonly #ended = new Set<Connection>();
  readonly #read = new Set<Connection>();
  readonly #relayed = new Set<PortTransport>();
  #buffer: Buffer = NO_BYTES;

  constructor(parts: StandstillParts) {
    this.#parts = parts;
  }

  /** Called by the script that has been running for too long, in the middle of it. @param call what the script works with */
  look(call: Call): void {
    if (monotonicUs() < this.#nextUs) return;
    const { limits, tell } = this.#parts;
    const { store } = call;
    const { args, db, touches, counts } = store;
    const nowMs = store.now();
    const startUs = monotonicUs();
    this.#largeThreshold = limits.largeThreshold;
    limits.largeThreshold = NOTHING_LARGE;
    try {
      // There is no end of a round while the script runs.
      writeRound.send();
      if (!this.#isOn) this.#begin();
      this.#serve();
      writeRound.send();
    } catch (error) {
      tell({ type: 'unexpected', command: 'a look after others', error: String((error as Error).stack) });
    }
    limits.largeThreshold = this.#largeThreshold;
    store.args = args;
    store.db = db;
    store.touches = touches;
    store.counts = counts;
    store.setTime(nowMs);
    const endUs = monotonicUs();
    this.#nextUs = endUs + Math.min(MOST_US, Math.max(EVERY_US, (endUs - startUs) * (SHARE - 1)));
  }

  /** The script has ended. */
  end(): void {
    if (!this.#isOn) return;
    this.#isOn = false;
    this.#nextUs = 0;
    const { host, listeners, onMessage, tell } = this.#parts;
    tell({ type: 'goes-on', listens: listeners.length > 0 });
    for (const message of this.#postponed.splice(0)) setImmediate(onMessage, message);
    const { session } = host;
    for (const { transport } of this.#read) setImmediate(() => session.onData(transport, NO_BYTES, 0, 0));
    this.#read.clear();
    this.#ended.clear();
  }

  /** Serves a client that has connected to main. */
  serve({ ends, left, port }: Extract<ToThread, { type: 'serve-client' }>): void {
    const transport = new PortTransport(port, left, this, ends, new PortFlow(left, 'thread'));
    this.#relayed.add(transport);
    this.#parts.host.accept(transport);
  }

  #begin(): void {
    const { host, limits, makeDispatcher, tell } = this.#parts;
    this.#isOn = true;
    this.#round++;
    this.#sinceUs = monotonicUs();
    this.#hasStandIn = false;
    if (this.#session === undefined) {
      this.#buffer = Buffer.allocUnsafeSlow(READ_BYTES);
      this.#session = new Session(makeDispatcher(), limits, new BusyHost(host));
    }
    tell({ type: 'stands-still', round: this.#round });
  }

  /** Main listens: the thread, which accepts nobody now, stops. */
  #handOver(): void {
    this.#hasStandIn = true;
    for (const listener of this.#parts.listeners.splice(0)) void listener.close();
  }

  #serve(): void {
    this.#hearMain();
    if (!this.#hasStandIn && monotonicUs() - this.#sinceUs > PATIENCE_US) this.#handOver();
    if (!this.#hasStandIn) return;
    const { host } = this.#parts;
    const running = host.tracking?.running;
    for (const transport of this.#relayed) {
      if ((transport.owner as Connection | undefined)?.client !== running) transport.poll();
    }
    for (const connection of host.connections) {
      const { client, fillingSink, transport } = connection;
      // Of one that has been closed the descriptor may be another client's by now, though the loop has not told so yet.
      if (client === running || !transport.open || transport.fd < 0) continue;
      if (connection.waitsForTurn) this.#session!.goAhead(connection);
      if (!connection.isReady || fillingSink !== undefined) continue;
      if (!this.#ended.has(connection)) this.#readFrom(connection);
    }
  }

  #hearMain(): void {
    const { limits, onMessage, port } = this.#parts;
    for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
      const message = got.message as ToThread;
      // The script cannot be waited for.
      if (message.type === 'stop') process.exit(0);
      if (message.type === 'listen') this.#postponed.push(message);
      else if (message.type !== 'stood-in') onMessage(message);
      else if (message.round === this.#round) this.#handOver();
      // Who is accepted brings changed settings into force.
      if (limits.largeThreshold !== NOTHING_LARGE) this.#largeThreshold = limits.largeThreshold;
      limits.largeThreshold = NOTHING_LARGE;
    }
  }

  #readFrom(connection: Connection): void {
    let bytes = 0;
    try {
      bytes = readSync(connection.transport.fd, this.#buffer, 0, READ_BYTES, null);
    } catch (error) {
      // The event loop will meet any other error.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') this.#ended.add(connection);
      return;
    }
    if (bytes === 0) this.#ended.add(connection);
    else {
      this.#read.add(connection);
      this.#session!.onData(connection.transport, this.#buffer, 0, bytes);
    }
  }

  // ------------------------------------------- what the transports of clients tell that have connected to main

  onData(transport: Transport, buf: Buffer, start: number, end: number): void {
    const connection = transport.owner as Connection | undefined;
    if (this.#isOn && connection !== undefined) this.#read.add(connection);
    this.#now.onData(transport, buf, start, end);
  }

  onFilled(transport: Transport): void {
    this.#now.onFilled(transport);
  }

  onEnd(transport: Transport): void {
    this.#now.onEnd(transport);
  }

  onDrain(transport: Transport): void {
    this.#now.onDrain(transport);
  }

  onWritten(transport: Transport, token: number): void {
    this.#now.onWritten(transport, token);
  }

  onClose(transport: Transport): void {
    this.#relayed.delete(transport as PortTransport);
    this.#parts.host.session.onClose(transport);
  }

  get #now(): Session {
    return this.#isOn ? this.#session! : this.#parts.host.session;
  }
}

/** What a session needs while a script is in the middle of its work: nothing is told that the script has done so far. */
class BusyHost implements SessionHost {
  readonly takesTurns = false;
  readonly #host: IoHost;

  constructor(host: IoHost) {
    this.#host = host;
  }

  beginBatch({ client }: Connection): boolean {
    client.lastActiveMs = wallClockMs();
    return !this.#host.clients.isDoomed(client);
  }

  endBatch({ client, parser, transport }: Connection): void {
    this.#host.clients.batchEnded(client, parser.pendingBytes, transport.pendingBytes);
  }

  reserveLarge(): number {
    return NO_ROOM;
  }

  waitsForRoom(): void {}

  unreserveLarge(): void {}

  parked(connection: Connection): void {
    this.#host.parked(connection);
  }

  outputAllowed(connection: Connection): boolean {
    return this.#host.outputAllowed(connection);
  }

  outputFits(connection: Connection, bytes: number): boolean {
    return this.#host.outputFits(connection, bytes);
  }

  closed(connection: Connection): void {
    this.#host.closed(connection);
  }
}
