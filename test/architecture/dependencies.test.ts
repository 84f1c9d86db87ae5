/** Every package that is installed is used, and src/README.md says in a line why it is there. */
import { describe, expect, it } from 'vitest';
import { projectFiles, read } from './source-files.ts';

const manifest = JSON.parse(read('package.json')) as Readonly<Record<string, Readonly<Record<string, string>>>>;
const runTime = Object.keys(manifest['dependencies'] ?? {});
const development = Object.keys(manifest['devDependencies'] ?? {});
const optional = Object.keys(manifest['optionalDependencies'] ?? {});

/** Packages that no file imports, and what they are there for. */
const notImported: ReadonlyMap<string, string> = new Map([
  ['typescript', 'a program: npm run typecheck'],
  ['@biomejs/biome', 'a program: npm run lint'],
  ['@types/node', 'types, named in tsconfig.json'],
  ['express-session', 'connect-redis asks for it beside itself'],
]);

const sources = projectFiles()
  .filter((path) => /\.tsx?$/.test(path) && path !== 'test/architecture/dependencies.test.ts')
  .map((path) => ({ path, text: read(path) }));

/** Whether a file under the folders names the package or a module of it, as imports do. */
function isUsed(name: string, ...folders: readonly string[]): boolean {
  const named = new RegExp(`['"]${name}['"/]`);
  return sources.some(({ path, text }) => folders.some((folder) => path.startsWith(folder)) && named.test(text));
}

describe('the dependencies', () => {
  it('of the server are imported by the server', () => {
    expect(runTime.filter((name) => !isUsed(name, 'src/', 'protocol/'))).toEqual([]);
  });

  it('for development are imported by something, or are programs', () => {
    const unused = development.filter((name) => !isUsed(name, 'src/', 'test/', 'scripts/', 'vitest.config.ts'));
    expect(unused.sort()).toEqual([...notImported.keys()].sort());
  });

  it('are each justified in src/README.md', () => {
    const section =
      read('src/README.md')
        .split(/^## /m)
        .find((part) => part.startsWith('Dependencies')) ?? '';
    const named = [...section.matchAll(/`([@\w./-]+)`/g)].map(([, name = '']) => name);
    const all = [...runTime, ...development, ...optional];
    expect(all.filter((name) => !named.includes(name))).toEqual([]);
    const rows = [...section.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) => cell.match(/`[^`]+`/g) ?? []);
    expect(rows.map((name) => name.slice(1, -1)).filter((name) => !all.includes(name))).toEqual([]);
  });

  it('have one exact version each', () => {
    const ranges = Object.values({
      ...manifest['dependencies'],
      ...manifest['devDependencies'],
      ...manifest['optionalDependencies'],
    });
    expect(ranges.filter((range) => !/^\d+\.\d+\.\d+$/.test(range))).toEqual([]);
  });
});
