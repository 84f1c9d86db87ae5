/** What documents say is still so: the paths they name exist, their links lead somewhere, generated parts are current. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, read, root } from './source-files.ts';

const documents = projectFiles().filter((path) => path.endsWith('.md'));
const generators = projectFiles().filter((path) => /^scripts\/.*\.ts$/.test(path) && read(path).includes("'--check'"));

/** Code in backticks that looks like a path into the repository. */
const pathPattern = /`((?:protocol|src|test|scripts|docker|bin|\.ci)\/[\w./-]+)`/g;
const linkPattern = /\]\(([^)#\s]+)(?:#[^)]*)?\)/g;

/** What the documents call a place in the sources: their own folder's files, and built or generated files too. */
function exists(from: string, path: string): boolean {
  const names = [path, `${path}.ts`, posix.join(posix.dirname(from), path)];
  return names.some((name) => existsSync(join(root, name)));
}

describe.each(documents)('%s', (document) => {
  const text = read(document);

  it('names only paths that exist', () => {
    const named = [...text.matchAll(pathPattern)].map(([, path = '']) => path);
    expect(named.filter((path) => !exists(document, path))).toEqual([]);
  });

  it('links only to files that exist', () => {
    const linked = [...text.matchAll(linkPattern)].map(([, path = '']) => path).filter((path) => !path.includes(':'));
    expect(linked.filter((path) => !existsSync(join(root, posix.dirname(document), path)))).toEqual([]);
  });
});

describe('generated documents', () => {
  it.each(generators)('%s --check finds nothing out of date', { timeout: 60_000 }, (script) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, script), '--check'], {
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}${status}`).toMatch(/0$/);
  });

  it('are there: the command reference and the settings', () => {
    expect(read('protocol/COMMANDS.md').length).toBeGreaterThan(1000);
    expect(read('README.md')).toMatch(/<!-- settings:start[^>]*-->\s*\|(?:.*\n)+\s*<!-- settings:end/);
  });
});

it('package.json runs only files that exist', () => {
  const { scripts, bin } = JSON.parse(read('package.json')) as Record<'scripts' | 'bin', Record<string, string>>;
  const named = Object.values(scripts).flatMap((script) => script.match(/[\w./-]+\.ts\b|\bbin\/\S+/g) ?? []);
  expect([...named, ...Object.values(bin)].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
