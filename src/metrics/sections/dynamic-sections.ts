/** Sections whose lines depend on what is there: threads, commands, errors, databases. */

import type { CommandReport } from '../command-report.ts';
import type { Readings } from '../readings.ts';

export interface DynamicSection {
  readonly name: string;
  readonly title: string;
  readonly byDefault: boolean;
  lines(now: Readings, commands: CommandReport): string[];
}

export const threadsSection: DynamicSection = {
  name: 'threads',
  title: 'Threads',
  byDefault: true,
  lines: (now) =>
    Array.from(
      { length: now.sources.ioThreads },
      (_, thread) =>
        `io_thread_${thread}:clients=${now.ofThread(thread, 'connectedClients')},reads=${now.ofThread(thread, 'readsProcessed')},writes=${now.ofThread(thread, 'writesProcessed')}`,
    ),
};

export const commandstatsSection: DynamicSection = {
  name: 'commandstats',
  title: 'Commandstats',
  byDefault: false,
  lines: (_now, commands) =>
    commands.used().map(({ name, calls, us, rejected, failed }) => {
      const each = calls === 0 ? 0 : us / calls;
      return `cmdstat_${name}:calls=${calls},usec=${Math.floor(us)},usec_per_call=${each.toFixed(2)},rejected_calls=${rejected},failed_calls=${failed}`;
    }),
};

export const errorstatsSection: DynamicSection = {
  name: 'errorstats',
  title: 'Errorstats',
  byDefault: true,
  lines: (now) => now.sources.errors.list().map(({ prefix, count }) => `errorstat_${prefix}:count=${count}`),
};

export const latencystatsSection: DynamicSection = {
  name: 'latencystats',
  title: 'Latencystats',
  byDefault: false,
  lines(now, commands) {
    if (!now.settings.latencyTracking) return [];
    const percentiles = now.settings.latencyTrackingInfoPercentiles;
    return commands.used().flatMap(({ id, name, calls }) => {
      if (calls === 0) return [];
      const values = commands.percentiles(id, percentiles);
      return `latency_percentiles_usec_${name}:${percentiles.map((p, i) => `p${p}=${values[i]!.toFixed(3)}`).join(',')}`;
    });
  },
};

export const keyspaceSection: DynamicSection = {
  name: 'keyspace',
  title: 'Keyspace',
  byDefault: true,
  lines(now) {
    const { store } = now.sources;
    const lines: string[] = [];
    for (let db = 0; db < store.databases; db++) {
      const keys = store.size(db);
      if (keys === 0) continue;
      const expires = store.expiring(db);
      const ttl = expires === 0 ? 0 : now.census.meanTtl(db);
      lines.push(`db${db}:keys=${keys},expires=${expires},avg_ttl=${ttl},subexpiry=${store.expiringElements(db)}`);
    }
    return lines;
  },
};
