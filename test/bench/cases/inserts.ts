/** Growing to ten million keys: does anything ever stop while tables grow? */
import type { BenchCase } from '../bench-case.ts';
import { oursAndPeers } from '../lineup.ts';
import { fillJob } from '../server-load.ts';
import { warmUp } from '../settle.ts';

export const rank = 7;

const bench: BenchCase = {
  id: 'inserts',
  title: 'Ten million inserts',
  about:
    'A pipelined loader sets ten million keys (16/64) while a second client asks one PING at a time; its longest wait is what a user would notice. The loader runs at a lower priority, so that the second client measures the server and not the scheduler. Holds are counted from the first insert on: compilers and tables were warmed up before.',
  costSeconds: 110,
  rounds: (options) => Math.min(2, options.pairs),
  measures: [
    {
      key: 'lockHold',
      label: 'longest lock hold',
      unit: 'ms',
      better: 'lower',
      bar: { kind: 'value', limit: 1 },
    },
    { key: 'lockWork', label: 'longest lock hold without waits for a processor', unit: 'ms', better: 'lower' },
    {
      key: 'gap',
      label: 'longest reply gap of a depth-1 client',
      unit: 'ms',
      better: 'lower',
      bar: { kind: 'ratio', limit: 1, against: ['redis-8', 'redis-7'] },
    },
    { key: 'p999', label: 'p99.9 of that client', unit: 'ms', better: 'lower' },
    { key: 'throughput', label: 'inserts', unit: 'req/s', better: 'higher' },
  ],
  subjects: (lineup) => oursAndPeers(lineup),
  prepare: warmUp,
  async measure(server, context) {
    await server.ask('CONFIG', 'RESETSTAT');
    const probe = context.load.begin({
      kind: 'pipeline',
      port: server.port,
      unit: [['PING']],
      connections: 1,
      batch: 1,
      durationMs: 600_000,
    });
    await probe.started;
    const loader = context.load.process('loader', 5);
    const unit = [['SET', 'key:{seq:12}', '{fill:64}']];
    const loaded = await loader.run(fillJob(server, unit, context.scale(10_000_000, 1_500_000)));
    probe.stop();
    const { latency } = await probe.result;
    return {
      lockHold: (await server.infoNumber('larder_longest_lock_hold_us')) / 1000,
      lockWork: (await server.infoNumber('larder_longest_lock_hold_running_us')) / 1000,
      gap: latency.maxUs / 1000,
      p999: latency.p999Us / 1000,
      throughput: loaded.done / loaded.seconds,
    };
  },
};

export default [bench];
