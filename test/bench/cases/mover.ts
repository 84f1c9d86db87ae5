/** Does one client that moves big values make the small requests of another wait? */
import type { BenchCase } from '../bench-case.ts';
import { oursAndPeers } from '../lineup.ts';
import { fillJob } from '../server-load.ts';

export const rank = 5;

const moverBytes = 10_000_000;
const smallGet = [['GET', 'key:{uniform:12:0:1000}']];
const move = [
  ['SET', 'moved', `{fill:${moverBytes}}`],
  ['GET', 'moved'],
];

const bench: BenchCase = {
  id: 'mover',
  title: 'Small GETs beside a client that moves 10 MB values',
  about:
    'One connection SETs and GETs a 10 MB value without a pause while another GETs 64-byte values, one at a time; latencies corrected for coordinated omission at 100 µs. The mover runs at a lower priority, so that the other waits for the server and not for the scheduler.',
  costSeconds: 50,
  keepServers: true,
  measures: [
    {
      key: 'p999',
      label: 'small GET p99.9',
      unit: 'ms',
      better: 'lower',
      bar: { kind: 'ratio', limit: 1 },
    },
    { key: 'p99', label: 'small GET p99', unit: 'ms', better: 'lower' },
    { key: 'p50', label: 'small GET p50', unit: 'ms', better: 'lower' },
    { key: 'moved', label: 'moved meanwhile', unit: 'MB/s', better: 'higher' },
  ],
  subjects: (lineup) => oursAndPeers(lineup),
  async prepare(server, context) {
    await context.load.run(fillJob(server, [['SET', 'key:{seq:12}', '{fill:64}']], 1000));
    await context.load.run({ kind: 'pipeline', port: server.port, unit: move, connections: 1, batch: 1, units: 20 });
    await context.load.run({
      kind: 'pipeline',
      port: server.port,
      unit: smallGet,
      connections: 1,
      batch: 1,
      units: 20_000,
    });
  },
  async measure(server, context) {
    const mover = context.load.process('mover', 5).begin({
      kind: 'pipeline',
      port: server.port,
      unit: move,
      connections: 1,
      batch: 1,
      durationMs: 60_000,
    });
    await mover.started;
    const { latency } = await context.load.run({
      kind: 'pipeline',
      port: server.port,
      unit: smallGet,
      connections: 1,
      batch: 1,
      intervalUs: 100,
      durationMs: context.scale(3000, 1000),
    });
    mover.stop();
    const moved = await mover.result;
    return {
      p999: latency.p999Us / 1000,
      p99: latency.p99Us / 1000,
      p50: latency.p50Us / 1000,
      moved: (moved.done * 2 * moverBytes) / moved.seconds / 1e6,
    };
  },
};

export default [bench];
