/** Puts together what the side HTTP server works with, and starts it. */
import { MessageChannel, type Worker } from 'node:worker_threads';
import { type AdminServer, startAdminServer } from '../admin/admin-server.ts';
import { CommandChannel } from '../admin/command-channel.ts';
import { pageFolder } from '../admin/page-folder.ts';
import { SampleHistory } from '../admin/sample-history.ts';
import { SharedBigKeys } from '../analytics/big-key-report.ts';
import { HotKeys } from '../analytics/hot-keys.ts';
import type { LoadedSettings } from '../config/load.ts';
import type { SettingsView } from '../config/shared-settings.ts';
import type { Logger } from '../logging/logger.ts';
import { wallClockMs } from '../memory/clock.ts';
import type { ClientPort } from '../messaging/client-port.ts';
import { ClientTable } from '../messaging/client-table.ts';
import { CommandReport } from '../metrics/command-report.ts';
import { ErrorCounts } from '../metrics/error-counts.ts';
import { LatencyEvents } from '../metrics/logs/latency-events.ts';
import { SlowLog } from '../metrics/logs/slow-log.ts';
import { EXPORTER_FAMILIES } from '../metrics/prometheus/exporter-families.ts';
import { larderFamilies } from '../metrics/prometheus/larder-families.ts';
import { logFamilies } from '../metrics/prometheus/log-families.ts';
import { Readings } from '../metrics/readings.ts';
import type { ServerInfoSources } from '../metrics/server-info.ts';
import { StoreFigures } from '../metrics/store-figures.ts';
import type { ToThread } from './messages.ts';
import type { ThreadData } from './thread-data.ts';

export interface AdminParts {
  readonly loaded: LoadedSettings;
  readonly settings: SettingsView;
  readonly data: Omit<ThreadData, 'index'>;
  readonly log: Logger;
  /** Io threads, which run the commands. */
  readonly workers: readonly Worker[];
  readonly commandNames: readonly string[];
  isReady(): boolean;
}

/** @returns nothing when it is off, or its default port is taken; an error when an address that was asked for is. */
export async function startAdmin(parts: AdminParts): Promise<{ server?: AdminServer; error?: string }> {
  const { settings, log, loaded } = parts;
  const { adminPort, adminBind } = settings.current;
  if (adminPort === 0 || adminBind.length === 0) return {};
  const context = contextOf(parts);
  const started = await startAdminServer(context, adminBind, adminPort);
  if (started.ok) {
    context.history.start();
    if (pageFolder() === undefined)
      log.warning('there is no web page: it was not built (npm run build makes dist/web)');
    return { server: started.server };
  }
  const isDefault = loaded.originOf('admin-port').source === 'default';
  if (!isDefault) return { error: started.message };
  log.warning(`${started.message}; going on without it (admin-port chooses another port)`);
  return {};
}

function contextOf({ settings, data, log, workers, commandNames, isReady }: AdminParts) {
  const names = commandNames.map((name, id) => ({ id, name }));
  const slowLog = new SlowLog(data.server.slowLog);
  const latency = new LatencyEvents(data.server.latency);
  const store = new StoreFigures(data.memory.control, data.memory.databases);
  const gauges = new Float64Array(data.server.gauges);
  const sources: ServerInfoSources = {
    ...data,
    settings,
    store,
    limit: store,
    errors: new ErrorCounts(data.server.errors),
  };
  const commands = new CommandReport(data.commandMetrics, names);
  const readings = () => new Readings(sources, gauges, wallClockMs());
  return {
    settings,
    log,
    channel: new CommandChannel(
      workers.map((worker) => () => connect(worker)),
      data.memory.databases,
    ),
    commandNames,
    commands,
    slowLog,
    latency,
    clients: new ClientTable(data.clients),
    bigKeys: new SharedBigKeys(data.server.bigKeys),
    hotKeys: new HotKeys(data.server.hotKeys, data.ioThreads),
    families: [...EXPORTER_FAMILIES, ...logFamilies(slowLog, latency), ...larderFamilies()],
    ioThreads: data.ioThreads,
    history: new SampleHistory({ readings, commands, ioThreads: data.ioThreads }),
    readings,
    isReady,
  };
}

function connect(worker: Worker): ClientPort {
  const { port1, port2 } = new MessageChannel();
  const left = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  worker.postMessage({ type: 'serve-admin', port: port2, left } satisfies ToThread, [port2]);
  return { port: port1, left };
}
