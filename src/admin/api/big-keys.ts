/** Keys that take most memory. */
import { Type } from 'typebox';
import type { Routes } from '../api-app.ts';
import { Bytes, cutBytes } from '../wire-bytes.ts';

const BigKeys = Type.Object({
  walkedKeys: Type.Integer({ description: 'by the present walk, or the last one' }),
  totalKeys: Type.Integer(),
  complete: Type.Boolean({ description: 'whether the keys are those of a whole walk' }),
  finishedMs: Type.Union([Type.Number(), Type.Null()]),
  keys: Type.Array(
    Type.Object({
      key: Bytes,
      db: Type.Integer(),
      type: Type.String(),
      bytes: Type.Number(),
      items: Type.Number({ description: 'elements, or bytes of a string' }),
    }),
  ),
});
const Count = Type.Object({ count: Type.Integer({ minimum: 1, maximum: 64, default: 16 }) });

export const bigKeyRoutes: Routes = (app, context) => {
  const { bigKeys } = context;
  app.get(
    '/api/v1/bigkeys',
    {
      schema: { summary: 'Keys that take most memory.', querystring: Count, response: { 200: BigKeys } },
    },
    async ({ query }) => {
      const { walked, finishedMs, keys } = bigKeys.read();
      const largest = keys.slice(0, query.count).map(({ key, keyBytes, db, type, bytes, items }) => ({
        key: cutBytes(Buffer.from(key, 'base64url'), keyBytes),
        db,
        type,
        bytes,
        items,
      }));
      const totalKeys = context.readings().keys;
      return { walkedKeys: walked, totalKeys, complete: finishedMs !== null, finishedMs, keys: largest };
    },
  );
  app.post(
    '/api/v1/bigkeys/refresh',
    { schema: { summary: 'Begins a new walk over all keys, in the background.', response: { 202: Type.Null() } } },
    async (_request, reply) => {
      bigKeys.ask();
      return reply.code(202).send(null);
    },
  );
};
