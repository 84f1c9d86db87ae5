/** Deletes everything: only when asked in so many words. */
import { Type } from 'typebox';
import type { Routes } from '../api-app.ts';
import { badRequest } from '../api-error.ts';

const Flush = Type.Object(
  {
    db: Type.Union([Type.Integer({ minimum: 0 }), Type.Literal('all')]),
    confirm: Type.String({ description: '`flush db 0`, or `flush all`' }),
  },
  { additionalProperties: false },
);
const Flushed = Type.Object({ removed: Type.Integer() });

export const flushRoutes: Routes = (app, context) => {
  app.post(
    '/api/v1/flush',
    {
      schema: { summary: 'Deletes all keys of a database, or of all.', body: Flush, response: { 200: Flushed } },
    },
    async ({ body: { db, confirm } }) => {
      const wanted = db === 'all' ? 'flush all' : `flush db ${db}`;
      if (confirm !== wanted) throw badRequest(`to go on, set confirm to "${wanted}"`);
      if (db !== 'all' && !context.channel.hasDatabase(db)) throw badRequest('there is no such database');
      const now = context.readings();
      const removed = db === 'all' ? now.keys : now.sources.store.size(db);
      await context.channel.run(db === 'all' ? 0 : db, db === 'all' ? 'FLUSHALL' : 'FLUSHDB', 'ASYNC');
      context.log.notice(
        db === 'all' ? 'all databases were flushed over HTTP' : `database ${db} was flushed over HTTP`,
      );
      return { removed };
    },
  );
};
