/** Every case of the `cases` folder: each file there exports a list of them, and nothing else has to know. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchCase } from './bench-case.ts';

const folder = join(import.meta.dirname, 'cases');

interface CaseFile {
  readonly default: readonly BenchCase[];
  /** Place among the files, from 1; those without one come last. */
  readonly rank?: number;
}

/** All cases, file by file in the order of their ranks. Throws when two have the same id. */
export async function findCases(): Promise<BenchCase[]> {
  const files: CaseFile[] = [];
  for (const file of readdirSync(folder).sort()) files.push((await import(join(folder, file))) as CaseFile);
  files.sort((a, b) => (a.rank ?? 1000) - (b.rank ?? 1000));
  const all = files.flatMap((file) => file.default);
  const ids = new Set(all.map((bench) => bench.id));
  if (ids.size !== all.length) throw new Error('two benchmark cases have the same id');
  return all;
}

/** The cases whose id is, or begins with, one of `names`; all for no names. Throws on a name that fits none. */
export function selectCases(all: readonly BenchCase[], names: readonly string[]): BenchCase[] {
  for (const name of names) {
    if (!all.some((bench) => bench.id.startsWith(name))) throw new Error(`no case is called ${name}; see --list`);
  }
  return all.filter((bench) => names.length === 0 || names.some((name) => bench.id.startsWith(name)));
}
