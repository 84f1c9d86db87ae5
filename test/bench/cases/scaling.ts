/** Two threads on one store without any socket: what the locks cost. */
import type { BenchCase } from '../bench-case.ts';
import { InProcessStore } from '../scaling/in-process-store.ts';

export const rank = 13;

const keys = 100_000;

/** Commands a second of one thread on each of these stores, all at once. */
async function apart(stores: readonly InProcessStore[], durationMs: number): Promise<number> {
  const each = await Promise.all(stores.map((store) => store.throughput(1, 'zipf', durationMs)));
  return each.reduce((sum, one) => sum + one, 0);
}

const bench: BenchCase = {
  id: 'scaling',
  title: 'Two threads against one, in process: parser, dispatcher and store without sockets',
  about: `Three GETs to one SET of ${keys.toLocaleString('en-US')} keys (16/64), 16 commands a batch. Threads on stores of their own share nothing: what they reach together is what the machine gives two threads.`,
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
    { key: 'apart', label: 'Zipf 0.99 keys, a store for each thread', unit: 'req/s', better: 'higher' },
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
    const ms = context.scale(1500, 500);
    const store = new InProcessStore();
    const own = Array.from({ length: threads }, () => new InProcessStore());
    try {
      await store.start(threads, keys);
      for (const each of own) await each.start(1, keys);
      await store.throughput(threads, 'zipf', context.scale(700, 300));
      await apart(own, context.scale(700, 300));
      const zipf = await store.throughput(threads, 'zipf', ms);
      const sharingNothing = await apart(own, ms);
      const oneKey = await store.throughput(threads, 'one-key', ms);
      return { zipf, oneKey, apart: sharingNothing };
    } finally {
      await Promise.all([store, ...own].map((each) => each.stop()));
    }
  },
};

export default [bench];
