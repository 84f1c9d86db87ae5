/**
 * Builds `dist/`: the JavaScript that runs and that the package ships.
 *
 * Each thread's modules are joined into a few files. A module of its own costs memory in every thread that loads it, and
 * time at the start: src/README.md has the figures. Two folders that the sources read at run time, the commands and the
 * eviction policies, become lists that are written here.
 *
 * The web page is built beside it, into `dist/web`.
 *
 * It runs before every `npm start` and `npm test`, so it does nothing when nothing has changed: a stamp holds the path,
 * size and time of every source. It does not check types; `npm run typecheck` does.
 *
 * Usage: node scripts/build.ts [--force]
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { OutputChunk, Plugin } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const stampFile = join(dist, '.stamp');

/** What a thread starts with. */
const entries = ['main', 'threads/io-thread', 'threads/background-thread', 'threads/script-thread'];

function files(pattern: string): string[] {
  return globSync(pattern, { cwd: root }).sort();
}

/** What `src/dispatch/load-commands.ts` finds out by reading the folder. */
function commandList(): string {
  const paths = files('src/commands/*/*.ts');
  const imports = paths.map((path, i) => `import * as c${i} from ${JSON.stringify(join(root, path))};`);
  const rows = paths.map((path, i) => `[${JSON.stringify(path.replace(/^src\/(.*)\.ts$/, '$1.js'))}, c${i}]`);
  return `${imports.join('\n')}
const modules = [${rows.join(', ')}];
export async function loadCommands() {
  return modules.filter(([, module]) => module.default !== undefined).map(([file, module]) => ({ file, row: module.default }));
}`;
}

/** What `src/eviction/load-policies.ts` finds out by reading the folder; main wants the names and no policy. */
function policyList(): string {
  const paths = files('src/eviction/policies/*.ts');
  const names = paths.map((path) => basename(path, '.ts'));
  return `export function policyNamesInFolder() { return ${JSON.stringify(names)}; }
export async function loadPolicies() { return (await import('larder:policies')).policies; }`;
}

function policies(): string {
  const paths = files('src/eviction/policies/*.ts');
  const imports = paths.map((path, i) => `import { policy as p${i} } from ${JSON.stringify(join(root, path))};`);
  const rows = paths.map((path, i) => `[${JSON.stringify(basename(path, '.ts'))}, p${i}]`);
  return `${imports.join('\n')}\nexport const policies = new Map([${rows.join(', ')}]);`;
}

/** Puts written lists in the place of the modules that read folders. */
const foldersAsLists: Plugin = {
  name: 'folders-as-lists',
  resolveId: (id) => (id === 'larder:policies' ? id : null),
  load(id) {
    if (id === 'larder:policies') return { code: policies(), moduleType: 'js' };
    if (id === join(root, 'src/dispatch/load-commands.ts')) return { code: commandList(), moduleType: 'js' };
    if (id === join(root, 'src/eviction/load-policies.ts')) return { code: policyList(), moduleType: 'js' };
    return null;
  },
};

interface Package {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The version is written in: after joining, a module no longer knows how far above it package.json lies. */
function writtenVersion({ version }: Package): Plugin {
  return {
    name: 'written-version',
    transform(code, id) {
      if (id !== join(root, 'src/version.ts')) return null;
      const written = code.replace('= packageVersion();', `= ${JSON.stringify(version)};`);
      if (written === code) throw new Error('src/version.ts no longer asks packageVersion(): mend scripts/build.ts');
      return { code: written };
    },
  };
}

/**
 * Writes characters beyond Latin-1 as escapes. Each thread keeps the text of its modules for as long as it lives, and
 * one such character makes V8 keep two bytes for every one of them.
 */
const oneByteText: Plugin = {
  name: 'one-byte-text',
  renderChunk: (code) =>
    code.replace(/[\u0100-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
};

/** The web page; see src/admin/web/vite.config.ts. */
async function buildPage(): Promise<void> {
  const { build } = await import('vite');
  await build({ configFile: join(root, 'src/admin/web/vite.config.ts') });
  for (const path of files('dist/web/**/*.{js,css,svg}')) compress(join(root, path));
}

/** Writes a file's compressed forms beside it, for src/admin/page.ts: once and as small as can be, not with each answer. */
function compress(path: string): void {
  const plain = readFileSync(path);
  const forms = [
    ['br', brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } })],
    ['gz', gzipSync(plain, { level: constants.Z_BEST_COMPRESSION })],
  ] as const;
  for (const [name, bytes] of forms) if (bytes.length < plain.length) writeFileSync(`${path}.${name}`, bytes);
}

/**
 * A file for each group of commands: what the compiler needs for one large file is freed, but stays with its thread, 3 MB
 * in each of those that run commands.
 */
function groupOf(id: string): string | null {
  return /src\/commands\/([\w-]+)\//.exec(id)?.[1] ?? null;
}

async function bundle(): Promise<void> {
  const { rolldown } = await import('rolldown').catch(() => {
    process.stderr.write('build: the build tools are not installed: run `npm ci` (without --omit=dev) first\n');
    process.exit(1);
  });
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Package;
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(entries.map((entry) => [entry, join(root, `src/${entry}.ts`)])),
    platform: 'node',
    external: [/^node:/, ...Object.keys(own.dependencies)],
    plugins: [foldersAsLists, writtenVersion(own), oneByteText],
  });
  const { output } = await build.write({
    dir: join(dist, 'src'),
    format: 'esm',
    // What nobody reads in dist/ would stand in the memory of each thread.
    comments: false,
    entryFileNames: '[name].js',
    chunkFileNames: 'shared-[hash].js',
    codeSplitting: { groups: [{ debugName: 'commands', name: groupOf }] },
  });
  await build.close();
  removeOthers(new Set(output.map((file) => join('dist/src', (file as OutputChunk).fileName))));
}

/** Removes what an earlier build left. After writing, so that a server that starts meanwhile finds its files. */
function removeOthers(written: ReadonlySet<string>): void {
  for (const path of files('dist/src/**/*.js')) if (!written.has(path)) rmSync(join(root, path));
}

function stampOf(inputs: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const path of inputs) {
    const { mtimeMs, size } = statSync(join(root, path));
    hash.update(`${path}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex');
}

const sources = files('{protocol,src}/**/*.ts').filter((path) => !path.startsWith('src/admin/web/'));
const page = files('src/admin/web/**/*.*');
const settings = ['scripts/build.ts', 'package.json', 'tsconfig.json'];
const stamp = stampOf([...sources, ...page, ...settings]);
if (process.argv.includes('--force') || !existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  await bundle();
  await buildPage();
  // Last and in one step: an interrupted build leaves no stamp.
  writeFileSync(`${stampFile}.${process.pid}`, stamp);
  renameSync(`${stampFile}.${process.pid}`, stampFile);
}
