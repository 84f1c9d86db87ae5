/** Huge collections: does anything that is quick in Redis become slow, and does anybody notice when they go away? */
import type { RunningServer } from '../../helpers/peers.ts';
import type { BenchCase, Context, Figures } from '../bench-case.ts';
import { oursAndPeers } from '../lineup.ts';
import type { LoadProcess } from '../load/load-process.ts';
import type { UnitSpec } from '../load/template.ts';
import { fillJob, measureLoad } from '../server-load.ts';
import { settleMemory } from '../settle.ts';

export const rank = 21;

const ITEMS_A_COMMAND = 10;
const WARM_UP_ROUNDS = 4;
const TYPES = ['list', 'hash', 'set', 'zset', 'stream'] as const;

/** How long the server takes for one command, in milliseconds, and what it answers. */
async function timed(server: RunningServer, ...command: string[]): Promise<{ ms: number; reply: string }> {
  const from = performance.now();
  const reply = await server.ask(...command);
  return { ms: performance.now() - from, reply };
}

/** CPU of a request at depth 16 with what it leaves to be done in the background, in microseconds. */
async function cpuOf(server: RunningServer, context: Context, unit: UnitSpec, units: number): Promise<number> {
  // One connection: a key that is renamed to and fro is there for whoever asks next.
  const job = { kind: 'pipeline', port: server.port, unit, connections: 1, batch: 16, units } as const;
  return (await measureLoad(server, context, job, true)).cpu / unit.length;
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? Number.NaN;
}

/** A list of so many items `item:000000000042:7`, in order. */
async function fillList(server: RunningServer, context: Context, items: number): Promise<void> {
  const command = ['RPUSH', 'list', ...Array.from({ length: ITEMS_A_COMMAND }, (_, i) => `item:{seq:12}:${i}`)];
  await context.load.run(fillJob(server, [command], items / ITEMS_A_COMMAND, { connections: 1, batch: 64 }));
}

/** What `fillList` has put at a place. */
function itemAt(index: number): string {
  const text = String(Math.floor(index / ITEMS_A_COMMAND)).padStart(12, '0');
  return `item:${text}:${index % ITEMS_A_COMMAND}`;
}

/** Makes a list of 10^n items, does everything with it, and says what it cost. */
async function useList(server: RunningServer, context: Context, items: number, requests: number): Promise<Figures> {
  await fillList(server, context, items);
  // A number with a leading zero is none.
  const anywhere = `{uniform:${String(items / 10).length}:${items / 10}:${items}}`;
  const there: UnitSpec = [
    ['RENAME', 'list', '{other}'],
    ['RENAME', '{other}', 'list'],
  ];
  const inserts: number[] = [];
  for (let i = 0; i < 9; i++) {
    inserts.push((await timed(server, 'LINSERT', 'list', 'BEFORE', itemAt(items / 100 + 7 * i), 'new')).ms);
  }
  const figures = {
    linsert: median(inserts),
    lindex: await cpuOf(server, context, [['LINDEX', 'list', anywhere]], requests),
    lset: await cpuOf(server, context, [['LSET', 'list', anywhere, 'set']], requests),
    ltrim: await cpuOf(server, context, [['LTRIM', 'list', '1', '-2']], requests / 2),
    rename: await cpuOf(server, context, there, requests / 2),
  };
  const left = Number((await server.ask('LLEN', 'list')).replace(/\D/g, ''));
  return { ...figures, half: (await timed(server, 'LTRIM', 'list', '0', String(left >> 1))).ms };
}

const listCase: BenchCase = {
  id: 'huge-list',
  title: 'A list of ten million items',
  about:
    'Reads and sets items anywhere, takes items off both ends by LTRIM, renames it, inserts beside an item a hundredth from its begin, and cuts it in half. Short commands by their CPU at depth 16, until used memory rests; long ones by how long they take. The servers have done all of it four times before.',
  costSeconds: 170,
  rounds: (options) => Math.min(5, options.pairs),
  keepServers: true,
  measures: [
    ...[
      ['lindex', 'LINDEX anywhere'],
      ['lset', 'LSET anywhere'],
      ['ltrim', 'LTRIM by an item at each end'],
    ].map(
      ([key, label]) =>
        ({
          key: key ?? '',
          label: `${label}: CPU`,
          unit: 'µs',
          better: 'lower',
          bar: { kind: 'ratio', limit: 1 },
        }) as const,
    ),
    { key: 'rename', label: 'RENAME: CPU', unit: 'µs', better: 'lower' },
    { key: 'linsert', label: 'LINSERT', unit: 'ms', better: 'lower', bar: { kind: 'ratio', limit: 1 } },
    { key: 'half', label: 'LTRIM to one half', unit: 'ms', better: 'lower', bar: { kind: 'ratio', limit: 1 } },
  ],
  subjects: (lineup) => oursAndPeers(lineup),
  async prepare(server, context) {
    // After one round compilers still take as much time as the shortest of these commands.
    for (let round = 0; round < context.scale(WARM_UP_ROUNDS, 1); round++) {
      await useList(server, context, context.scale(1_000_000, 100_000), context.scale(100_000, 20_000));
      await server.ask('FLUSHALL');
    }
  },
  async measure(server, context) {
    const figures = await useList(
      server,
      context,
      context.scale(10_000_000, 1_000_000),
      context.scale(100_000, 20_000),
    );
    await server.ask('FLUSHALL');
    await settleMemory(server);
    return figures;
  },
};

