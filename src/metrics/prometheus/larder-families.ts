/** The families that only Larder has: every number of INFO's own section, and what needs labels. */
import { classLimitUs, HISTOGRAM_CLASSES } from '../../dispatch/command-metrics.ts';
import type { StatName } from '../../memory/thread-stats.ts';
import { LARDER_VERSION } from '../../version.ts';
import { MEMORY_CLASSES, memoryClasses } from '../gauges/memory-classes.ts';
import type { MetricRow } from '../metric-row.ts';
import { METRICS } from '../table.ts';
import { ANALYTICS_FAMILIES } from './analytics-families.ts';
import { keptLabels, labelled, type MetricFamily, type Sample, type Source, single } from './metric-family.ts';

const MICROSECONDS = 1_000_000;
/** Upper bounds of durations in the histograms: 2^0 … 2^20 µs. */
const POWERS = 21;
/** Commands with a histogram of their own; those that come later are `other`. */
const MOST_COMMANDS = 64;

/** A row of INFO under the rules of Prometheus: seconds, and `_total` for what is counted. */
function ofRow(row: MetricRow): MetricFamily {
  const isTime = row.unit === 'microseconds';
  const base = isTime ? row.field.replace(/_us$/, '_seconds') : row.field;
  const name = row.type === 'counter' && !base.endsWith('_total') ? `${base}_total` : base;
  const scale = isTime ? MICROSECONDS : 1;
  return single(
    name,
    row.type as 'counter' | 'gauge',
    row.help ?? row.field,
    ({ now }) => Number(row.read(now)) / scale,
  );
}

/** Threads by the names under which they are shown, in the order of their rows: io threads, background, scripts. */
export function threadNames(ioThreads: number): string[] {
  return [...Array.from({ length: ioThreads }, (_, index) => `io-${index}`), 'background', 'scripts'];
}

function ofThreads({ now }: Source, name: StatName, scale: number, main?: number): [string, number][] {
  const values = threadNames(now.sources.ioThreads).map((thread, index): [string, number] => [
    thread,
    now.ofThread(index, name) / scale,
  ]);
  if (main !== undefined) values.push(['main', main / scale]);
  return values;
}

function ofIoThreads(source: Source, name: StatName): [string, number][] {
  return ofThreads(source, name, 1).slice(0, source.now.sources.ioThreads);
}

const threadFamilies: readonly MetricFamily[] = [
  labelled('larder_thread_cpu_seconds_total', 'counter', 'Processor time of each thread.', 'thread', (source) =>
    ofThreads(source, 'cpuUs', MICROSECONDS, source.now.gauge('mainCpuUserUs') + source.now.gauge('mainCpuSystemUs')),
  ),
  labelled('larder_thread_connections', 'gauge', 'Clients of each thread.', 'thread', (source) =>
    ofIoThreads(source, 'connectedClients'),
  ),
  labelled('larder_thread_commands_total', 'counter', 'Commands run by each thread.', 'thread', (source) =>
    ofIoThreads(source, 'commands'),
  ),
  labelled(
    'larder_event_loop_delay_max_seconds',
    'gauge',
    'Longest delay of the event loop in the last minute.',
    'thread',
    (source) => ofThreads(source, 'loopDelayLongestUs', MICROSECONDS, source.now.gauge('mainLoopDelayLongestUs')),
  ),
  labelled(
    'larder_event_loop_delay_mean_seconds',
    'gauge',
    'Mean delay of the event loop in the last second.',
    'thread',
    (source) => ofThreads(source, 'loopDelayMeanUs', MICROSECONDS, source.now.gauge('mainLoopDelayMeanUs')),
  ),
];

