import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { auditHeap } from '../../../src/memory/heap/heap-audit.ts';
import { S_WHEEL_ENTRIES, S_WHEEL_STALE } from '../../../src/memory/layout.ts';
import { TICK_MS, TimingWheel, WHEEL_SLOTS } from '../../../src/store/expiry/timing-wheel.ts';
import { auditWheel } from '../../../src/store/expiry/wheel-audit.ts';
import { FAR_EXPIRY_MS } from '../../../src/store/record.ts';
import { heapFixture } from '../../memory/heap/heap-fixture.ts';

const { heap, slabs } = heapFixture();
const { control } = slabs;
const wheel = new TimingWheel(heap);
const shard = 5;
/** Later ones do not come into a wheel. */
const LATEST_MS = FAR_EXPIRY_MS - 1;
const base = heap.base(shard);

afterAll(() => slabs.close());

interface Key {
  expiresAtMs: number;
  slot: number;
}

/** Keys with their expiry, as the records would hold them. The wheel is to find them when they are due. */
class Model {
  nowMs: number;
  readonly keys = new Map<number, Key>();
  #nextHash = 1;
  #cleaning = 0;

  constructor(nowMs: number) {
    // What a failed run left behind.
    wheel.dispose(shard);
    this.nowMs = nowMs;
  }

  add(inMs: number): void {
    const expiresAtMs = Math.min(this.nowMs + inMs, LATEST_MS);
    const hash = (this.#nextHash++ * 0x9e3779b1) | 0;
    this.keys.set(hash, { expiresAtMs, slot: wheel.schedule(shard, hash, expiresAtMs, this.nowMs, 0) });
  }

  /** A key gets another time; its hash may also be that of a key that comes back. */
  change(which: number, inMs: number): void {
    const hash = this.#pick(which);
    if (hash === undefined) return;
    const key = this.keys.get(hash)!;
    key.expiresAtMs = Math.min(this.nowMs + inMs, LATEST_MS);
    key.slot = wheel.schedule(shard, hash, key.expiresAtMs, this.nowMs, key.slot);
  }

  remove(which: number, comesBackInMs: number): void {
    const hash = this.#pick(which);
    if (hash === undefined) return;
    wheel.forget(shard);
    this.keys.delete(hash);
    if (comesBackInMs < 0) return;
    const expiresAtMs = this.nowMs + comesBackInMs;
    this.keys.set(hash, { expiresAtMs, slot: wheel.schedule(shard, hash, expiresAtMs, this.nowMs, 0) });
  }

  /** Time goes on, and the sweep takes all that is due. */
  advance(ms: number): void {
    this.nowMs += ms;
    let calls = 0;
    while (wheel.isBehind(shard, this.nowMs)) {
      if (wheel.take(shard, this.nowMs, 100_000)) this.#handle();
      // The wheel jumps when it is empty and else walks: only so far is worth a test.
      if (++calls > 200_000) throw new Error('the sweep does not end');
    }
    // What is set aside is looked at beside the sweep.
    while (wheel.isCleaning(shard)) this.clean(1);
    const nowTick = Math.floor(this.nowMs / TICK_MS);
    const late = [...this.keys.values()].filter((key) => Math.floor(key.expiresAtMs / TICK_MS) < nowTick);
    expect(late).toEqual([]);
  }

  clean(entries: number): void {
    for (let left = entries; left > 0; left--) {
      if (wheel.takeForCleaning(shard, this.#cleaning)) this.#handle();
      if (!wheel.isCleaning(shard)) this.#cleaning = (this.#cleaning + 1) % WHEEL_SLOTS;
    }
  }

  #handle(): void {
    const hash = wheel.takenHash;
    const key = this.keys.get(hash);
    if (key === undefined || key.slot !== wheel.takenSlot) {
      control[base + S_WHEEL_STALE]! -= 1;
      return;
    }
    if (this.nowMs > key.expiresAtMs) this.keys.delete(hash);
    else key.slot = wheel.schedule(shard, hash, key.expiresAtMs, this.nowMs, 0);
  }

  #pick(which: number): number | undefined {
    return [...this.keys.keys()][which % Math.max(this.keys.size, 1)];
  }

  check(): void {
    const audit = auditWheel(heap, shard);
    expect(audit.problems).toEqual([]);
    const queued = new Set<string>();
    for (const [slot, hashes] of audit.entries) for (const hash of hashes) queued.add(`${slot} ${hash}`);
    expect([...this.keys].filter(([hash, { slot }]) => !queued.has(`${slot} ${hash}`))).toEqual([]);
    expect(control[base + S_WHEEL_ENTRIES]).toBe(this.keys.size + control[base + S_WHEEL_STALE]!);
  }

  end(): void {
    wheel.dispose(shard);
    const audit = auditHeap(heap);
    expect(audit).toMatchObject({ problems: [], usedUnits: 0 });
  }
}

const duration = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: 256 * TICK_MS * 2 }),
  fc.integer({ min: 0, max: 65_536 * TICK_MS * 2 }),
  fc.integer({ min: 0, max: 2 ** 24 * TICK_MS * 2 }),
  fc.maxSafeNat(),
);
const action = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ what: fc.constant('add'), ms: duration, count: fc.integer({ min: 1, max: 70 }) }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('change'), ms: duration, which: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('remove'), which: fc.nat(), back: fc.integer({ min: -5000, max: 5000 }) }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('clean'), count: fc.integer({ min: 1, max: 600 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('advance'),
      ms: fc.oneof(
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 0, max: 256 * TICK_MS * 2 }),
        fc.integer({ min: 0, max: 65_536 * TICK_MS * 2 }),
      ),
    }),
  },
);
type Action = { what: string; ms?: number; count?: number; which?: number; back?: number };
/** Beginnings of slots of every level, and any time. */
const start = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 32 }),
  fc.integer({ min: 1, max: 2 ** 8 }).map((slot) => slot * 2 ** 24 * TICK_MS - 1),
  fc.constant(1_800_000_000_000),
);