const fills: Readonly<Record<(typeof TYPES)[number], readonly string[]>> = {
  list: ['RPUSH', 'list', 'item:{seq:12}'],
  hash: ['HSET', 'hash', 'field:{seq:12}', '{fill:16}'],
  set: ['SADD', 'set', 'member:{seq:12}'],
  zset: ['ZADD', 'zset', '{uniform:9:0:1000000000}', 'member:{seq:12}'],
  stream: ['XADD', 'stream', '{seq:12}-1', 'field', '{fill:16}'],
};

const WAYS = ['DEL', 'SET', 'RENAME', 'PEXPIRE'] as const;

/** Fills a collection of each type and lets all of them go away. @returns the longest holds of locks since they were full */
async function removeAll(
  server: RunningServer,
  load: LoadProcess,
  elements: number,
  way: (typeof WAYS)[number],
): Promise<{ hold: number; work: number }> {
  for (const type of TYPES) {
    await load.run(fillJob(server, [fills[type]], elements, { connections: 1, firstSeq: 1 }));
  }
  await server.ask('CONFIG', 'RESETSTAT');
  for (const type of TYPES) {
    if (way === 'DEL') await server.ask('DEL', type);
    else if (way === 'SET') await server.ask('SET', type, 'x');
    else if (way === 'PEXPIRE') await server.ask('PEXPIRE', type, '20');
    else {
      await server.ask('SET', `{${type}}`, 'x');
      await server.ask('RENAME', `{${type}}`, type);
    }
  }
  await settleMemory(server);
  const hold = await server.infoNumber('larder_longest_lock_hold_us');
  const work = await server.infoNumber('larder_longest_lock_hold_running_us');
  await server.ask('FLUSHALL');
  return { hold: hold / 1000, work: work / 1000 };
}

const removalCase: BenchCase = {
  id: 'huge-removal',
  title: 'Collections of 300,000 elements go away',
  about:
    'A list, a hash, a set, a sorted set and a stream are deleted, overwritten, expire, and have another key renamed to their place, while a second client asks one PING at a time. The loader runs at a lower priority.',
  costSeconds: 120,
  rounds: (options) => Math.min(2, options.pairs),
  measures: [
    {
      key: 'lockWork',
      label: 'longest lock hold without waits for a processor',
      unit: 'ms',
      better: 'lower',
      bar: { kind: 'value', limit: 1 },
    },
    { key: 'lockHold', label: 'longest lock hold', unit: 'ms', better: 'lower' },
    { key: 'gap', label: 'longest reply gap of a depth-1 client', unit: 'ms', better: 'lower' },
  ],
  subjects: (lineup) => oursAndPeers(lineup),
  async prepare(server, context) {
    for (const way of WAYS) await removeAll(server, context.load.process('loader', 5), 50_000, way);
  },
  async measure(server, context) {
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
    let lockHold = 0;
    let lockWork = 0;
    for (const way of WAYS) {
      const { hold, work } = await removeAll(server, loader, context.scale(300_000, 100_000), way);
      lockHold = Math.max(lockHold, hold);
      lockWork = Math.max(lockWork, work);
    }
    probe.stop();
    const { latency } = await probe.result;
    return { lockWork, lockHold, gap: latency.maxUs / 1000 };
  },
};

const gibibytes = 3;

/** Makes a hash of so many KiB, reads a part of it and deletes it. */
async function useHash(server: RunningServer, context: Context, fields: number): Promise<Figures> {
  const fill = fillJob(server, [['HSET', 'hash', 'field:{seq:12}', '{fill:1024}']], fields, { batch: 64 });
  const { cpu } = await measureLoad(server, context, fill);
  await settleMemory(server);
  const used = (await server.infoNumber('used_memory', 'memory')) / (fields * 1024);
  const reads = Math.floor(fields / 10);
  const read = await cpuOf(server, context, [['HGET', 'hash', `field:{uniform:12:0:${fields}}`]], reads);
  const { ms } = await timed(server, 'DEL', 'hash');
  return { fill: cpu, used, read, del: ms };
}

const hashCase: BenchCase = {
  id: 'huge-hash',
  title: 'One hash of 3 GiB',
  about:
    'Three million fields of 1 KiB in one key: writes, reads anywhere, and its deletion, while nothing else goes on.',
  costSeconds: 60,
  rounds: () => 1,
  measures: [
    { key: 'fill', label: 'HSET of 1 KiB: CPU', unit: 'µs', better: 'lower' },
    { key: 'read', label: 'HGET anywhere: CPU', unit: 'µs', better: 'lower', bar: { kind: 'ratio', limit: 1 } },
    {
      key: 'used',
      label: 'used_memory to bytes of values',
      unit: '×',
      better: 'lower',
      bar: { kind: 'ratio', limit: 1 },
    },
    { key: 'del', label: 'DEL answers after', unit: 'ms', better: 'lower', bar: { kind: 'ratio', limit: 1 } },
  ],
  subjects: (lineup) => oursAndPeers(lineup),
  async prepare(server, context) {
    await useHash(server, context, 100_000);
    await server.ask('FLUSHALL');
  },
  measure: (server, context) => useHash(server, context, context.scale(gibibytes * 1024 * 1024, 300 * 1024)),
};

export default [listCase, removalCase, hashCase];
