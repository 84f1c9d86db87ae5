import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SampledEntries } from '../../../src/eviction/adaptive/sampled-entries.ts';

it('finds what a map finds, whatever is added and deleted', () => {
  const step = fc.record({ hash: fc.integer({ min: -40, max: 40 }), deletes: fc.boolean(), trims: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const entries = new SampledEntries();
      const model = new Map<number, number>();
      steps.forEach(({ hash, deletes, trims }, i) => {
        if (trims) entries.trim();
        const entry = entries.find(hash);
        expect(entry >= 0).toBe(model.has(hash));
        if (deletes && entry >= 0) entries.delete(entry);
        if (deletes) model.delete(hash);
        else if (entry < 0) {
          entries.add(hash, i, 1);
          model.set(hash, i);
        }
      });
      expect(entries.count).toBe(model.size);
      for (const [hash, size] of model) expect(entries.sizes[entries.find(hash)]).toBe(size);
    }),
  );
});

it('takes some 30 bytes an entry', () => {
  const entries = new SampledEntries();
  for (let i = 0; i < 10_000; i++) entries.add(Math.imul(i, 0x9e3779b1), 1, 1);
  expect(entries.memoryBytes / 10_000).toBeLessThan(36);
});

it('gives memory back when most entries are gone, and keeps the others', () => {
  const entries = new SampledEntries();
  const hashOf = (i: number): number => Math.imul(i, 0x9e3779b1);
  for (let i = 0; i < 10_000; i++) entries.add(hashOf(i), i, 1);
  const full = entries.memoryBytes;
  for (let i = 0; i < 9_500; i++) entries.delete(entries.find(hashOf(i)));
  expect(entries.memoryBytes).toBe(full);
  entries.trim();
  expect(entries.memoryBytes).toBeLessThan(full / 12);
  for (let i = 9_500; i < 10_000; i++) expect(entries.sizes[entries.find(hashOf(i))]).toBe(i);
  for (let i = 0; i < 1_000; i++) entries.add(hashOf(i), i, 1);
  for (let i = 0; i < 1_000; i++) expect(entries.sizes[entries.find(hashOf(i))]).toBe(i);
});
