/** What a benchmark case is: plain rows of data and one function that measures one server once. */
import type { RunningServer, ServerName } from '../helpers/peers.ts';
import type { LoadPool } from './load/load-pool.ts';

/**
 * What a measure has to reach. `ratio`: ours divided by a peer's, against the peer that makes it hardest (or only those
 * in `against`). `value`: ours alone. Reached when the median is on the right side of `limit`, as the measure's `better` says.
 */
export interface Bar {
  readonly kind: 'ratio' | 'value';
  readonly limit: number;
  readonly against?: readonly string[];
}

/** One figure of a case. `key` names it in what `measure` returns. */
export interface Measure {
  readonly key: string;
  readonly label: string;
  readonly unit: 'req/s' | 'msg/s' | 'µs' | 'ms' | 's' | 'B' | 'MiB' | 'MB' | 'MB/s' | '%' | '×';
  readonly better: 'higher' | 'lower';
  readonly bar?: Bar;
}

/** A server as a case wants it started. The first subject of a case is the one that the bars are about. */
export interface Subject {
  readonly label: string;
  readonly server: ServerName;
  readonly args: readonly string[];
}

/** Which servers this run compares. */
export interface Lineup {
  /** Larder, or a peer that stands in for it (`--ours`). */
  readonly ours: ServerName;
  readonly peers: readonly ServerName[];
}

export interface RunOptions {
  readonly pairs: number;
  /** A few times fewer requests, keys and pairs: shows that everything works, and rough figures. */
  readonly quick: boolean;
}

/** What a case may use while it measures. */
export interface Context {
  readonly options: RunOptions;
  readonly load: LoadPool;
  readonly lineup: Lineup;
  /** `full` in a normal run, `quick` in a quick one. */
  scale(full: number, quick: number): number;
  /** One line of progress for whoever watches. */
  say(text: string): void;
}

export type Figures = Readonly<Record<string, number>>;

export interface BenchCase {
  /** Kebab-case; `npm run bench <id>` runs it, and any prefix of it. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences for the README of the benchmarks: what it does and what it shows. */
  readonly about: string;
  /** Seconds that one full run of it takes on the reference machine, all servers and pairs; measured. */
  readonly costSeconds: number;
  readonly measures: readonly Measure[];
  /** The servers of the case; none when this lineup has nothing to compare in it. */
  subjects(lineup: Lineup): readonly Subject[];
  /** Measurements of each server. Default: as many as `--pairs`. */
  rounds?(options: RunOptions): number;
  /** Start each server once and measure it in every round, so that compilers are warm; else each round starts a fresh one. */
  readonly keepServers?: boolean;
  /** Runs once after each start: loads data, warms up. */
  prepare?(server: RunningServer, context: Context): Promise<void>;
  /**
   * Parts of a round, 1 unless said; for cases that keep their servers. Every server is measured in one part before the
   * next, so that what is compared is seconds apart and not as far as all figures of a server together take.
   */
  readonly parts?: number;
  /** @param part 0 … `parts` - 1: whose figures are wanted */
  measure(server: RunningServer, context: Context, part: number): Promise<Figures>;
  /** For a case without servers: measures a subject by itself, and `prepare` and `measure` are not called. */
  measureAlone?(subject: Subject, context: Context): Promise<Figures>;
}
