/**
 * What server commands ask of an io thread (`ServerPorts.info`), and where the thread tells what it measured.
 *
 * Wiring, once a thread:
 * - `new ServerInfo(sources)`; its `errors` go to a `CountingReplyWriter`, its `timed` to `dispatcher.onTimed`;
 * - `noteHeap(stats)` about once a second.
 * The main thread allocates `createServerMemory()` and runs a `Sampler`.
 */
import { HotKeys } from '../analytics/hot-keys.ts';
import { reportsIn } from '../analytics/report-memory.ts';
import type { SettingsView } from '../config/shared-settings.ts';
import type { Client } from '../dispatch/client.ts';
import { resetCommandMetrics } from '../dispatch/command-metrics.ts';
import type { DurationHistogram, MemoryReport, ServerPort } from '../dispatch/ports/server.ts';
import type { ParsedRequest, Row } from '../dispatch/request.ts';
import type { ShardWalk } from '../dispatch/shard-walk.ts';
import { wallClockMs } from '../memory/clock.ts';
import { resetStats, type StatName } from '../memory/thread-stats.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { CensusTaker } from './census-taker.ts';
import { CommandReport } from './command-report.ts';
import { ErrorCounts } from './error-counts.ts';
import { GAUGE } from './gauges/gauges.ts';
import { HotKeySessions } from './hot-key-sessions.ts';
import { infoText } from './info-text.ts';
import { LatencyEvents } from './logs/latency-events.ts';
import { mustHide, SECRET } from './logs/secrets.ts';
import { SlowLog, shortenArguments } from './logs/slow-log.ts';
import { Readings } from './readings.ts';
import type { ServerMemory } from './server-memory.ts';
import type { StoreReader } from './store-figures.ts';

/** Everything that is measured elsewhere. */
export interface ServerInfoSources {
  readonly settings: SettingsView;
  readonly store: StoreReader;
  readonly limit: { usedBytes(): number };
  /** Rows of all threads (memory/thread-stats.ts). */
  readonly stats: SharedArrayBuffer;
  readonly commandMetrics: SharedArrayBuffer;
  readonly errors: ErrorCounts;
  readonly ioThreads: number;
  readonly startedMs: number;
  readonly runId: string;
  /** Path of the config file; empty for none. */
  readonly configFile: string;
  /** What the server remembers of itself. */
  readonly server: ServerMemory;
  /** The memory in which threads know of each other's clients and channels; undefined where there are none. */
  readonly clients?: SharedArrayBuffer;
  /** The table of scripts; undefined where there is none. */
  readonly scripts?: SharedArrayBuffer;
}

export interface ServerInfoOptions extends Omit<ServerInfoSources, 'errors'> {
  readonly store: Keyspace;
  /** Commands by id, for their names. */
  readonly commands: readonly { readonly id: number; readonly name: string }[];
  /** Asks the main thread to end the server. */
  readonly shutdown: () => void;
}

/** Values that tell how things are, not what happened. */
const GAUGES: readonly StatName[] = [
  'connectedClients',
  'clientOutputBytes',
  'clientInputBytes',
  'jsHeapUsed',
  'jsHeapTotal',
  'blockedClients',
  'timedClients',
  'pubsubClients',
  'maxInputBuffer',
  'maxOutputBuffer',
  'dirty',
  'loopDelayMaxUs',
  'loopDelayMeanUs',
  'loopDelayLongestUs',
  'luaBytes',
  'luaLibraryBytes',
];

export class ServerInfo implements ServerPort {
  readonly startedMs: number;
  readonly slowLog: SlowLog;
  readonly latency: LatencyEvents;
  readonly errors: ErrorCounts;
  readonly hotKeys: HotKeySessions;
  readonly #sources: ServerInfoSources;
  readonly #gauges: Float64Array;
  readonly #commands: CommandReport;
  readonly #shutdown: () => void;
  readonly #store: Keyspace;
  /** Made for the first INFO. */
  #census: CensusTaker | undefined;

