import { commandsUs } from '../../dispatch/command-metrics.ts';
import { G_TRACKED_ITEMS, G_TRACKED_KEYS } from '../../memory/layout.ts';
import { CHANNEL, KEY_PREFIX, PATTERN, SHARD_CHANNEL } from '../../messaging/channel-table.ts';
import { counter, fixed, gauge, type MetricRow, type MetricSection } from '../metric-row.ts';
import type { Readings } from '../readings.ts';

const kilobytes = (field: string, help: string, read: (now: Readings) => number): MetricRow => ({
  ...gauge(field, help, read),
  print: (value) => value.toFixed(2),
});

const whole = (field: string, help: string, read: (now: Readings) => number): MetricRow => ({
  ...gauge(field, help, read),
  print: (value) => String(Math.round(value)),
});

export const statsSection: MetricSection = {
  name: 'stats',
  title: 'Stats',
  byDefault: true,
  rows: [
    counter('total_connections_received', 'Connections accepted.', (now) => now.sum('connections')),
    counter('total_commands_processed', 'Commands run.', (now) => now.sum('commands')),
    whole('instantaneous_ops_per_sec', 'Commands a second of late.', (now) => now.gauge('opsPerSecond')),
    counter('total_net_input_bytes', 'Bytes received.', (now) => now.sum('netInput'), 'bytes'),
    counter('total_net_output_bytes', 'Bytes sent.', (now) => now.sum('netOutput'), 'bytes'),
    fixed('total_net_repl_input_bytes', 0),
    fixed('total_net_repl_output_bytes', 0),
    kilobytes('instantaneous_input_kbps', 'KiB received a second.', (now) => now.gauge('inputBytesPerSecond') / 1024),
    kilobytes('instantaneous_output_kbps', 'KiB sent a second.', (now) => now.gauge('outputBytesPerSecond') / 1024),
    fixed('instantaneous_input_repl_kbps', '0.00'),
    fixed('instantaneous_output_repl_kbps', '0.00'),
    counter('rejected_connections', 'Connections refused.', (now) => now.sum('rejectedConnections')),
    fixed('sync_full', 0),
    fixed('sync_partial_ok', 0),
    fixed('sync_partial_err', 0),
    counter('expired_subkeys', 'Fields deleted because their time was over.', (now) => now.sum('expiredElements')),
    counter('expired_keys', 'Keys deleted because their time was over.', (now) => now.sum('expiredKeys')),
    fixed('expired_stale_perc', '0.00'),
    fixed('expired_time_cap_reached_count', 0),
    counter(
      'expire_cycle_cpu_milliseconds',
      'Time spent on finding expired keys.',
      (now) => Math.floor(now.sum('expireCycleUs') / 1000),
      'milliseconds',
    ),
    counter('evicted_keys', 'Keys deleted because of maxmemory.', (now) => now.sum('evictedKeys')),
    counter('evicted_clients', 'Clients cut off for maxmemory-clients.', (now) => now.sum('evictedClients')),
    counter('evicted_scripts', 'Scripts forgotten because EVAL brought too many.', (now) => now.scripts.evicted),
    fixed('total_eviction_exceeded_time', 0),
    fixed('current_eviction_exceeded_time', 0),
    counter('keyspace_hits', 'Look-ups that found their key.', (now) => now.sum('keyspaceHits')),
    counter('keyspace_misses', 'Look-ups that found no key.', (now) => now.sum('keyspaceMisses')),
    gauge('pubsub_channels', 'Channels that have subscribers.', (now) => now.subscribed(CHANNEL)),
    gauge('pubsub_patterns', 'Patterns that have subscribers.', (now) => now.subscribed(PATTERN)),
    gauge('pubsubshard_channels', 'Shard channels that have subscribers.', (now) => now.subscribed(SHARD_CHANNEL)),
    fixed('latest_fork_usec', 0),
    fixed('total_forks', 0),
    fixed('migrate_cached_sockets', 0),
    fixed('slave_expires_tracked_keys', 0),
    fixed('active_defrag_hits', 0),
    fixed('active_defrag_misses', 0),
    fixed('active_defrag_key_hits', 0),
    fixed('active_defrag_key_misses', 0),
    fixed('total_active_defrag_time', 0),
    fixed('current_active_defrag_time', 0),
    gauge('tracking_total_keys', 'Keys that clients track.', (now) => now.word(G_TRACKED_KEYS)),
    gauge('tracking_total_items', 'Pairs of a tracked key and a client.', (now) => now.word(G_TRACKED_ITEMS)),
    gauge('tracking_total_prefixes', 'Prefixes of keys that clients track.', (now) => now.subscribed(KEY_PREFIX)),
    counter('unexpected_error_replies', 'Commands that failed by a bug.', (now) => now.sum('unexpectedErrors')),
    counter('total_error_replies', 'Error replies.', (now) => now.sources.errors.total()),
    fixed('dump_payload_sanitizations', 0),
    counter('total_reads_processed', 'Reads from sockets.', (now) => now.sum('readsProcessed')),
    counter('total_writes_processed', 'Writes to sockets.', (now) => now.sum('writesProcessed')),
    counter('io_threaded_reads_processed', 'Reads by io threads.', (now) =>
      now.sources.ioThreads > 1 ? now.sum('readsProcessed') : 0,
    ),
    counter('io_threaded_writes_processed', 'Writes by io threads.', (now) =>
      now.sources.ioThreads > 1 ? now.sum('writesProcessed') : 0,
    ),
    counter('client_query_buffer_limit_disconnections', 'Clients cut off for their input.', (now) =>
      now.sum('queryLimitDisconnects'),
    ),
    counter('client_output_buffer_limit_disconnections', 'Clients cut off for their output.', (now) =>
      now.sum('outputLimitDisconnects'),
    ),
    fixed('reply_buffer_shrinks', 0),
    fixed('reply_buffer_expands', 0),
    counter('eventloop_cycles', 'Rounds of the event loops of io threads.', (now) => now.sum('loopRounds')),
    counter(
      'eventloop_duration_sum',
      'Time in event loops, but for waiting.',
      (now) => Math.floor(now.sum('loopActiveUs')),
      'microseconds',
    ),
    counter(
      'eventloop_duration_cmd_sum',
      'Of that, the time of commands.',
      ({ sources }) => Math.floor(commandsUs(sources.commandMetrics, sources.ioThreads + 2)),
      'microseconds',
    ),
    whole('instantaneous_eventloop_cycles_per_sec', 'Rounds a second of late.', (now) =>
      now.gauge('loopRoundsPerSecond'),
    ),
    whole('instantaneous_eventloop_duration_usec', 'Time of a round of late, in microseconds.', (now) =>
      now.gauge('loopRoundsPerSecond') === 0
        ? 0
        : now.gauge('loopActiveUsPerSecond') / now.gauge('loopRoundsPerSecond'),
    ),
    counter('acl_access_denied_auth', 'Sign-ins refused.', (now) => now.sum('authFailures')),
    fixed('acl_access_denied_cmd', 0),
    fixed('acl_access_denied_key', 0),
    fixed('acl_access_denied_channel', 0),
  ],
};
