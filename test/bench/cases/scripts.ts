/** Scripts and transactions at depth 16, beside the peers' own. */
import { createHash } from 'node:crypto';
import type { BenchCase, Measure } from '../bench-case.ts';
import { oursAndPeers } from '../lineup.ts';
import type { UnitSpec } from '../load/template.ts';
import { fillJob, measureLoad } from '../server-load.ts';

export const rank = 21;

interface ScriptRow {
  readonly key: string;
  readonly label: string;
  readonly limit: number;
  readonly unit: UnitSpec;
}

const oneGet = "return redis.call('GET', KEYS[1])";
const tenCalls = "for i = 1, 10 do redis.call('GET', KEYS[1]) end return 1";
const undeclared = "return redis.call('GET', ARGV[1])";
const key = 'key:{uniform:12:0:100000}';
const sha = (script: string): string => createHash('sha1').update(script).digest('hex');
const tenSets = Array.from({ length: 10 }, (_, i) => ['SET', `key:{uniform:12:0:100000#${i}}`, '{fill:64}']);

const rows: readonly ScriptRow[] = [
  { key: 'one', label: 'EVALSHA with one GET', limit: 2, unit: [['EVALSHA', sha(oneGet), '1', key]] },
  { key: 'ten', label: 'EVALSHA with ten calls', limit: 2, unit: [['EVALSHA', sha(tenCalls), '1', key]] },
  {
    key: 'undeclared',
    label: 'EVALSHA with an undeclared key',
    limit: 2.5,
    unit: [['EVALSHA', sha(undeclared), '0', key]],
  },
  { key: 'multi', label: 'MULTI, ten SETs, EXEC', limit: 1, unit: [['MULTI'], ...tenSets, ['EXEC']] },
];

const bench: BenchCase = {
  id: 'scripts',
  title: 'Scripts and transactions, depth 16',
  about: '50 connections with 16 scripts or transactions in each write; CPU of one of them.',
  costSeconds: 30,
  keepServers: true,
  measures: rows.map(
    ({ key: name, label, limit }): Measure => ({
      key: name,
      label: `${label}: CPU`,
      unit: 'µs',
      better: 'lower',
      bar: { kind: 'ratio', limit },
    }),
  ),
  subjects: (lineup) => oursAndPeers(lineup),
  async prepare(server, context) {
    await context.load.run(fillJob(server, [['SET', 'key:{seq:12}', '{fill:64}']], 100_000));
    for (const script of [oneGet, tenCalls, undeclared]) await server.ask('SCRIPT', 'LOAD', script);
    for (const { unit } of rows) {
      await context.load.run({ kind: 'pipeline', port: server.port, unit, connections: 50, batch: 16, units: 20_000 });
    }
  },
  async measure(server, context) {
    const figures: Record<string, number> = {};
    for (const { key: name, unit } of rows) {
      const units = context.scale(80_000, 25_000);
      const job = { kind: 'pipeline', port: server.port, unit, connections: 50, batch: 16, units } as const;
      figures[name] = (await measureLoad(server, context, job)).cpu;
    }
    return figures;
  },
};

export default [bench];