  constructor(options: ServerInfoOptions) {
    const { server } = options;
    this.startedMs = options.startedMs;
    this.slowLog = new SlowLog(server.slowLog);
    this.latency = new LatencyEvents(server.latency);
    this.errors = new ErrorCounts(server.errors);
    this.#gauges = new Float64Array(server.gauges);
    this.#commands = new CommandReport(options.commandMetrics, options.commands);
    this.#sources = { ...options, errors: this.errors };
    this.#shutdown = options.shutdown;
    this.#store = options.store;
    const hotKeys = new HotKeys(server.hotKeys, options.ioThreads);
    this.hotKeys = new HotKeySessions(hotKeys, this.#commands, () => this.readings());
  }

  /** For `Dispatcher.onTimed`: keeps what took long. */
  readonly timed = (row: Row, client: Client, request: ParsedRequest, us: number): void => {
    const { current } = this.#sources.settings;
    const slowerThan = current.slowlogLogSlowerThan;
    const threshold = current.latencyMonitorThreshold;
    if (slowerThan >= 0 && us >= slowerThan && !row.flags.includes('skip_slowlog')) {
      this.#logSlow(row, client, request, us, current.slowlogMaxLen);
    }
    if (threshold > 0 && us >= threshold * 1000) {
      const name = row.flags.includes('fast') ? 'fast-command' : 'command';
      this.latency.add(name, Math.floor(us / 1000), wallClockMs());
    }
  };

  #logSlow(row: Row, client: Client, request: ParsedRequest, us: number, maxLength: number): void {
    const textOf = (index: number, most: number): string => {
      const start = request.argStart[index]!;
      if (start < 0) return '';
      return request.buf.toString('latin1', start, start + Math.min(request.argLen[index]!, most));
    };
    const isHidden = mustHide(row.name, request.argc, (index) => textOf(index, 64));
    this.slowLog.add(
      {
        seconds: Math.floor(wallClockMs() / 1000),
        us: Math.floor(us),
        args: shortenArguments(
          request.argc,
          (index, most) => (isHidden(index) ? SECRET : textOf(index, most)),
          (index) => (isHidden(index) ? SECRET.length : request.argLen[index]!),
        ),
        // A script has none.
        address: client.id === 0 ? '' : client.address,
        clientName: client.name,
      },
      maxLength,
    );
  }

  readings(): Readings {
    return new Readings(this.#sources, this.#gauges, wallClockMs());
  }

  info(sections: readonly string[], walk?: ShardWalk): string {
    this.#census ??= new CensusTaker(this.#store, this.#sources.server.keyCensus);
    const taker = this.#census;
    const isAsked = sections.some((name) => name.toLowerCase() === 'keysizes');
    const now = new Readings(this.#sources, this.#gauges, wallClockMs(), () => taker.take(walk, isAsked));
    return infoText(sections, now, this.#commands);
  }

  memory(): MemoryReport {
    const now = this.readings();
    return {
      used: now.usedBytes,
      peak: now.peakBytes,
      startup: now.startupBytes,
      resident: now.rssBytes,
      committed: now.committedBytes,
      clients: now.sum('clientInputBytes') + now.sum('clientOutputBytes'),
      keys: now.keys,
      scripts: now.scripts.scriptBytes,
      libraries: now.scripts.libraryBytes,
      lua: now.sum('luaBytes'),
    };
  }

  durations(command: number): DurationHistogram | undefined {
    return this.#sources.settings.current.latencyTracking ? this.#commands.histogram(command) : undefined;
  }

  resetStatistics(): void {
    resetStats(this.#sources.stats, GAUGES);
    resetCommandMetrics(this.#sources.commandMetrics);
    this.errors.reset();
    reportsIn(this.#sources.server.analytics).reset();
  }

  shutdown(): void {
    this.#shutdown();
  }

  setActiveExpire(on: boolean): void {
    this.#gauges[GAUGE.activeExpireOff] = on ? 0 : 1;
  }
}
