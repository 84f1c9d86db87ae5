import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Miniatures } from '../../../src/eviction/adaptive/miniatures.ts';
import { type EvictionRule, RULES, SCORE_IDLE } from '../../../src/eviction/adaptive/rules.ts';
import { Lru } from '../../../src/simulator/exact/order.ts';

const OBJECT = 100;
/** Looks at so many entries that the sample is the whole. */
const LRU: EvictionRule = { name: 'lru', window: 1, margin: 0, score: SCORE_IDLE, samples: 2000 };

it('hits as an exact LRU does when its rule is LRU and its sample the whole', () => {
  const requests = fc.array(fc.nat(30), { minLength: 20, maxLength: 200 });
  fc.assert(
    fc.property(requests, fc.integer({ min: 1, max: 20 }), (keys, capacity) => {
      const lru = new Lru(capacity);
      const small = new Miniatures([LRU], capacity * OBJECT);
      let hits = 0;
      for (const key of keys) {
        if (lru.access(key)) hits++;
        small.read(key, OBJECT, 1, true);
      }
      expect(small.hits[0]).toBe(hits);
      expect(small.objectsOf(0)).toBeLessThanOrEqual(capacity);
    }),
    { numRuns: 40 },
  );
});

describe.each(RULES)('the miniature of the rule $name', (rule) => {
  it('never holds more than it may, whatever happens', () => {
    const step = fc.record({
      hash: fc.integer({ min: -100, max: 100 }),
      size: fc.integer({ min: 1, max: 400 }),
      what: fc.constantFrom('read', 'miss', 'write', 'refill', 'remove', 'shrink'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const small = new Miniatures([rule], 2000);
        for (const { hash, size, what } of steps) {
          if (what === 'read') small.read(hash, size, 1, true);
          else if (what === 'miss') small.read(hash, 0, 1, false);
          else if (what === 'write') small.write(hash, size, 1);
          else if (what === 'refill') small.refill(hash, size, 1);
          else if (what === 'remove') small.remove(hash);
          else small.setCapacity(500 + size);
          expect(small.objectsOf(0)).toBeGreaterThanOrEqual(0);
          expect(small.objectsOf(0)).toBeLessThanOrEqual(2000);
        }
        small.setCapacity(0);
        expect(small.objectsOf(0)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});

it('counts a refill as part of the read that it answers', () => {
  const [a, b] = [new Miniatures(RULES, 10_000), new Miniatures(RULES, 10_000)];
  let random = 1;
  for (let i = 0; i < 5000; i++) {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) | 0;
    const key = (random >>> 8) % 300;
    a.read(key, OBJECT, 1, true);
    b.read(key, OBJECT, 1, false);
    b.refill(key, OBJECT, 1);
  }
  RULES.forEach((_rule, i) => {
    expect(Math.abs(a.hits[i]! - b.hits[i]!) / 5000).toBeLessThan(0.03);
  });
});

it('forgets keys outside a smaller sample', () => {
  const small = new Miniatures(RULES, 100_000);
  for (let i = 0; i < 100; i++) small.write(Math.imul(i, 0x9e3779b1), OBJECT, 1);
  small.keepBelow(0x4000_0000);
  const kept = Array.from({ length: 100 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 1).filter(
    (each) => each < 0x4000_0000,
  );
  expect(small.entries).toBe(kept.length);
  expect(small.objectsOf(0)).toBe(kept.length);
  small.keepBelow(0);
  expect(small.entries).toBe(0);
});
