/** Large arguments on their way in: into pages of their own, where that is possible straight from the socket. */
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import { PATIENT_TURNS, ROOM, ROOM_LATER } from '../dispatch/memory-gate.ts';
import { LargeSink } from '../memory/large/large-sink.ts';
import { STAT } from '../memory/thread-stats.ts';
import { type LargeRef, NO_LARGE } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { Connection } from './connection.ts';
import { DIRECT_READ_BYTES } from './limits.ts';
import type { SessionHost } from './session-host.ts';

export class LargeIntake {
  readonly #dispatcher: Dispatcher;
  readonly #store: Keyspace;
  readonly #host: SessionHost;

  constructor(dispatcher: Dispatcher, host: SessionHost) {
    this.#dispatcher = dispatcher;
    this.#store = dispatcher.call.store;
    this.#host = host;
  }

  /**
   * A large argument begins: it goes to pages of its own if its command stores it and there is room.
   * @returns false when room is still being made: call again soon
   */
  place(connection: Connection): boolean {
    const { parser } = connection;
    const row = this.#dispatcher.ahead.find(parser.buf, parser.argc, parser.argStart, parser.argLen);
    if (row === null || !row.streamsArgument(parser.largeArgIndex)) {
      parser.bufferLarge();
      return true;
    }
    const { large } = this.#store;
    const bytes = large.bytesFor(parser.largeLength);
    let object: LargeRef = NO_LARGE;
    const room = this.#host.reserveLarge(bytes, connection.roomTries < PATIENT_TURNS);
    if (room === ROOM_LATER) {
      connection.roomTries++;
      return false;
    }
    connection.roomTries = 0;
    if (room === ROOM) {
      object = large.allocate(parser.largeLength);
      this.#host.unreserveLarge(bytes);
    }
    if (object === NO_LARGE) {
      parser.discardLarge();
      return true;
    }
    const sink = new LargeSink(large);
    sink.begin(object);
    parser.sinkLarge(sink);
    return true;
  }

  /** Lets the socket read straight into the pages of the argument that is under way. @returns whether it does */
  readDirectly(connection: Connection): boolean {
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

  /** The socket has filled what `readDirectly` gave it. @returns whether that was the last of it: the parser may go on */
  filled(connection: Connection): boolean {
    const sink = connection.fillingSink;
    if (sink === undefined) return false;
    const bytes = connection.fillingBytes;
    this.#store.stats[STAT.netInput]! += bytes;
    connection.fillingSink = undefined;
    sink.advance(bytes);
    connection.parser.advanceLarge(bytes);
    return !this.readDirectly(connection);
  }
}

/** Gives back the pages of arguments that no command took. */
export function abortSinks(sinks: readonly unknown[]): void {
  for (let i = 0; i < sinks.length; i++) {
    const sink = sinks[i];
    if (sink instanceof LargeSink) sink.abort();
  }
}
