/**
 * How the connections of a thread end when the server stops: each once it has the replies to what it has sent.
 *
 * A connection is looked at again and again until it has been quiet for a moment, so that requests which are on their
 * way are still answered; closing while bytes of a request lie unread would reset it, and replies could be lost. Clients
 * that never pause, or read nothing, are cut at the limit: between two commands, never within a reply that fits.
 */
import { PARKED_BLOCKED, PARKED_PAUSE } from '../dispatch/context.ts';
import type { Connection } from '../io/connection.ts';
import { monotonicUs, wallClockMs } from '../memory/clock.ts';
import { DRAIN_MS } from './messages.ts';

/** A connection is quiet when nothing has come for so long. */
const QUIET_MS = 50;
const LOOK_MS = 10;

/** Closes the connections in order; resolves when all are gone, or at the limit. */
export function lastReplies(
  connections: ReadonlySet<Connection>,
  close: (connection: Connection) => void,
): Promise<void> {
  const deadlineUs = monotonicUs() + DRAIN_MS * 1000;
  return new Promise((done) => {
    const look = (): void => {
      const isLate = monotonicUs() >= deadlineUs;
      const nowMs = wallClockMs();
      for (const connection of connections) if (isLate || isAnswered(connection, nowMs)) close(connection);
      if (isLate || connections.size === 0) done();
      else setTimeout(look, LOOK_MS);
    };
    look();
  });
}

/** Whether it owes nothing. A command that waits for a key or for the end of a pause will not be answered any more. */
function isAnswered({ client, parser, transport, parked, parkedFor, fillingSink }: Connection, nowMs: number): boolean {
  if (parked !== undefined) return parkedFor === PARKED_BLOCKED || parkedFor === PARKED_PAUSE;
  if (parser.pendingBytes > 0 || transport.pendingBytes > 0 || fillingSink !== undefined) return false;
  return nowMs - Math.max(client.lastActiveMs, client.createdMs) >= QUIET_MS;
}
