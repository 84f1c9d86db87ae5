/** CPU a request on each data type at depth 16: on a thousand collections of a hundred elements, and on one of a million. */
import type { BenchCase, Measure } from '../bench-case.ts';
import { oursAndPeers } from '../lineup.ts';
import type { PipelineJob } from '../load/jobs.ts';
import type { UnitSpec } from '../load/template.ts';
import { fillJob, measureLoad } from '../server-load.ts';

export const rank = 20;

type Command = readonly string[];

/** How a command names its collection, a random element of it, and a hundred neighbours, by value and by rank. */
interface Target {
  readonly key: string;
  readonly one: string;
  readonly from: string;
  readonly to: string;
  readonly fromRank: string;
  readonly toRank: string;
}

interface TypeRow {
  readonly type: string;
  /** Adds one element, 13 digits, to a collection. */
  readonly fill: (key: string, element: string) => Command;
  readonly commands: readonly {
    readonly name: string;
    readonly of: (target: Target) => Command;
    readonly slow?: boolean;
  }[];
}

const smallCollections = 1000;
const smallElements = 100;
const million = 1_000_000;
const WARM_UP_ROUNDS = 4;
/** Elements are numbers from here on, so that none has leading zeros. */
const base = 1_000_000_000_000;

const targets: Readonly<Record<'small' | 'million', Target>> = {
  small: {
    key: 'small:{uniform:4:0:1000}',
    one: `{uniform:13:${base}:${base + smallElements}#one}`,
    from: String(base),
    to: String(base + smallElements - 1),
    fromRank: '0',
    toRank: String(smallElements - 1),
  },
  million: {
    key: 'million',
    one: `{uniform:13:${base}:${base + million}}`,
    from: `{uniform:13:${base}:${base + million - 100}}`,
    to: `{uniform:13:${base}:${base + million - 100}+99}`,
    fromRank: '{uniform:6:100000:999900}',
    toRank: '{uniform:6:100000:999900+99}',
  },
};

const rows: readonly TypeRow[] = [
  {
    type: 'string',
    fill: (key, element) => ['SET', `${key}:${element}`, '10'],
    commands: [{ name: 'INCR', of: ({ key, one }) => ['INCR', `${key}:${one}`] }],
  },
  {
    type: 'hash',
    fill: (key, element) => ['HSET', key, element, '{fill:16}'],
    commands: [
      { name: 'HSET', of: ({ key, one }) => ['HSET', key, one, '{fill:16}'] },
      { name: 'HGET', of: ({ key, one }) => ['HGET', key, one] },
    ],
  },
  {
    type: 'list',
    fill: (key, element) => ['RPUSH', key, element],
    commands: [
      { name: 'LPUSH', of: ({ key }) => ['LPUSH', key, '{fill:13}'] },
      { name: 'RPOP', of: ({ key }) => ['RPOP', key] },
      { name: 'LRANGE 100', slow: true, of: ({ key, fromRank, toRank }) => ['LRANGE', key, fromRank, toRank] },
    ],
  },
  {
    type: 'set',
    fill: (key, element) => ['SADD', key, `m${element}`],
    commands: [
      { name: 'SADD', of: ({ key, one }) => ['SADD', key, `m${one}`] },
      { name: 'SISMEMBER', of: ({ key, one }) => ['SISMEMBER', key, `m${one}`] },
    ],
  },
  {
    type: 'zset',
    fill: (key, element) => ['ZADD', key, element, `m${element}`],
    commands: [
      { name: 'ZADD', of: ({ key, one }) => ['ZADD', key, one, `m${one}`] },
      {
        name: 'ZRANGE 100 WITHSCORES',
        slow: true,
        of: ({ key, fromRank, toRank }) => ['ZRANGE', key, fromRank, toRank, 'WITHSCORES'],
      },
      { name: 'ZRANGEBYSCORE, 100', slow: true, of: ({ key, from, to }) => ['ZRANGEBYSCORE', key, from, to] },
    ],
  },
  {
    type: 'stream',
    fill: (key, element) => ['XADD', key, `${element}-0`, 'field', '{fill:16}'],
    commands: [
      { name: 'XADD', of: ({ key }) => ['XADD', key, '*', 'field', '{fill:16}'] },
      { name: 'XRANGE 100', slow: true, of: ({ key, from }) => ['XRANGE', key, from, '+', 'COUNT', '100'] },
    ],
  },
];

function measuresFor(row: TypeRow): Measure[] {
  return row.commands.flatMap(({ name }) =>
    (['small', 'million'] as const).map((size) => ({
      key: `${name}.${size}`,
      label: `${name}, ${size === 'small' ? '100 elements' : 'a million'}: CPU`,
      unit: 'µs',
      better: 'lower',
      bar: { kind: 'ratio', limit: 1 },
    })),
  );
}

/** One load for each figure of a row. @param requests of a quick command; the others are asked a fifth as often */
function jobsOf(row: TypeRow, port: number, requests: number): { key: string; job: PipelineJob }[] {
  return row.commands.flatMap(({ name, of, slow }) =>
    (['small', 'million'] as const).map((size) => {
      const units = slow === true ? requests / 5 : requests;
      const shape = { connections: 50, batch: 16, units };
      return { key: `${name}.${size}`, job: { kind: 'pipeline', port, unit: [of(targets[size])], ...shape } };
    }),
  );
}

function typeCase(row: TypeRow): BenchCase {
  return {
    id: `type-${row.type}`,
    title: `CPU a request at depth 16: ${row.type}`,
    about: 'Each command on 1,000 collections of 100 elements and on one of a million; 50 connections.',
    costSeconds: 110,
    keepServers: true,
    measures: measuresFor(row),
    subjects: (lineup) => oursAndPeers(lineup),
    async prepare(server, context) {
      const oneSmall: UnitSpec = Array.from({ length: smallElements }, (_, i) =>
        row.fill('small:{seq:4}', String(base + i)),
      );
      await context.load.run(fillJob(server, oneSmall, smallCollections, { batch: 4 }));
      await context.load.run(
        fillJob(server, [row.fill('million', '{seq:13}')], million, { firstSeq: base, connections: 1 }),
      );
      // What is measured is a server that has been at work for a while: its compilers are done with each command, and
      // with what the background thread does beside it, whose loops turn a hundred times a second only. After one round of
      // the commands both still take a fifth of the processor time, after four some hundredths.
      for (let round = 0; round < WARM_UP_ROUNDS; round++) {
        for (const { job } of jobsOf(row, server.port, context.scale(300_000, 100_000))) await context.load.run(job);
      }
    },
    parts: 2 * row.commands.length,
    async measure(server, context, part) {
      const { key, job } = jobsOf(row, server.port, context.scale(300_000, 100_000))[part]!;
      return { [key]: (await measureLoad(server, context, job)).cpu };
    },
  };
}

export default rows.map(typeCase);
