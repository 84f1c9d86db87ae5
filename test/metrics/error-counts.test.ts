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
      { prefix: 'WRONGTYPE', count: 2 },
      { prefix: 'OOM', count: 1 },
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

  it('count what exceeds the rows in the last one', () => {
    const counts = new ErrorCounts(new SharedArrayBuffer(ERROR_COUNTS_BYTES));
    for (let i = 0; i < 200; i++) counts.add(`E${i} text`);
    const list = counts.list();
    expect(list).toHaveLength(128);
    expect(list.at(-1)).toEqual({ prefix: 'E127', count: 73 });
  });
});
