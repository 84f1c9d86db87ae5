import { describe, expect, it } from 'vitest';
import { ERROR_COUNTS_BYTES, ErrorCounts } from '../../src/metrics/error-counts.ts';

describe('error counts', () => {
  it('add up over threads, by the first word', () => {
    const shared = new SharedArrayBuffer(ERROR_COUNTS_BYTES);
    const one = new ErrorCounts(shared);
    const other = new ErrorCounts(shared);
    const line = Buffer.from('-WRONGTYPE Operation against a key\r\n');
    one.add('ERR syntax error');
    one.add(line);
    other.add(line);
    other.add('ERR another');
    other.add('OOM');
    expect(one.list()).toEqual([
      { prefix: 'ERR', count: 2 },
      { prefix: 'OOM', count: 1 },
      { prefix: 'WRONGTYPE', count: 2 },
    ]);
  });

  it('begin anew after a reset, in every thread', () => {
    const shared = new SharedArrayBuffer(ERROR_COUNTS_BYTES);
    const one = new ErrorCounts(shared);
    one.add('ERR a');
    new ErrorCounts(shared).reset();
    expect(one.list()).toEqual([]);
    one.add('ERR b');
    expect(one.list()).toEqual([{ prefix: 'ERR', count: 1 }]);
  });

  it('stop with a name too many, until they are reset', () => {
    const shared = new SharedArrayBuffer(ERROR_COUNTS_BYTES);
    const counts = new ErrorCounts(shared);
    const other = new ErrorCounts(shared);
    other.add('ERR before');
    for (let i = 1; i < 128; i++) counts.add(`E${i} text`);
    expect(counts.list()).toHaveLength(128);
    counts.add('E128 text');
    counts.add('E1 text');
    expect(counts.list()).toEqual([{ prefix: 'ERRORSTATS_DISABLED', count: 1 }]);
    expect(counts.total()).toBe(130);
    counts.reset();
    expect(counts.list()).toEqual([]);
    expect(counts.total()).toBe(0);
    for (let i = 127; i > 0; i--) counts.add(`E${i} text`);
    other.add('ERR behind');
    expect(counts.list()).toHaveLength(128);
    expect(counts.list().find(({ prefix }) => prefix === 'ERR')).toEqual({ prefix: 'ERR', count: 1 });
  });
});
