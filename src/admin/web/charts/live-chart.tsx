/** A chart over the samples of the last minutes. */
import { computed, signal } from '@preact/signals';
import type { Sample } from '../api/types.ts';
import { shownSamples } from '../state/samples.ts';
import { Chart, type ChartProps, type Line } from './chart.tsx';

export const WINDOWS = [1, 5, 10] as const;
export const windowMinutes = signal<number>(5);

const visible = computed(() => {
  const all = shownSamples.value;
  const newest = all.at(-1);
  if (newest === undefined) return all;
  const from = newest.timeMs - windowMinutes.value * 60_000;
  return all.filter((sample) => sample.timeMs >= from);
});
const times = computed(() => visible.value.map((sample) => sample.timeMs / 1000));

export interface LiveLine extends Omit<Line, 'values'> {
  readonly of: (sample: Sample) => number | null | undefined;
}

type LiveChartProps = Omit<ChartProps, 'x' | 'lines'> & { readonly lines: readonly LiveLine[] };

export function LiveChart({ lines, ...rest }: LiveChartProps) {
  const drawn = lines.map(({ of, ...line }) => ({
    ...line,
    values: visible.value.map((sample) => of(sample) ?? null),
  }));
  return <Chart {...rest} x={times.value} lines={drawn} />;
}
