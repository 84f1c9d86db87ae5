import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCommands } from '../../src/dispatch/load-commands.ts';

const root = fileURLToPath(new URL('../../src/', import.meta.url));

describe('loadCommands', () => {
  let sources: Awaited<ReturnType<typeof loadCommands>>;
  beforeAll(async () => {
    sources = await loadCommands();
  });

  it('finds every file that exports a row, and no helper', () => {
    const files = new Set(sources.map(({ file }) => file));
    expect(files).toContain('commands/string/set.ts');
    expect(files).toContain('commands/generic/object-encoding.ts');
    expect(files).not.toContain('commands/string/expiration.ts');
    const all = globSync('commands/*/*.ts', { cwd: root });
    for (const file of files) expect(all).toContain(file);
    expect(files.size).toBe(sources.length);
  });

  it('gives them in the order of their paths', () => {
    const files = sources.map(({ file }) => file);
    expect(files).toEqual([...files].sort());
  });
});
