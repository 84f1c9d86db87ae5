/** The page's files, as the build left them beside the server's own. They hold no data, so anybody may read them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasToken } from './access.ts';
import type { AdminContext } from './admin-context.ts';
import { pageFolder } from './page-folder.ts';

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

const PATHS = ['/', '/index.html'];
const MISSING = `The page was not built: its files are not beside the server's (dist/web).
\`npm run build\` makes them; a package or an image of Larder brings them. The API is at /api/v1, metrics are at /metrics.
`;

/** The files of the page, where a build has put them; else a word about that. */
export async function pageRoutes(app: FastifyInstance, { settings }: AdminContext): Promise<void> {
  const folder = pageFolder();
  if (folder === undefined) return missingPage(app);
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
  for (const path of PATHS) app.get(path, { schema: { hide: true } }, send);
}

function missingPage(app: FastifyInstance): void {
  const tell = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    reply.code(404).type('text/plain; charset=utf-8').send(MISSING);
  for (const path of PATHS) app.get(path, { schema: { hide: true } }, tell);
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
