/** Who may import whom: the table of src/README.md, read from there, and no cycles. */
import { describe, expect, it } from 'vitest';
import { importsOf, parseSource, read, type SourceFile, sourceFiles } from './source-files.ts';

const files = sourceFiles('protocol', 'src');
const paths = new Set(files.map((file) => file.path));

interface Layer {
  readonly name: string;
  /** Folders, and files without their ending. */
  readonly members: readonly string[];
  readonly allowed: readonly string[];
}

/** The rows of the table under "Who may import whom". A layer of several files is named after the first. */
function readTable(): Layer[] {
  const section = read('src/README.md')
    .split(/^## /m)
    .find((part) => part.startsWith('Who may import whom'));
  return [...(section ?? '').matchAll(/^\| (`[^|]+) \| ([^|]*) \|/gm)].map(([, members = '', allowed = '']) => {
    const paths = codeIn(members);
    return {
      name: paths[0] ?? '',
      members: paths,
      allowed: allowed === 'everything' ? ['everything'] : codeIn(allowed),
    };
  });
}

function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

const table = readTable();

/** The layer whose member covers a file most exactly: `src/dispatch/context` before `src/dispatch`. */
function layerOf(path: string): Layer | undefined {
  let best = '';
  let found: Layer | undefined;
  for (const layer of table) {
    for (const member of layer.members) {
      if (member.length > best.length && (path === `${member}.ts` || path.startsWith(`${member}/`))) {
        best = member;
        found = layer;
      }
    }
  }
  return found;
}

function violations(file: SourceFile): string[] {
  const own = layerOf(file.path);
  if (own === undefined) return [`${file.path} belongs to no row of the table in src/README.md`];
  const { allowed } = own;
  return importsOf(file).flatMap(({ target, line }) => {
    if (target === null) return [];
    const other = layerOf(target);
    if (other === own || allowed.includes('everything') || (other !== undefined && allowed.includes(other.name)))
      return [];
    return [`${file.path}:${line} (${own.name}) imports ${target} (${other?.name ?? 'no layer'})`];
  });
}

/** The first cycle of run-time imports found, as a path of files, or null. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] | null => {
    const at = trail.indexOf(path);
    if (at >= 0) return [...trail.slice(at), path];
    if (done.has(path)) return null;
    for (const next of graph.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle !== null) return cycle;
    }
    done.add(path);
    return null;
  };
  for (const path of graph.keys()) {
    const cycle = visit(path, []);
    if (cycle !== null) return cycle;
  }
  return null;
}

function importGraph(): Map<string, string[]> {
  return new Map(
    files.map((file) => [
      file.path,
      importsOf(file).flatMap(({ target, typeOnly }) => (target === null || typeOnly ? [] : [target])),
    ]),
  );
}

describe('layers', () => {
  it('has a table that names the layers', () => {
    expect(table.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['protocol', 'src/memory', 'src/store', 'src/commands', 'src/main']),
    );
  });

  it('reads every kind of import', () => {
    const text = [
      "import type { A } from './a.ts';",
      "export * from './b.ts';",
      "const c = () => import('./c.ts');",
      "const w = new Worker(new URL('./d.js', import.meta.url));",
      "type E = import('../e.ts').E;",
      "import fs from 'node:fs';",
    ].join('\n');
    const found = importsOf({ path: 'src/x/y.ts', text, tree: parseSource(text) });
    expect(found.map(({ target, typeOnly }) => [target, typeOnly])).toEqual([
      ['src/x/a.ts', true],
      ['src/x/b.ts', false],
      ['src/x/c.ts', false],
      ['src/x/d.ts', false],
      ['src/e.ts', true],
      [null, false],
    ]);
  });

  it('imports only what the table allows', () => {
    expect(files.flatMap(violations)).toEqual([]);
  });

  it('imports only files that exist', () => {
    const missing = files.flatMap((file) =>
      importsOf(file).flatMap(({ target, line }) =>
        target?.endsWith('.ts') && !paths.has(target) ? [`${file.path}:${line} ${target}`] : [],
      ),
    );
    expect(missing).toEqual([]);
  });

  it('finds a cycle where there is one', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ]);
    expect(findCycle(graph)).toEqual(['b', 'c', 'b']);
  });

  it('has no cycle of run-time imports', () => {
    expect(findCycle(importGraph())).toBeNull();
  });

  it('lets nothing of the program import the tests or the scripts', () => {
    const outside = files.flatMap((file) =>
      importsOf(file).flatMap(({ target }) =>
        target !== null && /^(test|scripts)\//.test(target) ? [`${file.path} -> ${target}`] : [],
      ),
    );
    expect(outside).toEqual([]);
  });
});
