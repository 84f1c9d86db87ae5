/** Server-sent events: a sample at once and one a second, with the rates of that second. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { openStream } from '../helpers/event-stream.ts';
import { http } from '../helpers/http.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

interface Sample {
  readonly timeMs: number;
  readonly requests: { readonly total: number; readonly perSecond: number };
  readonly keyspace: { readonly hits: number; readonly hitRatio: number | null; readonly keys: number };
  readonly latency: { readonly p50Us: number | null; readonly p999Us: number | null; readonly maxUs: number | null };
  readonly threads: readonly { readonly name: string; readonly load: number }[];
}

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ settings: { threads: 1 } });
});

afterAll(() => server?.stop());

/** Reads so many events; `act` runs after the first. */
function events(count: number, act: () => Promise<unknown>): Promise<{ type: string | undefined; samples: Sample[] }> {
  return new Promise((resolve, reject) => {
    const asking = request({ port: server.adminPort, path: '/api/v1/stream', agent: false }, (response) => {
      let text = '';
      let acted = false;
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        const blocks = text.split('\n\n').slice(0, -1);
        if (!acted) void act().catch(reject);
        acted = true;
        if (blocks.length < count) return;
        response.destroy();
        const samples = blocks.map((block) => {
          const [name, data = ''] = block.split('\n');
          expect(name).toBe('event: sample');
          return JSON.parse(data.replace(/^data: /, '')) as Sample;
        });
        resolve({ type: response.headers['content-type'], samples });
      });
    });
    asking.on('error', reject);
    asking.end();
  });
}

describe('the stream', () => {
  it('tells what happens, second by second', async () => {
    const client = await server.connect();
    const hits = await server.infoNumber('keyspace_hits', 'stats');
    const { type, samples } = await events(4, async () => {
      await client.command('SET', 'a', '1');
      const asked = Array.from({ length: 30 }, (_, i) => encodeCommand(['GET', i % 3 === 0 ? 'nothing' : 'a']));
      // In one piece, so that no second ends in the midst of them.
      await client.send(Buffer.concat(asked));
      for (let i = 0; i < 30; i++) await client.readReply();
    });
    await client.close();
    expect(type).toBe('text/event-stream');
    const times = samples.map(({ timeMs }) => timeMs);
    expect(times[2]! - times[1]!).toBeGreaterThan(800);
    const [first] = samples as [Sample];
    const second = samples.find(({ keyspace }) => keyspace.hits === hits + 20)!;
    expect(second.requests.total - first.requests.total).toBeGreaterThanOrEqual(30);
    expect(second.requests.perSecond).toBeGreaterThan(10);
    expect(second.keyspace.hitRatio).toBeCloseTo(20 / 30, 5);
    expect(second.latency.p50Us).toBeGreaterThan(0);
    expect(second.latency.p50Us!).toBeLessThanOrEqual(second.latency.maxUs!);
    expect(second.threads.map(({ name }) => name)).toEqual(expect.arrayContaining(['io-0', 'background', 'main']));
    expect(second.threads.every(({ load }) => load >= 0 && load < 2)).toBe(true);
  });

  it('ends in good order when the server does, and does not keep it', async () => {
    const stopping = await startServer({ settings: { threads: 2 } });
    const stream = await openStream(stopping.adminPort);
    await expect.poll(() => stream.text(), { timeout: 5_000 }).toContain('event: sample');
    // It checks the exit code, too: a server that is kept for long is killed.
    await stopping.stop();
    expect(await stream.ended).toEqual({ whole: true });
  });

  it('goes to several who listen, and ends with each', async () => {
    const nothing = async (): Promise<void> => undefined;
    const [one, two] = await Promise.all([events(2, nothing), events(2, nothing)]);
    expect([one.samples.length, two.samples.length]).toEqual([2, 2]);
  });
});

describe('the history', () => {
  it('tells what came before anybody listened, a sample a second, and goes on with the stream', async () => {
    const read = async (): Promise<Sample[]> => {
      const { text, headers } = await http(server.adminPort, '/api/v1/history');
      expect(headers['content-type']).toContain('application/json');
      return (JSON.parse(text) as { samples: Sample[] }).samples;
    };
    await expect.poll(async () => (await read()).length, { timeout: 10_000 }).toBeGreaterThan(3);
    const kept = await read();
    for (let i = 1; i < kept.length; i++) {
      expect(kept[i]!.timeMs - kept[i - 1]!.timeMs).toBeGreaterThan(500);
    }
    expect(Object.keys(kept[0]!)).toEqual(expect.arrayContaining(['requests', 'memory', 'latency', 'threads']));
    const { samples } = await events(1, async () => undefined);
    const later = await read();
    expect(later.map(({ timeMs }) => timeMs)).toContain(samples[0]!.timeMs);
    expect(later[0]).toEqual(kept[0]);
  });
});
