/** Sections of features that are not here, in Redis' words: no replicas, no modules, no cluster. */
import { fixed, type MetricSection, seconds, text } from '../metric-row.ts';

const NO_ID = '0'.repeat(40);
const MICROSECONDS = 1_000_000;

export const replicationSection: MetricSection = {
  name: 'replication',
  title: 'Replication',
  byDefault: true,
  rows: [
    fixed('role', 'master'),
    fixed('connected_slaves', 0),
    fixed('master_failover_state', 'no-failover'),
    text('master_replid', (now) => now.sources.runId),
    fixed('master_replid2', NO_ID),
    fixed('master_repl_offset', 0),
    fixed('second_repl_offset', -1),
    fixed('repl_backlog_active', 0),
    text('repl_backlog_size', (now) => now.sources.settings.text('repl-backlog-size')),
    fixed('repl_backlog_first_byte_offset', 0),
    fixed('repl_backlog_histlen', 0),
  ],
};

export const cpuSection: MetricSection = {
  name: 'cpu',
  title: 'CPU',
  byDefault: true,
  rows: [
    seconds('used_cpu_sys', 'Processor time in the system, all threads.', (now) => now.cpu.system / MICROSECONDS),
    seconds('used_cpu_user', 'Processor time outside the system, all threads.', (now) => now.cpu.user / MICROSECONDS),
    fixed('used_cpu_sys_children', '0.000000'),
    fixed('used_cpu_user_children', '0.000000'),
    seconds(
      'used_cpu_sys_main_thread',
      'Processor time of the main thread in the system.',
      (now) => now.gauge('mainCpuSystemUs') / MICROSECONDS,
    ),
    seconds(
      'used_cpu_user_main_thread',
      'Processor time of the main thread outside the system.',
      (now) => now.gauge('mainCpuUserUs') / MICROSECONDS,
    ),
  ],
};

export const modulesSection: MetricSection = { name: 'modules', title: 'Modules', byDefault: true, rows: [] };

export const clusterSection: MetricSection = {
  name: 'cluster',
  title: 'Cluster',
  byDefault: true,
  rows: [fixed('cluster_enabled', 0)],
};
