/** What an empty server costs, and how soon it is there. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchCase } from '../bench-case.ts';
import { oursAndPeers } from '../lineup.ts';

export const rank = 12;

const bench: BenchCase = {
  id: 'idle',
  title: 'Idle, two io threads',
  about: 'Starts the server, notes when the first PING is answered, waits 2 s, reads RSS.',
  costSeconds: 60,
  measures: [
    {
      key: 'rss',
      label: 'idle RSS',
      unit: 'MB',
      better: 'lower',
      bar: { kind: 'value', limit: 130 },
    },
    {
      key: 'start',
      label: 'start to first reply',
      unit: 'ms',
      better: 'lower',
      bar: { kind: 'value', limit: 1000 },
    },
    { key: 'used', label: 'used_memory when empty', unit: 'MiB', better: 'lower', bar: { kind: 'value', limit: 0.5 } },
  ],
  subjects: (lineup) => oursAndPeers(lineup, { ours: ['--threads', '2'] }),
  async measure(server, context) {
    await sleep(context.scale(2000, 1000));
    return {
      rss: server.rssBytes() / 1e6,
      start: server.startMs,
      used: (await server.infoNumber('used_memory', 'memory')) / 1_048_576,
    };
  },
};

export default [bench];