const reasonFamilies: readonly MetricFamily[] = [
  labelled(
    'larder_evicted_keys_total',
    'counter',
    'Keys evicted: by a command for what it writes, or by the background thread (room for large values, a lower limit).',
    'reason',
    ({ now }) => [
      ['background', now.byBackground('evictedKeys')],
      ['command', now.byCommands('evictedKeys')],
    ],
  ),
  labelled(
    'larder_expired_keys_total',
    'counter',
    'Keys expired: found by the background thread, or by a command that asked for them.',
    'reason',
    ({ now }) => [
      ['background', now.byBackground('expiredKeys')],
      ['command', now.byCommands('expiredKeys')],
    ],
  ),
  labelled(
    'larder_client_drops_total',
    'counter',
    'Clients cut off because a buffer passed its limit.',
    'buffer',
    ({ now }) => [
      ['output', now.sum('outputLimitDisconnects')],
      ['query', now.sum('queryLimitDisconnects')],
      ['all', now.sum('evictedClients')],
    ],
  ),
  labelled('larder_network_bytes_total', 'counter', 'Bytes received and sent.', 'direction', ({ now }) => [
    ['in', now.sum('netInput')],
    ['out', now.sum('netOutput')],
  ]),
];

const memoryFamily = labelled(
  'larder_memory_bytes',
  'gauge',
  'Memory by what it is for; the classes overlap (rss holds all of them).',
  'class',
  ({ now }) => {
    const classes = memoryClasses(now);
    return MEMORY_CLASSES.map((name) => [name, classes[name]]);
  },
);

const DURATIONS = 'larder_command_duration_seconds';
const DURATIONS_BUCKET = `${DURATIONS}_bucket`;
const DURATIONS_SUM = `${DURATIONS}_sum`;
const DURATIONS_COUNT = `${DURATIONS}_count`;

/** Labels that were given once are kept, so that no series falls. */
class CommandHistograms implements MetricFamily {
  readonly name = DURATIONS;
  readonly type = 'histogram';
  readonly help = 'Durations of each command, by powers of two of a microsecond.';
  readonly #own = new Set<number>();
  readonly #labels = keptLabels(labelsOf);

  samples({ commands, used }: Source): Sample[] {
    const samples: Sample[] = [];
    const other = { counts: new Float64Array(HISTOGRAM_CLASSES), us: 0 };
    for (const { id, name, us } of used) {
      const counts = commands.classes(id);
      if (this.#own.has(id) || this.#own.size < MOST_COMMANDS) {
        this.#own.add(id);
        this.#add(samples, name, counts, us);
        continue;
      }
      for (let i = 0; i < HISTOGRAM_CLASSES; i++) other.counts[i]! += counts[i]!;
      other.us += us;
    }
    if (other.us > 0) this.#add(samples, 'other', other.counts, other.us);
    return samples;
  }

  #add(samples: Sample[], command: string, counts: Float64Array, us: number): void {
    const { cmd, buckets } = this.#labels(command);
    let calls = 0;
    let next = 0;
    for (const [bucket, labels] of buckets.entries()) {
      while (next < ENDS[bucket]!) calls += counts[next++]!;
      samples.push({ metricName: DURATIONS_BUCKET, labels, value: calls });
    }
    samples.push({ metricName: DURATIONS_SUM, labels: cmd, value: us / MICROSECONDS });
    samples.push({ metricName: DURATIONS_COUNT, labels: cmd, value: calls });
  }
}

/** Behind the last class of each bucket; the last bucket has no upper bound. */
const ENDS = Array.from({ length: POWERS + 1 }, (_, power) => {
  let end = 0;
  while (end < HISTOGRAM_CLASSES && (power === POWERS || classLimitUs(end) <= 2 ** power)) end++;
  return end;
});

function labelsOf(cmd: string) {
  const buckets = ENDS.map((_, power) => ({ cmd, le: power === POWERS ? '+Inf' : 2 ** power / MICROSECONDS }));
  return { cmd: { cmd }, buckets };
}

const infoFamily: MetricFamily = {
  name: 'larder_build_info',
  type: 'gauge',
  help: 'What is running: always 1.',
  samples: () => [{ labels: { version: LARDER_VERSION, node: process.versions.node }, value: 1 }],
};

/** Rows of INFO that are told with a label here. */
const BY_REASON: ReadonlySet<string> = new Set(['larder_expired_by_worker', 'larder_evicted_by_worker']);

/** All families of Larder's own. Make them once: they remember which commands have labels. */
export function larderFamilies(): MetricFamily[] {
  return [
    infoFamily,
    ...METRICS.filter(({ field }) => field.startsWith('larder_') && !BY_REASON.has(field)).map(ofRow),
    memoryFamily,
    ...reasonFamilies,
    ...threadFamilies,
    ...ANALYTICS_FAMILIES,
    new CommandHistograms(),
  ];
}
