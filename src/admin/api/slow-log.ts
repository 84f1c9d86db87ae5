/** Commands that took long. */
import { Type } from 'typebox';
import type { SlowLogEntry } from '../../metrics/logs/slow-log.ts';
import type { Routes } from '../api-app.ts';
import { Bytes, toBytes } from '../wire-bytes.ts';

const Entry = Type.Object({
  id: Type.Number(),
  timeMs: Type.Number(),
  us: Type.Number(),
  command: Type.String(),
  arguments: Type.Array(Bytes),
  address: Type.String(),
  clientName: Type.String(),
});
const SlowCommands = Type.Object({
  length: Type.Integer(),
  slowerThanUs: Type.Number(),
  maxLength: Type.Number(),
  entries: Type.Array(Entry),
});
const Count = Type.Object({ count: Type.Integer({ minimum: 0, maximum: 1024, default: 128 }) });

export const slowLogRoutes: Routes = (app, { slowLog, settings }) => {
  app.get(
    '/api/v1/slowlog',
    {
      schema: { summary: 'Slow commands, the latest first.', querystring: Count, response: { 200: SlowCommands } },
    },
    async ({ query }) => ({
      length: slowLog.length,
      slowerThanUs: settings.current.slowlogLogSlowerThan,
      maxLength: settings.current.slowlogMaxLen,
      entries: slowLog.latest(query.count).map(described),
    }),
  );
  app.delete(
    '/api/v1/slowlog',
    { schema: { summary: 'Forgets all slow commands.', response: { 204: Type.Null() } } },
    async (_request, reply) => {
      slowLog.reset();
      return reply.code(204).send(null);
    },
  );
};

function described({ id, seconds, us, args, address, clientName }: SlowLogEntry) {
  const [command = '', ...rest] = args;
  return {
    id,
    timeMs: seconds * 1000,
    us,
    command: command.toLowerCase(),
    arguments: rest.map((text) => toBytes(Buffer.from(text, 'latin1'))),
    address,
    clientName,
  };
}
