import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchCase, Measure } from '../bench/bench-case.ts';
import { findCases, selectCases } from '../bench/find-cases.ts';
import { highlightsMarkdown } from '../bench/highlights.ts';
import { parseCommandLine } from '../bench/options.ts';
import { parseRequestsPerSecond } from '../bench/redis-benchmark.ts';
import { formatNumber, markdownTable, tableOf, terminalTable } from '../bench/report.ts';
import {
  pageWith,
  readmePath,
  replaceBetweenMarks,
  resultsMarkdown,
  resultsPath,
  type Stored,
  storedCase,
} from '../bench/results.ts';
import type { CaseResult } from '../bench/runner.ts';
import { rowsOf } from '../bench/verdict.ts';

const cpu: Measure = { key: 'cpu', label: 'CPU', unit: 'µs', better: 'lower', bar: { kind: 'ratio', limit: 1 } };

function benchOf(...measures: Measure[]): BenchCase {
  return {
    id: 'x',
    title: 'A case',
    about: '',
    costSeconds: 1,
    measures,
    subjects: () => [],
    measure: async () => ({}),
  };
}

function resultOf(figures: Readonly<Record<string, readonly number[]>>, key = 'cpu'): CaseResult {
  const subjects = Object.entries(figures).map(([label, values]) => ({
    label,
    version: '1',
    rounds: values.map((value) => ({ [key]: value })),
  }));
  return { id: 'x', seconds: 1, subjects };
}

describe('verdicts', () => {
  it('judges by the median of pair ratios against the peer that makes it hardest', () => {
    const [row] = rowsOf(benchOf(cpu), resultOf({ ours: [2, 3, 4], easy: [4, 4, 4], hard: [1, 3, 8] }));
    expect(row?.ratio).toEqual({ median: 1, low: 0.5, high: 2, against: 'hard' });
    expect(row?.verdict).toBe('pass');
    expect(row?.values.map((value) => value.median)).toEqual([3, 4, 3]);
  });

  it('looks for the smallest ratio where higher is better', () => {
    const faster: Measure = { ...cpu, unit: 'req/s', better: 'higher', bar: { kind: 'ratio', limit: 0.9 } };
    const [row] = rowsOf(benchOf(faster), resultOf({ ours: [8], a: [4], b: [10] }));
    expect(row).toMatchObject({ ratio: { median: 0.8, against: 'b' }, verdict: 'MISS', bar: '≥ 0.9 ×' });
  });

  it('keeps to the named peer', () => {
    const named: Measure = { ...cpu, bar: { kind: 'ratio', limit: 1, against: ['a'] } };
    const [row] = rowsOf(benchOf(named), resultOf({ ours: [2], a: [4], b: [1] }));
    expect(row).toMatchObject({ ratio: { against: 'a' }, verdict: 'pass' });
  });

  it('judges a value by itself, and a missing one as a miss', () => {
    const value: Measure = { ...cpu, bar: { kind: 'value', limit: 5 } };
    expect(rowsOf(benchOf(value), resultOf({ ours: [9, 5, 1] }))[0]).toMatchObject({ verdict: 'pass', bar: '≤ 5 µs' });
    expect(rowsOf(benchOf(value), resultOf({ ours: [] }))[0]?.verdict).toBe('MISS');
    expect(rowsOf(benchOf(cpu), resultOf({ ours: [1] }))[0]?.verdict).toBe('MISS');
  });
});

