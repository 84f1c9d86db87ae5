/** What the page asks before anything else: whether it may ask for more, and who answers. */
import { Type } from 'typebox';
import { LARDER_VERSION } from '../../version.ts';
import { hasToken } from '../access.ts';
import type { Routes } from '../api-app.ts';

const Session = Type.Object({ version: Type.String(), hasToken: Type.Boolean({ description: 'a token was needed' }) });

export const sessionRoutes: Routes = (app, { settings }) => {
  app.get(
    '/api/v1/session',
    { schema: { summary: 'The version of the server, for who may use it.', response: { 200: Session } } },
    async () => ({ version: LARDER_VERSION, hasToken: hasToken(settings.current) }),
  );
};
