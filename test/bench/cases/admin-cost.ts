/** What a scrape takes when the store is full, and what looking for hot keys takes of a command. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AT_ONCE, EVERY_MS } from '../../../src/admin/metrics-text.ts';
import { SAMPLE_EVERY } from '../../../src/analytics/hot-keys.ts';
import { http } from '../../helpers/http.ts';
import { cpuSeconds } from '../../helpers/process-cost.ts';
import type { BenchCase, Figures } from '../bench-case.ts';
import { variant } from '../lineup.ts';
import { runRedisBenchmark } from '../redis-benchmark.ts';
import { median } from '../stats/pairs.ts';

export const rank = 25;

/** Of as many scrapes as get a text of their own when they follow each other. */
const BURSTS = 10;
const SCRAPES = BURSTS * AT_ONCE;

/** Scrapes with rests, in which nothing is measured. */
async function bursts(scrape: () => Promise<unknown>, began?: () => void, ended?: () => void): Promise<void> {
  for (let burst = 0; burst < BURSTS; burst++) {
    await sleep(AT_ONCE * EVERY_MS);
    began?.();
    for (let i = 0; i < AT_ONCE; i++) await scrape();
    ended?.();
  }
}

const scrape: BenchCase = {
  id: 'scrape-full',
  title: 'A scrape at ten million keys',
  about: `Ten million keys with values of 8 bytes; /metrics is read ${SCRAPES} times, each time made anew.`,
  costSeconds: 90,
  keepServers: true,
  measures: [
    {
      key: 'median',
      label: 'a scrape, median',
      unit: 'ms',
      better: 'lower',
      bar: { kind: 'value', limit: 5 },
    },
    { key: 'cpu', label: 'CPU a scrape', unit: 'ms', better: 'lower', bar: { kind: 'value', limit: 5 } },
    { key: 'p99', label: 'a scrape, p99', unit: 'ms', better: 'lower' },
  ],
  subjects: (lineup) => (lineup.ours === 'larder' ? [variant(lineup, 'ours', ['--threads', '2'])] : []),
  rounds: () => 1,
  async prepare(server, context) {
    const units = context.scale(10_000_000, 1_000_000);
    const unit = [['SET', 'key:{seq:12}', '{fill:8}']];
    await context.load.run({ kind: 'pipeline', port: server.port, unit, connections: 4, batch: 200, units });
    // The first ones compile what the others run.
    await bursts(() => http(server.adminPort, '/metrics'));
  },
  async measure(server) {
    const times: number[] = [];
    let spent = 0;
    let before = server.cpu();
    const scraped = async (): Promise<void> => {
      const start = performance.now();
      await http(server.adminPort, '/metrics');
      times.push(performance.now() - start);
    };
    const began = (): void => {
      before = server.cpu();
    };
    const ended = (): void => {
      spent += cpuSeconds(before, server.cpu());
    };
    await bursts(scraped, began, ended);
    times.sort((a, b) => a - b);
    return { median: times[SCRAPES >> 1]!, p99: times[Math.floor(SCRAPES * 0.99)]!, cpu: (spent * 1000) / SCRAPES };
  },
};

const PAIRS = 3;

const hotKeys: BenchCase = {
  id: 'hot-keys',
  title: 'Looking for hot keys',
  about:
    `One command in ${SAMPLE_EVERY} is noted in the table of heavy hitters. What that takes is measured in the server, by having ` +
    'every command noted, in that table and one more (HOTKEYS START with SAMPLE 1): CPU of a GET at depth 64 with and without, ' +
    `median of ${PAIRS} pairs.`,
  costSeconds: 30,
  keepServers: true,
  measures: [
    { key: 'sample', label: 'CPU a sample', unit: 'µs', better: 'lower' },
    {
      key: 'share',
      label: 'share of the CPU of a GET',
      unit: '%',
      better: 'lower',
      bar: { kind: 'value', limit: 2 },
    },
  ],
  subjects: (lineup) => (lineup.ours === 'larder' ? [variant(lineup, 'ours', ['--threads', '1'])] : []),
  async measure(server, context): Promise<Figures> {
    const requests = context.scale(1_000_000, 200_000);
    const cpuOfGet = async (): Promise<number> => {
      const { cpu = Number.NaN } = await runRedisBenchmark(server, {
        command: 'GET',
        depth: 64,
        valueBytes: 64,
        requests,
      });
      return cpu;
    };
    await cpuOfGet();
    const samples: number[] = [];
    const gets: number[] = [];
    for (let pair = 0; pair < PAIRS; pair++) {
      const get = await cpuOfGet();
      await server.ask('HOTKEYS', 'START', 'METRICS', '1', 'CPU', 'SAMPLE', '1');
      samples.push((await cpuOfGet()) - get);
      gets.push(get);
      await server.ask('HOTKEYS', 'STOP');
      await server.ask('HOTKEYS', 'RESET');
    }
    const sample = median(samples);
    return { sample, share: (sample / SAMPLE_EVERY / median(gets)) * 100 };
  },
};

export default [scrape, hotKeys];