describe('tables', () => {
  it('prints three digits', () => {
    expect([0.123, 1, 12.34, 123.4, 1234.5, 9_876_543].map(formatNumber)).toEqual([
      '0.12',
      '1.00',
      '12.3',
      '123',
      '1,235',
      '9,876,543',
    ]);
    expect(formatNumber(null)).toBe('–');
    expect(formatNumber(Number.NaN)).toBe('–');
  });

  it('looks the same for the terminal and for Markdown', () => {
    const rows = rowsOf(benchOf(cpu), resultOf({ ours: [2, 2], peer: [4, 5] }));
    const table = tableOf(rows, ['ours', 'peer']);
    expect(terminalTable(table).split('\n')[1]).toBe('CPU, µs  2.00  4.50  0.45 (0.40–0.50) peer   ≤ 1 ×  pass');
    expect(markdownTable(table).split('\n')).toEqual([
      '|  | ours | peer | ratio, median (spread) | bar |  |',
      '| --- | ---: | ---: | --- | --- | --- |',
      '| CPU, µs | 2.00 | 4.50 | 0.45 (0.40–0.50) peer | ≤ 1 × | pass |',
    ]);
  });

  it('writes between the markers and nowhere else', () => {
    const text = 'before\n<!-- bench:start -->\nold\n<!-- bench:end -->\nafter\n';
    const facts = {
      quick: false,
      commit: 'abc',
      versions: 'larder beside redis 8',
      machine: 'a machine',
      date: '2026-01-02',
    };
    const stored = storedCase(benchOf(cpu), resultOf({ ours: [2], peer: [4] }), facts);
    const written = replaceBetweenMarks(text, 'bench', resultsMarkdown({ x: stored }));
    expect(written).toMatch(
      /^before\n<!-- bench:start -->\nMeasured by `npm run bench` on a machine: larder beside redis 8/,
    );
    expect(written).toContain('**A case** (commit abc, 2026-01-02; 1 measurement of each)');
    expect(written).toMatch(/\n<!-- bench:end -->\nafter\n$/);
    expect(written).not.toContain('old');
    expect(() => replaceBetweenMarks('nothing here', 'bench', '')).toThrow('bench:start');
  });
});

describe('README.md', () => {
  it('shows the stored figures, and the first of them above', () => {
    const stored = JSON.parse(readFileSync(resultsPath, 'utf8')) as Stored;
    const page = readFileSync(readmePath, 'utf8');
    expect(pageWith(stored, page)).toBe(page);
    const shown = highlightsMarkdown({ 'depth-64-64': stored['depth-64-64']! }).split('\n');
    expect(shown[0]).toBe('|  | larder | redis-8 | valkey-8 |');
    expect(shown.length).toBe(4);
    expect(shown[2]).toMatch(/^\| processor time of a SET, 64 in a pipeline, µs \| [\d.]+ \| [\d.]+ \| [\d.]+ \|$/);
  });
});

describe('command line', () => {
  it('has defaults', () => {
    expect(parseCommandLine([])).toMatchObject({ names: [], pairs: 5, quick: false, ours: 'larder' });
    expect(parseCommandLine(['mix', '--quick'])).toMatchObject({ names: ['mix'], pairs: 2 });
    expect(parseCommandLine(['--against', 'redis-8,valkey-8']).against).toEqual(['redis-8', 'valkey-8']);
  });

  it('refuses nonsense', () => {
    for (const argv of [
      ['--pairs', '0'],
      ['--pairs', 'x'],
      ['--ours', 'memcached'],
      ['--against', 'x'],
      ['--wat'],
      ['--write', '--ours', 'redis-8'],
    ]) {
      expect(() => parseCommandLine(argv)).toThrow();
    }
  });

  it('finds cases by prefix', async () => {
    const all = await findCases();
    expect(selectCases(all, [])).toEqual(all);
    expect(selectCases(all, ['depth-16']).map((bench) => bench.id)).toEqual(['depth-16-64', 'depth-16-1024']);
    expect(() => selectCases(all, ['nonsense'])).toThrow('no case is called nonsense');
  });
});

describe('redis-benchmark', () => {
  it('is read by its csv', () => {
    const csv = '"test","rps","avg_latency_ms"\n"SET","465710.12","0.1"\n';
    expect(parseRequestsPerSecond(csv)).toBe(465_710.12);
    expect(() => parseRequestsPerSecond('nothing')).toThrow('no figure');
  });
});

describe('README of the benchmarks', () => {
  it('explains every case', async () => {
    const text = readFileSync(join(import.meta.dirname, '../bench/README.md'), 'utf8');
    const explained = [...text.matchAll(/^\| `([a-z-]+?)-?…?` \|/gm)].map((match) => match[1] ?? '');
    const missing = (await findCases()).filter(({ id }) => !explained.some((name) => id.startsWith(name)));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });
});
