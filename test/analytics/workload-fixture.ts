/** Samples as io threads write them, and a workload that takes them. */
import type { ArgIndex, RequestArgs } from '../../protocol/command/arguments.ts';
import { ReportMemory } from '../../src/analytics/report-memory.ts';
import { SampleReader } from '../../src/analytics/sample-reader.ts';
import { Workload } from '../../src/analytics/workload.ts';
import { LiveChooser } from '../../src/eviction/adaptive/live-chooser.ts';
import { G_SAMPLE_BELOW } from '../../src/memory/layout.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import { STATS_BYTES, statsRow } from '../../src/memory/thread-stats.ts';
import { Keyspace } from '../../src/store/keyspace.ts';
import { NO_EXPIRY, TYPE_STRING } from '../../src/store/record.ts';
import { ANALYTICS_BYTES } from '../../src/store/usage/sample-layout.ts';

const KEY = 1 as ArgIndex;

export class SampledStore {
  readonly shared = new SharedArrayBuffer(ANALYTICS_BYTES);
  readonly store: Keyspace;
  readonly reader: SampleReader;
  readonly memory: ReportMemory;
  readonly chooser: LiveChooser;
  readonly workload: Workload;
  nowMs = 1_800_000_000_000;

  constructor(threads = 1) {
    const stats = new SharedArrayBuffer(STATS_BYTES);
    this.store = new Keyspace(createSharedMemory(2), statsRow(stats, 0), [1, 2]);
    this.store.samples.attach(this.shared, 0);
    this.store.costs.attach(this.shared);
    this.store.control[G_SAMPLE_BELOW] = 0x7fffffff;
    this.reader = new SampleReader(this.shared, threads);
    this.memory = new ReportMemory(this.shared);
    this.chooser = new LiveChooser(this.store.control);
    this.workload = new Workload(this.chooser, this.store.costs, this.memory);
  }

  /** Names the key of the next request. */
  key(name: string): ArgIndex {
    const buf = Buffer.from(name);
    this.store.args = {
      buf,
      argc: 2,
      argStart: Int32Array.of(0, 0),
      argLen: Int32Array.of(0, buf.length),
    } as unknown as RequestArgs;
    this.store.setTime(this.nowMs);
    this.store.prepare(KEY);
    return KEY;
  }

  read(name: string): boolean {
    return this.store.read(this.key(name)) !== 0;
  }

  write(name: string, length = 100, expiresAt: number = NO_EXPIRY): void {
    const key = this.key(name);
    this.store.put(key, this.store.peek(key), TYPE_STRING, 0, length, false, expiresAt);
  }

  delete(name: string): void {
    const key = this.key(name);
    this.store.delete(key, this.store.peek(key));
  }

  evict(name: string): void {
    const key = this.key(name);
    this.store.evict(this.store.shards[key]!, 0, this.store.hashes[key]!, this.store.peek(key));
  }

  /** Lets the workload take all samples. @returns their kinds */
  drain(): number[] {
    const kinds: number[] = [];
    this.reader.begin();
    while (this.reader.next()) {
      kinds.push(this.reader.kind);
      this.workload.take(this.reader);
    }
    return kinds;
  }
}
