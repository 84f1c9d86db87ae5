/** Reads figures of a server for tests that hold them against what was done. */
import { setTimeout as sleep } from 'node:timers/promises';
import { http } from '../helpers/http.ts';
import { parseMetrics } from '../helpers/metrics-text.ts';
import type { TestServer } from '../helpers/server.ts';

/** Who scrapes as often as tests do is told what was so long ago, at most. */
export const OLDEST_MS = 260;

export type Figures = ReturnType<typeof figuresOf>;

/** What /metrics and the API tell; names of samples are given without `larder_`. */
export function figuresOf({ adminPort }: TestServer) {
  const scrape = async (): Promise<ReadonlyMap<string, number>> => {
    await sleep(OLDEST_MS);
    return parseMetrics((await http(adminPort, '/metrics')).text).samples;
  };
  return {
    scrape,
    figure: async (sample: string): Promise<number> => (await scrape()).get(`larder_${sample}`) ?? Number.NaN,
    // biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes, whose fields the tests name
    api: async (path: string): Promise<any> => (await http(adminPort, `/api/v1/${path}`)).json(),
    /** By how much samples grew while something was done. */
    async growth(samples: readonly string[], act: () => Promise<unknown>): Promise<number[]> {
      const before = await scrape();
      await act();
      const after = await scrape();
      return samples.map((sample) => after.get(`larder_${sample}`)! - before.get(`larder_${sample}`)!);
    },
  };
}
