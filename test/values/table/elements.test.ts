import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { KIND_RECORD } from '../../../src/memory/heap/heap.ts';
import { auditHeap } from '../../../src/memory/heap/heap-audit.ts';
import type { LargeRef, Ref } from '../../../src/memory/types.ts';
import { LARGE_KEY_BYTES } from '../../../src/values/table/element-fields.ts';
import { elementBytes } from '../../../src/values/table/elements.ts';
import { membersFixture } from '../members-fixture.ts';

const { heap, slabs, large, elements } = membersFixture();
const shard = 5;

afterAll(() => slabs.close());

function create(key: string, value: string, score: number | undefined): Ref {
  const bytes = Buffer.from(`<${key}>`, 'latin1');
  const ref = elements.create(shard, bytes, 1, key.length, value.length, score !== undefined);
  elements.bytesOf(ref).write(value, elements.valueAt(ref), 'latin1');
  if (score !== undefined) elements.setNumber(ref, score);
  return ref;
}

function read(ref: Ref): unknown[] {
  const bytes = elements.bytesOf(ref);
  const key = elements.keyAt(ref);
  const value = elements.valueAt(ref);
  return [
    bytes.toString('latin1', key, key + elements.keyLength(ref)),
    bytes.toString('latin1', value, value + elements.valueLength(ref)),
    elements.hasNumber(ref) ? elements.number(ref) : undefined,
  ];
}

const text = fc.oneof(
  fc.string({ maxLength: 30, unit: 'binary-ascii' }),
  fc.integer({ min: 250, max: 260 }).map((length) => 'k'.repeat(length)),
  fc.constant('y'.repeat(65_535)),
);
const score = fc.option(fc.double({ noNaN: true }), { nil: undefined });

describe('elements', () => {
  it('give back key, value and number', () => {
    fc.assert(
      fc.property(text, text, score, text, (key, value, number, other) => {
        const ref = create(key, value, number);
        expect(read(ref)).toEqual([key, value, number]);
        const bytes = Buffer.from(`..${key}`, 'latin1');
        expect(elements.matches(ref, bytes, 2, key.length)).toBe(true);
        expect(elements.matches(ref, bytes, 1, key.length)).toBe(key === `.${key}`.slice(0, -1));
        expect(elements.hash(ref)).toBe(elements.hasher.hash(bytes, 2, key.length));
        const second = elements.recreate(shard, ref, other.length, number === undefined);
        elements.bytesOf(second).write(other, elements.valueAt(second), 'latin1');
        if (number === undefined) elements.setNumber(second, 1.5);
        expect(read(second)).toEqual([key, other, number === undefined ? 1.5 : undefined]);
        const copy = elements.copy(shard, second);
        expect(read(copy)).toEqual(read(second));
        elements.discard(shard, ref);
        elements.free(shard, second);
        elements.free(shard, copy);
        expect(auditHeap(heap)).toMatchObject({ problems: [], usedUnits: 0 });
      }),
      { numRuns: 200 },
    );
  });

  it('change the length of a value in place where the block allows it', () => {
    fc.assert(
      fc.property(text, text, text, score, (key, value, other, number) => {
        const ref = create(key, value, number);
        const spare = heap.blockBytes(ref) - elementBytes(key.length, other.length, number !== undefined);
        expect(elements.resizeInPlace(ref, other.length)).toBe(spare >= 0 && spare <= 15);
        if (spare >= 0 && spare <= 15) {
          elements.bytesOf(ref).write(other, elements.valueAt(ref), 'latin1');
          expect(read(ref)).toEqual([key, other, number]);
        } else expect(read(ref)).toEqual([key, value, number]);
        elements.free(shard, ref);
      }),
      { numRuns: 200 },
    );
  });

  it('are as small as the bars for memory ask for', () => {
    const member = elements.create(shard, Buffer.alloc(17), 0, 17, 0, false);
    const scored = elements.create(shard, Buffer.alloc(17), 0, 17, 0, true);
    const field = elements.create(shard, Buffer.alloc(16), 0, 16, 16, false);
    expect([member, scored, field].map((ref) => heap.blockBytes(ref))).toEqual([24, 32, 40]);
    for (const ref of [member, scored, field]) elements.free(shard, ref);
  });

  it('know what they leave of a block that is larger than they asked for', () => {
    const hole = heap.allocate(shard, 24, KIND_RECORD);
    const wall = heap.allocate(shard, 24, KIND_RECORD);
    heap.free(shard, hole);
    const ref = create('a', '', undefined);
    expect([ref, heap.blockBytes(ref)]).toEqual([hole, 24]);
    expect(read(ref)).toEqual(['a', '', undefined]);
    for (const block of [ref, wall]) heap.free(shard, block);
  });

  it('hold large keys and values, which copies share', () => {
    const key = Buffer.alloc(LARGE_KEY_BYTES + 5, 'k');
    const ref = elements.create(shard, key, 0, key.length, 4, true);
    elements.setNumber(ref, -0.5);
    const object = large.allocate(100_000);
    large.zero(object, 0, 100_000);
    elements.setLargeRef(ref, object);
    expect([elements.isLargeKey(ref), elements.isLarge(ref), elements.keyLength(ref)]).toEqual([
      true,
      true,
      key.length,
    ]);
    expect(elements.matches(ref, key, 0, key.length)).toBe(true);
    expect(elements.matches(ref, key, 0, key.length - 1)).toBe(false);
    expect(elements.matches(ref, key, 0, 8)).toBe(false);
    expect(elements.hash(ref)).toBe(elements.hasher.hash(key, 0, key.length));
    const copy = elements.copy(shard, ref);
    expect([large.references(object), large.references(elements.largeKey(ref))]).toEqual([2, 2]);
    expect(elements.number(copy)).toBe(-0.5);
    elements.free(shard, ref);
    expect(elements.largeRef(copy)).toBe(object);
    expect(elements.occupied(copy)).toBeGreaterThan(165_000);
    expect(elements.resizeInPlace(copy, 3)).toBe(true);
    expect(elements.isLarge(copy)).toBe(false);
    elements.free(shard, copy);
    expect(large.objectCount()).toBe(0);
    expect(auditHeap(heap)).toMatchObject({ problems: [], usedUnits: 0 });
  });

  it('are not made when a large key finds no room', () => {
    const { allocate } = large;
    large.allocate = () => 0 as LargeRef;
    const key = Buffer.alloc(LARGE_KEY_BYTES);
    expect(elements.create(shard, key, 0, key.length, 0, false)).toBe(0);
    large.allocate = allocate;
    expect(auditHeap(heap).usedUnits).toBe(0);
  });
});
