/** The page's files, as the build left them beside the server's own. They hold no data, so anybody may read them. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { hasToken } from './access.ts';
import type { AdminContext } from './admin-context.ts';

/** What the page may do: its own files, and requests to this server. */
const POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
const HOUR = 3600;

/** `dist/web`, seen from the sources and from the built files (dist/src). */
const PLACES = ['../web/', '../../dist/web/', '../../../dist/web/'];

/** The files of the page, where a build has put them; no routes where there is none. */
export async function pageRoutes(app: FastifyInstance, { settings }: AdminContext): Promise<void> {
  const folder = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) =>
    existsSync(`${path}index.html`),
  );
  if (folder === undefined) return;
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) =>
      protect(reply, path.includes('/assets/') ? `max-age=${24 * HOUR}, immutable` : 'no-cache'),
  });
  // The page is told whether to ask for a token first: a request that is refused would be an error in the console.
  const plain = readFileSync(`${folder}index.html`, 'utf8');
  const asking = plain.replace('<html ', '<html data-token="needed" ');
  app.get('/', { schema: { hide: true } }, async (_request, reply) => {
    protect(reply, 'no-cache');
    return reply.type('text/html; charset=utf-8').send(hasToken(settings.current) ? asking : plain);
  });
}

function protect(reply: Pick<FastifyReply, 'header'>, caching: string): void {
  reply.header('content-security-policy', POLICY);
  reply.header('referrer-policy', 'no-referrer');
  reply.header('x-frame-options', 'DENY');
  // Names of built files change with what is in them.
  reply.header('cache-control', caching);
}
