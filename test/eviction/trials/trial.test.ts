import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LfuTrial } from '../../../src/eviction/trials/lfu-trial.ts';
import { RandomTrial } from '../../../src/eviction/trials/random-trial.ts';
import { S3FifoTrial } from '../../../src/eviction/trials/s3fifo-trial.ts';
import { SieveTrial } from '../../../src/eviction/trials/sieve-trial.ts';
import { Trial } from '../../../src/eviction/trials/trial.ts';

const KINDS = [Trial, RandomTrial, LfuTrial, SieveTrial, S3FifoTrial];
const OBJECT = 100;

describe.each(KINDS)('$name', (Kind) => {
  it('holds what it may and no more, whatever happens', () => {
    const step = fc.record({
      hash: fc.integer({ min: -100, max: 100 }),
      size: fc.integer({ min: 1, max: 400 }),
      what: fc.constantFrom('read', 'miss', 'write', 'refill', 'remove', 'shrink', 'keep'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const trial = new Kind(2000);
        let capacity = 2000;
        for (const { hash, size, what } of steps) {
          if (what === 'read') trial.read(hash, size, true);
          else if (what === 'miss') trial.read(hash, 0, false);
          else if (what === 'write' || what === 'refill') trial.write(hash, size, what === 'refill');
          else if (what === 'remove') trial.remove(hash);
          else if (what === 'keep') trial.keepBelow(size * 2 ** 22);
          else {
            capacity = 500 + size;
            trial.setCapacity(capacity);
          }
          const { count, sizes } = trial.entries;
          expect(trial.bytes).toBe(sizes.subarray(0, count).reduce((sum, bytes) => sum + bytes, 0));
          expect(trial.bytes).toBeLessThanOrEqual(capacity);
        }
        trial.setCapacity(0);
        expect(trial.entries.count).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('hits what it has, and stores what is missed only when somebody brings it', () => {
    const trial = new Kind(10 * OBJECT);
    expect([trial.read(1, 0, false), trial.read(1, OBJECT, true), trial.read(1, OBJECT, true)]).toEqual([
      false,
      false,
      true,
    ]);
    trial.remove(1);
    expect(trial.read(1, 0, false)).toBe(false);
    trial.write(1, OBJECT, true);
    expect(trial.read(1, OBJECT, false)).toBe(true);
  });
});

/** Twenty keys come in, some are visited; then twenty others come. @returns which of the first are left */
function survivors(trial: Trial, visited: (key: number) => number): number[] {
  for (let key = 0; key < 20; key++) trial.read(key, OBJECT, true);
  for (let key = 0; key < 20; key++) for (let i = 0; i < visited(key); i++) trial.read(key, OBJECT, true);
  for (let key = 100; key < 112; key++) trial.read(key, OBJECT, true);
  return Array.from({ length: 20 }, (_, key) => key).filter((key) => trial.entries.find(key) >= 0);
}

describe('who goes', () => {
  const few = (keys: readonly number[], wanted: (key: number) => boolean): number => keys.filter(wanted).length;

  it('is what came in first for FIFO, visits or not', () => {
    expect(
      few(
        survivors(new Trial(20 * OBJECT), (key) => (key < 8 ? 3 : 0)),
        (key) => key < 8,
      ),
    ).toBeLessThanOrEqual(2);
  });

  it('is what nobody visited for SIEVE and S3-FIFO', () => {
    for (const Kind of [SieveTrial, S3FifoTrial])
      expect(
        few(
          survivors(new Kind(20 * OBJECT), (key) => (key < 8 ? 3 : 0)),
          (key) => key < 8,
        ),
      ).toBe(8);
  });

  it('is what is used least for LFU, and what was used much an hour ago counts for nothing', () => {
    expect(
      few(
        survivors(new LfuTrial(20 * OBJECT), (key) => (key < 8 ? 200 : 0)),
        (key) => key < 8,
      ),
    ).toBe(8);
    const late = new LfuTrial(20 * OBJECT);
    for (let key = 0; key < 8; key++) for (let i = 0; i < 200; i++) late.read(key, OBJECT, true);
    late.minute += 60;
    for (let round = 0; round < 3; round++) for (let key = 20; key < 32; key++) late.read(key, OBJECT, true);
    for (let key = 40; key < 48; key++) late.read(key, OBJECT, true);
    expect(few([0, 1, 2, 3, 4, 5, 6, 7], (key) => late.entries.find(key) >= 0)).toBeLessThanOrEqual(2);
  });

  it('is not what comes back soon after it had to go, for S3-FIFO', () => {
    const trial = new S3FifoTrial(20 * OBJECT);
    for (let key = 0; key < 24; key++) trial.read(key, OBJECT, true);
    const gone = Array.from({ length: 24 }, (_, key) => key).filter((key) => trial.entries.find(key) < 0);
    for (const key of gone) trial.read(key, OBJECT, true);
    expect(gone.map((key) => trial.entries.fresh[trial.entries.find(key)])).toEqual(gone.map(() => 0));
    expect(trial.memoryBytes).toBeGreaterThan(trial.entries.memoryBytes);
  });
});
