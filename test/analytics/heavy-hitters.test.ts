import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEAVY_HITTERS_BYTES, HeavyHitters, heaviest, MOST_KEY_BYTES } from '../../src/analytics/heavy-hitters.ts';

function table(): HeavyHitters {
  return new HeavyHitters(new SharedArrayBuffer(HEAVY_HITTERS_BYTES), 0);
}

/** A hash that differs for different short keys, as the store's does almost always. */
function hashOf(key: string): number {
  let hash = 7;
  for (const letter of key) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0;
  return hash;
}

function add(to: HeavyHitters, key: string, weight = 1, db = 0): void {
  const bytes = Buffer.from(key, 'latin1');
  to.add(db, hashOf(key), bytes, 0, bytes.length, weight);
}

describe('a table of heavy hitters', () => {
  it('counts exactly while there is a slot for every key', () => {
    const keys = table();
    for (let i = 1; i <= 200; i++) add(keys, `key${i}`, i);
    const found = heaviest([keys], 3).map(({ key, weight, error }) => [key.toString(), weight, error]);
    expect(found).toEqual([
      ['key200', 200, 0],
      ['key199', 199, 0],
      ['key198', 198, 0],
    ]);
    expect(keys.total).toBe(20_100);
  });

  it('keeps what it promises: heavy keys are there, and no weight is further off than its error', () => {
    const streams = fc.array(fc.tuple(fc.nat({ max: 3000 }), fc.nat({ max: 9 })), { minLength: 500, maxLength: 6000 });
    fc.assert(
      fc.property(streams, (stream) => {
        const keys = table();
        const exact = new Map<string, number>();
        for (const [number, skew] of stream) {
          const key = `k${number >> skew}`;
          add(keys, key);
          exact.set(key, (exact.get(key) ?? 0) + 1);
        }
        const found = new Map(keys.list().map((slot) => [slot.key.toString(), slot]));
        for (const [key, weight] of exact) if (weight > stream.length / 256) expect(found.has(key)).toBe(true);
        for (const [key, { weight, error }] of found) {
          expect(weight).toBeGreaterThanOrEqual(exact.get(key)!);
          expect(weight - error).toBeLessThanOrEqual(exact.get(key)!);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('adds several tables up, databases apart', () => {
    const [one, two] = [table(), table()];
    add(one, 'a', 5);
    add(two, 'a', 6);
    add(two, 'a', 7, 1);
    expect(heaviest([one, two], 9).map(({ db, weight }) => [db, weight])).toEqual([
      [0, 11],
      [1, 7],
    ]);
  });

  it('tells long keys apart and shows their beginning', () => {
    const keys = table();
    add(keys, `${'x'.repeat(1000)}1`);
    add(keys, `${'x'.repeat(1000)}2`);
    expect(keys.list().map(({ key, keyLength }) => [key.length, keyLength])).toEqual([
      [MOST_KEY_BYTES, 1001],
      [MOST_KEY_BYTES, 1001],
    ]);
  });

  it('forgets with time, and at once', () => {
    const keys = table();
    add(keys, 'a', 8);
    keys.halve();
    expect([keys.total, keys.list()[0]?.weight]).toEqual([4, 4]);
    keys.clear();
    expect([keys.total, keys.list()]).toEqual([0, []]);
  });
});
