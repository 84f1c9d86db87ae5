/** Keys that are used most. */
import { Type } from 'typebox';
import { SAMPLE_EVERY } from '../../analytics/hot-keys.ts';
import type { Routes } from '../api-app.ts';
import { Bytes, cutBytes } from '../wire-bytes.ts';

const HotKey = Type.Object({
  key: Bytes,
  db: Type.Integer(),
  accesses: Type.Number({ description: 'an estimate; half-lives of 30 seconds' }),
  error: Type.Number({ description: 'the most by which it is too high' }),
  share: Type.Number({ description: 'of the accesses of all keys' }),
});
const HotKeysBody = Type.Object({
  tracking: Type.Boolean(),
  sampleEvery: Type.Integer({ description: 'one command in so many is looked at' }),
  accesses: Type.Number({ description: 'of all keys' }),
  keys: Type.Array(HotKey),
});
const MOST = 256;
/** A key whose weight is mostly what it took over from another is not known to be hot. */
const MOST_DOUBT = 0.75;
const Count = Type.Object({ count: Type.Integer({ minimum: 1, maximum: MOST, default: 16 }) });

export const hotKeyRoutes: Routes = (app, { hotKeys }) => {
  app.get(
    '/api/v1/hotkeys',
    { schema: { summary: 'Keys that are used most of late.', querystring: Count, response: { 200: HotKeysBody } } },
    async ({ query }) => {
      const accesses = hotKeys.uses;
      const known = hotKeys.used(MOST).filter(({ weight, error }) => error <= weight * MOST_DOUBT);
      const keys = known.slice(0, query.count).map(({ db, key, keyLength, weight, error }) => ({
        key: cutBytes(key, keyLength),
        db,
        accesses: weight,
        error,
        share: accesses === 0 ? 0 : Math.min(1, weight / accesses),
      }));
      return { tracking: true, sampleEvery: SAMPLE_EVERY, accesses, keys };
    },
  );
};
