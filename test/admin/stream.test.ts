/** Server-sent events: a sample at once and one a second, with the rates of that second. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
    const { type, samples } = await events(3, async () => {
      await client.command('SET', 'a', '1');
      for (let i = 0; i < 30; i++) await client.command('GET', i % 3 === 0 ? 'nothing' : 'a');
    });
    await client.close();
    expect(type).toBe('text/event-stream');
    const [first, second] = samples as [Sample, Sample, Sample];
    expect(second.timeMs - first.timeMs).toBeGreaterThan(800);
    expect(second.requests.total - first.requests.total).toBeGreaterThanOrEqual(31);
    expect(second.requests.perSecond).toBeGreaterThan(20);
    expect(second.keyspace.hitRatio).toBeCloseTo(20 / 30, 5);
    expect(second.latency.p50Us).toBeGreaterThan(0);
    expect(second.latency.p50Us!).toBeLessThanOrEqual(second.latency.maxUs!);
    expect(second.threads.map(({ name }) => name)).toEqual(expect.arrayContaining(['io-0', 'background', 'main']));
    expect(second.threads.every(({ load }) => load >= 0 && load < 2)).toBe(true);
  });

  it('goes to several who listen, and ends with each', async () => {
    const nothing = async (): Promise<void> => undefined;
    const [one, two] = await Promise.all([events(2, nothing), events(2, nothing)]);
    expect([one.samples.length, two.samples.length]).toEqual([2, 2]);
  });
});
