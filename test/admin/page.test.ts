/** The page's files on the wire: compressed for whoever takes that, kept by browsers, and small in all. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { http } from '../helpers/http.ts';
import { freePort } from '../helpers/peers.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const MOST_BYTES = 150_000;

let server: TestServer;
let files: string[];

interface Raw {
  readonly head: string;
  readonly body: Buffer;
  /** Head and body, as the network carries them. */
  readonly bytes: number;
}

/** One request over a socket of its own: what comes back is not touched by any client's decompression. */
async function raw(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Raw> {
  const socket = connect(server.adminPort, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const lines = Object.entries({ host: '127.0.0.1', connection: 'close', ...headers }).map(([name, value]) => {
    return `${name}: ${value}\r\n`;
  });
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  await once(socket, 'close');
  const all = Buffer.concat(chunks);
  const end = all.indexOf('\r\n\r\n');
  return { head: all.toString('latin1', 0, end).toLowerCase(), body: all.subarray(end + 4), bytes: all.length };
}

/** A header of an answer; undefined when it has none. */
function headerOf({ head }: Raw, name: string): string | undefined {
  return new RegExp(`^${name}: (.*)\r?$`, 'm').exec(head)?.[1]?.trim();
}

beforeAll(async () => {
  server = await startServer({ settings: { threads: 1 } });
  const { text } = await http(server.adminPort, '/');
  files = [...text.matchAll(/(?:src|href)="\.(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
});

afterAll(() => server?.stop());

describe('the page', () => {
  it.each([['br'], ['gzip'], ['gzip, deflate, br, zstd']])(
    `takes at most ${MOST_BYTES} bytes on the wire, heads included: %s`,
    async (encoding) => {
      const answers = await Promise.all(['/', ...files].map((path) => raw(path, { 'accept-encoding': encoding })));
      expect(answers.map(({ head }) => head.split('\r\n')[0])).toEqual(answers.map(() => 'http/1.1 200 ok'));
      expect(answers.length).toBe(4);
      expect(answers.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(MOST_BYTES);
    },
  );

  it('is the same whichever way it is sent, and says that it depends on what is taken', async () => {
    for (const path of files) {
      const plain = await raw(path);
      const [br, gzip] = [await raw(path, { 'accept-encoding': 'br' }), await raw(path, { 'accept-encoding': 'gzip' })];
      expect([plain, br, gzip].map((answer) => headerOf(answer, 'content-encoding'))).toEqual([
        undefined,
        'br',
        'gzip',
      ]);
      for (const answer of [plain, br, gzip]) {
        expect(headerOf(answer, 'vary')).toContain('accept-encoding');
        expect(headerOf(answer, 'content-length')).toBe(String(answer.body.length));
        expect(headerOf(answer, 'content-type')).toBe(headerOf(plain, 'content-type'));
        expect(headerOf(answer, 'x-content-type-options')).toBe('nosniff');
      }
      expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
      expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
      expect(br.body.length).toBeLessThan(plain.body.length);
    }
  });

  it('is never sent in a form that was refused', async () => {
    for (const refused of ['identity', 'br;q=0, gzip;q=0', 'zstd']) {
      expect(headerOf(await raw(files[0]!, { 'accept-encoding': refused }), 'content-encoding')).toBeUndefined();
    }
    expect(headerOf(await raw(files[0]!, { 'accept-encoding': 'br;q=0, gzip' }), 'content-encoding')).toBe('gzip');
  });

  it('is kept by browsers: files for good, the document until it changes', async () => {
    for (const path of files) {
      const first = await raw(path, { 'accept-encoding': 'br' });
      expect(headerOf(first, 'cache-control')).toMatch(/^max-age=\d{5,}, immutable$/);
      const tag = headerOf(first, 'etag') ?? '';
      const again = await raw(path, { 'accept-encoding': 'br', 'if-none-match': tag.replace(/^w/, 'W') });
      expect([again.head.split('\r\n')[0], again.body.length]).toEqual(['http/1.1 304 not modified', 0]);
    }
    const tag = (await http(server.adminPort, '/')).headers.etag ?? '';
    expect(tag).toMatch(/^"[\w-]{22}"$/);
    const ask = async (known: string) =>
      (await http(server.adminPort, '/', { headers: { 'if-none-match': known } })).status;
    expect([await ask(tag), await ask(`"x", W/${tag}`), await ask('"x"')]).toEqual([304, 304, 200]);
    // The document tells whether a token is needed: that is another document.
    await server.ask('CONFIG', 'SET', 'admin-token', 'x');
    expect([await ask(tag), (await http(server.adminPort, '/')).headers.etag === tag]).toEqual([200, false]);
    await server.ask('CONFIG', 'SET', 'admin-token', '');
  });

  it('answers HEAD like GET without a body', async () => {
    for (const path of ['/', ...files]) {
      const { head, body } = await raw(path, {}, 'HEAD');
      expect([head.split('\r\n')[0], body.length]).toEqual(['http/1.1 200 ok', 0]);
    }
  });
});

it('that was not built is missed aloud: in the log, and where it should be; the rest is served', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'larder-no-page-'));
  cpSync(join(root, 'dist/src'), join(folder, 'dist/src'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const [port, adminPort] = [await freePort(), await freePort()];
  const args = [join(folder, 'dist/src/main.js'), '--port', port, '--admin-port', adminPort, '--threads', 1].map(
    String,
  );
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk));
  try {
    await expect.poll(() => output, { timeout: 30_000 }).toContain('Ready to accept connections');
    expect(output.match(/"level":"warning".*there is no web page: it was not built/g)).toHaveLength(1);
    for (const path of ['/', '/index.html']) {
      const { status, headers, text } = await http(adminPort, path);
      expect([status, headers['content-type']]).toEqual([404, 'text/plain; charset=utf-8']);
      expect(text).toContain('The page was not built');
    }
    expect((await http(adminPort, '/api/v1/eviction')).status).toBe(200);
    expect((await http(adminPort, '/metrics')).status).toBe(200);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'close');
    rmSync(folder, { recursive: true });
  }
});
