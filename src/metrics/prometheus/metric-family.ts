/** A metric as Prometheus sees it: a family of samples with labels. No library is named here. */
import type { CommandReport, CommandUse } from '../command-report.ts';
import type { Readings } from '../readings.ts';

export type FamilyType = 'counter' | 'gauge' | 'histogram' | 'summary';

export type Labels = Readonly<Record<string, string | number>>;

export interface Sample {
  /** The family's name, unless it is one of `_sum`, `_count` or `_bucket`. */
  readonly metricName?: string;
  /** The same object at each scrape wherever it can be: a line's text before its value is made once for it. */
  readonly labels?: Labels;
  readonly value: number;
}

/** What samples are read from: the shared memory, at one moment. */
export interface Source {
  readonly now: Readings;
  readonly commands: CommandReport;
  /** Commands that were called or refused. */
  readonly used: readonly CommandUse[];
}

export interface MetricFamily {
  readonly name: string;
  readonly type: FamilyType;
  /** One sentence. */
  readonly help: string;
  samples(source: Source): readonly Sample[];
}

/** A family of one sample without labels. */
export function single(name: string, type: FamilyType, help: string, read: (source: Source) => number): MetricFamily {
  return { name, type, help, samples: (source) => [{ value: read(source) }] };
}

/** A family with one sample for each value of a label. */
export function labelled(
  name: string,
  type: FamilyType,
  help: string,
  label: string,
  read: (source: Source) => readonly (readonly [value: string, number])[],
): MetricFamily {
  const labels = keptLabels((of) => ({ [label]: of }));
  return {
    name,
    type,
    help,
    samples: (source) => read(source).map(([of, value]) => ({ labels: labels(of), value })),
  };
}

/** Values come and go: prefixes of keys, first words of errors. */
const MOST_KEPT = 1024;

/** Makes what a value's samples are labelled with once, and keeps it. */
export function keptLabels<T>(make: (value: string) => T): (value: string) => T {
  const kept = new Map<string, T>();
  return (value) => {
    const known = kept.get(value);
    if (known !== undefined) return known;
    if (kept.size >= MOST_KEPT) kept.clear();
    const made = make(value);
    kept.set(value, made);
    return made;
  };
}
