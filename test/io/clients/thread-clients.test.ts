import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flagBit } from '../../../protocol/command/table.ts';
import { startThreads, type TestThread, until } from '../../helpers/client-threads.ts';

let one: TestThread;
let two: TestThread;
beforeEach(async () => {
  [one, two] = (await startThreads(2)) as [TestThread, TestThread];
});
afterEach(() => {
  one.clients.stop();
  two.clients.stop();
});

const ping = { flagBits: flagBit('fast'), name: 'ping' };
const config = { flagBits: flagBit('admin'), name: 'config|get' };
const request = {
  buf: Buffer.from('PINGmore'),
  argc: 1,
  argStart: Int32Array.of(0),
  argLen: Int32Array.of(4),
};

describe('monitors', () => {
  it('see the commands of all threads, but none of administration', async () => {
    const [here, there] = [one.connect(2), two.connect(3)];
    one.clients.monitor(here);
    two.clients.monitor(there);
    expect(one.gates.bits()).not.toBe(0);
    one.clients.monitors.saw(ping, one.server.client, request);
    one.clients.monitors.saw(config, one.server.client, request);
    one.clients.monitors.saw(ping, one.server.client, request);
    await until(() => two.pushed.has(there));
    const lines = /^(?:\+\d{10}\.\d{6} \[0 127\.0\.0\.1:1\] "PING"\r\n){2}$/;
    expect(one.pushed.get(here)).toMatch(lines);
    expect(two.pushed.get(there)).toBe(one.pushed.get(here));
  });

  it('see nothing more when they are gone', async () => {
    const [here, there] = [one.connect(2), two.connect(3)];
    one.clients.monitor(here);
    two.clients.monitor(there);
    one.clients.monitors.saw(ping, one.server.client, request);
    one.clients.unmonitor(here);
    expect(one.pushed.get(here)).toMatch(/"PING"\r\n$/);
    two.clients.remove(there);
    expect(one.gates.bits()).toBe(0);
    one.clients.monitors.saw(ping, one.server.client, request);
    one.clients.monitors.flush();
    expect(one.pushed.get(here)?.match(/PING/g)).toHaveLength(1);
  });

  it('get many lines in order', async () => {
    const there = two.connect(2);
    two.clients.monitor(there);
    const counts = 20_000;
    for (let i = 0; i < counts; i++) {
      const words = Buffer.from(`PING${i}`);
      const argLen = Int32Array.of(words.length);
      one.clients.monitors.saw(ping, one.server.client, { ...request, buf: words, argLen });
      if (i % 1000 === 999) await until(() => (two.pushed.get(there) ?? '').includes(`PING${i}"`));
    }
    const numbers = [...two.pushed.get(there)!.matchAll(/"PING(\d+)"/g)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: counts }, (_none, i) => i));
  });
});

describe('idle clients', () => {
  it('are cut off, but not those that have a reason to be silent', () => {
    const nowMs = Date.now();
    const [silent, fresh, monitor, blocked] = [one.connect(2), one.connect(3), one.connect(4), one.connect(5)];
    for (const client of [silent, monitor, blocked, one.server.client]) client.lastActiveMs = nowMs - 11_000;
    one.clients.monitor(monitor);
    one.clients.block(blocked, 0);
    one.clients.closeIdle(10, nowMs);
    expect(one.dropped).toEqual([one.server.client, silent]);
    one.clients.closeIdle(10, nowMs + 11_000);
    expect(one.dropped).toEqual([one.server.client, silent, fresh]);
  });
});

describe('the table', () => {
  it('forgets clients that are gone, and all when the thread stops', () => {
    const other = two.connect(2);
    two.connect(3);
    two.clients.remove(other);
    expect(one.clients.exists(2)).toBe(false);
    expect(one.clients.exists(3)).toBe(true);
    two.clients.stop();
    expect(one.clients.exists(3)).toBe(false);
    expect(one.clients.exists(1)).toBe(true);
  });
});
