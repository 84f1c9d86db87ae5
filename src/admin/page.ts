/** The page's files, as the build left them beside the server's own. They hold no data, so anybody may read them. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

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

export async function pageRoutes(app: FastifyInstance): Promise<void> {
  const folder = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) =>
    existsSync(`${path}index.html`),
  );
  if (folder === undefined) return;
  await app.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    setHeaders(reply, path) {
      reply.header('content-security-policy', POLICY);
      reply.header('referrer-policy', 'no-referrer');
      reply.header('x-frame-options', 'DENY');
      // Names of built files change with what is in them.
      reply.header('cache-control', path.includes('/assets/') ? `max-age=${24 * HOUR}, immutable` : 'no-cache');
    },
  });
}
