/** What a scrape takes when the store is full, and what looking for hot keys takes of a command. */
import { setTimeout as sleep } from 'node:timers/promises';
import { HOT_KEYS_BYTES, HotKeyNotes, SAMPLE_EVERY } from '../../../src/analytics/hot-keys.ts';
import { monotonicUs, wallClockMs } from '../../../src/memory/clock.ts';
import { KeyHasher } from '../../../src/store/key-hash.ts';
import { http } from '../../helpers/http.ts';
import { cpuSeconds } from '../../helpers/process-cost.ts';
import type { BenchCase, Figures } from '../bench-case.ts';
import { variant } from '../lineup.ts';
import { runRedisBenchmark } from '../redis-benchmark.ts';
import { Random } from '../stats/random.ts';
import { Zipf } from '../stats/zipf.ts';

export const rank = 25;

const SCRAPES = 200;

const scrape: BenchCase = {
  id: 'scrape-full',
  title: 'A scrape at ten million keys',
  about: 'Ten million keys with values of 8 bytes; /metrics is read 200 times.',
  costSeconds: 60,
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
    for (let i = 0; i < SCRAPES; i++) await http(server.adminPort, '/metrics');
    await sleep(1000);
  },
  async measure(server) {
    const times: number[] = [];
    const before = server.cpu();
    for (let i = 0; i < SCRAPES; i++) {
      const start = performance.now();
      await http(server.adminPort, '/metrics');
      times.push(performance.now() - start);
    }
    const spent = cpuSeconds(before, server.cpu());
    times.sort((a, b) => a - b);
    return { median: times[SCRAPES >> 1]!, p99: times[Math.floor(SCRAPES * 0.99)]!, cpu: (spent * 1000) / SCRAPES };
  },
};

const ACCESSES = 400_000;
const KEYS = 1_000_000;
const KEY_BYTES = 16;

/** Mean CPU in µs that an io thread spends on one sample, of Zipf keys as they lie in a request: clocks, hash, table. */
function sampleUs(): number {
  const notes = new HotKeyNotes(new SharedArrayBuffer(HOT_KEYS_BYTES), 1, 0);
  const hasher = new KeyHasher(1, 2);
  const draws = new Zipf(KEYS, 0.99);
  const random = new Random(7);
  const keys = Buffer.alloc(ACCESSES * KEY_BYTES);
  for (let at = 0; at < keys.length; at += KEY_BYTES) {
    keys.write(`key:${String(draws.draw(random)).padStart(12, '0')}`, at, 'latin1');
  }
  const before = process.threadCpuUsage();
  for (let at = 0; at < keys.length; at += KEY_BYTES) {
    const us = monotonicUs();
    const hash = hasher.hash(keys, at, KEY_BYTES);
    notes.note(0, hash, keys, at, KEY_BYTES, SAMPLE_EVERY, monotonicUs() - us, 64, wallClockMs());
  }
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / ACCESSES;
}

const hotKeys: BenchCase = {
  id: 'hot-keys',
  title: 'Looking for hot keys',
  about: `One command in ${SAMPLE_EVERY} is noted in the table of heavy hitters: its time, on Zipf keys, beside the CPU of a GET at depth 64.`,
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
    const requests = context.scale(1_500_000, 300_000);
    const { cpu = Number.NaN } = await runRedisBenchmark(server, {
      command: 'GET',
      depth: 64,
      valueBytes: 64,
      requests,
    });
    const sample = sampleUs();
    return { sample, share: (sample / SAMPLE_EVERY / cpu) * 100 };
  },
};

export default [scrape, hotKeys];
