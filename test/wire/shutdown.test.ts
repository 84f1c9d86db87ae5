/** SHUTDOWN: from then on nobody is answered, whatever thread serves him, and the process ends. */
import { describe, expect, it } from 'vitest';
import { startLarder } from '../helpers/peers.ts';
import { RawClient } from '../helpers/raw-client.ts';
import { flags } from '../helpers/server.ts';

const FOREVER = 'while true do pcall(function() local x = 1 end) end';
const BUSY = /^-BUSY Redis is busy running a script\. You can only call SCRIPT KILL or SHUTDOWN NOSAVE\.\r\n$/;

interface Started {
  open(): Promise<RawClient>;
  /** The process ends. */
  ends(): Promise<void>;
}

async function start(threads: number): Promise<Started> {
  const server = await startLarder({ args: flags({ threads, 'busy-reply-threshold': 50 }) });
  const isAlive = (): boolean => {
    try {
      return process.kill(server.pid, 0);
    } catch {
      return false;
    }
  };
  return {
    open: () => RawClient.open({ port: server.port }),
    ends: async () => {
      await expect.poll(isAlive, { timeout: 20_000, interval: 5 }).toBe(false);
      await server.stop();
    },
  };
}

/** What a client is answered; '' when it is not, and its connection closes. */
async function answer(client: RawClient, ...command: string[]): Promise<string> {
  return client.text(...command).catch((error: Error) => (error.message.includes('in time') ? error.message : ''));
}

describe.each([1, 2, 4])('with %i io threads SHUTDOWN', { timeout: 60_000 }, (threads) => {
  it.each([['NOSAVE'], []])('%s is the last that is answered', async (...words) => {
    const { ends, open } = await start(threads);
    const [ending, ...others] = await Promise.all(Array.from({ length: 9 }, open));
    for (const other of others) expect(await other.text('PING')).toBe('+PONG\r\n');
    expect(await answer(ending!, 'SHUTDOWN', ...words)).toBe('');
    const late = open().then(
      (client) => answer(client, 'PING'),
      () => '',
    );
    expect(await Promise.all(others.map((other) => answer(other, 'PING')))).toEqual(others.map(() => ''));
    expect(await late).toBe('');
    await ends();
  });

  it('is what a script that does not end can be ended by, if nothing is to be saved', async () => {
    const { ends, open } = await start(threads);
    const [runner, other, waiting] = await Promise.all([open(), open(), open()]);
    const run = answer(runner!, 'EVAL', FOREVER, '0');
    await expect.poll(() => other!.text('PING'), { timeout: 20_000, interval: 5 }).toMatch(BUSY);
    for (const words of [[], ['SAVE'], ['NOW'], ['FORCE'], ['NOW', 'FORCE']]) {
      expect(await other!.text('SHUTDOWN', ...words)).toMatch(BUSY);
    }
    expect(await other!.text('SHUTDOWN', 'ABORT')).toBe('-ERR No shutdown in progress.\r\n');
    for (const words of [['NOSAVE', 'SAVE'], ['NOSAVE', 'ABORT'], ['LATER']]) {
      expect(await other!.text('SHUTDOWN', ...words)).toBe('-ERR syntax error\r\n');
    }
    const sinceMs = performance.now();
    expect(await answer(other!, 'SHUTDOWN', 'NOSAVE')).toBe('');
    expect(await answer(waiting!, 'PING')).toBe('');
    await ends();
    // It is not waited for as long as clients that have to take their replies would be.
    expect(performance.now() - sinceMs).toBeLessThan(2_500);
    expect(await run).toBe('');
  });
});
