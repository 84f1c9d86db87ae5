/** What redis_exporter tells of the slow log and of latency events. */
import type { LatencyEvents } from '../logs/latency-events.ts';
import type { SlowLog } from '../logs/slow-log.ts';
import { labelled, type MetricFamily, single } from './metric-family.ts';

const MICROSECONDS = 1_000_000;

export function logFamilies(slowLog: SlowLog, latency: LatencyEvents): MetricFamily[] {
  const latestEvents = (): (readonly [name: string, seconds: number, ms: number])[] =>
    latency.list().map(({ name, samples }) => [name, samples.at(-1)!.seconds, samples.at(-1)!.ms]);
  return [
    single('redis_slowlog_length', 'gauge', 'Entries of the slow log.', () => slowLog.length),
    single(
      'redis_slowlog_last_id',
      'gauge',
      'Id of the latest entry of the slow log.',
      () => slowLog.latest(1)[0]?.id ?? 0,
    ),
    single(
      'redis_last_slow_execution_duration_seconds',
      'gauge',
      'Duration of the latest slow command.',
      () => (slowLog.latest(1)[0]?.us ?? 0) / MICROSECONDS,
    ),
    labelled('redis_latency_spike_last', 'gauge', 'When an event took long last.', 'event_name', () =>
      latestEvents().map(([name, seconds]) => [name, seconds]),
    ),
    labelled('redis_latency_spike_duration_seconds', 'gauge', 'How long it took then.', 'event_name', () =>
      latestEvents().map(([name, , ms]) => [name, ms / 1000]),
    ),
  ];
}
