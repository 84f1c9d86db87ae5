/** The log on a terminal: plain lines, and a server that goes on when the terminal is closed. Needs python3. */
import { spawn, spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { askOnce } from '../helpers/ask.ts';
import { freePort, larderEntry } from '../helpers/peers.ts';

const python = process.env['PYTHON3'] ?? '/usr/bin/python3';
const cannotRun = spawnSync(python, ['--version']).status !== 0 && process.env['CI'] === undefined;

/** Runs a program on a terminal of its own, prints what comes there, and closes it when told by a line. */
const TERMINAL = `
import os, subprocess, sys, threading
master, slave = os.openpty()
child = subprocess.Popen(sys.argv[1:], stdout=slave, stderr=slave, stdin=subprocess.DEVNULL, start_new_session=True)
os.close(slave)
def show():
    try:
        while True: os.write(1, os.read(master, 4096))
    except OSError: pass
threading.Thread(target=show, daemon=True).start()
sys.stdin.readline()
os.close(master)
sys.stdin.readline()
child.terminate()
sys.exit(child.wait())
`;

it.skipIf(cannotRun)('is plain text, and its end is not the end of the server', async () => {
  const port = await freePort();
  const server = [process.execPath, larderEntry(), '--port', String(port), '--admin-port', '0', '--threads', '1'];
  const terminal = spawn(python, ['-c', TERMINAL, ...server], { stdio: ['pipe', 'pipe', 'inherit'] });
  let shown = '';
  terminal.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
  });
  const ended = new Promise((done) => terminal.once('close', done));
  await expect.poll(() => shown, { timeout: 15_000 }).toContain('Ready to accept connections');
  expect(shown).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} Larder /m);
  expect(shown).not.toContain('{"level"');
  terminal.stdin.write('\n');
  await askOnce(port, ['CONFIG', 'SET', 'loglevel', 'debug']);
  // The main thread notices within a second, and would say so.
  await new Promise((done) => setTimeout(done, 1_500));
  expect(await askOnce(port, ['PING'])).toBe('PONG');
  terminal.stdin.write('\n');
  expect(await ended).toBe(0);
});
