import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditLarge } from '../../../src/memory/large/large-audit.ts';
import { LARGE_UNIT_BYTES, LARGE_UNITS_PER_SLAB } from '../../../src/memory/large/large-layout.ts';
import { G_LARGE_UNITS } from '../../../src/memory/layout.ts';
import { type LargeRef, NO_LARGE } from '../../../src/memory/types.ts';
import { openSpace, patterned, type TestSpace } from './large-fixture.ts';

const ROOM_UNITS = 400;
const WALLS = 40;

type Step =
  | { kind: 'allocate'; length: number; seed: number }
  | { kind: 'write'; which: number; at: number; length: number; seed: number }
  | { kind: 'extend'; which: number; by: number; seed: number; exact: boolean }
  | { kind: 'truncate'; which: number; to: number }
  | { kind: 'pin' | 'release'; which: number }
  | { kind: 'copy'; which: number; other: number; at: number; to: number; length: number };

interface Twin {
  ref: LargeRef;
  bytes: Buffer;
  references: number;
}

const which = fc.nat(1_000);
const seed = fc.nat(1_000);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const length = fc.oneof(
  fc.integer({ min: 1, max: 30 }).map((units) => units * LARGE_UNIT_BYTES),
  fc.integer({ min: 0, max: 200_000 }),
  fc.integer({ min: 500_000, max: 1_200_000 }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('allocate' as const), length, seed }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      which,
      at: share,
      length: fc.nat(60_000),
      seed,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('extend' as const), which, by: length, seed, exact: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('truncate' as const), which, to: share }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pin' as const), which }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('release' as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('copy' as const),
      which,
      other: which,
      at: share,
      to: share,
      length: fc.nat(300_000),
    }),
  },
);

/** A space where nearly everything is taken, and what is left is in pieces. */
function openCrowdedSpace(): TestSpace {
  const space = openSpace(1);
  const { objects } = space;
  objects.allocate((LARGE_UNITS_PER_SLAB - ROOM_UNITS - WALLS) * LARGE_UNIT_BYTES);
  const gaps: LargeRef[] = [];
  for (let i = 0; i < WALLS; i++) {
    objects.allocate(1);
    gaps.push(objects.allocate((ROOM_UNITS / WALLS) * LARGE_UNIT_BYTES));
  }
  for (const ref of gaps) objects.release(ref);
  return space;
}

/** Plays steps on a space and on plain Buffers, and compares after each. */
class Play {
  readonly space: TestSpace;
  readonly twins: Twin[] = [];

  constructor(space: TestSpace) {
    this.space = space;
  }

  run(step: Step): void {
    if (step.kind === 'allocate') this.allocate(step.length, step.seed);
    else if (this.twins.length > 0) this.change(this.twins[step.which % this.twins.length]!, step);
  }

  private change(twin: Twin, step: Exclude<Step, { kind: 'allocate' }>): void {
    switch (step.kind) {
      case 'write':
        this.write(twin, Math.floor(step.at * twin.bytes.length), step.length, step.seed);
        break;
      case 'extend':
        this.extend(twin, step.by, step.seed, step.exact);
        break;
      case 'truncate':
        this.truncate(twin, Math.floor(step.to * twin.bytes.length));
        break;
      case 'pin':
        this.space.objects.pin(twin.ref);
        twin.references++;
        break;
      case 'release':
        this.release(twin);
        break;
      case 'copy':
        this.copy(twin, this.twins[step.other % this.twins.length]!, step.at, step.to, step.length);
    }
  }

  check(): void {
    const { objects } = this.space;
    for (const { ref, bytes, references } of this.twins) {
      expect(objects.length(ref)).toBe(bytes.length);
      expect(objects.references(ref)).toBe(references);
      expect(objects.equalsBytes(ref, bytes, 0, bytes.length)).toBe(true);
      let seen = 0;
      for (let i = 0; i < objects.runCount(ref); i++) {
        expect(objects.runOffset(ref, i)).toBe(seen);
        const view = objects.runView(ref, i);
        expect(view.equals(bytes.subarray(seen, seen + view.length))).toBe(true);
        seen += view.length;
      }
      expect(seen).toBe(bytes.length);
    }
  }

