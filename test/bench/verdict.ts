/** From the figures of a case to rows: medians, pair ratios, and whether each bar is reached. */
import type { Bar, BenchCase, Measure } from './bench-case.ts';
import type { CaseResult, SubjectResult } from './runner.ts';
import { median, pairRatios, type Spread, spreadOf } from './stats/pairs.ts';

/** One measure of one case, ready to print. Serialisable. */
export interface Row {
  readonly measure: string;
  readonly unit: Measure['unit'];
  /** Median of each server, in the order of the subjects; null where it has no figure. */
  readonly values: readonly { readonly label: string; readonly median: number | null }[];
  /** Ratio of ours to the peer that makes it hardest. */
  readonly ratio?: Spread & { readonly against: string };
  readonly bar?: string;
  readonly verdict?: 'pass' | 'MISS';
}

function seriesOf(subject: SubjectResult, key: string): number[] {
  return subject.rounds.map((figures) => figures[key] ?? Number.NaN);
}

function hardest(measure: Measure, ours: SubjectResult, others: readonly SubjectResult[]): Row['ratio'] | undefined {
  let worst: Row['ratio'] | undefined;
  for (const other of others) {
    const ratios = pairRatios(seriesOf(ours, measure.key), seriesOf(other, measure.key));
    if (ratios.length === 0) continue;
    const candidate = { ...spreadOf(ratios), against: other.label };
    const isWorse =
      measure.better === 'higher'
        ? candidate.median < (worst?.median ?? Infinity)
        : candidate.median > (worst?.median ?? -Infinity);
    if (isWorse) worst = candidate;
  }
  return worst;
}

function barText(measure: Measure, bar: Bar): string {
  const sign = measure.better === 'higher' ? '≥' : '≤';
  return bar.kind === 'ratio' ? `${sign} ${bar.limit} ×` : `${sign} ${bar.limit} ${measure.unit}`;
}

function judge(measure: Measure, bar: Bar, value: number | undefined): 'pass' | 'MISS' {
  if (value === undefined || Number.isNaN(value)) return 'MISS';
  return (measure.better === 'higher' ? value >= bar.limit : value <= bar.limit) ? 'pass' : 'MISS';
}

function rowOf(measure: Measure, result: CaseResult): Row {
  const [ours, ...others] = result.subjects;
  const values = result.subjects.map((subject) => {
    const middle = median(seriesOf(subject, measure.key));
    return { label: subject.label, median: Number.isNaN(middle) ? null : middle };
  });
  const named = measure.bar?.against;
  const judgedAgainst = named === undefined ? others : others.filter((other) => named.includes(other.label));
  const ratio =
    ours === undefined ? undefined : hardest(measure, ours, judgedAgainst.length > 0 ? judgedAgainst : others);
  const base: Row = { measure: measure.label, unit: measure.unit, values, ...(ratio === undefined ? {} : { ratio }) };
  if (measure.bar === undefined) return base;
  const own = values[0]?.median ?? undefined;
  const verdict = judge(measure, measure.bar, measure.bar.kind === 'ratio' ? ratio?.median : own);
  return { ...base, bar: barText(measure, measure.bar), verdict };
}

/** One row for each measure of the case that any server has a figure for. */
export function rowsOf(bench: BenchCase, result: CaseResult): Row[] {
  return bench.measures.map((measure) => rowOf(measure, result));
}
