/** Values of 1 to 32 MiB, as inference servers move KV blocks: eight plain connections, no HELLO. */
import type { BenchCase, Measure } from '../bench-case.ts';
import { oursAndPeers } from '../lineup.ts';
import { measureLoad } from '../server-load.ts';

export const rank = 4;

const mebibyte = 1_048_576;
const keys = 16;
const key = `blob:{uniform:2:0:${keys}}`;
const barsAt16 = { SET: { throughput: 1.2, cpu: 0.7 }, GET: { throughput: 0.95, cpu: 0.7 } } as const;

function measuresFor(mebibytes: number): Measure[] {
  const limit = (value: number): Pick<Measure, 'bar'> =>
    mebibytes === 16 ? { bar: { kind: 'ratio', limit: value } } : {};
  return (['SET', 'GET'] as const).flatMap((command): Measure[] => [
    {
      key: `${command}.throughput`,
      label: `${command} throughput`,
      unit: 'MB/s',
      better: 'higher',
      ...limit(barsAt16[command].throughput),
    },
    {
      key: `${command}.cpu`,
      label: `${command} CPU a request`,
      unit: 'ms',
      better: 'lower',
      ...limit(barsAt16[command].cpu),
    },
  ]);
}

function bigValuesCase(mebibytes: number): BenchCase {
  const bytes = mebibytes * mebibyte;
  const units = { SET: [['SET', key, `{fill:${bytes}}`]], GET: [['GET', key]] };
  return {
    id: `big-${mebibytes}`,
    title: `${mebibytes} MiB values, 8 connections`,
    about: `SET and GET of ${keys} keys, one request under way on each of 8 connections.`,
    costSeconds: 45,
    keepServers: true,
    measures: measuresFor(mebibytes),
    subjects: (lineup) => oursAndPeers(lineup),
    async prepare(server, context) {
      const unit = [['SET', 'blob:{seq:2}', `{fill:${bytes}}`]];
      await context.load.run({ kind: 'pipeline', port: server.port, unit, connections: 2, batch: 1, units: keys });
      await context.load.run({
        kind: 'pipeline',
        port: server.port,
        unit: units.GET,
        connections: 8,
        batch: 1,
        units: 64,
      });
    },
    async measure(server, context) {
      const figures: Record<string, number> = {};
      const count = Math.max(16, context.scale(1536, 384) / mebibytes);
      for (const command of ['SET', 'GET'] as const) {
        const { result, throughput, cpu } = await measureLoad(server, context, {
          kind: 'pipeline',
          port: server.port,
          unit: units[command],
          connections: 8,
          batch: 1,
          units: count,
        });
        if (result.nulls > 0) throw new Error(`${result.nulls} of ${count} big values were missing`);
        figures[`${command}.throughput`] = (throughput * bytes) / 1e6;
        figures[`${command}.cpu`] = cpu / 1000;
      }
      return figures;
    },
  };
}

export default [1, 16, 32].map(bigValuesCase);
