/** One command, one file, one test: nothing is registered by hand, so this is where a slip would be seen. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnyRow } from '../../protocol/command/define.ts';
import { projectFiles, root } from './source-files.ts';

type Row = AnyRow<never, unknown>;

const files = projectFiles().filter((path) => /^src\/commands\/[^/]+\/[^/]+\.ts$/.test(path));
const commands = (await Promise.all(files.map(async (path) => ({ path, rows: await rowsOf(path) })))).filter(
  ({ rows }) => rows.length > 0,
);

async function rowsOf(path: string): Promise<Row[]> {
  const module = (await import(join(root, path))) as Record<string, unknown>;
  return [...new Set(Object.values(module))].filter(isRow);
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && 'name' in value && 'summary' in value && 'group' in value;
}

describe('the command files', () => {
  it('are found', () => {
    expect(commands.map(({ path }) => basename(path, '.ts'))).toEqual(
      expect.arrayContaining(['get', 'set', 'config-get']),
    );
  });

  it('define one command each, and are named after it', () => {
    const wrong = commands.filter(
      ({ path, rows }) => rows.length !== 1 || rows[0]?.name.replaceAll(/[|_ ]/g, '-') !== basename(path, '.ts'),
    );
    expect(wrong.map(({ path, rows }) => [path, rows.map((row) => row.name)])).toEqual([]);
  });

  it('define each name once', () => {
    const names = commands.flatMap(({ rows }) => rows.map((row) => row.name));
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('have at least one example', () => {
    const without = commands.filter(({ rows }) => rows.some((row) => 'examples' in row && row.examples.length === 0));
    expect(without.map(({ path }) => path)).toEqual([]);
  });

  it('have their test', () => {
    const without = commands
      .filter(({ rows }) => rows.some((row) => 'examples' in row))
      .map(({ path }) => path.replace(/^src\/(.*)\.ts$/, 'test/$1.test.ts'))
      .filter((path) => !existsSync(join(root, path)));
    expect(without).toEqual([]);
  });
});
