/** The jobs that a load process does, and what it reports: plain data, sent between the processes. */
import type { LatencySummary } from '../stats/histogram.ts';
import type { DeadlineCounts } from './deadlines.ts';
import type { UnitSpec } from './template.ts';

/** Sends batches of one unit over and over, each batch after the replies to the one before it. */
export interface PipelineJob {
  readonly kind: 'pipeline';
  readonly port: number;
  readonly unit: UnitSpec;
  readonly connections: number;
  /** Units in one write. */
  readonly batch: number;
  /** Batches under way on a connection; 1 waits for the replies before it writes again. */
  readonly inFlight?: number;
  /** Stops after so many units, or after so long, or when told to. */
  readonly units?: number;
  readonly durationMs?: number;
  readonly seed?: number;
  /** Where {seq} starts. */
  readonly firstSeq?: number;
  /** With this, latencies are corrected for coordinated omission: the time between requests of a client that never waits. */
  readonly intervalUs?: number;
  /** An error reply ends the job with an exception, unless this is set. */
  readonly allowErrors?: boolean;
}

/** Cache-aside: GET, and after a miss SET of the same key. */
export interface CacheAsideJob {
  readonly kind: 'cache-aside';
  readonly port: number;
  readonly connections: number;
  readonly depth: number;
  readonly durationMs: number;
  readonly keys: number;
  readonly pattern: 'random' | 'sequential' | 'zipf';
  readonly valueBytes: number;
  readonly seed?: number;
  /** Where the sequential pattern starts. */
  readonly firstKey?: number;
}

/** One publisher, many subscribers of one channel, all in one process. */
export interface FanoutJob {
  readonly kind: 'fanout';
  readonly port: number;
  readonly subscribers: number;
  readonly messages: number;
  readonly payloadBytes: number;
  /** Messages that may be on their way to the slowest subscriber. */
  readonly window: number;
}

export type Job = PipelineJob | CacheAsideJob | FanoutJob;

export interface LoadResult {
  /** Units, GETs or delivered messages. */
  readonly done: number;
  readonly seconds: number;
  readonly errors: number;
  readonly firstError: string;
  readonly nulls: number;
  readonly latency: LatencySummary;
  readonly deadlines: DeadlineCounts;
  /** {seq} of the next unit, or the next key of the sequential pattern. */
  readonly nextSeq: number;
}

export type ToWorker = { readonly type: 'run'; readonly job: Job } | { readonly type: 'stop' };
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'started' }
  | { readonly type: 'done'; readonly result: LoadResult }
  | { readonly type: 'failed'; readonly message: string };
