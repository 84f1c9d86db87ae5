/**
 * The main thread: allocates the shared memory, checks that the addresses are free, starts the threads, and ends them.
 * It serves no command.
 */
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type MessagePort, Worker } from 'node:worker_threads';
import type { AdminServer } from './admin/admin-server.ts';
import type { LoadedSettings } from './config/load.ts';
import { createSharedSettings, SettingsView } from './config/shared-settings.ts';
import { COMMAND_METRICS_BYTES } from './dispatch/command-metrics.ts';
import { probeAddresses } from './io/bind-address.ts';
import { CAN_SHARE_PORT } from './io/listener.ts';
import { createLogger, type Logger, type LogLevel } from './logging/logger.ts';
import { wallClockMs } from './memory/clock.ts';
import { createSharedMemory } from './memory/shared-memory.ts';
import { sparseMemory } from './memory/sparse-memory.ts';
import { STATS_BYTES } from './memory/thread-stats.ts';
import { createClientMemory } from './messaging/client-memory.ts';
import { SAMPLE_MS, Sampler } from './metrics/gauges/sampler.ts';
import { Noteworthy } from './metrics/logs/noteworthy.ts';
import { SlowLog } from './metrics/logs/slow-log.ts';
import { createServerMemory } from './metrics/server-memory.ts';
import { createRunningMemory } from './scripting/running-scripts.ts';
import { createScriptMemory } from './scripting/script-log.ts';
import { Addresses, type StartResult } from './threads/addresses.ts';
import { collectAfterStart } from './threads/collector.ts';
import { LateScriptThread } from './threads/late-script-thread.ts';
import { DRAIN_MS, type FromThread, type ToThread } from './threads/messages.ts';
import { startAdmin } from './threads/start-admin.ts';
import type { ThreadData } from './threads/thread-data.ts';
import { LARDER_VERSION, REDIS_VERSION } from './version.ts';

/** Most io threads that are started unless more are asked for. */
const MAX_DEFAULT_THREADS = 8;
/** What loading a thread takes serves the next one: with two at once 5 MB more stay. More would take too long in a row. */
const ONE_BY_ONE = 2;
/** Heap of a thread: the data is not in it, and a small young generation keeps it in the cache. */
const WORKER_LIMITS = { maxYoungGenerationSizeMb: 8 };

/** How often the main thread looks at its own time and heap. */
const SAMPLE_THREAD_MS = 1_000;

export class Supervisor {
  readonly #loaded: LoadedSettings;
  readonly #log: Logger;
  readonly #ioWorkers = new Set<Worker>();
  #serving = false;
  #listening = false;
  /** By id; thread 0 tells them. */
  #commandNames: readonly string[] = [];
  #admin: AdminServer | undefined;
  #stopping = false;
  #exitCode = 0;
  #scripts: LateScriptThread | undefined;
  #addresses: Addresses | undefined;
  settings!: SettingsView;

  constructor(loaded: LoadedSettings, log: Logger) {
    this.#loaded = loaded;
    this.#log = log;
  }

