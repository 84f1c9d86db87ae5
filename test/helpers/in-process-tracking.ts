/** Client-side caching of a server without sockets and threads. */
import type { TrackingPort } from '../../src/dispatch/ports/tracking.ts';
import { Tracking } from '../../src/io/messages/tracking.ts';
import { ChannelTable } from '../../src/messaging/channel-table.ts';
import { ClientTable } from '../../src/messaging/client-table.ts';
import { Invalidations } from '../../src/messaging/invalidations.ts';
import type { Outbox } from '../../src/messaging/outbox.ts';
import type { InProcess } from './in-process.ts';

/** What commands ask, of a server that is still being made. */
export function trackingPort(tracking: () => Tracking): TrackingPort {
  return { begin: (client, how) => tracking().begin(client, how), end: (client) => tracking().end(client) };
}

/** Makes the server's only thread tell its clients. @param clients memory of `createClientMemory` */
export function trackingFor(server: InProcess, clients: SharedArrayBuffer, outbox: Outbox): Tracking {
  const { dispatcher, messages, store } = server;
  const invalidations = new Invalidations(clients, 0, 1, outbox);
  const tracking = new Tracking({
    thread: 0,
    control: store.control,
    channels: new ChannelTable(clients),
    clients: new ClientTable(clients),
    invalidations,
    messages,
    outbox,
    clientIn: (slot) => server.inRow.get(slot),
  });
  store.observers.tracked.invalidated = invalidations;
  dispatcher.news.onInvalidated = (byCommand) => tracking.tell(byCommand);
  return tracking;
}
