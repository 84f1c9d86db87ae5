/** What the build leaves: nothing that the content security policy or a closed network would stop. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { larderEntry } from '../../helpers/peers.ts';

const folder = join(dirname(dirname(larderEntry())), 'web');
const written = globSync('**/*.*', { cwd: folder });
const files = written.filter((path) => !/\.(?:br|gz)$/.test(path));
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

describe('dist/web', () => {
  it('has a page, a script, a style sheet and an icon', () => {
    expect(files.map((path) => path.replace(/^.*\./, '')).sort()).toEqual(['css', 'html', 'js', 'svg']);
  });

  // What they come to on the wire: test/admin/page.test.ts.
  it('has each file beside the page compressed, twice', () => {
    const assets = files.filter((path) => !path.endsWith('.html'));
    expect(written.filter((path) => !files.includes(path)).sort()).toEqual(
      assets.flatMap((path) => [`${path}.br`, `${path}.gz`]).sort(),
    );
  });

  it('has no script or style in the page itself', () => {
    const html = read('index.html');
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect([...html.matchAll(/<script\b[^>]*>([^<]*)</g)].map(([, text = '']) => text.trim()).join('')).toBe('');
  });

  it('asks nobody else for anything', () => {
    const namespaces = /https?:\/\/www\.w3\.org\/[\w/]+/g;
    const found = files.flatMap(
      (path) =>
        read(path)
          .replace(namespaces, '')
          .match(/(?:https?:)?\/\/[\w-]+\.\w[^\s'"]*/g) ?? [],
    );
    expect(found).toEqual([]);
  });
});
