/** The snippets of the first page are run as they stand, with another port. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canSkip, hasPrometheus, promtool } from '../docker/prometheus.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const page = readFileSync(join(root, 'README.md'), 'utf8');

/** Debian's python3-redis and python3-numpy; only a machine that must have them fails without. */
const python = process.env['PYTHON3'] ?? '/usr/bin/python3';
const pythonReady = spawnSync(python, ['-c', 'import numpy, redis']).status === 0;
const mustHavePython = process.env['CI'] !== undefined;

function snippet(language: string, port = 6379): string {
  const code = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(page)?.[1];
  if (code === undefined) throw new Error(`README.md has no snippet in ${language}`);
  return code.replaceAll('6379', String(port));
}

describe('README.md', () => {
  let server: TestServer;
  // Under node_modules, so that the snippet's packages are found; JavaScript, since Node strips no types there.
  const folder = join(root, 'node_modules/.cache/larder-readme');

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    server = await startServer({ settings: { threads: 1, maxmemory: '64mb' } });
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await server.stop();
  });

  it('has a TypeScript snippet that works', () => {
    const file = join(folder, `snippet-${process.pid}.mjs`);
    writeFileSync(file, snippet('ts', server.port));
    expect(execFileSync(process.execPath, [file], { encoding: 'utf8' })).toBe("{ text: 'hello' }\n");
  });

  it.skipIf(!pythonReady && !mustHavePython)(
    'has a Python snippet that works (needs python3-redis, python3-numpy)',
    () => {
      expect(execFileSync(python, ['-c', snippet('python', server.port)], { encoding: 'utf8' })).toBe('True\n');
    },
  );

  it.skipIf(!hasPrometheus && canSkip)('has a scrape configuration that Prometheus takes (needs prometheus)', () => {
    const file = join(folder, 'prometheus.yml');
    writeFileSync(file, snippet('yaml'));
    expect(promtool('check', 'config', file)).toContain('SUCCESS');
  });

  it('names only programs, files and settings of the container that there are', () => {
    const shell = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, code = '']) => code).join('');
    const files = [...shell.matchAll(/\bdocker\/\S+/g)].map(([path]) => path);
    expect(files.length).toBeGreaterThan(1);
    expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const variables = [...shell.matchAll(/\bLARDER_\w+/g)].map(([name]) => name);
    expect(variables.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
  });
});
