/**
 * The measured figures as a file, and the README's table made from it. Cases are kept one by one, each with the commit,
 * versions and number of pairs it was measured with, so that measuring one case again does not cost all the others.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BenchCase } from './bench-case.ts';
import { highlightsMarkdown } from './highlights.ts';
import { markdownTable, tableOf } from './report.ts';
import type { CaseResult } from './runner.ts';
import { type Row, rowsOf } from './verdict.ts';

export interface StoredCase {
  readonly title: string;
  readonly labels: readonly string[];
  readonly rows: readonly Row[];
  readonly failures: Readonly<Record<string, string>>;
  readonly pairs: number;
  readonly quick: boolean;
  readonly commit: string;
  readonly versions: string;
  readonly machine: string;
  readonly date: string;
}

export type Stored = Readonly<Record<string, StoredCase>>;

export const resultsPath = join(import.meta.dirname, 'results.json');
export const readmePath = resolve(import.meta.dirname, '../../README.md');

/** How a run was done: what is stored beside each of its cases. */
export type RunFacts = Pick<StoredCase, 'quick' | 'commit' | 'versions' | 'machine' | 'date'>;

/** A case's result in the form that is stored. */
export function storedCase(bench: BenchCase, result: CaseResult, facts: RunFacts): StoredCase {
  const failed = result.subjects.filter((subject) => subject.failure !== undefined);
  return {
    title: bench.title,
    labels: result.subjects.map((subject) => subject.label),
    rows: rowsOf(bench, result),
    failures: Object.fromEntries(failed.map((subject) => [subject.label, subject.failure?.split('\n')[0] ?? ''])),
    pairs: Math.max(...result.subjects.map((subject) => subject.rounds.length)),
    ...facts,
  };
}

/** Adds cases to the stored ones, in the order of `order`, and writes the file. */
export function storeCases(added: Stored, order: readonly string[]): Stored {
  const old = existsSync(resultsPath) ? (JSON.parse(readFileSync(resultsPath, 'utf8')) as Stored) : {};
  const all = { ...old, ...added };
  const sorted = Object.fromEntries(order.flatMap((id) => (all[id] === undefined ? [] : [[id, all[id]]])));
  writeFileSync(resultsPath, `${JSON.stringify(sorted, undefined, 1)}\n`);
  return sorted;
}

function factsOf(stored: StoredCase): string {
  const rounds = stored.pairs === 1 ? '1 measurement of each' : `${stored.pairs} alternating measurements of each`;
  return `commit ${stored.commit}, ${stored.date}; ${rounds}${stored.quick ? ', quick run' : ''}`;
}

/** The Markdown that goes between the markers. */
export function resultsMarkdown(all: Stored): string {
  const cases = Object.values(all);
  const newest = cases.reduce((a, b) => (a.date > b.date ? a : b), cases[0]!);
  const lines = [
    `Measured by \`npm run bench\` on ${newest.machine}: ${newest.versions}. Medians; ratios are ours to the peer's in`,
    'the same round, against the peer that makes it hardest.',
  ];
  for (const each of cases) {
    lines.push('', `**${each.title}** (${factsOf(each)})`, '', markdownTable(tableOf(each.rows, each.labels)));
    for (const label of Object.keys(each.failures)) lines.push('', `${label}: could not be measured.`);
  }
  return lines.join('\n');
}

/** `text` with what is between the markers of a name replaced. Throws when they are not there. */
export function replaceBetweenMarks(text: string, name: string, markdown: string): string {
  const startMark = `<!-- ${name}:start -->`;
  const endMark = `<!-- ${name}:end -->`;
  const from = text.indexOf(startMark);
  const to = text.indexOf(endMark);
  if (from < 0 || to < from) throw new Error(`README.md has no ${startMark} … ${endMark}`);
  return `${text.slice(0, from + startMark.length)}\n${markdown}\n${text.slice(to)}`;
}

/** The first page with these figures in its tables. */
export function pageWith(all: Stored, page: string): string {
  return replaceBetweenMarks(
    replaceBetweenMarks(page, 'highlights', highlightsMarkdown(all)),
    'bench',
    resultsMarkdown(all),
  );
}

export function writeReadme(all: Stored): void {
  writeFileSync(readmePath, pageWith(all, readFileSync(readmePath, 'utf8')));
}
