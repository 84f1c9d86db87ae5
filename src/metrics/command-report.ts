/** What was counted of each command, over all threads: for INFO commandstats and latencystats, and LATENCY HISTOGRAM. */
import {
  type CommandTotals,
  classLimitUs,
  commandHistogram,
  commandTotals,
  HISTOGRAM_CLASSES,
} from '../dispatch/command-metrics.ts';

interface CommandName {
  readonly id: number;
  readonly name: string;
}

export interface CommandUse extends CommandName, Readonly<CommandTotals> {}

/** Durations of a command: how many took up to so many microseconds. */
export interface DurationHistogram {
  readonly calls: number;
  /** Upper bound in µs, and how many runs took no longer; only where the count grows. */
  readonly buckets: readonly (readonly [us: number, calls: number])[];
}

/** Powers of two of microseconds that LATENCY HISTOGRAM shows. */
const POWERS = 31;

export class CommandReport {
  readonly #shared: SharedArrayBuffer;
  readonly #commands: readonly CommandName[];

  constructor(shared: SharedArrayBuffer, commands: readonly CommandName[]) {
    this.#shared = shared;
    this.#commands = commands;
  }

  /** The commands that were called, or refused, since the last reset. */
  used(): CommandUse[] {
    return this.#commands
      .map(({ id, name }) => ({ id, name, ...commandTotals(this.#shared, id) }))
      .filter(({ calls, rejected, failed }) => calls > 0 || rejected > 0 || failed > 0);
  }

  /** How many runs fell into each class of duration (dispatch/command-metrics.ts). */
  classes(id: number): Float64Array {
    return commandHistogram(this.#shared, id);
  }

  /** Durations in µs that so many percent of a command's runs did not pass (to a quarter of a power of two). */
  percentiles(id: number, percents: readonly number[]): number[] {
    const histogram = commandHistogram(this.#shared, id);
    let total = 0;
    for (let i = 0; i < HISTOGRAM_CLASSES; i++) total += histogram[i]!;
    return percents.map((percent) => {
      const wanted = Math.max(1, Math.ceil((percent / 100) * total));
      let seen = 0;
      for (let i = 0; i < HISTOGRAM_CLASSES; i++) {
        seen += histogram[i]!;
        if (seen >= wanted) return classLimitUs(i);
      }
      return 0;
    });
  }

  /** Undefined for a command that was not called. */
  histogram(id: number): DurationHistogram | undefined {
    const histogram = commandHistogram(this.#shared, id);
    const buckets: [number, number][] = [];
    let calls = 0;
    let next = 0;
    for (let power = 0; power < POWERS; power++) {
      const before = calls;
      const last = power === POWERS - 1;
      while (next < HISTOGRAM_CLASSES && (last || classLimitUs(next) <= 2 ** power)) calls += histogram[next++]!;
      if (calls > before) buckets.push([boundUs(power), calls]);
    }
    return calls === 0 ? undefined : { calls, buckets };
  }
}

/** The bound of a bucket as Redis prints it: 1.024 µs doubled, and what its histogram cannot tell apart from that. */
function boundUs(power: number): number {
  return Math.floor((2 ** (10 + power) * (129 / 128) - 1) / 1000);
}
