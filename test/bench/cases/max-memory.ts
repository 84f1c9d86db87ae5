/** Is `maxmemory` a limit when several threads write large values at once? */
import type { BenchCase } from '../bench-case.ts';
import { oursAndPeers } from '../lineup.ts';
import { watch } from '../settle.ts';

export const rank = 11;

const maxmemoryMb = 512;
const maxmemoryBytes = maxmemoryMb * 1_048_576;
const unit = [['SET', 'blob:{uniform:3:0:200}', `{fill:${16 * 1_048_576}}`]];

const bench: BenchCase = {
  id: 'max-memory',
  title: `16 MiB values written by 8 connections under maxmemory ${maxmemoryMb} MiB, two io threads`,
  about: 'used_memory is asked for every 5 ms by another client; the highest answer counts.',
  costSeconds: 20,
  rounds: () => 1,
  measures: [
    {
      key: 'peak',
      label: 'highest used_memory / maxmemory',
      unit: '×',
      better: 'lower',
      bar: { kind: 'value', limit: 1.01 },
    },
    { key: 'rss', label: 'highest RSS', unit: 'MiB', better: 'lower' },
    { key: 'throughput', label: 'written', unit: 'MB/s', better: 'higher' },
    { key: 'refused', label: 'refused with an error', unit: '%', better: 'lower' },
  ],
  subjects: (lineup) =>
    oursAndPeers(lineup, {
      ours: ['--threads', '2'],
      both: ['--maxmemory', `${maxmemoryMb}mb`, '--maxmemory-policy', 'allkeys-lru'],
    }),
  async measure(server, context) {
    let peak = 0;
    let rss = 0;
    const stopWatching = watch(5, async () => {
      const memory = await server.info('memory');
      peak = Math.max(peak, Number(memory.get('used_memory')), Number(memory.get('used_memory_peak') ?? 0));
      rss = Math.max(rss, server.rssBytes());
    });
    const loads = ['main', 'loader'].map((name, i) =>
      context.load.process(name, i * 5).run({
        kind: 'pipeline',
        port: server.port,
        unit,
        connections: 4,
        batch: 1,
        allowErrors: true,
        seed: i + 1,
        durationMs: context.scale(4000, 1500),
      }),
    );
    const results = await Promise.all(loads);
    await stopWatching();
    const done = results.reduce((sum, result) => sum + result.done, 0);
    const errors = results.reduce((sum, result) => sum + result.errors, 0);
    const seconds = Math.max(...results.map((result) => result.seconds));
    return {
      peak: peak / maxmemoryBytes,
      rss: rss / 1_048_576,
      throughput: ((done - errors) * 16 * 1.048_576) / seconds,
      refused: (errors / done) * 100,
    };
  },
};

export default [bench];
