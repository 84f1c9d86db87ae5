import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLarge } from '../../../src/memory/large/large-audit.ts';
import { LARGE_UNIT_BYTES } from '../../../src/memory/large/large-layout.ts';
import { SLAB_BYTES } from '../../../src/memory/layout.ts';
import type { LargeRef } from '../../../src/memory/types.ts';
import { openSpace, patterned, type TestSpace } from './large-fixture.ts';

const MIB = 1024 * 1024;

describe('LargeObjects', () => {
  let space: TestSpace;

  beforeEach(() => {
    space = openSpace(2);
  });

  afterEach(() => {
    expect(auditLarge(space.objects, space.shared).problems).toEqual([]);
    space.slabs.close();
  });

  function put(bytes: Buffer): LargeRef {
    const ref = space.objects.allocate(bytes.length);
    space.objects.write(ref, 0, bytes, 0, bytes.length);
    return ref;
  }

  function get(ref: LargeRef): Buffer {
    const bytes = Buffer.alloc(space.objects.length(ref));
    space.objects.read(ref, 0, bytes, 0, bytes.length);
    return bytes;
  }

  it('holds bytes in one run and says what it occupies', () => {
    const { objects } = space;
    const bytes = patterned(MIB + 1, 1);
    const ref = put(bytes);
    expect(get(ref).equals(bytes)).toBe(true);
    expect(objects.length(ref)).toBe(MIB + 1);
    expect(objects.runCount(ref)).toBe(1);
    expect(objects.runView(ref, 0).equals(bytes)).toBe(true);
    expect(objects.bytesOf(ref)).toBe(objects.bytesFor(MIB + 1));
    expect(objects.bytesFor(MIB + 1)).toBe(257 * LARGE_UNIT_BYTES + 64);
    expect(objects.usedBytes()).toBe(257 * LARGE_UNIT_BYTES);
    expect(objects.objectCount()).toBe(1);
    objects.release(ref);
    expect(objects.usedBytes()).toBe(0);
    expect(objects.objectCount()).toBe(0);
  });

  it('reads and writes anywhere, and refuses ranges that leave the object', () => {
    const { objects } = space;
    const bytes = patterned(100_000, 2);
    const ref = put(bytes);
    const piece = patterned(5_000, 3);
    objects.write(ref, 4_090, piece, 10, 4_010);
    piece.copy(bytes, 4_090, 10, 4_010);
    objects.write(ref, 99_999, piece, 0, 1);
    bytes[99_999] = piece[0]!;
    objects.setByteAt(ref, 65_536, 7);
    bytes[65_536] = 7;
    objects.zero(ref, 70_000, 100);
    bytes.fill(0, 70_000, 70_100);
    expect(get(ref).equals(bytes)).toBe(true);
    expect(objects.byteAt(ref, 4_095)).toBe(bytes[4_095]);
    expect(() => objects.write(ref, 99_999, piece, 0, 2)).toThrow(RangeError);
    expect(() => objects.read(ref, -1, piece, 0, 1)).toThrow(RangeError);
    expect(() => objects.byteAt(ref, 100_000)).toThrow(RangeError);
  });

  it('cuts an object into runs when no single one is free', () => {
    const { objects } = space;
    const whole = space.objects.allocate(SLAB_BYTES - 64 * MIB);
    const fillers: LargeRef[] = [];
    for (let i = 0; i < 128; i++) fillers.push(objects.allocate(512 * 1024));
    for (let i = 0; i < 128; i += 2) objects.release(fillers[i]!);
    // 64 holes of 512 KiB: too small for one run, and enough together.
    const bytes = patterned(16 * MIB + 5, 5);
    const ref = put(bytes);
    expect(objects.runCount(ref)).toBe(33);
    expect(auditLarge(objects, space.shared)).toMatchObject({ slabs: 1, continuations: 8 });
    expect(get(ref).equals(bytes)).toBe(true);
    const views = Array.from({ length: 33 }, (_, i) => objects.runView(ref, i));
    expect(Buffer.concat(views).equals(bytes)).toBe(true);
    expect(objects.runOffset(ref, 32)).toBe(16 * MIB);
    expect(objects.runBytes(ref, 32)).toBe(5);
    const copy = objects.allocate(bytes.length);
    objects.copyRange(ref, 0, copy, 0, bytes.length);
    expect(objects.equals(ref, copy)).toBe(true);
    expect(objects.equalsBytes(ref, bytes, 0, bytes.length)).toBe(true);
    objects.setByteAt(copy, 9 * MIB, bytes[9 * MIB]! ^ 1);
    expect(Math.sign(objects.compare(ref, copy))).toBe(bytes[9 * MIB]! & 1 ? 1 : -1);
    for (const other of [ref, copy, whole]) objects.release(other);
    for (let i = 1; i < 128; i += 2) objects.release(fillers[i]!);
    expect(auditLarge(objects, space.shared)).toMatchObject({ objects: 0, bits: 0, continuations: 0 });
  });

  it('orders objects as their bytes do', () => {
    const { objects } = space;
    const bytes = patterned(70_000, 6);
    const ref = put(bytes);
    expect(objects.compareBytes(ref, bytes, 0, bytes.length)).toBe(0);
    expect(objects.compareBytes(ref, bytes, 0, bytes.length - 1)).toBeGreaterThan(0);
    const longer = Buffer.concat([bytes, Buffer.from('x')]);
    expect(objects.compareBytes(ref, longer, 0, longer.length)).toBeLessThan(0);
    expect(objects.equalsBytes(ref, longer, 0, longer.length)).toBe(false);
    bytes[69_999] = bytes[69_999]! ^ 0xff;
    const order = Math.sign(Buffer.compare(get(ref), bytes));
    expect(Math.sign(objects.compareBytes(ref, bytes, 0, bytes.length))).toBe(order);
  });

  it('spans slabs', () => {
    const { objects } = space;
    const ref = objects.allocate(SLAB_BYTES + 10 * MIB);
    expect(objects.runCount(ref)).toBe(2);
    const bytes = patterned(3 * MIB, 7);
    objects.write(ref, SLAB_BYTES - MIB, bytes, 0, bytes.length);
    expect(objects.slabOf(ref, 1)).not.toBe(objects.slabOf(ref, 0));
    expect(objects.byteOf(ref, 1)).toBe(0);
    expect(
      objects
        .runView(ref, 1)
        .subarray(0, 2 * MIB)
        .equals(bytes.subarray(MIB)),
    ).toBe(true);
    const back = Buffer.alloc(bytes.length);
    objects.read(ref, SLAB_BYTES - MIB, back, 0, back.length);
    expect(back.equals(bytes)).toBe(true);
  });

  it('counts only pieces that hold bytes', () => {
    const { objects } = space;
    const ref = objects.allocate(8 * MIB);
    const wall = objects.allocate(LARGE_UNIT_BYTES);
    expect(objects.extend(ref, 8 * MIB + 1)).toBe(true);
    expect(objects.runCount(ref)).toBe(2);
    expect(objects.runBytes(ref, 1)).toBe(1);
    objects.descriptors.setLength(ref, 8 * MIB);
    expect(objects.runCount(ref)).toBe(1);
    objects.release(wall);
  });

  it('moves an object out of its slab', () => {
    const { objects } = space;
    const wall = objects.allocate(SLAB_BYTES - 2 * MIB);
    const bytes = patterned(4 * MIB, 9);
    const ref = put(bytes);
    expect(objects.slabOf(ref, 0)).not.toBe(objects.slabOf(wall, 0));
    expect(objects.tryMove(ref)).toBe(false);
    objects.truncate(wall, SLAB_BYTES - 8 * MIB);
    objects.pin(ref);
    expect(objects.tryMove(ref)).toBe(false);
    objects.release(ref);
    const occupied = objects.bytesOf(ref);
    expect(objects.tryMove(ref)).toBe(true);
    expect(objects.slabOf(ref, 0)).toBe(objects.slabOf(wall, 0));
    expect(objects.bytesOf(ref)).toBe(occupied);
    expect(get(ref).equals(bytes)).toBe(true);
    expect(objects.reclaimEmptySlabs(0, 0)).toBe(1);
  });

  it('holds lengths beyond 32 bits', () => {
    const large = openSpace(24, false);
    const length = 5 * 1024 * MIB + 123;
    const ref = large.objects.allocate(length);
    expect(large.objects.length(ref)).toBe(length);
    expect(large.objects.runCount(ref)).toBe(21);
    const bytes = patterned(10_000, 10);
    large.objects.write(ref, length - 10_000, bytes, 0, 10_000);
    large.objects.write(ref, 2 ** 32 - 5_000, bytes, 0, 10_000);
    const back = Buffer.alloc(10_000);
    large.objects.read(ref, length - 10_000, back, 0, 10_000);
    expect(back.equals(bytes)).toBe(true);
    large.objects.read(ref, 2 ** 32 - 5_000, back, 0, 10_000);
    expect(back.equals(bytes)).toBe(true);
    expect(large.objects.runOffset(ref, 20)).toBe(20 * SLAB_BYTES);
    expect(large.objects.runBytes(ref, 20)).toBe(123);
    large.objects.truncate(ref, 3 * 1024 * MIB);
    expect(large.objects.usedBytes()).toBe(3 * 1024 * MIB);
    large.objects.release(ref);
    expect(large.objects.reclaimEmptySlabs(0, 0)).toBe(21);
    large.slabs.close();
  });
});
