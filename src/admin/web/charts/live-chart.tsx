/** A chart over the samples of the last minutes. */
import { computed, signal } from '@preact/signals';
import type { Sample } from '../api/types.ts';
import { shownSamples } from '../state/samples.ts';
import { Chart, type ChartProps, type Line } from './chart.tsx';

export const WINDOWS = [1, 5, 10] as const;
export const windowMinutes = signal<number>(5);
/** Samples further apart are not joined by a line: nobody knows what was in between. */
const GAP_MS = 3_500;

interface Point {
  readonly seconds: number;
  readonly sample: Sample | null;
}

const points = computed<readonly Point[]>(() => {
  const all = shownSamples.value;
  const newest = all.at(-1);
  if (newest === undefined) return [];
  const from = newest.timeMs - windowMinutes.value * 60_000;
  const shown: Point[] = [];
  let before = Number.POSITIVE_INFINITY;
  for (const sample of all) {
    if (sample.timeMs < from) continue;
    if (sample.timeMs - before > GAP_MS) shown.push({ seconds: (before + 1) / 1000, sample: null });
    shown.push({ seconds: sample.timeMs / 1000, sample });
    before = sample.timeMs;
  }
  return shown;
});
const times = computed(() => points.value.map(({ seconds }) => seconds));

export interface LiveLine extends Omit<Line, 'values'> {
  readonly of: (sample: Sample) => number | null | undefined;
}

type LiveChartProps = Omit<ChartProps, 'x' | 'lines'> & { readonly lines: readonly LiveLine[] };

export function LiveChart({ lines, ...rest }: LiveChartProps) {
  const drawn = lines.map(({ of, ...line }) => ({
    ...line,
    values: points.value.map(({ sample }) => (sample === null ? null : (of(sample) ?? null))),
  }));
  return <Chart {...rest} x={times.value} lines={drawn} />;
}
