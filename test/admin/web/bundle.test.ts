/** What the build leaves: small, and nothing that the content security policy or a closed network would stop. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { larderEntry } from '../../helpers/peers.ts';

const MOST_BYTES = 150_000;
const folder = join(dirname(dirname(larderEntry())), 'web');
const files = globSync('**/*.*', { cwd: folder });
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

describe('dist/web', () => {
  it('has a page, a script, a style sheet and an icon', () => {
    expect(files.map((path) => path.replace(/^.*\./, '')).sort()).toEqual(['css', 'html', 'js', 'svg']);
  });

  it(`takes at most ${MOST_BYTES} bytes, compressed, in all`, () => {
    const sizes = files.map((path) => gzipSync(readFileSync(join(folder, path))).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_BYTES);
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
