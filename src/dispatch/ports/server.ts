/** What server commands may ask: statistics, logs, the life of the process. */
import type { ShardWalk } from '../shard-walk.ts';
import type { HotKeysPort } from './hot-keys.ts';

/** What `MEMORY STATS` and the doctor look at, in bytes unless said otherwise. */
export interface MemoryReport {
  readonly used: number;
  readonly peak: number;
  readonly startup: number;
  readonly resident: number;
  /** Drawn by the heap and the large objects. */
  readonly committed: number;
  readonly clients: number;
  readonly keys: number;
  /** Scripts and libraries that are kept, and what Lua takes in all threads. */
  readonly scripts: number;
  readonly libraries: number;
  readonly lua: number;
}

export interface SlowLogEntry {
  readonly id: number;
  readonly seconds: number;
  readonly us: number;
  /** Texts of one byte a character. */
  readonly args: readonly string[];
  readonly address: string;
  readonly clientName: string;
}

export interface SlowLogPort {
  readonly length: number;
  /** The latest entries, the last one first; a negative count asks for all. */
  latest(count: number): SlowLogEntry[];
  reset(): void;
}

export interface LatencyHistory {
  readonly name: string;
  readonly highestMs: number;
  /** From the oldest to the latest; never empty. */
  readonly samples: readonly { readonly seconds: number; readonly ms: number }[];
}

export interface LatencyPort {
  /** Every kind of event that has samples. */
  list(): LatencyHistory[];
  history(name: string): LatencyHistory | undefined;
  /** Forgets these kinds of events, or all for an empty list. @returns how many had samples */
  reset(names: readonly string[]): number;
}

/** Durations of one command. */
export interface DurationHistogram {
  readonly calls: number;
  /** Upper bound in µs, and how many runs took no longer. */
  readonly buckets: readonly (readonly [us: number, calls: number])[];
}

export interface ServerPort {
  readonly startedMs: number;
  readonly slowLog: SlowLogPort;
  readonly latency: LatencyPort;
  readonly hotKeys: HotKeysPort;
  /**
   * The text of INFO.
   * @param sections names as the client gave them @param walk to count keys with; undefined where no lock may be taken
   */
  info(sections: readonly string[], walk?: ShardWalk): string;
  memory(): MemoryReport;
  /** Durations of a command by its row's id; undefined when it was not called. */
  durations(command: number): DurationHistogram | undefined;
  /** CONFIG RESETSTAT. */
  resetStatistics(): void;
  /** Ends the server in order, soon: the reply of the running command may still be sent. */
  shutdown(): void;
  /** DEBUG SET-ACTIVE-EXPIRE: whether the background thread looks for expired keys. */
  setActiveExpire(on: boolean): void;
}
