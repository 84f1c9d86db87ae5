/** LATENCY GRAPH: samples as columns of characters, the oldest on the left, with their age below. */
import type { LatencyHistory } from '../../dispatch/ports/server.ts';

const ROWS = 4;
/** A column ends in one of these, by how far it reaches into its row; below it are bars. */
const ENDS = '_o#';
const BAR = '|';
const LINE = '-'.repeat(80);

export function latencyGraph({ name, samples, highestMs }: LatencyHistory, nowSeconds: number): string {
  const durations = samples.map(({ ms }) => ms);
  const high = Math.max(...durations);
  const low = Math.min(...durations);
  const steps = durations.map((ms) => stepOf(ms, low, high));
  const lines = [
    `${name} - high ${high} ms, low ${low} ms (all time high ${highestMs} ms)`,
    LINE,
    ...Array.from({ length: ROWS }, (_, i) => steps.map((step) => cell(step, ROWS - 1 - i)).join('')),
    ' '.repeat(steps.length),
    ...below(samples.map(({ seconds }) => age(nowSeconds - seconds))),
  ];
  return `${lines.join('\n')}\n`;
}

/** Height of a column in thirds of a row. */
function stepOf(ms: number, low: number, high: number): number {
  const steps = ROWS * ENDS.length;
  return high === low ? 0 : Math.min(steps - 1, Math.floor(((ms - low) / (high - low)) * steps));
}

function cell(step: number, row: number): string {
  const above = step - row * ENDS.length;
  if (above < 0) return ' ';
  return above < ENDS.length ? ENDS[above]! : BAR;
}

function age(seconds: number): string {
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

/** The labels from top to bottom, each under its column. */
function below(labels: readonly string[]): string[] {
  const height = Math.max(...labels.map((label) => label.length));
  return Array.from({ length: height }, (_, i) => labels.map((label) => label[i] ?? ' ').join(''));
}
