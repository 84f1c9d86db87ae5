/** Grafana dashboards by what matters of them: titles, queries and units. The rest follows, and is the same for all. */

/** How a number is read; Grafana's names for units. */
export type Unit = 'short' | 'reqps' | 'ops' | 'percentunit' | 'bytes' | 'Bps' | 's' | 'none' | 'cps';

export interface Query {
  readonly expr: string;
  /** `{{instance}}` and other labels are filled in. */
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  /** What it tells, and what to do when it looks bad. */
  readonly about: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** `lines` unless told otherwise; `areas` are stacked, `heat` takes one query of buckets. */
  readonly kind?: 'lines' | 'areas' | 'number' | 'heat';
  /** Columns of 24; 12 for charts, 3 for numbers unless told otherwise. */
  readonly width?: number;
  /** Value from which it is shown in amber, and in red. */
  readonly warn?: readonly [amber: number, red: number];
  /** Highest value of the axis, where there is one. */
  readonly max?: number;
}

export interface Section {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Dashboard {
  /** Also the name of the file, behind `larder-`. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly sections: readonly Section[];
}

/** The series of the chosen servers. */
export const CHOSEN = 'job=~"$job",instance=~"$instance"';

/** What a counter grows by in a second. */
export function rate(name: string, labels = ''): string {
  return `rate(${name}{${CHOSEN}${labels === '' ? '' : `,${labels}`}}[$__rate_interval])`;
}

/** What a gauge says now. */
export function now(name: string, labels = ''): string {
  return `${name}{${CHOSEN}${labels === '' ? '' : `,${labels}`}}`;
}

/** A percentile of the durations of commands, in seconds. @param by labels that are kept apart */
export function percentile(share: number, by = 'instance', labels = ''): string {
  return `histogram_quantile(${share}, sum by (le, ${by}) (${rate('larder_command_duration_seconds_bucket', labels)}))`;
}
