/**
 * How the connections of a thread end when the server stops: each once it has the replies to what it has sent.
 *
 * A connection is looked at again and again until it has been quiet for a moment, so that requests which are on their
 * way are still answered; closing while bytes of a request lie unread would reset it, and replies could be lost. Clients
 * that never pause, or read nothing, are cut at the limit: between two commands, never within a reply that fits.
 */
import { PARKED_BLOCKED, PARKED_PAUSE } from '../dispatch/context.ts';
import type { Connection } from '../io/connection.ts';
import { monotonicUs } from '../memory/clock.ts';
import { DRAIN_MS } from './messages.ts';

const LOOK_MS = 10;
/**
 * A connection is quiet when nothing has come between so many looks. They are counted, not timed: between two of them
 * the event loop reads what has arrived, however long the thread had to wait for a processor.
 */
const QUIET_LOOKS = 5;

/** When a connection last asked for something, and in how many looks that has not changed. */
interface Seen {
  activeMs: number;
  looks: number;
}

/** Closes the connections in order, or all at once if SHUTDOWN `isEnding` them; resolves when they are gone, or at the limit. */
export function lastReplies(
  connections: ReadonlySet<Connection>,
  close: (connection: Connection) => void,
  isEnding: boolean,
): Promise<void> {
  const deadlineUs = monotonicUs() + DRAIN_MS * 1000;
  const seen = new WeakMap<Connection, Seen>();
  return new Promise((done) => {
    const look = (): void => {
      const isLate = monotonicUs() >= deadlineUs;
      for (const connection of connections) {
        const isQuiet = looksWithout(seen, connection) >= QUIET_LOOKS;
        if (isLate || isEnding || isAnswered(connection, isQuiet)) close(connection);
      }
      if (isLate || connections.size === 0) done();
      else setTimeout(look, LOOK_MS);
    };
    look();
  });
}

/** Whether it owes nothing. A command that waits for a key or for the end of a pause will not be answered any more. */
function isAnswered({ parser, transport, parked, parkedFor, fillingSink }: Connection, isQuiet: boolean): boolean {
  if (parked !== undefined) return parkedFor === PARKED_BLOCKED || parkedFor === PARKED_PAUSE;
  if (parser.pendingBytes > 0 || transport.pendingBytes > 0 || fillingSink !== undefined) return false;
  return isQuiet;
}

/** In how many looks, this one included, the client has asked for nothing. */
function looksWithout(seen: WeakMap<Connection, Seen>, connection: Connection): number {
  const { lastActiveMs } = connection.client;
  const last = seen.get(connection);
  if (last === undefined || last.activeMs !== lastActiveMs) {
    seen.set(connection, { activeMs: lastActiveMs, looks: 0 });
    return 0;
  }
  last.looks++;
  return last.looks;
}
