/** The README's first table: the figures that people look for first, out of the stored cases, for better and for worse. */
import { formatNumber, markdownTable } from './report.ts';
import type { Stored } from './results.ts';

const SHOWN: readonly (readonly [id: string, measure: string, words: string])[] = [
  ['memory-16-64', 'used_memory a key', 'memory for a key of 16 bytes and a value of 64'],
  ['memory-16-8', 'used_memory a key', 'memory for a key of 16 bytes and a value of 8'],
  ['big-16', 'SET throughput', 'SET of 16 MiB values'],
  ['big-16', 'GET throughput', 'GET of 16 MiB values'],
  ['depth-1-64', 'GET throughput', 'GET, 50 connections, one at a time'],
  ['depth-64-64', 'SET CPU a request', 'processor time of a SET, 64 in a pipeline'],
  ['depth-64-64', 'GET CPU a request', 'processor time of a GET, 64 in a pipeline'],
  ['idle', 'idle RSS', 'resident memory when idle, two threads'],
];
const LABELS = ['larder', 'redis-8', 'valkey-8'];

/** One row a figure; what was not measured is left out. */
export function highlightsMarkdown(all: Stored): string {
  const rows = SHOWN.flatMap(([id, measure, words]) => {
    const row = all[id]?.rows.find((each) => each.measure === measure);
    if (row === undefined) return [];
    const figures = LABELS.map((label) => formatNumber(row.values.find((value) => value.label === label)?.median));
    return [[`${words}, ${row.unit}`, ...figures]];
  });
  return markdownTable([['', ...LABELS], ...rows], 0);
}
