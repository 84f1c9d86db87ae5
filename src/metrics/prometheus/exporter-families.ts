/** The families that redis_exporter tells of a Redis, with its names, types and labels. */
import { prefixText } from '../../analytics/prefix-text.ts';
import { REDIS_VERSION } from '../../version.ts';
import type { MetricRow } from '../metric-row.ts';
import { SECTIONS } from '../table.ts';
import { EXPORTER_COUNTERS, EXPORTER_GAUGES } from './exporter-names.ts';
import {
  keptLabels,
  type Labels,
  labelled,
  type MetricFamily,
  type Sample,
  type Source,
  single,
} from './metric-family.ts';

const rows: ReadonlyMap<string, MetricRow> = new Map(
  SECTIONS.flatMap((section) => ('rows' in section ? section.rows : [])).map((row) => [row.field, row]),
);

function ofInfo(type: 'counter' | 'gauge', names: Readonly<Record<string, string>>): MetricFamily[] {
  return Object.entries(names).flatMap(([field, name]) => {
    const row = rows.get(field);
    if (row === undefined) return [];
    const help = row.help ?? `Field ${field} of INFO.`;
    return single(`redis_${name}`, type, help, ({ now }) => printed(row, now));
  });
}

/** As INFO prints it: what reads both must find the same number. */
function printed(row: MetricRow, now: Source['now']): number {
  const value = row.read(now);
  return Number(typeof value === 'number' && row.print !== undefined ? row.print(value) : value);
}

const MICROSECONDS = 1_000_000;

const commandFamilies: readonly MetricFamily[] = [
  labelled('redis_commands_total', 'counter', 'Calls of each command.', 'cmd', ({ used }) =>
    used.map(({ name, calls }) => [name, calls]),
  ),
  labelled('redis_commands_duration_seconds_total', 'counter', 'Time of each command.', 'cmd', ({ used }) =>
    used.map(({ name, us }) => [name, Math.floor(us) / MICROSECONDS]),
  ),
  labelled('redis_commands_rejected_calls_total', 'counter', 'Calls that were refused.', 'cmd', ({ used }) =>
    used.map(({ name, rejected }) => [name, rejected]),
  ),
  labelled('redis_commands_failed_calls_total', 'counter', 'Calls that ended in an error.', 'cmd', ({ used }) =>
    used.map(({ name, failed }) => [name, failed]),
  ),
  {
    name: 'redis_latency_percentiles_usec',
    type: 'summary',
    help: 'Durations of each command, in microseconds.',
    samples: latencyPercentiles,
  },
];

const commandLabels = keptLabels((cmd) => ({ cmd: { cmd }, quantiles: new Map<number, Labels>() }));

function latencyPercentiles({ now, commands, used }: Source): Sample[] {
  if (!now.settings.latencyTracking) return [];
  const percents = now.settings.latencyTrackingInfoPercentiles;
  const samples: Sample[] = [];
  for (const { id, name, calls, us } of used) {
    if (calls === 0) continue;
    const { cmd, quantiles } = commandLabels(name);
    for (const [i, value] of commands.percentiles(id, percents).entries()) {
      const quantile = percents[i]!;
      const labels = quantiles.get(quantile) ?? { cmd: name, quantile };
      quantiles.set(quantile, labels);
      samples.push({ labels, value });
    }
    samples.push({ metricName: 'redis_latency_percentiles_usec_sum', labels: cmd, value: Math.floor(us) });
    samples.push({ metricName: 'redis_latency_percentiles_usec_count', labels: cmd, value: calls });
  }
  return samples;
}

/** One value for each database, or for each that has keys. */
function ofDatabases({ now }: Source, onlyFull: boolean, read: (db: number) => number): [string, number][] {
  const { store } = now.sources;
  const values: [string, number][] = [];
  for (let db = 0; db < store.databases; db++) {
    if (!onlyFull || store.size(db) > 0) values.push([`db${db}`, read(db)]);
  }
  return values;
}

const databaseFamilies: readonly MetricFamily[] = [
  labelled('redis_db_keys', 'gauge', 'Keys of each database.', 'db', (source) =>
    ofDatabases(source, false, (db) => source.now.sources.store.size(db)),
  ),
  labelled('redis_db_keys_expiring', 'gauge', 'Keys that have an expiry.', 'db', (source) =>
    ofDatabases(source, false, (db) => source.now.sources.store.expiring(db)),
  ),
  labelled('redis_db_keys_cached', 'gauge', 'Keys whose elements expire.', 'db', (source) =>
    ofDatabases(source, true, (db) => source.now.sources.store.expiringElements(db)),
  ),
  labelled(
    'redis_db_avg_ttl_seconds',
    'gauge',
    'Mean time to live, as of the last walk over all keys.',
    'db',
    (source) => ofDatabases(source, true, (db) => source.now.census.meanTtl(db) / 1000),
  ),
];

const settingFamilies: readonly MetricFamily[] = [
  single('redis_config_maxclients', 'gauge', 'The setting maxclients.', ({ now }) => now.settings.maxclients),
  single('redis_config_maxmemory', 'gauge', 'The setting maxmemory.', ({ now }) => now.settings.maxmemory),
  single('redis_config_io_threads', 'gauge', 'The setting io-threads.', ({ now }) =>
    Number(now.sources.settings.text('io-threads')),
  ),
];

const serverFamilies: readonly MetricFamily[] = [
  single('redis_up', 'gauge', 'Whether the server answers: 1, or there is no answer at all.', () => 1),
  single('redis_start_time_seconds', 'gauge', 'When the server started.', ({ now }) =>
    Math.floor(now.sources.startedMs / 1000),
  ),
  labelled('redis_errors_total', 'counter', 'Error replies by their first word.', 'err', ({ now }) =>
    // Scripts call their errors what they like.
    now.sources.errors.list().map(({ prefix, count }) => [prefixText(prefix), count]),
  ),
  {
    name: 'redis_instance_info',
    type: 'gauge',
    help: 'What is running: always 1.',
    samples: ({ now }) => [
      {
        labels: {
          role: 'master',
          redis_version: REDIS_VERSION,
          redis_build_id: text('redis_build_id', now),
          redis_mode: text('redis_mode', now),
          os: text('os', now),
          maxmemory_policy: now.settings.maxmemoryPolicy,
          tcp_port: now.port,
          run_id: now.sources.runId,
          process_id: text('process_id', now),
        },
        value: 1,
      },
    ],
  },
];

function text(field: string, now: Source['now']): string {
  return String(rows.get(field)?.read(now) ?? '');
}

export const EXPORTER_FAMILIES: readonly MetricFamily[] = [
  ...serverFamilies,
  ...ofInfo('gauge', EXPORTER_GAUGES),
  ...ofInfo('counter', EXPORTER_COUNTERS),
  ...settingFamilies,
  ...databaseFamilies,
  ...commandFamilies,
];
