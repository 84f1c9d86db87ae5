import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLarge } from '../../../src/memory/large/large-audit.ts';
import { LargeCompactor, type ShardGate } from '../../../src/memory/large/large-compactor.ts';
import { SLAB_BYTES } from '../../../src/memory/layout.ts';
import type { LargeRef, ShardId } from '../../../src/memory/types.ts';
import { openSpace, patterned, type TestSpace } from './large-fixture.ts';

const MIB = 1024 * 1024;

/** Locks that tests can keep, and that note who is inside. */
class TestGate implements ShardGate {
  readonly closed = new Set<number>();
  readonly inside = new Set<number>();
  entered = 0;

  tryEnter(shard: ShardId): boolean {
    if (this.closed.has(shard)) return false;
    this.inside.add(shard);
    this.entered++;
    return true;
  }

  leave(shard: ShardId): void {
    expect(this.inside.delete(shard)).toBe(true);
  }
}

describe('LargeCompactor', () => {
  let space: TestSpace;
  let gate: TestGate;
  let compactor: LargeCompactor;
  let wall: LargeRef;
  const kept: { ref: LargeRef; bytes: Buffer }[] = [];

  // Slab 0 has 156 MiB free; slab 1 holds three objects of 4 MiB in its midst.
  beforeEach(() => {
    space = openSpace(2);
    gate = new TestGate();
    compactor = new LargeCompactor(space.objects, gate);
    wall = space.objects.allocate(SLAB_BYTES);
    const before = space.objects.allocate(100 * MIB);
    kept.length = 0;
    for (let i = 0; i < 3; i++) {
      const bytes = patterned(4 * MIB + i, i);
      const ref = space.objects.allocate(bytes.length);
      space.objects.write(ref, 0, bytes, 0, bytes.length);
      space.objects.adopt(ref, i as ShardId);
      kept.push({ ref, bytes });
    }
    space.objects.release(before);
    space.objects.truncate(wall, 100 * MIB);
  });

  afterEach(() => {
    compactor.stop();
    expect(gate.inside.size).toBe(0);
    for (const { ref, bytes } of kept) {
      expect(space.objects.equalsBytes(ref, bytes, 0, bytes.length)).toBe(true);
      expect(space.objects.references(ref)).toBe(1);
    }
    expect(auditLarge(space.objects, space.shared).problems).toEqual([]);
    space.slabs.close();
  });

  function slabNumbers(): number[] {
    return kept.map(({ ref }) => space.objects.slabOf(ref, 0) - space.objects.slabOf(wall, 0));
  }

  function work(steps: number): number {
    let copied = 0;
    for (let i = 0; i < steps; i++) copied += compactor.step(MIB);
    return copied;
  }

  it('empties the emptiest slab, a budget at a time', () => {
    expect(slabNumbers()).toEqual([1, 1, 1]);
    expect(compactor.step(MIB)).toBe(MIB);
    expect(work(20)).toBe(11 * MIB + 3);
    expect(slabNumbers()).toEqual([0, 0, 0]);
    expect(gate.entered).toBe(6);
    expect(work(3)).toBe(0);
    expect(space.objects.reclaimEmptySlabs(0, 0)).toBe(1);
    expect(space.objects.usedBytes()).toBeLessThanOrEqual(112 * MIB + 3 * 4_096);
  });

  it('leaves alone what somebody reads, and what nobody has adopted', () => {
    space.objects.pin(kept[0]!.ref);
    space.objects.disown(kept[1]!.ref);
    work(20);
    expect(slabNumbers()).toEqual([1, 1, 0]);
    space.objects.release(kept[0]!.ref);
    work(20);
    expect(slabNumbers()).toEqual([0, 1, 0]);
  });

  it('makes writers copy while it copies', () => {
    compactor.step(MIB);
    expect(space.objects.isPinned(kept[0]!.ref)).toBe(true);
    work(20);
    expect(space.objects.isPinned(kept[0]!.ref)).toBe(false);
  });

  it('gives up when somebody began to read', () => {
    compactor.step(MIB);
    space.objects.pin(kept[0]!.ref);
    work(20);
    expect(slabNumbers()).toEqual([1, 0, 0]);
    space.objects.release(kept[0]!.ref);
  });

  it('gives up when the owner let go, also if a reader is still there', () => {
    compactor.step(MIB);
    const { ref, bytes } = kept.shift()!;
    space.objects.pin(ref);
    space.objects.drop(ref);
    const slab = space.objects.slabOf(ref, 0);
    work(20);
    expect(space.objects.slabOf(ref, 0)).toBe(slab);
    expect(space.objects.equalsBytes(ref, bytes, 0, bytes.length)).toBe(true);
    space.objects.release(ref);
    expect(slabNumbers()).toEqual([0, 0]);
    expect(space.objects.objectCount()).toBe(3);
  });

  it('waits for a lock that is taken', () => {
    compactor.step(2 * MIB);
    gate.closed.add(0);
    compactor.step(2 * MIB);
    expect(compactor.step(MIB)).toBe(0);
    expect(slabNumbers()).toEqual([1, 1, 1]);
    gate.closed.delete(0);
    compactor.step(MIB);
    expect(slabNumbers()).toEqual([0, 1, 1]);
  });

  it('does nothing when the others have no space to spare', () => {
    space.objects.extend(wall, 200 * MIB, true);
    expect(work(10)).toBe(0);
    expect(slabNumbers()).toEqual([1, 1, 1]);
  });

  it('gives back what is half done when it stops', () => {
    compactor.step(MIB);
    compactor.stop();
    expect(space.objects.objectCount()).toBe(4);
  });
});
