import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SampledKeys } from '../../src/analytics/sampled-keys.ts';

it('finds what a map finds, whatever is added and deleted', () => {
  const step = fc.record({ hash: fc.integer({ min: -30, max: 30 }), deletes: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const keys = new SampledKeys();
      const model = new Map<number, number>();
      steps.forEach(({ hash, deletes }, i) => {
        const key = keys.find(hash);
        expect(key >= 0).toBe(model.has(hash));
        if (deletes) {
          if (key >= 0) keys.delete(key);
          model.delete(hash);
          return;
        }
        const at = key < 0 ? keys.add(hash) : key;
        if (key < 0) expect([keys.sizes[at], keys.flags[at], keys.expiresAt[at]]).toEqual([0, 0, 0]);
        keys.sizes[at] = i;
        keys.flags[at] = 1;
        model.set(hash, i);
      });
      expect(keys.count).toBe(model.size);
      for (const [hash, size] of model) expect(keys.sizes[keys.find(hash)]).toBe(size);
    }),
  );
});

it('grows', () => {
  const keys = new SampledKeys();
  const before = keys.memoryBytes;
  for (let hash = 0; hash < 10_000; hash++) {
    const key = keys.add(hash * 7919);
    keys.sizes[key] = hash;
  }
  for (let hash = 0; hash < 10_000; hash++) expect(keys.sizes[keys.find(hash * 7919)]).toBe(hash);
  expect(keys.memoryBytes).toBeGreaterThan(before);
  expect(keys.memoryBytes / 10_000).toBeLessThan(64);
});

it('keeps the keys below a hash, with what is known of them', () => {
  const keys = new SampledKeys();
  for (let hash = -1000; hash < 1000; hash++) {
    const key = keys.add(hash);
    keys.sizes[key] = hash;
  }
  keys.keepBelow(99);
  expect(keys.count).toBe(200);
  for (let hash = 0; hash < 200; hash++) expect(keys.sizes[keys.find(hash)]).toBe(hash);
  expect([keys.find(200), keys.find(-1)]).toEqual([-1, -1]);
  keys.keepBelow(-1);
  expect([keys.count, keys.find(7)]).toEqual([0, -1]);
});
