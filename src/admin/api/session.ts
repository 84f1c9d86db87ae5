/** What the page asks before anything else: whether it needs a token, and whether the one it has is right. */
import { Type } from 'typebox';
import { LARDER_VERSION } from '../../version.ts';
import { needsToken, refuseToken } from '../access.ts';
import type { Routes } from '../api-app.ts';

const Session = Type.Object({ tokenRequired: Type.Boolean(), authorized: Type.Boolean(), version: Type.String() });

export const sessionRoutes: Routes = (app, { settings }) => {
  app.get(
    '/api/v1/session',
    { schema: { summary: 'Whether a token is needed, and whether this request has it.', response: { 200: Session } } },
    async ({ headers }) => {
      const { host, origin, authorization } = headers;
      const refusal = refuseToken({ host, origin, authorization }, settings.current);
      return {
        tokenRequired: needsToken(settings.current),
        authorized: refusal === undefined,
        version: LARDER_VERSION,
      };
    },
  );
};
