/** The page's files, as the build left them beside the server's own. They hold no data, so anybody may read them. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
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
    root: `${folder}assets/`,
    prefix: '/assets/',
    index: false,
    cacheControl: false,
    // As the build compressed them, for whoever takes that.
    preCompressed: true,
    // Their names change with what is in them.
    setHeaders: (reply) => protect(reply, `max-age=${24 * HOUR}, immutable`),
  });
  // The page is told whether to ask for a token first: a request that is refused would be an error in the console.
  const plain = readFileSync(`${folder}index.html`, 'utf8');
  const open = document(plain);
  const closed = document(plain.replace('<html ', '<html data-token="needed" '));
  const send = async ({ headers }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { text, tag } = hasToken(settings.current) ? closed : open;
    protect(reply, 'no-cache');
    reply.header('etag', tag);
    if (isKnown(headers['if-none-match'], tag)) return reply.code(304).send();
    return reply.type('text/html; charset=utf-8').send(text);
  };
  for (const path of ['/', '/index.html']) app.get(path, { schema: { hide: true } }, send);
}

interface Document {
  readonly text: string;
  /** Of what is in it: it changes with the token's being there, and with the version. */
  readonly tag: string;
}

function document(text: string): Document {
  return { text, tag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` };
}

/** Whether a browser holds the document already (proxies that compress make `W/` of a tag). */
function isKnown(held: string | undefined, tag: string): boolean {
  return (held ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === tag);
}

function protect(reply: Pick<FastifyReply, 'header'>, caching: string): void {
  reply.header('content-security-policy', POLICY);
  reply.header('referrer-policy', 'no-referrer');
  reply.header('x-frame-options', 'DENY');
  reply.header('cache-control', caching);
}
