/**
 * Builds `dist/`: the JavaScript that runs and that the package ships, and the assets beside it.
 *
 * It runs before every `npm start` and `npm test`, so it does nothing when nothing has changed: a stamp holds the path,
 * size and time of every source. It does not check types (`npm run typecheck` does): that makes a build three times as long.
 *
 * Usage: node scripts/build.ts [--force]
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const stampFile = join(dist, '.stamp');

/** Files under src/ that are no TypeScript but are read at run time. */
const assetPattern = 'src/**/*.{html,css,svg,json,lua}';

function files(pattern: string): string[] {
  return globSync(pattern, { cwd: root }).sort();
}

function stampOf(inputs: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const path of inputs) {
    const { mtimeMs, size } = statSync(join(root, path));
    hash.update(`${path}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex');
}

/** Removes what a deleted source left behind: the command table is the folder's contents, so a stale file would be served. */
function removeOrphans(sources: readonly string[], assets: readonly string[]): void {
  const wanted = new Set([...sources.map((path) => path.replace(/\.ts$/, '.js')), ...assets]);
  for (const path of globSync('dist/{protocol,src}/**/*.*', { cwd: root })) {
    if (statSync(join(root, path)).isFile() && !wanted.has(path.slice('dist/'.length))) rmSync(join(root, path));
  }
}

function compile(): void {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  if (!existsSync(compiler)) {
    process.stderr.write('build: TypeScript is not installed: run `npm ci` (without --omit=dev) first\n');
    process.exit(1);
  }
  const { status } = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json'), '--noCheck'], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

function build(): void {
  const sources = files('{protocol,src}/**/*.ts');
  const assets = files(assetPattern);
  const stamp = stampOf([
    ...sources,
    ...assets,
    'tsconfig.json',
    'tsconfig.build.json',
    'scripts/build.ts',
    'package.json',
  ]);
  const force = process.argv.includes('--force');
  if (!force && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;

  rmSync(stampFile, { force: true });
  compile();
  for (const path of assets) {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    cpSync(join(root, path), join(dist, path));
  }
  removeOrphans(sources, assets);
  // Written last and in one step: an interrupted build leaves no stamp.
  writeFileSync(`${stampFile}.${process.pid}`, stamp);
  renameSync(`${stampFile}.${process.pid}`, stampFile);
}

build();
