/** Bytes a key, as the server counts them and as the machine sees them, at three sizes between table doublings. */

import type { RunningServer } from '../../helpers/peers.ts';
import type { BenchCase, Context, Figures, Measure } from '../bench-case.ts';
import { oursAndPeers } from '../lineup.ts';
import { aliveAt, type DeadlineCounts } from '../load/deadlines.ts';
import type { UnitSpec } from '../load/template.ts';
import { settleMemory, warmUp } from '../settle.ts';

export const rank = 6;

interface MemoryRow {
  readonly id: string;
  readonly title: string;
  readonly unit: UnitSpec;
  /** Elements that one unit adds, and how many times as many elements are loaded. */
  readonly elements?: number;
  readonly times?: number;
  readonly usedLimit?: number;
  /** No more than the better peer. */
  readonly isBelowPeers?: boolean;
  /** Keys expire while the case runs: divide by those that are alive. */
  readonly expires?: boolean;
  readonly what: string;
}

const key = 'key:{seq:12}';
/** Of 13 digits each. */
const hundredNumbers = Array.from({ length: 100 }, () => '{uniform:13:1000000000000:2000000000000}');
const tenFields = Array.from({ length: 10 }, (_, i) => [`field${i}`, '{fill:4}{seq:12}']).flat();

const rows: readonly MemoryRow[] = [
  {
    id: '16-64',
    title: '16-byte keys, 64-byte values',
    unit: [['SET', key, '{fill:64}']],
    usedLimit: 110,
    what: 'key',
  },
  {
    id: '16-64-ttl',
    title: '16-byte keys, 64-byte values, TTL 10–600 s',
    unit: [['SET', key, '{fill:64}', 'PXAT', '{pxat:10000:600000}']],
    expires: true,
    usedLimit: 122,
    what: 'key',
  },
  { id: '16-8', title: '16-byte keys, 8-byte values', unit: [['SET', key, '{fill:8}']], usedLimit: 54, what: 'key' },
  { id: '16-1024', title: '16-byte keys, 1 KiB values', unit: [['SET', key, '{fill:1024}']], what: 'key' },
  {
    id: 'small-hash',
    title: 'Hashes of 10 fields (6-byte field, 16-byte value)',
    unit: [['HSET', key, ...tenFields]],
    elements: 10,
    usedLimit: 35,
    what: 'field',
  },
  {
    id: 'big-hash',
    title: 'One hash (16-byte field, 16-byte value)',
    unit: [['HSET', 'h', 'fld:{seq:12}', '{fill:4}{seq:12}']],
    usedLimit: 66,
    what: 'field',
  },
  {
    id: 'zset',
    title: 'One sorted set (17-byte members)',
    unit: [['ZADD', 'z', '{uniform:9:0:1000000000}', 'mmbr:{seq:12}']],
    usedLimit: 66,
    what: 'member',
  },
  {
    id: 'list',
    title: 'One list (17-byte items)',
    unit: [['RPUSH', 'l', 'item:{seq:12}']],
    usedLimit: 19.5,
    what: 'item',
  },
  {
    id: 'list-numbers',
    title: 'Lists of 100 numbers (13 digits)',
    unit: [['RPUSH', key, ...hundredNumbers]],
    elements: 100,
    // Else they take no more than what the server has ready for other sizes.
    times: 10,
    isBelowPeers: true,
    what: 'item',
  },
  {
    id: 'set',
    title: 'One set (17-byte members)',
    unit: [['SADD', 's', 'mmbr:{seq:12}']],
    usedLimit: 38,
    what: 'member',
  },
];

/** Enough to have the code compiled, and little enough to leave no memory behind that would flatter the figures. */
const WARM_UP_ELEMENTS = 30_000;
const sizes = [750_000, 1_000_000, 1_500_000] as const;

async function measureRow(row: MemoryRow, server: RunningServer, context: Context): Promise<Figures> {
  const usedBefore = await server.infoNumber('used_memory', 'memory');
  const rssBefore = server.rssBytes();
  const elements = row.elements ?? 1;
  const figures: Record<string, number> = { used: 0, rss: 0, rssToUsed: 0 };
  const deadlines: DeadlineCounts[] = [];
  let loaded = 0;
  for (const size of sizes) {
    const wanted = (size * (row.times ?? 1)) / context.scale(1, 5);
    const units = (wanted - loaded) / elements;
    const result = await context.load.run({
      kind: 'pipeline',
      port: server.port,
      unit: row.unit,
      seed: 1 + loaded,
      connections: 2,
      batch: 256,
      inFlight: 2,
      units,
      firstSeq: loaded / elements,
    });
    loaded = wanted;
    deadlines.push(result.deadlines);
    await settleMemory(server);
    const now = Date.now();
    const alive = row.expires === true ? deadlines.reduce((sum, each) => sum + aliveAt(each, now), 0) : loaded;
    const used = ((await server.infoNumber('used_memory', 'memory')) - usedBefore) / alive;
    const rss = (server.rssBytes() - rssBefore) / alive;
    figures[`used.${size}`] = used;
    figures['used'] = Math.max(figures['used'] ?? 0, used);
    figures['rss'] = Math.max(figures['rss'] ?? 0, rss);
    figures['rssToUsed'] = Math.max(figures['rssToUsed'] ?? 0, rss / used);
  }
  return figures;
}

function measuresFor(row: MemoryRow): Measure[] {
  const peers = row.isBelowPeers === true ? { bar: { kind: 'ratio', limit: 1 } as const } : {};
  const bar = row.usedLimit === undefined ? peers : { bar: { kind: 'value', limit: row.usedLimit } as const };
  const rssBar = { bar: { kind: 'value', limit: 1.1 } as const };
  return [
    { key: 'used', label: `used_memory a ${row.what}`, unit: 'B', better: 'lower', ...bar },
    { key: 'rss', label: `RSS growth a ${row.what}`, unit: 'B', better: 'lower' },
    { key: 'rssToUsed', label: 'RSS growth to used_memory growth', unit: '×', better: 'lower', ...rssBar },
  ];
}

function sizesOf({ times = 1 }: MemoryRow): string {
  const [least, middle, most] = sizes.map((size) => String((size * times) / 1_000_000));
  return `${least}, ${middle} and ${most}`;
}

export default rows.map(
  (row): BenchCase => ({
    id: `memory-${row.id}`,
    title: `Memory: ${row.title}`,
    about: `After ${(WARM_UP_ELEMENTS * (row.times ?? 1)).toLocaleString('en-US')} elements and a flush: loads ${sizesOf(row)} million elements one after the other; the worst of the three is shown.`,
    costSeconds: 25,
    measures: measuresFor(row),
    subjects: (lineup) => oursAndPeers(lineup),
    rounds: () => 1,
    prepare: (server, context) =>
      warmUp(server, context, row.unit, (WARM_UP_ELEMENTS * (row.times ?? 1)) / (row.elements ?? 1)),
    measure: (server, context) => measureRow(row, server, context),
  }),
);
