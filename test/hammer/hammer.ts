/** Several threads change one store at once; then everything in it is audited. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { auditLarge } from '../../src/memory/large/large-audit.ts';
import { G_SLAB_LOCK, G_USED, S_LOCK, SHARDS } from '../../src/memory/layout.ts';
import { LOCK_FREE } from '../../src/memory/lock.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import { STATS_BYTES } from '../../src/memory/thread-stats.ts';
import { auditStore } from '../../src/store/audit.ts';
import { DataTypes } from '../../src/store/data-types.ts';
import { StoreDriver } from '../store/store-driver.ts';
import { DATABASES, type HammerOrder, type HammerReport, READY, STOP } from './protocol.ts';

export interface HammerOptions {
  /** Threads that change the store; one more works in the background. */
  readonly threads: number;
  readonly ms: number;
  readonly seed: number;
  readonly keys: number;
  /** Bytes of the largest piece of a value. */
  readonly largest: number;
  /** Whether commands on collections are run, instead of operations on strings. */
  readonly collections?: boolean;
}

export interface HammerResult {
  readonly problems: readonly string[];
  /** How often each operation was done, by all threads. */
  readonly done: Readonly<Record<string, number>>;
  readonly records: number;
}

/** Hammers a fresh store for some time. */
export async function hammer({ threads, ms, seed, keys, largest, collections }: HammerOptions): Promise<HammerResult> {
  const shared = createSharedMemory(DATABASES, true);
  const signals = new SharedArrayBuffer(8);
  const stats = new SharedArrayBuffer(STATS_BYTES);
  const { store, strings } = new StoreDriver(shared);
  void new DataTypes(store, strings);
  const worker = collections === true ? './command-worker.ts' : './worker.ts';
  const common = { shared, stats, signals, threads: threads + 1, seed, keys, largest };
  const reports: Promise<HammerReport>[] = [];
  for (let index = 0; index <= threads; index++) {
    const file = new URL(index === threads ? './background.ts' : worker, import.meta.url);
    reports.push(reportOf(new Worker(file, { workerData: { ...common, index } satisfies HammerOrder })));
  }
  const all = Promise.all(reports);
  // The time begins when all threads are there: a busy machine takes long to start them.
  while (Atomics.load(new Int32Array(signals), READY) <= threads) await Promise.race([sleep(5), all]);
  await Promise.race([sleep(ms), all]);
  Atomics.store(new Int32Array(signals), STOP, 1);
  const done: Record<string, number> = {};
  const problems: string[] = [];
  let untoldBytes = 0;
  for (const report of await all) {
    problems.push(...report.problems);
    untoldBytes += report.untoldBytes;
    for (const [name, count] of Object.entries(report.done)) done[name] = (done[name] ?? 0) + count;
  }
  store.heap.slabs.sync();
  const { control } = store;
  for (let shard = 0; shard < SHARDS; shard++) {
    if (control[store.heap.base(shard) + S_LOCK] !== LOCK_FREE) problems.push(`the lock of shard ${shard} is held`);
  }
  if (control[G_SLAB_LOCK] !== LOCK_FREE) problems.push('the lock of the slabs is held');
  const audit = auditStore(store);
  problems.push(...audit.problems, ...auditLarge(store.large, shared).problems);
  const told = control[G_USED]! * 64 + untoldBytes;
  if (told !== audit.usedBytes) problems.push(`${told} bytes are accounted for, ${audit.usedBytes} are in use`);
  store.heap.slabs.close();
  return { problems, done, records: audit.records };
}

async function reportOf(worker: Worker): Promise<HammerReport> {
  // Both are awaited from the beginning: the thread may be gone before its message is looked at.
  const [[report]] = await Promise.all([once(worker, 'message') as Promise<[HammerReport]>, once(worker, 'exit')]);
  return report;
}
