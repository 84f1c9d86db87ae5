import { type Dashboard, now, rate } from './model.ts';

export const clients: Dashboard = {
  name: 'clients',
  title: 'Larder: clients',
  about: 'Who is connected, what they move, and who was turned away.',
  sections: [
    {
      title: 'Connections',
      panels: [
        {
          title: 'Open connections',
          about: 'And how many there may be (maxclients).',
          unit: 'short',
          queries: [
            { expr: now('redis_connected_clients'), legend: 'open {{instance}}' },
            { expr: now('redis_blocked_clients'), legend: 'blocked {{instance}}' },
          ],
        },
        {
          title: 'Of maxclients',
          about: 'At 1, new connections are refused.',
          unit: 'percentunit',
          max: 1,
          warn: [0.8, 0.95],
          queries: [
            { expr: `${now('redis_connected_clients')} / ${now('redis_config_maxclients')}`, legend: '{{instance}}' },
          ],
        },
        {
          title: 'New connections',
          about: 'A second. Many of them mean clients without a pool.',
          unit: 'cps',
          queries: [{ expr: rate('redis_connections_received_total'), legend: '{{instance}}' }],
        },
        {
          title: 'Turned away',
          about:
            'Connections refused by maxclients or protected mode, and clients cut off because a buffer passed its limit.',
          unit: 'cps',
          queries: [
            { expr: rate('redis_rejected_connections_total'), legend: 'refused {{instance}}' },
            { expr: rate('larder_client_drops_total'), legend: 'cut off, {{buffer}} {{instance}}' },
          ],
        },
      ],
    },
    {
      title: 'Traffic',
      panels: [
        {
          title: 'Network',
          about: 'Bytes a second, in and out.',
          unit: 'Bps',
          queries: [
            { expr: rate('redis_net_input_bytes_total'), legend: 'in {{instance}}' },
            { expr: rate('redis_net_output_bytes_total'), legend: 'out {{instance}}' },
          ],
        },
        {
          title: 'Commands a read',
          about: 'How many commands come in one go: the depth of pipelines. More is cheaper.',
          unit: 'short',
          queries: [
            {
              expr: `${rate('redis_commands_processed_total')} / (${rate('redis_total_reads_processed')} > 0)`,
              legend: '{{instance}}',
            },
          ],
        },
        {
          title: 'Largest buffers',
          about: 'Largest request that is not complete, and largest reply that was not taken, of any client lately.',
          unit: 'bytes',
          queries: [
            { expr: now('redis_client_recent_max_input_buffer_bytes'), legend: 'in {{instance}}' },
            { expr: now('redis_client_recent_max_output_buffer_bytes'), legend: 'out {{instance}}' },
          ],
        },
        {
          title: 'Error replies',
          about: 'Requests a second that were answered with an error.',
          unit: 'ops',
          queries: [{ expr: rate('redis_total_error_replies'), legend: '{{instance}}' }],
        },
      ],
    },
    {
      title: 'Subscribers',
      panels: [
        {
          title: 'Channels and patterns',
          about: 'That have subscribers.',
          unit: 'short',
          queries: [
            { expr: now('redis_pubsub_channels'), legend: 'channels {{instance}}' },
            { expr: now('redis_pubsub_patterns'), legend: 'patterns {{instance}}' },
          ],
        },
        {
          title: 'Client-side caching',
          about: 'Clients that keep copies of keys, and the keys that are tracked for them.',
          unit: 'short',
          queries: [
            { expr: now('redis_tracking_clients'), legend: 'clients {{instance}}' },
            { expr: now('redis_tracking_total_keys'), legend: 'keys {{instance}}' },
          ],
        },
      ],
    },
  ],
};
