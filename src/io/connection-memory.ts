/** What a connection takes of memory for its client: what CLIENT LIST and `maxmemory-clients` count. */
import type { ParsedRequest } from '../dispatch/request.ts';
import { LargeSink } from '../memory/large/large-sink.ts';
import { CLIENT_BYTES } from '../messaging/client-row.ts';
import type { ClientTable } from '../messaging/client-table.ts';
import type { ThreadClients } from './clients/thread-clients.ts';
import type { Connection } from './connection.ts';

/** A watched key or a subscription, beside its name: entries in the store's tables. */
const REGISTRATION_BYTES = 96;

/** Publishes what waits with a connection's commands, if it has changed. */
export function tellArguments(table: ClientTable, connection: Connection): void {
  const bytes = argumentBytes(connection);
  if (bytes === connection.toldArgumentBytes) return;
  connection.toldArgumentBytes = bytes;
  table.setArguments(connection.client.slot, bytes);
}

/**
 * `maxmemory-clients`: publishes what a thread's clients take, and has the largest of all threads go while all together
 * pass the limit. @returns how many
 */
export function evictClients(clients: ThreadClients, own: Iterable<Connection>, limitBytes: number): number {
  for (const connection of own) clients.table.setMemory(connection.client.slot, memoryOf(connection));
  return clients.memoryUse.enforce(limitBytes);
}

/** Bytes of the commands that wait: the one that is parked and those that were read together with it. */
export function argumentBytes(connection: Connection): number {
  let bytes = connection.parked === undefined ? 0 : requestBytes(connection.parked);
  for (const request of connection.backlog) bytes += requestBytes(request);
  return bytes;
}

/** Bytes that would come free if the client went. Pages of values that are being sent are the store's. */
export function memoryOf(connection: Connection): number {
  const { client, parser, transport } = connection;
  const registrations = client.watched.size + client.channels + client.patterns + client.shardChannels;
  return (
    CLIENT_BYTES +
    parser.pendingBytes +
    sinkBytes(parser.sinks) +
    argumentBytes(connection) +
    (client.transaction?.bytes ?? 0) +
    transport.copiedBytes +
    registrations * REGISTRATION_BYTES
  );
}

function requestBytes(request: ParsedRequest): number {
  return request.buf.length + sinkBytes(request.sinks);
}

/** Pages of large arguments that no command has taken yet. */
function sinkBytes(sinks: readonly unknown[]): number {
  let bytes = 0;
  for (const sink of sinks) if (sink instanceof LargeSink) bytes += sink.bytes;
  return bytes;
}
