import fc from 'fast-check';
import { expect, it } from 'vitest';
import { counterOf, MAX_USES, usedOnce, usesOf } from '../../../src/store/usage/use-count.ts';

it('counts uses, halved for each epoch that has passed, for fifteen epochs', () => {
  const step = fc.record({ uses: fc.boolean(), epochs: fc.nat(4) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let epoch = 0;
      let uses = 0;
      let counter = counterOf(0, epoch);
      let age = 0;
      for (const each of steps) {
        if (age + each.epochs > 15) return;
        epoch += each.epochs;
        age += each.epochs;
        uses >>= each.epochs;
        expect(usesOf(counter, epoch)).toBe(uses);
        if (!each.uses) continue;
        uses = Math.min(MAX_USES, uses + 1);
        counter = usedOnce(counter, epoch);
        age = 0;
        expect(counter).toBeLessThan(256);
      }
      expect(usesOf(counter, epoch)).toBe(uses);
    }),
  );
});
