/** A log that nobody reads holds nobody up: clients, health and metrics are answered, and the server ends when it is told to. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { askOnce } from '../helpers/ask.ts';
import { http } from '../helpers/http.ts';
import { freePort, larderEntry } from '../helpers/peers.ts';

const python = process.env['PYTHON3'] ?? '/usr/bin/python3';
const cannotRun = spawnSync(python, ['--version']).status !== 0 && process.env['CI'] === undefined;
/** More lines than are kept for a reader: 3 MB. */
const LINES = 20_000;
const TALK = `for i = 1, ${LINES} do redis.log(redis.LOG_WARNING, 'line ' .. i .. string.rep('.', 60)) end`;

let folder: string;
let port: number;
let adminPort: number;
let children: ChildProcess[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'larder-deaf-'));
  [port, adminPort] = [await freePort(), await freePort()];
  children = [];
});

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const serverArgs = (): string[] =>
  [larderEntry(), '--port', port, '--admin-port', adminPort, '--threads', 1].map(String);

const isReady = () =>
  http(adminPort, '/readyz').then(
    ({ status }) => status === 200,
    () => false,
  );

/** Lets the server say more than anybody holds for a reader, and asks whether it minds. */
async function talk(): Promise<void> {
  await expect.poll(isReady, { timeout: 30_000 }).toBe(true);
  await askOnce(port, ['EVAL', TALK, '0']);
  expect(await askOnce(port, ['PING'])).toBe('PONG');
  for (const path of ['/healthz', '/metrics', '/api/v1/eviction']) {
    expect([path, (await http(adminPort, path)).status]).toEqual([path, 200]);
  }
}

/** A named pipe, with both of its ends open; what is written to it waits for whoever reads. */
function pipe(): { readonly path: string; readonly end: number } {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return { path, end: openSync(path, constants.O_RDWR | constants.O_NONBLOCK) };
}

/** Writes until the pipe takes nothing more. */
function fill(end: number): void {
  for (const size of [4096, 1]) {
    try {
      for (;;) writeSync(end, Buffer.alloc(size, '\n'));
    } catch {
      // It is full.
    }
  }
}

/** What is in the pipe now. */
function drain(end: number): string {
  const bytes = Buffer.alloc(1 << 20);
  try {
    return bytes.toString('utf8', 0, readSync(end, bytes));
  } catch {
    return '';
  }
}

it.each(['standard output', 'logfile'])(
  'a pipe that is full: %s',
  async (kind) => {
    const { path, end } = pipe();
    fill(end);
    // As a shell hands it over: writes to it wait.
    const output = openSync(path, constants.O_WRONLY);
    const args = kind === 'logfile' ? [...serverArgs(), '--logfile', path] : serverArgs();
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', kind === 'logfile' ? 'ignore' : output, 'inherit'],
    });
    children.push(child);
    await talk();
    if (kind === 'logfile') {
      child.kill('SIGTERM');
      expect(await once(child, 'close')).toEqual([0, null]);
    }
    // Whoever reads after all is told what was said first, whole lines, and how many were lost.
    let text = '';
    const until = async (pattern: RegExp): Promise<void> => {
      const more = (): string => {
        text += drain(end);
        return text;
      };
      await expect.poll(more, { timeout: 10_000, interval: 5 }).toMatch(pattern);
    };
    if (kind === 'standard output') {
      await until(/ lines of this log were lost/);
      const lines = text.split('\n').filter((line) => line !== '');
      const said = lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
      const numbers = said.flatMap((msg) => (msg.startsWith('line ') ? [Number.parseInt(msg.slice(5), 10)] : []));
      expect(numbers.length).toBeGreaterThan(1_000);
      expect(numbers).toEqual(numbers.map((_, i) => i + 1));
      const [, lost] = /(\d+) lines of this log were lost/.exec(text) ?? [];
      // Other lines may have been lost beside: the script was slow.
      expect(Number(lost) + numbers.length - LINES).toBeOneOf([0, 1, 2]);
      child.kill('SIGTERM');
      await until(/SIGTERM received/);
      if (child.exitCode === null) await once(child, 'close');
      expect(child.exitCode).toBe(0);
    }
    closeSync(output);
    closeSync(end);
  },
  60_000,
);

/** Runs a program on a terminal from which nobody reads, until a line comes; prints how long its end took, in seconds. */
const TERMINAL = `
import os, subprocess, sys, time
master, slave = os.openpty()
child = subprocess.Popen(sys.argv[1:], stdout=slave, stderr=slave, stdin=subprocess.DEVNULL, start_new_session=True)
sys.stdin.readline()
begin = time.time()
child.terminate()
print(child.wait(), 'after', time.time() - begin)
`;

it.skipIf(cannotRun)(
  'a terminal that was stopped (needs python3)',
  async () => {
    const terminal = spawn(python, ['-c', TERMINAL, process.execPath, ...serverArgs()], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(terminal);
    let said = '';
    terminal.stdout.on('data', (chunk: Buffer) => (said += chunk));
    await talk();
    terminal.stdin.write('\n');
    await once(terminal, 'close');
    const [, code, seconds] = /^(-?\d+) after ([\d.]+)/.exec(said) ?? [];
    expect(code).toBe('0');
    expect(Number(seconds)).toBeLessThan(5);
  },
  60_000,
);
