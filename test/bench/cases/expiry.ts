/** Keys that nobody reads: are they gone soon after their time, and does anybody notice the work? */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningServer } from '../../helpers/peers.ts';
import type { BenchCase, Context, Figures } from '../bench-case.ts';
import { variant } from '../lineup.ts';
import { aliveAt, type DeadlineCounts } from '../load/deadlines.ts';
import type { PipelineJob } from '../load/jobs.ts';
import { fillJob } from '../server-load.ts';

export const rank = 10;

/** DBSIZE over the keys that were alive `graceMs` before it was asked for. */
async function excess(server: RunningServer, deadlines: readonly DeadlineCounts[], graceMs: number): Promise<number> {
  const at = Date.now() - graceMs;
  const alive = deadlines.reduce((sum, each) => sum + aliveAt(each, at), 1);
  return Number(await server.ask('DBSIZE')) / alive;
}

function probeJob(server: RunningServer): PipelineJob {
  const unit = [['GET', 'probe']];
  return { kind: 'pipeline', port: server.port, unit, connections: 1, batch: 1, intervalUs: 200, durationMs: 600_000 };
}

async function steadyPhase(server: RunningServer, context: Context, deadlines: DeadlineCounts[]): Promise<Figures> {
  const unit = [['SET', 'key:{seq:12}', '{fill:64}', 'PXAT', '{pxat:1000:60000}']];
  const count = context.scale(10_000_000, 1_000_000);
  deadlines.push((await context.load.process('loader').run(fillJob(server, unit, count))).deadlines);
  await sleep(1000);
  const probe = context.load.begin(probeJob(server));
  await probe.started;
  let worst = 0;
  const until = performance.now() + context.scale(15_000, 4000);
  while (performance.now() < until) {
    worst = Math.max(worst, await excess(server, deadlines, 1000));
    await sleep(200);
  }
  probe.stop();
  return { steady: worst, steadyP999: (await probe.result).latency.p999Us / 1000 };
}

async function burstPhase(server: RunningServer, context: Context, deadlines: DeadlineCounts[]): Promise<Figures> {
  const count = context.scale(5_000_000, 500_000);
  const dueAt = Date.now() + context.scale(25_000, 6000);
  const unit = [['SET', 'due:{seq:12}', '{fill:64}', 'PXAT', `{due:${dueAt}:${dueAt + 1000}}`]];
  deadlines.push((await context.load.process('loader').run(fillJob(server, unit, count))).deadlines);
  const early = dueAt - Date.now();
  if (early < 0) throw new Error(`loading ${count} keys took ${-early} ms too long for this case`);
  await sleep(early);
  const probe = context.load.begin(probeJob(server));
  await sleep(2000);
  const afterOne = await excess(server, deadlines, 0);
  await sleep(Math.max(0, dueAt + 6000 - Date.now()));
  const afterFive = await excess(server, deadlines, 0);
  probe.stop();
  return { afterOne, afterFive, burstP999: (await probe.result).latency.p999Us / 1000 };
}

const bench: BenchCase = {
  id: 'expiry',
  title: 'Expiry without reads: 10 M keys with TTL 1–60 s, then 5 M due in one second',
  about:
    'The loader knows when each key dies, so DBSIZE can be held against the number of keys that are alive; another client GETs one key meanwhile.',
  costSeconds: 75,
  rounds: () => 1,
  measures: [
    {
      key: 'steady',
      label: 'DBSIZE to keys alive 1 s ago, worst of 15 s',
      unit: '×',
      better: 'lower',
      bar: { kind: 'value', limit: 1.01 },
    },
    { key: 'afterOne', label: 'DBSIZE to keys alive, 1 s after the burst', unit: '×', better: 'lower' },
    {
      key: 'afterFive',
      label: 'DBSIZE to keys alive, 5 s after the burst',
      unit: '×',
      better: 'lower',
      bar: { kind: 'value', limit: 1.01 },
    },
    {
      key: 'steadyP999',
      label: "another client's GET p99.9, steady",
      unit: 'ms',
      better: 'lower',
      bar: { kind: 'value', limit: 5 },
    },
    {
      key: 'burstP999',
      label: "another client's GET p99.9, burst",
      unit: 'ms',
      better: 'lower',
      bar: { kind: 'value', limit: 5 },
    },
  ],
  subjects: (lineup) => [variant(lineup, lineup.ours, ['--threads', '1'])],
  async measure(server, context) {
    await server.ask('SET', 'probe', 'x'.repeat(64));
    const deadlines: DeadlineCounts[] = [];
    const steady = await steadyPhase(server, context, deadlines);
    return { ...steady, ...(await burstPhase(server, context, deadlines)) };
  },
};

export default [bench];