  /** Starts the server. @returns the port it serves, or one line that says why it cannot. */
  async start(): Promise<StartResult> {
    const shared = createSharedSettings(this.#loaded.state);
    this.settings = new SettingsView(shared);
    const { current } = this.settings;
    const wished = current.bind.map(({ host, optional }) => (optional ? `-${host}` : host));
    const probe = await probeAddresses(wished, current.port);
    if (!probe.ok) return { ok: false, message: probe.message };
    for (const line of probe.skipped) this.#log.notice(line);
    const wanted = current.threads > 0 ? current.threads : Math.min(MAX_DEFAULT_THREADS, availableParallelism());
    const ioThreads = CAN_SHARE_PORT ? wanted : 1;
    const data = this.#threadData(shared, ioThreads);
    const starting: Promise<Worker>[] = [];
    const scripts = new LateScriptThread(ioThreads, data, (late, ports) =>
      this.#startThread('script-thread', late, ports).catch(() => undefined),
    );
    for (let index = 0; index < ioThreads; index++) {
      const scriptPort = scripts.newPort();
      starting.push(this.#startThread('io-thread', { ...data, index, scriptPort }, [scriptPort]));
      if (index < ONE_BY_ONE) await starting[index];
    }
    starting.push(this.#startThread('background-thread', { ...data, index: ioThreads }));
    const workers = await Promise.all(starting);
    scripts.background = workers.at(-1)!;
    scripts.background.postMessage({ type: 'work' } satisfies ToThread);
    this.#scripts = scripts;
    this.#serving = true;
    // Before the first client is served, so that an address which is taken stops the start and not the service.
    const refused = await this.#startAdmin(data, workers.slice(0, ioThreads));
    if (refused !== undefined) return { ok: false, message: refused };
    this.#addresses = new Addresses(current, probe.addresses, (text) => this.#log.warning(text));
    const result = await this.#addresses.listen(workers.slice(0, ioThreads));
    if (!result.ok) return result;
    this.#listening = true;
    // A signal has come since the first thread listens: there is nothing to announce.
    if (this.#stopping) return result;
    this.#sample(data, result.port);
    this.#banner(ioThreads, result.port);
    collectAfterStart(0);
    const noteworthy = new Noteworthy(data.stats, new SlowLog(data.server.slowLog), this.#log);
    setInterval(() => {
      this.settings.refreshIfChanged();
      noteworthy.look(wallClockMs());
    }, SAMPLE_THREAD_MS).unref();
    this.settings.onChange((now, names) => {
      this.#log.setLevel(now.loglevel as LogLevel);
      this.#log.notice(`settings changed: ${names.join(', ')}`);
    });
    return result;
  }

  /** Ends all threads, in order, then the process; the process at once while no thread serves. */
  stop(exitCode: number): void {
    if (this.#stopping) return;
    if (!this.#serving) process.exit(exitCode);
    this.#stopping = true;
    this.#exitCode = exitCode;
    this.#admin?.close();
    // The threads behind them work on until these have answered their clients.
    for (const worker of this.#ioWorkers) worker.postMessage({ type: 'stop' } satisfies ToThread);
    setTimeout(() => process.exit(this.#exitCode), DRAIN_MS + 1_000).unref();
  }

  #banner(ioThreads: number, port: number): void {
    const { current } = this.settings;
    const limit = current.maxmemory === 0 ? 'no memory limit' : `${Math.round(current.maxmemory / 2 ** 20)} MiB`;
    const whose = this.#loaded.hasConfigFile ? "Redis' defaults under the config file" : 'defaults, no config file';
    for (const warning of this.#loaded.warnings) this.#log.warning(warning);
    for (const notice of this.#loaded.notices) this.#log.verbose(notice);
    this.#log.notice(
      `Larder ${LARDER_VERSION} (as Redis ${REDIS_VERSION}), pid ${process.pid}, ${ioThreads} io threads, ` +
        `${limit}, ${current.maxmemoryPolicy} (${whose})`,
    );
    const where = port === 0 ? current.unixsocket : `port ${port}`;
    const http = this.#admin === undefined ? '' : `, HTTP on ${this.#admin.addresses.join(', ')}`;
    this.#log.notice(`Ready to accept connections on ${where}${http}`);
  }

  #threadData(settings: SharedArrayBuffer, ioThreads: number): Omit<ThreadData, 'index'> {
    const seed = randomBytes(8);
    return {
      ioThreads,
      memory: createSharedMemory(this.settings.current.databases, process.env['LARDER_POISON'] === 'yes'),
      stats: new SharedArrayBuffer(STATS_BYTES),
      commandMetrics: sparseMemory(COMMAND_METRICS_BYTES),
      server: createServerMemory(this.settings.current.databases),
      settings,
      clients: createClientMemory(ioThreads),
      scripts: createScriptMemory(),
      running: createRunningMemory(),
      seed: [seed.readInt32LE(0), seed.readInt32LE(4)],
      startedMs: wallClockMs(),
      runId: randomBytes(20).toString('hex'),
      configFile: this.#loaded.state.configFile ?? '',
    };
  }

  /** @returns why the server cannot start, if so */
  async #startAdmin(data: Omit<ThreadData, 'index'>, workers: readonly Worker[]): Promise<string | undefined> {
    const { server, error } = await startAdmin({
      loaded: this.#loaded,
      settings: this.settings,
      data,
      log: this.#log,
      workers,
      commandNames: this.#commandNames,
      isReady: () => this.#listening && !this.#stopping,
    });
    this.#admin = server;
    return error;
  }

  /** Rates, peaks and this thread's own figures, for INFO. */
  #sample(data: Omit<ThreadData, 'index'>, port: number): void {
    const sampler = new Sampler(data.memory.control, data.stats, data.server.gauges);
    sampler.started(port);
    sampler.sampleThread(wallClockMs());
    setInterval(() => sampler.sample(wallClockMs()), SAMPLE_MS).unref();
    setInterval(() => sampler.sampleThread(wallClockMs()), SAMPLE_THREAD_MS).unref();
  }

  #startThread(name: string, data: ThreadData, transferList: readonly MessagePort[] = []): Promise<Worker> {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const worker = new Worker(new URL(`./threads/${name}.${extension}`, import.meta.url), {
      workerData: data,
      name,
      resourceLimits: WORKER_LIMITS,
      transferList: [...transferList],
    });
    if (name === 'io-thread') this.#ioWorkers.add(worker);
    return new Promise((resolve, reject) => {
      worker.on('message', (message: FromThread) => {
        if (message.type === 'ready') {
          if (message.commands !== undefined) this.#commandNames = message.commands;
          resolve(worker);
        } else this.#onMessage(worker, message);
      });
      worker.on('error', (error) => {
        reject(error);
        this.#log.warning(`a thread failed: ${error instanceof Error ? error.stack : String(error)}`);
        process.exit(1);
      });
      worker.on('exit', () => this.#onExit(worker));
    });
  }

  #onMessage(worker: Worker, message: FromThread): void {
    if (message.type === 'fatal') {
      this.#log.warning(`${message.command} failed half way, and the data is in doubt: ${message.error}`);
      process.exit(1);
    }
    if (message.type === 'unexpected') this.#log.warning(`${message.command} failed: ${message.error}`);
    if (message.type === 'log') this.#log[message.level](message.text);
    if (message.type === 'shutdown') this.stop(0);
    this.#scripts?.onMessage(message);
    this.#addresses?.onMessage(worker, message);
  }

  #onExit(worker: Worker): void {
    this.#ioWorkers.delete(worker);
    if (this.#stopping && this.#ioWorkers.size === 0) process.exit(this.#exitCode);
  }
}

/** Runs the server until a signal or SHUTDOWN ends it. What keeps it from starting is one line and exit code 1. */
export async function superviseUntilEnd(loaded: LoadedSettings): Promise<void> {
  const settings = new SettingsView(createSharedSettings(loaded.state)).current;
  let log: Logger;
  try {
    log = createLogger(settings.loglevel as LogLevel, settings.logfile);
  } catch (error) {
    return fail(`cannot open the log file: ${(error as Error).message}`);
  }
  const supervisor = new Supervisor(loaded, log);
  // A signal may come while the server starts, or as soon as a client can connect.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log.notice(`${signal} received, shutting down`);
      supervisor.stop(0);
    });
  }
  const started = await supervisor.start();
  if (!started.ok) return fail(started.message);
  if (settings.pidfile !== '') writePidFile(settings.pidfile, log);
}

function fail(message: string): never {
  process.stderr.write(`larder: ${message}\n`);
  process.exit(1);
}

/** The file is removed at the end, whatever ends the process in order. */
function writePidFile(path: string, log: Logger): void {
  try {
    writeFileSync(path, `${process.pid}\n`);
  } catch (error) {
    log.warning(`cannot write the pid file: ${(error as Error).message}`);
    return;
  }
  process.on('exit', () => rmSync(path, { force: true }));
}
