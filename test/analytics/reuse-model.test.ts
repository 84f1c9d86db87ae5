import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_KEYS, ReuseModel } from '../../src/analytics/reuse-model.ts';
import { Lru } from '../../src/simulator/exact/order.ts';
import { readTrace } from '../../src/simulator/trace-formats.ts';
import { KeyHasher } from '../../src/store/key-hash.ts';
import { traceFolder } from '../helpers/traces.ts';

const BYTES = 512;

/** Plays keys against the model as a cache that misses always: a read, then the refill. */
function play(keys: Int32Array, unique: number, rate: number, seed: number): ReuseModel {
  const hasher = new KeyHasher(seed, 7);
  const bytes = Buffer.alloc(8);
  const hashes = Int32Array.from({ length: unique }, (_, key) => {
    bytes.writeUInt32LE(key);
    return hasher.hash(bytes, 0, 8);
  });
  const model = new ReuseModel();
  model.lower(rate * 0x8000_0000);
  keys.forEach((key, i) => {
    const hash = hashes[key]!;
    if (model.takes(hash) && model.read(hash, -1, false, i >> 6) < 0) model.write(hash, BYTES, 0, i >> 6);
  });
  model.curve.countReads(keys.length);
  return model;
}

function exactRatio(keys: Int32Array, capacity: number): number {
  const lru = new Lru(capacity);
  let hits = 0;
  for (const key of keys) if (lru.access(key)) hits++;
  return hits / keys.length;
}

it('is exact LRU when all keys are sampled', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(50), { minLength: 50, maxLength: 500 }),
      fc.integer({ min: 1, max: 60 }),
      (list, size) => {
        const keys = Int32Array.from(list);
        const model = play(keys, 51, 1, 1);
        // Between two sizes, so that the width of a bucket does not matter.
        const [point] = model.curve.at([(size + 0.5) * BYTES], 1);
        if (size <= 12) expect(point!.hitRatio).toBeCloseTo(exactRatio(keys, size), 6);
        expect(model.keys.count).toBe(new Set(list).size);
        expect(model.order.totalKeys).toBe(model.keys.count);
      },
    ),
  );
});

describe.skipIf(traceFolder() === undefined)('beside exact replay of traces (skipped: no traces here)', () => {
  it.each([
    ['OLTP.lis.gz', 1],
    ['lirs_sprite.txt.gz', 1],
    ['cache2k_web07.i32be.gz', 1],
    ['mooncake_conversation_trace.jsonl.gz', 0.3],
  ])(
    '%s: within two points, at most 8 MB',
    (name, rate) => {
      const { keys, unique } = readTrace(join(traceFolder()!, name));
      const model = play(keys, unique, rate, 5);
      const capacities = [0.01, 0.05, 0.2, 0.6].map((share) => Math.floor(share * unique));
      const points = model.curve.at(
        capacities.map((capacity) => capacity * BYTES),
        model.rate,
      );
      points.forEach((point, i) => {
        expect(Math.abs(point.hitRatio - exactRatio(keys, capacities[i]!))).toBeLessThan(0.02);
      });
      expect(model.memoryBytes).toBeLessThan(8_000_000);
      expect(model.keys.count).toBeLessThanOrEqual(MOST_KEYS);
    },
    60_000,
  );
});

it('takes a key that is past its time for a miss at any size, and its bytes for none', () => {
  const model = new ReuseModel();
  model.write(1, 1000, 64, 0);
  model.write(2, 1000, 0, 0);
  expect(model.read(1, -1, false, 200)).toBe(-1);
  expect(model.order.totalBytes).toBe(1000);
  model.write(1, 1000, 64, 200);
  model.sweep(10_000);
  expect(model.keys.count).toBe(1);
});

it('forgets keys that are deleted, and all of them', () => {
  const model = new ReuseModel();
  for (let hash = 1; hash < 100; hash++) model.write(hash * 7919, 10, 0, hash);
  model.remove(7919);
  expect(model.keys.count).toBe(98);
  model.clear();
  expect([model.keys.count, model.order.totalKeys, Math.round(model.order.totalBytes)]).toEqual([0, 0, 0]);
});

it('looks at fewer keys when there are too many', () => {
  const model = new ReuseModel();
  let hash = 1;
  for (let i = 0; i < MOST_KEYS * 2; i++) {
    hash = Math.imul(hash, 1_664_525) + 1_013_904_223;
    if (model.takes(hash | 0)) model.write(hash | 0, 10, 0, i);
  }
  expect(model.keys.count).toBeLessThanOrEqual(MOST_KEYS);
  expect(model.rate).toBeLessThan(0.8);
  expect(model.keys.count / model.rate / (MOST_KEYS * 2)).toBeCloseTo(1, 1);
});