function run(model: Model, one: Action): void {
  if (one.what === 'add') for (let i = 0; i < one.count!; i++) model.add(one.ms! + i);
  else if (one.what === 'change') model.change(one.which!, one.ms!);
  else if (one.what === 'remove') model.remove(one.which!, one.back!);
  else if (one.what === 'clean') model.clean(one.count!);
  else model.advance(one.ms!);
}

describe('timing wheel', () => {
  it('finds every key when it is due, whatever changes before', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(start, fc.array(action, { minLength: 4, maxLength: 40 }), (startMs, actions) => {
        const model = new Model(startMs);
        for (const one of actions) {
          run(model, one);
          model.check();
        }
        model.end();
      }),
      { numRuns: 40 },
    );
  });

  it('keeps what is queued in the same slot apart from what was set aside', () => {
    const model = new Model(1_000_000);
    for (let i = 0; i < 200; i++) model.add(10_000);
    while (!wheel.isCleaning(shard)) model.clean(1);
    model.clean(50);
    expect(wheel.isCleaning(shard)).toBe(true);
    for (let i = 0; i < 100; i++) model.add(10_000);
    for (let i = 0; i < 40; i++) model.remove(i * 5, 10_000);
    model.check();
    model.clean(WHEEL_SLOTS);
    model.check();
    model.advance(11_000);
    expect(model.keys.size).toBe(0);
    model.end();
  });

  it('forgets stale entries by cleaning', () => {
    const model = new Model(1_000_000);
    for (let i = 0; i < 5_000; i++) {
      model.add(3_600_000);
      if (i % 10 !== 0) model.remove(model.keys.size - 1, -1);
    }
    expect(control[base + S_WHEEL_STALE]).toBe(4_500);
    model.clean(5_000 + WHEEL_SLOTS);
    expect(control[base + S_WHEEL_STALE]).toBe(0);
    expect(control[base + S_WHEEL_ENTRIES]).toBe(500);
    model.check();
    model.end();
  });

  it('is freed in steps', () => {
    const model = new Model(0);
    for (let i = 0; i < 3_000; i++) model.add(i * 1000);
    model.clean(1);
    const detached = wheel.detach(shard);
    expect(control[base + S_WHEEL_ENTRIES]).toBe(0);
    let steps = 1;
    while (wheel.dismantle(detached, shard, 10)) {
      expect(auditHeap(heap).problems).toEqual([]);
      steps++;
    }
    expect(steps).toBeGreaterThan(5);
    model.end();
  });
});
