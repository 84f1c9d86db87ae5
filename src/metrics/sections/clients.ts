import { G_TRACKERS, G_WATCHED_KEYS } from '../../memory/layout.ts';
import { fixed, gauge, type MetricSection } from '../metric-row.ts';

export const clientsSection: MetricSection = {
  name: 'clients',
  title: 'Clients',
  byDefault: true,
  rows: [
    gauge('connected_clients', 'Clients that are connected.', (now) => now.connectedClients),
    fixed('cluster_connections', 0),
    gauge('maxclients', 'Most clients that may connect.', (now) => now.settings.maxclients),
    gauge(
      'client_recent_max_input_buffer',
      'Largest input buffer of a client.',
      (now) => now.max('maxInputBuffer'),
      'bytes',
    ),
    gauge(
      'client_recent_max_output_buffer',
      'Largest output buffer of a client.',
      (now) => now.max('maxOutputBuffer'),
      'bytes',
    ),
    gauge('blocked_clients', 'Clients that wait in a blocking command.', (now) => now.sum('blockedClients')),
    gauge('tracking_clients', 'Clients that track keys (CLIENT TRACKING).', (now) => now.word(G_TRACKERS)),
    gauge('pubsub_clients', 'Clients that are subscribed.', (now) => now.sum('pubsubClients')),
    gauge('watching_clients', 'Clients that watch keys (WATCH).', (now) => now.watchingClients),
    gauge('clients_in_timeout_table', 'Blocked clients that wait for a limited time.', (now) =>
      now.sum('timedClients'),
    ),
    gauge('total_watched_keys', 'Keys that clients watch (WATCH).', (now) => now.word(G_WATCHED_KEYS)),
    gauge('total_blocking_keys', 'Keys that blocked clients wait for.', (now) => now.blockingKeys),
    gauge(
      'total_blocking_keys_on_nokey',
      'Those of them that are also waited for to go.',
      (now) => now.blockingKeysGone,
    ),
  ],
};
