/** What the side HTTP server works with: shared memory to read, and a channel for commands. */
import type { SharedBigKeys } from '../analytics/big-key-report.ts';
import type { HotKeys } from '../analytics/hot-keys.ts';
import type { SettingsView } from '../config/shared-settings.ts';
import type { Logger } from '../logging/logger.ts';
import type { ClientTable } from '../messaging/client-table.ts';
import type { CommandReport } from '../metrics/command-report.ts';
import type { LatencyEvents } from '../metrics/logs/latency-events.ts';
import type { SlowLog } from '../metrics/logs/slow-log.ts';
import type { MetricFamily } from '../metrics/prometheus/metric-family.ts';
import type { Readings } from '../metrics/readings.ts';
import type { CommandChannel } from './command-channel.ts';
import type { SampleHistory } from './sample-history.ts';

export interface AdminContext {
  readonly settings: SettingsView;
  readonly log: Logger;
  readonly channel: CommandChannel;
  /** Names of commands by the ids under which they are counted. */
  readonly commandNames: readonly string[];
  readonly commands: CommandReport;
  readonly slowLog: SlowLog;
  readonly latency: LatencyEvents;
  readonly clients: ClientTable;
  readonly hotKeys: HotKeys;
  readonly bigKeys: SharedBigKeys;
  readonly families: readonly MetricFamily[];
  readonly history: SampleHistory;
  readonly ioThreads: number;
  /** The figures of this moment. */
  readings(): Readings;
  /** Whether clients are served. */
  isReady(): boolean;
}
