import { describe, expect, it } from 'vitest';
import { SLOW_LOG_BYTES, SlowLog, shortenArguments } from '../../../src/metrics/logs/slow-log.ts';

const command = (n: number) => ({
  seconds: n,
  us: n * 10,
  args: ['GET', `k${n}`],
  address: '127.0.0.1:1',
  clientName: '',
});

describe('the slow log', () => {
  it('keeps the latest entries, the last one first', () => {
    const log = new SlowLog(new SharedArrayBuffer(SLOW_LOG_BYTES));
    for (let n = 0; n < 5; n++) log.add(command(n), 3);
    expect(log.length).toBe(3);
    expect(log.latest(-1)).toEqual([4, 3, 2].map((n) => ({ id: n, ...command(n) })));
    expect(log.latest(1).map(({ id }) => id)).toEqual([4]);
  });

  it('is one for all threads, and ids go on after a reset', () => {
    const shared = new SharedArrayBuffer(SLOW_LOG_BYTES);
    const one = new SlowLog(shared);
    const other = new SlowLog(shared);
    one.add(command(1), 10);
    other.reset();
    expect(one.length).toBe(0);
    other.add(command(2), 10);
    expect(one.latest(10)).toEqual([{ id: 1, ...command(2) }]);
  });

  it('goes round its ring', () => {
    const log = new SlowLog(new SharedArrayBuffer(SLOW_LOG_BYTES));
    for (let n = 0; n < 2500; n++) log.add(command(n), 100_000);
    expect(log.length).toBe(1024);
    const entries = log.latest(-1);
    expect(entries).toHaveLength(1024);
    expect(entries.at(-1)?.id).toBe(2500 - 1024);
  });

  it('holds nothing with a length of 0', () => {
    const log = new SlowLog(new SharedArrayBuffer(SLOW_LOG_BYTES));
    log.add(command(1), 0);
    expect(log.length).toBe(0);
  });

  it('keeps the longest entry there can be', () => {
    const log = new SlowLog(new SharedArrayBuffer(SLOW_LOG_BYTES));
    const args = shortenArguments(
      100,
      (_, most) => 'x'.repeat(most),
      () => 2 ** 40,
    );
    const longest = { seconds: 1, us: 1, args, address: 'a'.repeat(110), clientName: 'n'.repeat(1000) };
    log.add(longest, 5);
    log.add(longest, 5);
    expect(log.latest(2)).toEqual([
      { id: 1, ...longest },
      { id: 0, ...longest },
    ]);
  });
});
