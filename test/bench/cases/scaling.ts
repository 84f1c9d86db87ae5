/** Two threads on one store without any socket: what the locks cost. */
import type { BenchCase } from '../bench-case.ts';
import { InProcessStore } from '../scaling/in-process-store.ts';

export const rank = 13;

const keys = 100_000;

const bench: BenchCase = {
  id: 'scaling',
  title: 'Two threads against one, in process: parser, dispatcher and store without sockets',
  about: `Three GETs to one SET of ${keys.toLocaleString('en-US')} keys (16/64), 16 commands a batch.`,
  costSeconds: 60,
  measures: [
    {
      key: 'zipf',
      label: 'Zipf 0.99 keys',
      unit: 'req/s',
      better: 'higher',
      bar: { kind: 'ratio', limit: 1.7 },
    },
    {
      key: 'oneKey',
      label: 'all on one key',
      unit: 'req/s',
      better: 'higher',
      bar: { kind: 'ratio', limit: 1 },
    },
  ],
  subjects: (lineup) =>
    lineup.ours === 'larder'
      ? [
          { label: '2 threads', server: 'larder', args: ['2'] },
          { label: '1 thread', server: 'larder', args: ['1'] },
        ]
      : [],
  measure: () => Promise.reject(new Error('this case has no servers')),
  async measureAlone(subject, context) {
    const threads = Number(subject.args[0]);
    const store = new InProcessStore();
    try {
      await store.start(threads, keys);
      await store.throughput(threads, 'zipf', context.scale(700, 300));
      const zipf = await store.throughput(threads, 'zipf', context.scale(1500, 500));
      const oneKey = await store.throughput(threads, 'one-key', context.scale(1500, 500));
      return { zipf, oneKey };
    } finally {
      await store.stop();
    }
  },
};

export default [bench];
