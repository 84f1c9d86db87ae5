/**
 * Builds an image from a Dockerfile without a Docker engine: each stage is a folder under a prefix, COPY copies between
 * them, RUN runs in the stage's working folder with the Node that the base image would bring.
 */
import { execFileSync } from 'node:child_process';
import { constants, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { projectFiles, root } from '../architecture/source-files.ts';
import { type Instruction, parseDockerfile, parseExecForm, parsePairs, type Stage } from './dockerfile.ts';

/** What `docker run` would start. */
export interface Image {
  /** The folder that stands for `/`. */
  readonly folder: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly ports: readonly string[];
  readonly stopSignal: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
}

/** Longest that one RUN may take. */
const STEP_MS = 240_000;

/** Builds all stages under `prefix`, an empty folder, and returns the last. */
export function buildImage(prefix: string): Image {
  const context = join(prefix, 'context');
  copyContext(context);
  const path = toolPath(prefix);
  const folders = new Map<string, string>();
  let image: Image | undefined;
  for (const [index, stage] of parseDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8')).entries()) {
    const folder = join(prefix, stage.name || `stage-${index}`);
    folders.set(stage.name, folder);
    image = buildStage(stage, folder, { context, folders, path });
  }
  if (image === undefined) throw new Error('the Dockerfile has no stage');
  return image;
}

interface Surroundings {
  readonly context: string;
  readonly folders: ReadonlyMap<string, string>;
  readonly path: string;
}

function buildStage(stage: Stage, folder: string, around: Surroundings): Image {
  mkdirSync(folder, { recursive: true });
  let workdir = '/';
  const env: Record<string, string> = { PATH: around.path };
  const last = new Map<string, Instruction>();
  for (const instruction of stage.instructions) {
    const { name, text } = instruction;
    last.set(name, instruction);
    if (name === 'WORKDIR') {
      workdir = text;
      mkdirSync(join(folder, workdir), { recursive: true });
    } else if (name === 'COPY') copy(instruction, join(folder, workdir), around);
    else if (name === 'ENV') Object.assign(env, Object.fromEntries(parsePairs(text)));
    else if (name === 'RUN') run(text, join(folder, workdir), env);
    else if (!PASSIVE.has(name)) throw new Error(`the test does not know ${name}`);
  }
  const exec = (text: string | undefined): string[] => (text === undefined ? [] : parseExecForm(text));
  return {
    folder,
    workdir,
    env,
    user: last.get('USER')?.text ?? '',
    ports: last.get('EXPOSE')?.text.split(' ') ?? [],
    stopSignal: last.get('STOPSIGNAL')?.text ?? '',
    entrypoint: exec(last.get('ENTRYPOINT')?.text),
    command: exec(last.get('CMD')?.text),
    healthCheck: exec(last.get('HEALTHCHECK')?.text.replace(/^CMD\s+/, '')),
  };
}

/** Instructions that change no file. */
const PASSIVE = new Set(['LABEL', 'USER', 'EXPOSE', 'STOPSIGNAL', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD']);

function run(command: string, cwd: string, env: Readonly<Record<string, string>>): void {
  // The machine's npm settings (proxy, cache) are what a build machine would have.
  const own = Object.entries(process.env).filter(([name]) => /^(?:HOME|TMPDIR|npm_config_\w+|.*_proxy)$/i.test(name));
  execFileSync('/bin/sh', ['-euc', command], {
    cwd,
    env: { ...Object.fromEntries(own), ...env, npm_config_prefer_offline: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: STEP_MS,
  });
}

/** As Docker does it: of a folder its content, of a file itself; into a folder when that is what `to` says or is. */
function copy({ flags, text }: Instruction, workdir: string, around: Surroundings): void {
  const names = text.split(/\s+/);
  const to = names.pop() ?? '';
  const from = flags.has('from') ? around.folders.get(flags.get('from') ?? '') : around.context;
  if (from === undefined) throw new Error(`COPY ${text}: there is no stage ${flags.get('from')}`);
  for (const name of names) {
    const source = join(from, name);
    if (!existsSync(source)) throw new Error(`COPY ${name}: it is not there, or .dockerignore leaves it out`);
    const isInto = !statSync(source).isDirectory() && to.endsWith('/');
    cpSync(source, join(workdir, to, isInto ? basename(name) : ''), { recursive: true, verbatimSymlinks: true });
  }
}

/** What Docker sends to the engine: the project's files, without those that .dockerignore leaves out. */
function copyContext(folder: string): void {
  const rules = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (rules[0] !== '*' || !rules.slice(1).every((rule) => /^![\w.-]+$/.test(rule))) {
    throw new Error('the test knows a .dockerignore only of `*` and then `!name` of what is let in');
  }
  const allowed = new Set(rules.slice(1).map((rule) => rule.slice(1)));
  for (const path of projectFiles()) {
    if (!allowed.has(path.split('/')[0] ?? '')) continue;
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    copyFileSync(join(root, path), join(folder, path));
  }
}

/** The base image's Node and the machine's other programs, and nothing of this project. */
function toolPath(prefix: string): string {
  const bin = join(prefix, 'bin');
  mkdirSync(bin);
  const node = realpathSync(join(root, 'node_modules/.bin/node'));
  copyFileSync(node, join(bin, 'node'), constants.COPYFILE_FICLONE);
  const own = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'));
  return [bin, ...own].join(delimiter);
}
