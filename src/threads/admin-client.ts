/** The side HTTP server's client on an io thread: its work on data runs as commands, like everybody's. */
import { type CutBounds, ReplyCutter } from '../../protocol/resp/reply-cutter.ts';
import type { ParserLimits } from '../../protocol/resp/request-parser.ts';
import { Client } from '../dispatch/client.ts';
import { Connection } from '../io/connection.ts';
import type { Session } from '../io/session.ts';
import { PortTransport } from '../io/transport/transport-port.ts';
import { wallClockMs } from '../memory/clock.ts';
import type { ClientPort } from '../messaging/client-port.ts';

/** No client that connects has this id: ids count from 1. */
const ADMIN_ID = 0;

/** What the API shows of a string at most, of an item, and of the items behind the first megabytes of them. */
const SHOWN: CutBounds = { alone: 1024 * 1024, item: 64 * 1024, array: 4 * 1024 * 1024, rest: 1024 };

/**
 * Serves a port of the main thread as a client that is signed in. It counts neither against `maxclients` nor in CLIENT
 * LIST, where it would only be in the way. It looks on: it uses no key, and its look-ups are no hits and no misses.
 */
export function serveAdmin({ port, left }: ClientPort, session: Session, limits: ParserLimits): void {
  const transport = new PortTransport(port, left, session);
  transport.cutter = new ReplyCutter(SHOWN);
  const client = new Client(ADMIN_ID, 'admin', 'admin', wallClockMs(), true);
  const connection = new Connection(transport, client, limits);
  client.noTouch = true;
  client.counts = 0;
  client.owner = connection;
  transport.owner = connection;
}
