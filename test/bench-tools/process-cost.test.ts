import { describe, expect, it } from 'vitest';
import { parseInfo } from '../helpers/ask.ts';
import { cpuSeconds, readCpu, readRssBytes } from '../helpers/process-cost.ts';

describe.runIf(process.platform === 'linux')('process cost', () => {
  it('sees the CPU that this process burns', () => {
    const before = readCpu(process.pid);
    const until = process.cpuUsage().user + 200_000;
    while (process.cpuUsage().user < until);
    const seconds = cpuSeconds(before, readCpu(process.pid));
    expect(seconds).toBeGreaterThan(0.15);
    expect(seconds).toBeLessThan(2);
  });

  it('falls back to ticks when a thread has ended', () => {
    const before = {
      nanosByThread: new Map([
        ['1', 5e9],
        ['2', 7e9],
      ]),
      ticks: 1200,
    };
    expect(cpuSeconds(before, { nanosByThread: new Map([['1', 6e9]]), ticks: 1350 })).toBeCloseTo(1.5);
    expect(
      cpuSeconds(before, {
        nanosByThread: new Map([
          ['1', 6e9],
          ['2', 7e9],
          ['3', 1e9],
        ]),
        ticks: 1,
      }),
    ).toBeCloseTo(2);
  });

  it('reads resident memory', () => {
    expect(readRssBytes(process.pid)).toBeGreaterThan(10_000_000);
  });
});

describe('INFO', () => {
  it('is read as fields', () => {
    const fields = parseInfo('# Memory\r\nused_memory:12\r\nos:Linux: 6\r\n\r\n# Stats\r\n');
    expect([...fields]).toEqual([
      ['used_memory', '12'],
      ['os', 'Linux: 6'],
    ]);
  });
});
