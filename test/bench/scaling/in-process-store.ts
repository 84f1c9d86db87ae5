/** A store and two threads on it, in this process: what the scaling case measures. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { loadSettings } from '../../../src/config/load.ts';
import { definePolicyNames } from '../../../src/config/policy-names.ts';
import { createSharedSettings } from '../../../src/config/shared-settings.ts';
import { COMMAND_METRICS_BYTES } from '../../../src/dispatch/command-metrics.ts';
import { policyNamesInFolder } from '../../../src/eviction/load-policies.ts';
import { createSharedMemory } from '../../../src/memory/shared-memory.ts';
import { STATS_BYTES } from '../../../src/memory/thread-stats.ts';
import { createServerMemory } from '../../../src/metrics/server-memory.ts';
import type { FromScalingThread, ScalingPattern, ScalingThreadData, ToScalingThread } from './messages.ts';

const DATABASES = 16;

export class InProcessStore {
  readonly #workers: Worker[] = [];
  readonly #signal = new Int32Array(new SharedArrayBuffer(64));
  #run = 0;

  /** Starts `threads` threads on one store and fills it with `keys` keys (16/64). */
  async start(threads: number, keys: number): Promise<void> {
    definePolicyNames(policyNamesInFolder());
    const loaded = loadSettings({ arguments: ['--maxmemory', '0'] });
    if (loaded.kind !== 'run') throw new Error(`settings: ${loaded.kind}`);
    const data: Omit<ScalingThreadData, 'index'> = {
      memory: createSharedMemory(DATABASES),
      stats: new SharedArrayBuffer(STATS_BYTES),
      commandMetrics: new SharedArrayBuffer(COMMAND_METRICS_BYTES),
      settings: createSharedSettings(loaded.settings.state),
      seed: [1, 2],
      server: createServerMemory(DATABASES),
      keys,
      signal: this.#signal.buffer as SharedArrayBuffer,
    };
    for (let index = 0; index < threads; index++) {
      const worker = new Worker(new URL('./scaling-thread.ts', import.meta.url), { workerData: { ...data, index } });
      this.#workers.push(worker);
      await once(worker, 'message');
    }
    await ask(this.#workers[0]!, { type: 'fill' });
  }

  /** Commands a second of the first `threads` threads together. */
  async throughput(threads: number, pattern: ScalingPattern, durationMs: number): Promise<number> {
    const run = ++this.#run;
    this.#signal[1] = 0;
    const working = this.#workers.slice(0, threads).map((worker) => ask(worker, { type: 'run', run, pattern }));
    while (Atomics.load(this.#signal, 1) < threads) await sleep(1);
    Atomics.store(this.#signal, 0, run);
    Atomics.notify(this.#signal, 0);
    await sleep(durationMs);
    Atomics.store(this.#signal, 0, 0);
    const results = await Promise.all(working);
    return results.reduce((sum, each) => sum + (each.type === 'ran' ? each.commands / each.seconds : 0), 0);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

async function ask(worker: Worker, message: ToScalingThread): Promise<FromScalingThread> {
  const failed = once(worker, 'error').then(([error]) => Promise.reject(error as Error));
  worker.postMessage(message);
  const [answer] = (await Promise.race([once(worker, 'message'), failed])) as [FromScalingThread];
  return answer;
}
