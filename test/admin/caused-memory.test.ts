/** Memory by class, one by one: caused, or held against what is known otherwise (INFO, CLIENT LIST, the system). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { http } from '../helpers/http.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { type Figures, figuresOf } from './figures.ts';

let server: TestServer;
let client: RawClient;
let { scrape, figure, growth }: Figures = {} as Figures;

beforeAll(async () => {
  server = await startServer({ settings: { threads: 2 } });
  client = await server.connect();
  ({ scrape, figure, growth } = figuresOf(server));
});

afterAll(async () => {
  await client?.close();
  await server?.stop();
});

describe('memory', () => {
  it('is told as INFO does, and as the system does', async () => {
    for (let i = 0; i < 500; i++) await client.command('SET', `key:${i}`, 'x'.repeat(2_000));
    await client.command('SELECT', '3');
    await client.command('SET', 'other', 'x');
    await client.command('SELECT', '0');
    expect(await figure('keys')).toBe(501);
    const info = await server.info('everything');
    const samples = await scrape();
    const of = (name: string): number => samples.get(`larder_memory_bytes{class="${name}"}`)!;
    const near = (name: string, field: string, slack: number): void => {
      expect([name, Math.abs(of(name) - Number(info.get(field)))]).toEqual([name, expect.toSatisfy((n) => n <= slack)]);
    };
    near('used', 'used_memory', 128 * 1024);
    near('dataset', 'used_memory_dataset', 128 * 1024);
    near('startup', 'used_memory_startup', 0);
    near('peak', 'used_memory_peak', 128 * 1024);
    near('committed', 'larder_committed_bytes', 0);
    near('maxmemory', 'maxmemory', 0);
    expect(samples.get('larder_committed_bytes')).toBe(of('committed'));
    expect(of('free')).toBe(of('committed') + of('startup') - of('used'));
    expect(Math.abs(of('rss') / server.rssBytes() - 1)).toBeLessThan(0.2);
    // What threads have not told yet is left out.
    expect(of('dataset')).toBeGreaterThan(490 * 2_000);
    expect(of('values')).toBeGreaterThan(480 * 2_000);
    expect(of('index')).toBeGreaterThan(501 * 4);
    expect(of('index')).toBeLessThan(501 * 64);
    // Four heaps of V8, in what is resident or reserved by it.
    expect(samples.get('larder_js_heap_used_bytes')).toBe(of('heapUsed'));
    expect(samples.get('larder_js_heap_total_bytes')).toBe(of('heapTotal'));
    expect(of('heapUsed')).toBeLessThan(of('heapTotal'));
    expect(of('heapTotal')).toBeLessThan(of('rss'));
  });

  it('of keys is their number times their mean length', async () => {
    await http(server.adminPort, '/api/v1/bigkeys/refresh', { method: 'POST' });
    // `key:0` … `key:499`, and `other`.
    const bytes = 10 * 5 + 90 * 6 + 400 * 7 + 5;
    await expect.poll(async () => Math.round(await figure('memory_bytes{class="keys"}'))).toBe(bytes);
  });

  it('of large objects comes and goes with them', async () => {
    const names = ['large_objects', 'large_object_bytes', 'memory_bytes{class="largeObjects"}'];
    const value = Buffer.alloc(1_000_000);
    const [count = 0, bytes = 0, byClass = 0] = await growth(names, async () => {
      await client.command('SET', 'large:1', value);
      await client.command('SET', 'large:2', value);
    });
    expect(count).toBe(2);
    expect(bytes).toBeGreaterThanOrEqual(2_000_000);
    expect(bytes).toBeLessThan(2_300_000);
    expect(byClass).toBe(bytes);
    expect(await growth(names, () => client.command('DEL', 'large:1'))).toEqual([-1, -bytes / 2, -bytes / 2]);
    await client.command('DEL', 'large:2');
  });

  it('of buffers is what CLIENT LIST tells of each', async () => {
    const other = await server.connect();
    await other.send(`*3\r\n$3\r\nSET\r\n$1\r\na\r\n$30000\r\n${'x'.repeat(29_000)}`);
    const buffers = (): Promise<number> => figure('memory_bytes{class="clientBuffers"}');
    await expect.poll(buffers).toBeGreaterThan(28_000);
    const list = (await client.command('CLIENT', 'LIST')).bytes.toString();
    const queries = [...list.matchAll(/ qbuf=(\d+)/g)].map(([, bytes]) => Number(bytes));
    expect(queries.length).toBe(2);
    // The one that asks has its own request in its buffer.
    expect(Math.abs(Math.max(...queries) - (await buffers()))).toBeLessThan(100);
    expect(await server.infoNumber('mem_clients_normal', 'memory')).toBe(await buffers());
    await other.close();
    await expect.poll(buffers).toBe(0);
  });
});
