import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { SharedRegion } from '../../src/config/shared-region.ts';

describe('SharedRegion', () => {
  it('holds a text that other views see', () => {
    const region = SharedRegion.create('äbc');
    const other = new SharedRegion(region.buffer);
    expect(other.read()).toEqual({ epoch: 1, text: 'äbc' });
    expect(other.replace(1, 'longer text')).toBe(true);
    expect(region.epoch()).toBe(2);
    expect(region.read()).toEqual({ epoch: 2, text: 'longer text' });
  });

  it('replaces nothing when somebody was faster, nor what does not fit', () => {
    const region = SharedRegion.create('a', 128 + 4);
    expect(region.replace(0, 'b')).toBe(false);
    expect(region.replace(1, 'aaaaa')).toBe(false);
    expect(region.replace(1, 'bbbb')).toBe(true);
    expect(region.read().text).toBe('bbbb');
    expect(() => SharedRegion.create('aaaaa', 128 + 4)).toThrow(RangeError);
  });

  it('loses no change of any thread', async () => {
    const region = SharedRegion.create('0');
    const count = 2000;
    const workers = [1, 2, 3, 4].map(
      () =>
        new Worker(new URL('./region-worker.ts', import.meta.url), { workerData: { buffer: region.buffer, count } }),
    );
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    expect(region.read()).toEqual({ epoch: 1 + 4 * count, text: String(4 * count) });
    await Promise.all(workers.map((worker) => worker.terminate()));
    expect(new Int32Array(region.buffer)[0]).toBe(0);
  });
});