  end(): void {
    while (this.twins.length > 0) this.release(this.twins[0]!);
    const audit = auditLarge(this.space.objects, this.space.shared);
    expect(audit).toMatchObject({ problems: [], objects: WALLS + 1, continuations: 0, slabs: 1 });
    expect(this.freeUnits()).toBe(ROOM_UNITS);
  }

  private freeUnits(): number {
    return LARGE_UNITS_PER_SLAB - this.space.slabs.control[G_LARGE_UNITS]!;
  }

  private allocate(length: number, seed: number): void {
    const { objects } = this.space;
    const fits = Math.max(1, Math.ceil(length / LARGE_UNIT_BYTES)) <= this.freeUnits();
    const before = objects.usedBytes();
    const ref = objects.allocate(length);
    expect(ref !== NO_LARGE).toBe(fits);
    if (!fits) return;
    expect(objects.usedBytes() - before + 64).toBe(objects.bytesFor(length));
    const bytes = patterned(length, seed);
    objects.write(ref, 0, bytes, 0, length);
    this.twins.push({ ref, bytes, references: 1 });
  }

  private write(twin: Twin, at: number, length: number, seed: number): void {
    const bytes = patterned(Math.min(length, twin.bytes.length - at), seed);
    this.space.objects.write(twin.ref, at, bytes, 0, bytes.length);
    bytes.copy(twin.bytes, at);
  }

  private extend(twin: Twin, by: number, seed: number, exact: boolean): void {
    const { objects } = this.space;
    const newLength = twin.bytes.length + by;
    const most = objects.extendBytes(twin.ref, newLength, exact);
    const occupied = objects.bytesOf(twin.ref);
    const need = objects.bytesFor(newLength) - occupied;
    const fits = need <= this.freeUnits() * LARGE_UNIT_BYTES;
    expect(objects.extend(twin.ref, newLength, exact)).toBe(fits);
    const grown = objects.bytesOf(twin.ref) - occupied;
    if (!fits) {
      expect(grown).toBe(0);
      return;
    }
    expect(grown).toBeGreaterThanOrEqual(Math.max(0, need));
    expect(grown).toBeLessThanOrEqual(most);
    const piece = patterned(by, seed);
    objects.write(twin.ref, twin.bytes.length, piece, 0, by);
    twin.bytes = Buffer.concat([twin.bytes, piece]);
  }

  private truncate(twin: Twin, to: number): void {
    this.space.objects.truncate(twin.ref, to);
    twin.bytes = Buffer.from(twin.bytes.subarray(0, to));
    expect(this.space.objects.bytesOf(twin.ref)).toBe(this.space.objects.bytesFor(to));
  }

  private release(twin: Twin): void {
    this.space.objects.release(twin.ref);
    twin.references--;
    if (twin.references === 0) this.twins.splice(this.twins.indexOf(twin), 1);
  }

  private copy(from: Twin, to: Twin, at: number, toAt: number, length: number): void {
    if (from === to) return;
    const start = Math.floor(at * from.bytes.length);
    const target = Math.floor(toAt * to.bytes.length);
    const bytes = Math.min(length, from.bytes.length - start, to.bytes.length - target);
    this.space.objects.copyRange(from.ref, start, to.ref, target, bytes);
    from.bytes.copy(to.bytes, target, start, start + bytes);
    const order = Buffer.compare(from.bytes, to.bytes);
    expect(Math.sign(this.space.objects.compare(from.ref, to.ref))).toBe(order);
  }
}

describe('large objects', () => {
  it('hold what plain buffers hold, whatever happens to them', { timeout: 120_000 }, () => {
    const space = openCrowdedSpace();
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const play = new Play(space);
        for (const each of steps) {
          play.run(each);
          play.check();
        }
        expect(auditLarge(space.objects, space.shared).problems).toEqual([]);
        play.end();
      }),
      { numRuns: 150 },
    );
    space.slabs.close();
  });
});
