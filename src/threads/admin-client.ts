/** The side HTTP server's client on an io thread: its work on data runs as commands, like everybody's. */
import type { ParserLimits } from '../../protocol/resp/request-parser.ts';
import { Client } from '../dispatch/client.ts';
import { Connection } from '../io/connection.ts';
import type { Session } from '../io/session.ts';
import { PortTransport } from '../io/transport/transport-port.ts';
import { wallClockMs } from '../memory/clock.ts';
import type { ClientPort } from '../messaging/client-port.ts';

/** No client that connects has this id: ids count from 1. */
const ADMIN_ID = 0;

/**
 * Serves a port of the main thread as a client that is signed in. It counts neither against `maxclients` nor in CLIENT
 * LIST, where it would only be in the way.
 */
export function serveAdmin({ port, left }: ClientPort, session: Session, limits: ParserLimits): void {
  const transport = new PortTransport(port, left, session);
  const client = new Client(ADMIN_ID, 'admin', 'admin', wallClockMs(), true);
  const connection = new Connection(transport, client, limits);
  // Who looks at a key over HTTP does not use it.
  client.noTouch = true;
  client.owner = connection;
  transport.owner = connection;
}
