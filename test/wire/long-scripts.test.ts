/**
 * A script that never ends, and one io thread: whatever else clients do meanwhile, the thread stands still for nobody's
 * locks, so that others are told -BUSY and SCRIPT KILL is heard.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const FOREVER = 'while true do pcall(function() local x = 1 end) end';
const KILLED = /-ERR Script killed by user with SCRIPT KILL\.\.\. script: [0-9a-f]{40}, on @user_script:1\./;

let server: TestServer;
const opened: RawClient[] = [];

async function client(): Promise<RawClient> {
  const made = await server.connect();
  opened.push(made);
  return made;
}

beforeAll(async () => {
  server = await startServer({ settings: { threads: 1, 'busy-reply-threshold': 200, 'tracking-table-max-keys': 1 } });
}, 60_000);
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});
afterAll(() => server.stop());

/** A command that others send while the script runs. Redis answers it once the script is ended, or with -BUSY. */
const WALKS = [
  ['DBSIZE'],
  ['KEYS', '*'],
  ['SCAN', '0'],
  ['RANDOMKEY'],
  ['FLUSHALL'],
  ['SWAPDB', '1', '2'],
  ['MEMORY', 'PURGE'],
];

/** Ends the script that runs. */
async function kill(other: RawClient, stuck: Promise<string>): Promise<void> {
  const deadline = performance.now() + 8_000;
  for (;;) {
    const reply = await other.text('SCRIPT', 'KILL');
    if (reply === '+OK\r\n') break;
    expect(reply).toContain('-NOTBUSY');
    if (performance.now() > deadline) throw new Error('the script does not become busy');
    await sleep(20);
  }
  expect(await stuck).toMatch(KILLED);
}

describe('while a script runs for ever', () => {
  it.each(WALKS)(
    '%s is told so, or waits',
    async (...command) => {
      const [runner, walker, other] = [await client(), await client(), await client()];
      await other.text('SET', 'some', 'key');
      const stuck = runner.text('EVAL', FOREVER, '0');
      await sleep(50);
      const reply = walker.text(...command);
      await kill(other, stuck);
      expect(await reply).toMatch(/^-BUSY|^[+:*$]/);
    },
    20_000,
  );

  it('clients that watch keys come and go', async () => {
    const [runner, watching, leaving, other] = [await client(), await client(), await client(), await client()];
    await watching.text('WATCH', 'watched', 'also');
    await leaving.text('WATCH', 'watched', 'third');
    const stuck = runner.text('EVAL', FOREVER, '0');
    await sleep(50);
    await leaving.close();
    expect(await watching.text('UNWATCH')).toBe('+OK\r\n');
    expect(await watching.text('MULTI')).toBe('+OK\r\n');
    expect(await watching.text('DISCARD')).toBe('+OK\r\n');
    await kill(other, stuck);
    await expect.poll(() => server.infoNumber('watching_clients', 'clients')).toBe(0);
    await expect.poll(() => server.infoNumber('total_watched_keys', 'clients')).toBe(0);
  }, 20_000);

  it('the times of blocked clients end, and blocked clients leave', async () => {
    const [runner, timed, leaving, other] = [await client(), await client(), await client(), await client()];
    const reply = timed.text('BLPOP', 'list', 'list2', '0.3');
    await leaving.send('BLPOP list 0\r\n');
    await sleep(50);
    const stuck = runner.text('EVAL', FOREVER, '0');
    await sleep(50);
    await leaving.close();
    expect(await reply).toBe('*-1\r\n');
    const next = await client();
    await kill(other, stuck);
    const popped = next.text('BLPOP', 'list', '5');
    await sleep(20);
    expect(await other.text('RPUSH', 'list', 'a')).toBe(':1\r\n');
    expect(await popped).toBe('*2\r\n$4\r\nlist\r\n$1\r\na\r\n');
  }, 20_000);
});
