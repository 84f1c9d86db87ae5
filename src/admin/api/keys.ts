/** The keys of a database: looked through, looked into, deleted. */
import { type Static, Type } from 'typebox';
import type { AdminContext } from '../admin-context.ts';
import type { Routes } from '../api-app.ts';
import { badRequest, notFound } from '../api-error.ts';
import { type Argument, bytesOf, itemsOf, textOf } from '../command-channel.ts';
import { factsOf, KeyFacts, typeOf } from '../key-facts.ts';
import { KeyValue, readValue } from '../key-value.ts';
import { Bytes, fromText, KeyEncoding, toBytes } from '../wire-bytes.ts';

const TYPES = ['string', 'list', 'set', 'zset', 'hash', 'stream'] as const;
/** Keys that one turn of a thread looks at; between turns it serves its clients. */
const MOST_LOOKED_AT = 200;
const Db = Type.Integer({ minimum: 0, default: 0 });
const Cursor = Type.String({ pattern: '^\\d{1,20}$', default: '0' });

const ScanQuery = Type.Object({
  db: Db,
  cursor: Cursor,
  match: Type.Optional(Type.String({ maxLength: 4096 })),
  matchEncoding: Type.Union([Type.Literal('utf8'), Type.Literal('base64')], { default: 'utf8' }),
  type: Type.Optional(Type.Union(TYPES.map((type) => Type.Literal(type)))),
  count: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
});
const FoundKey = Type.Intersect([Type.Object({ key: Bytes }), KeyFacts]);
const Found = Type.Object({
  cursor: Type.String({ description: '`0`: that was the end' }),
  keys: Type.Array(FoundKey),
  tooLong: Type.Integer({
    description: 'keys that are left out: their names are longer than 64 KiB, or many are very long',
  }),
});

const KeyPath = Type.Object({ db: Db, key: Type.String() });
const KeyQuery = Type.Object({ encoding: KeyEncoding });
const InspectQuery = Type.Object({
  encoding: KeyEncoding,
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
  maxBytes: Type.Integer({ minimum: 1, maximum: 1024 * 1024, default: 64 * 1024 }),
  cursor: Type.String({ pattern: '^[0-9-]{1,64}$', default: '0' }),
});
const Inspected = Type.Intersect([
  Type.Object({ key: Bytes, length: Type.Number({ description: 'items, or bytes of a string' }), value: KeyValue }),
  KeyFacts,
]);

export const keyRoutes: Routes = (app, context) => {
  app.get(
    '/api/v1/keys',
    {
      schema: { summary: 'Looks through the keys of a database.', querystring: ScanQuery, response: { 200: Found } },
    },
    async ({ query }) => scan(context, query),
  );
  app.get(
    '/api/v1/keys/:db/:key',
    {
      schema: {
        summary: 'A key and its value, or the first part of it.',
        params: KeyPath,
        querystring: InspectQuery,
        response: { 200: Inspected },
      },
    },
    async ({ params: { db, key: text }, query }) => {
      const { channel } = known(context, db);
      const key = fromText(text, query.encoding);
      const type = await typeOf(channel, db, key);
      const [facts] =
        type === 'none' ? [] : await factsOf(channel, context.settings.current.maxmemoryPolicy, db, [key]);
      if (facts === undefined) throw notFound('key');
      return { key: toBytes(key), ...facts, ...(await readValue(channel, db, key, facts, query)) };
    },
  );
  app.delete(
    '/api/v1/keys/:db/:key',
    {
      schema: { summary: 'Deletes a key.', params: KeyPath, querystring: KeyQuery, response: { 204: Type.Null() } },
    },
    async ({ params: { db, key }, query }, reply) => {
      const deleted = await known(context, db).channel.integer(db, 'UNLINK', fromText(key, query.encoding));
      if (deleted === 0) throw notFound('key');
      return reply.code(204).send(null);
    },
  );
};

function known(context: AdminContext, db: number): AdminContext {
  if (!context.channel.hasDatabase(db)) throw badRequest('there is no such database');
  return context;
}

async function scan(context: AdminContext, query: Static<typeof ScanQuery>): Promise<Static<typeof Found>> {
  const { db, cursor, match, matchEncoding, type, count } = query;
  const { channel } = known(context, db);
  const options: Argument[] = [];
  if (match !== undefined && match !== '') options.push('MATCH', fromText(match, matchEncoding));
  if (type !== undefined) options.push('TYPE', type);
  const keys: Buffer[] = [];
  let tooLong = 0;
  let next = cursor;
  for (let left = count; left > 0; left -= MOST_LOOKED_AT) {
    const walked = await channel.array(db, 'SCAN', next, 'COUNT', Math.min(left, MOST_LOOKED_AT), ...options);
    next = textOf(walked[0]);
    for (const name of itemsOf(walked[1])) {
      if (name.attributes === undefined) keys.push(bytesOf(name));
      else tooLong++;
    }
    if (next === '0') break;
  }
  const facts = await factsOf(channel, context.settings.current.maxmemoryPolicy, db, keys);
  // A key may go between the two looks.
  const there = keys.flatMap((key, i) => {
    const known = facts[i];
    return known === undefined ? [] : [{ key: toBytes(key), ...known }];
  });
  return { cursor: next, keys: there, tooLong };
}
