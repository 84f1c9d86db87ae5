/** Who is connected. */
import { Type } from 'typebox';
import { wallClockMs } from '../../memory/clock.ts';
import { type ClientRecord, FLAG } from '../../messaging/client-row.ts';
import type { Routes } from '../api-app.ts';
import { notFound } from '../api-error.ts';

const ClientEntry = Type.Object({
  id: Type.Integer(),
  address: Type.String(),
  localAddress: Type.String(),
  name: Type.String(),
  user: Type.String(),
  library: Type.String(),
  libraryVersion: Type.String(),
  thread: Type.Integer(),
  ageSeconds: Type.Number(),
  idleSeconds: Type.Number(),
  db: Type.Integer(),
  flags: Type.Array(Type.String()),
  resp: Type.Integer(),
  lastCommand: Type.Union([Type.String(), Type.Null()]),
  queryBytes: Type.Number(),
  outputBytes: Type.Number(),
  memoryBytes: Type.Number(),
  subscriptions: Type.Integer(),
  watched: Type.Integer(),
  queued: Type.Integer({ description: 'commands queued by MULTI; -1 outside it' }),
});
const Clients = Type.Object({ clients: Type.Array(ClientEntry) });
const ById = Type.Object({ id: Type.Integer({ minimum: 1 }) });

export const clientRoutes: Routes = (app, { clients, commandNames, channel }) => {
  app.get(
    '/api/v1/clients',
    { schema: { summary: 'All clients, by the order in which they came.', response: { 200: Clients } } },
    async () => {
      const nowMs = wallClockMs();
      return { clients: clients.list().map((record) => described(record, commandNames, nowMs)) };
    },
  );
  app.delete(
    '/api/v1/clients/:id',
    { schema: { summary: 'Cuts a client off.', params: ById, response: { 204: Type.Null() } } },
    async ({ params }, reply) => {
      const killed = await channel.integer(0, 'CLIENT', 'KILL', 'ID', params.id);
      if (killed === 0) throw notFound('client');
      return reply.code(204).send(null);
    },
  );
};

function described(client: ClientRecord, commandNames: readonly string[], nowMs: number) {
  const seconds = (sinceMs: number): number => Math.max(0, Math.floor((nowMs - sinceMs) / 1000));
  return {
    id: client.id,
    address: client.address,
    localAddress: client.localAddress,
    name: client.name,
    user: client.user,
    library: client.libName,
    libraryVersion: client.libVersion,
    thread: client.thread,
    ageSeconds: seconds(client.createdMs),
    idleSeconds: seconds(client.lastActiveMs),
    db: client.db,
    flags: Object.entries(FLAG).flatMap(([name, bit]) => ((client.flags & bit) === 0 ? [] : [name])),
    resp: client.resp,
    lastCommand: commandNames[client.lastCommand] ?? null,
    queryBytes: client.queryBytes,
    outputBytes: client.outputBytes,
    memoryBytes: client.queryBytes + client.argumentBytes + client.queuedBytes + client.outputBytes,
    subscriptions: client.channels + client.patterns + client.shardChannels,
    watched: client.watched,
    queued: client.queued,
  };
}
