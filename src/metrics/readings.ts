/** What the metrics are read from, at one moment: measured figures are taken once, counters are summed when asked for. */
import { totalmem } from 'node:os';
import type { AnalyticsReport } from '../analytics/report.ts';
import { reportsIn } from '../analytics/report-memory.ts';
import type { Settings } from '../config/settings.ts';
import { LARGE_UNIT_BYTES } from '../memory/large/large-layout.ts';
import {
  G_CLIENTS,
  G_COMMITTED_PAGES,
  G_LARGE_COUNT,
  G_LARGE_UNITS,
  GLOBAL_WORDS,
  PAGE_BYTES,
  S_BURIED,
  S_WAIT_KEYS,
  S_WAIT_KEYS_GONE,
  SHARDS,
  shardWords,
} from '../memory/layout.ts';
import { maxStat, type StatName, statOf, sumStat } from '../memory/thread-stats.ts';
import { ChannelTable } from '../messaging/channel-table.ts';
import { ClientTable } from '../messaging/client-table.ts';
import { type ScriptFigures, scriptFiguresIn } from '../messaging/script-figures.ts';
import { KeyCensus, SharedKeyCensus } from '../store/key-census.ts';
import { GAUGE, notePeak } from './gauges/gauges.ts';
import type { ServerInfoSources } from './server-info.ts';

/** Bytes of the index a key: buckets of 64 bytes and ten slots, of which four fifths are taken. */
const INDEX_BYTES = 8;

export class Readings {
  readonly sources: ServerInfoSources;
  readonly settings: Settings;
  readonly gauges: Float64Array;
  readonly nowMs: number;
  readonly usedBytes: number;
  readonly rssBytes: number;
  readonly cpu: NodeJS.CpuUsage;
  readonly #takeCensus: () => KeyCensus;
  #census: KeyCensus | undefined;

  /** @param takeCensus what is known of all keys; else it is what the background thread found last */
  constructor(sources: ServerInfoSources, gauges: Float64Array, nowMs: number, takeCensus?: () => KeyCensus) {
    this.sources = sources;
    this.settings = sources.settings.current;
    this.gauges = gauges;
    this.nowMs = nowMs;
    this.usedBytes = sources.limit.usedBytes();
    this.rssBytes = process.memoryUsage.rss();
    this.cpu = process.cpuUsage();
    this.#takeCensus = takeCensus ?? (() => lastCensus(sources));
    notePeak(gauges, this.usedBytes, nowMs);
  }

  /** What is known of the workload; undefined while analytics are off. */
  get analytics(): AnalyticsReport | undefined {
    return reportsIn(this.sources.server.analytics).latest();
  }

  /** How many keys are how large, and how long they live. */
  get census(): KeyCensus {
    this.#census ??= this.#takeCensus();
    return this.#census;
  }

  get scripts(): ScriptFigures {
    return scriptFiguresIn(this.sources.scripts);
  }

  /** A counter of all threads. */
  sum(name: StatName): number {
    return sumStat(this.sources.stats, name);
  }

  /** The highest of the threads' values. */
  max(name: StatName): number {
    return maxStat(this.sources.stats, name);
  }

  /** A counter of the background thread. */
  byBackground(name: StatName): number {
    return this.ofThread(this.sources.ioThreads, name);
  }

  /** The same of the threads that run commands: of rows of its own, so that it never falls as a difference would. */
  byCommands(name: StatName): number {
    const background = this.sources.ioThreads;
    let sum = this.ofThread(background + 1, name);
    for (let thread = 0; thread < background; thread++) sum += this.ofThread(thread, name);
    return sum;
  }

  /** A counter of one thread. */
  ofThread(thread: number, name: StatName): number {
    return statOf(this.sources.stats, thread, name);
  }

  gauge(name: keyof typeof GAUGE): number {
    return this.gauges[GAUGE[name]]!;
  }

  get uptimeSeconds(): number {
    return Math.floor((this.nowMs - this.sources.startedMs) / 1000);
  }

  get port(): number {
    return this.gauge('port') || this.settings.port;
  }

  get connectedClients(): number {
    return this.sources.store.control[G_CLIENTS]!;
  }

  /** Memory that the heap has drawn and the large objects take. */
  get committedBytes(): number {
    return this.sources.store.control[G_COMMITTED_PAGES]! * PAGE_BYTES + this.largeBytes;
  }

  get largeBytes(): number {
    return this.sources.store.control[G_LARGE_UNITS]! * LARGE_UNIT_BYTES;
  }

  get largeObjects(): number {
    return this.sources.store.control[G_LARGE_COUNT]!;
  }

  get peakBytes(): number {
    return this.gauge('peakBytes');
  }

  get startupBytes(): number {
    return this.gauge('startupBytes');
  }

  /** What is used beside the data: here what the server used when it was empty. */
  get datasetBytes(): number {
    return Math.max(0, this.usedBytes - this.startupBytes);
  }

  get systemBytes(): number {
    return totalmem();
  }

  /** JS heaps of all threads. */
  get jsHeapUsed(): number {
    return this.sum('jsHeapUsed') + this.gauge('mainHeapUsed');
  }

  get jsHeapTotal(): number {
    return this.sum('jsHeapTotal') + this.gauge('mainHeapTotal');
  }

  /** Keys that clients wait for. */
  get blockingKeys(): number {
    return this.#sumOfShards(S_WAIT_KEYS);
  }

  /** Those of them that somebody also waits for to go. */
  get blockingKeysGone(): number {
    return this.#sumOfShards(S_WAIT_KEYS_GONE);
  }

  /** Keys and collections that are deleted and still to be freed. */
  get buried(): number {
    return this.#sumOfShards(S_BURIED);
  }

  #sumOfShards(word: number): number {
    const { control, databases } = this.sources.store;
    const words = shardWords(databases);
    let sum = 0;
    for (let shard = 0; shard < SHARDS; shard++) sum += control[GLOBAL_WORDS + shard * words + word]!;
    return sum;
  }

  /** Clients that watch keys (WATCH). */
  get watchingClients(): number {
    const { clients } = this.sources;
    return clients === undefined ? 0 : new ClientTable(clients).list().filter(({ watched }) => watched > 0).length;
  }

  /** A word of the control block. */
  word(index: number): number {
    return this.sources.store.control[index]!;
  }

  /** Names that have subscribers: CHANNEL, SHARD_CHANNEL, PATTERN or KEY_PREFIX of messaging/channel-table.ts. */
  subscribed(kind: number): number {
    const { clients } = this.sources;
    return clients === undefined ? 0 : new ChannelTable(clients).count(kind);
  }

  /** About what keys and the index take: from the number of keys, and the mean of the last walk over all of them. */
  shares(): { readonly keyBytes: number; readonly indexBytes: number } {
    const { keys } = this;
    return { keyBytes: keys * this.gauge('meanKeyBytes'), indexBytes: Math.round(keys * INDEX_BYTES) };
  }

  get keys(): number {
    const { store } = this.sources;
    let keys = 0;
    for (let db = 0; db < store.databases; db++) keys += store.size(db);
    return keys;
  }
}

function lastCensus({ server, store }: ServerInfoSources): KeyCensus {
  const census = new KeyCensus(store.databases);
  new SharedKeyCensus(server.keyCensus, store.databases).read(census);
  return census;
}
