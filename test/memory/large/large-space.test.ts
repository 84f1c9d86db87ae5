import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { auditLarge } from '../../../src/memory/large/large-audit.ts';
import {
  FIRST_DESCRIPTOR,
  LARGE_DESCRIPTORS,
  LARGE_UNIT_BYTES,
  LARGE_UNITS_PER_SLAB,
} from '../../../src/memory/large/large-layout.ts';
import { LargeObjects } from '../../../src/memory/large/large-objects.ts';
import { G_LARGE_FREE_DESCRIPTOR, G_LARGE_NEXT_DESCRIPTOR, SLAB_BYTES } from '../../../src/memory/layout.ts';
import { SlabSet } from '../../../src/memory/slabs.ts';
import { type LargeRef, NO_LARGE, type ShardId } from '../../../src/memory/types.ts';
import { openSpace, patterned, type TestSpace } from './large-fixture.ts';

const MIB = 1024 * 1024;

describe('LargeSpace', () => {
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

  it('keeps pinned bytes until the last release, in any order', () => {
    const { objects } = space;
    const bytes = patterned(200_000, 4);
    const ref = put(bytes);
    expect(objects.isPinned(ref)).toBe(false);
    objects.pin(ref);
    objects.pin(ref);
    expect(objects.isPinned(ref)).toBe(true);
    objects.release(ref);
    objects.release(ref);
    expect(objects.isPinned(ref)).toBe(false);
    expect(get(ref).equals(bytes)).toBe(true);
    const view = objects.runView(ref, 0);
    objects.release(ref);
    expect(view.every((byte) => byte === 0xdb)).toBe(true);
    expect(() => objects.release(ref)).toThrow('released more often');
    // The failed release counted below 0; the failed pin counts back up.
    expect(() => objects.pin(ref)).toThrow('after it was freed');
  });

  it('says that there is no room, and changes nothing then', () => {
    const { objects } = space;
    const refs: LargeRef[] = [];
    for (;;) {
      const ref = objects.allocate(100 * MIB);
      if (ref === NO_LARGE) break;
      refs.push(ref);
    }
    // 112 MiB are left, in two pieces of 56 MiB and a third object that spans both slabs.
    expect(refs.length).toBe(5);
    const before = objects.usedBytes();
    expect(objects.allocate(13 * MIB)).toBe(NO_LARGE);
    expect(objects.extend(refs[0]!, 113 * MIB)).toBe(false);
    expect(objects.length(refs[0]!)).toBe(100 * MIB);
    expect(objects.usedBytes()).toBe(before);
    // The spare part is given up before the request is.
    expect(objects.extend(refs[0]!, 112 * MIB)).toBe(true);
    expect(objects.usedBytes()).toBe(2 * SLAB_BYTES);
    expect(objects.allocate(1)).toBe(NO_LARGE);
    objects.release(refs.pop()!);
    expect(objects.allocate(100 * MIB)).not.toBe(NO_LARGE);
    expect(objects.allocate(40 * 1024 * MIB)).toBe(NO_LARGE);
  });

  it('says so when the system refuses a slab, and asks again only after a while', () => {
    const { objects } = space;
    const make = vi.fn(function make(): void {
      throw new RangeError('Array buffer allocation failed');
    });
    vi.stubGlobal('SharedArrayBuffer', make);
    expect(objects.allocate(MIB)).toBe(NO_LARGE);
    expect(objects.allocate(MIB)).toBe(NO_LARGE);
    expect(make).toHaveBeenCalledTimes(1);
    vi.unstubAllGlobals();
    expect(objects.allocate(MIB)).toBe(NO_LARGE);
    objects.reclaimEmptySlabs(0, 1_000);
    expect(objects.allocate(MIB)).not.toBe(NO_LARGE);
  });

  it('says so when the descriptors run out, whether for the object or for its runs', () => {
    const full = openSpace(1);
    const { objects } = full;
    const words = full.slabs.control;
    words[G_LARGE_NEXT_DESCRIPTOR] = LARGE_DESCRIPTORS - FIRST_DESCRIPTOR - 24;
    objects.allocate(SLAB_BYTES - 20 * LARGE_UNIT_BYTES);
    const units = Array.from({ length: 20 }, () => objects.allocate(LARGE_UNIT_BYTES));
    for (let i = 0; i < 20; i += 2) objects.release(units[i]!);
    words[G_LARGE_FREE_DESCRIPTOR] = 0;
    // Ten holes need three descriptors, as many as there are.
    const ref = objects.allocate(10 * LARGE_UNIT_BYTES);
    expect(objects.runCount(ref)).toBe(10);
    objects.release(ref);
    objects.release(objects.allocate(LARGE_UNIT_BYTES));
    const kept = objects.allocate(LARGE_UNIT_BYTES);
    const used = objects.usedBytes();
    expect(objects.allocate(9 * LARGE_UNIT_BYTES)).toBe(NO_LARGE);
    expect(objects.extend(kept, 9 * LARGE_UNIT_BYTES)).toBe(true);
    expect(objects.allocate(1)).toBe(NO_LARGE);
    objects.truncate(kept, 1);
    expect(objects.usedBytes()).toBe(used);
    full.slabs.close();
  });

  it('grows in place, with a quarter to spare, and shrinks again', () => {
    const { objects } = space;
    let bytes = patterned(100_000, 8);
    const ref = put(bytes);
    let enlargements = 0;
    let occupied = objects.bytesOf(ref);
    for (let i = 0; i < 200; i++) {
      const piece = patterned(10_000, i);
      const most = objects.extendBytes(ref, bytes.length + piece.length);
      expect(objects.extend(ref, bytes.length + piece.length)).toBe(true);
      expect(objects.bytesOf(ref) - occupied).toBeLessThanOrEqual(most);
      if (objects.bytesOf(ref) !== occupied) enlargements++;
      occupied = objects.bytesOf(ref);
      objects.write(ref, bytes.length, piece, 0, piece.length);
      bytes = Buffer.concat([bytes, piece]);
    }
    expect(enlargements).toBeLessThan(20);
    expect(objects.runCount(ref)).toBe(1);
    expect(occupied).toBeLessThanOrEqual(objects.bytesFor(bytes.length) * 1.26);
    expect(get(ref).equals(bytes)).toBe(true);
    objects.truncate(ref, 5_000);
    expect(objects.bytesOf(ref)).toBe(objects.bytesFor(5_000));
    expect(get(ref).equals(bytes.subarray(0, 5_000))).toBe(true);
    expect(objects.extend(ref, 9_000, true)).toBe(true);
    expect(objects.bytesOf(ref)).toBe(objects.bytesFor(9_000));
    expect(() => objects.extend(ref, 1)).toThrow(RangeError);
    expect(() => objects.truncate(ref, 10_000)).toThrow(RangeError);
  });

  it('drops empty slabs, one of them only after a while without need', () => {
    const { objects } = space;
    const a = objects.allocate(200 * MIB);
    const b = objects.allocate(200 * MIB);
    expect(objects.touchedBytes()).toBe(400 * MIB);
    expect(objects.reclaimEmptySlabs(0, 1_000)).toBe(0);
    objects.release(a);
    objects.release(b);
    expect(objects.reclaimEmptySlabs(5_000, 1_000)).toBe(1);
    expect(objects.reclaimEmptySlabs(5_900, 1_000)).toBe(0);
    objects.release(objects.allocate(MIB));
    expect(objects.reclaimEmptySlabs(6_100, 1_000)).toBe(0);
    expect(objects.reclaimEmptySlabs(7_000, 1_000)).toBe(0);
    expect(objects.reclaimEmptySlabs(7_100, 1_000)).toBe(1);
    expect(objects.touchedBytes()).toBe(0);
    expect(auditLarge(objects, space.shared).slabs).toBe(0);
    const again = objects.allocate(MIB);
    expect(again).not.toBe(NO_LARGE);
    objects.release(again);
    expect(objects.reclaimEmptySlabs(8_000, 0)).toBe(1);
  });

  it('knows the shard that adopted an object', () => {
    const { objects } = space;
    const ref = objects.allocate(MIB);
    expect(objects.shardOf(ref)).toBe(-1);
    objects.adopt(ref, 63 as ShardId);
    expect(objects.shardOf(ref)).toBe(63);
    objects.pin(ref);
    objects.drop(ref);
    expect(objects.shardOf(ref)).toBe(-1);
    objects.release(ref);
    expect(objects.objectCount()).toBe(0);
  });

  it('knows at once what another thread did to the slabs', () => {
    const { objects, shared } = space;
    const otherSlabs = new SlabSet(shared);
    const other = new LargeObjects(otherSlabs, shared, 2);
    const wall = objects.allocate(SLAB_BYTES - MIB);
    const bytes = patterned(MIB, 11);
    const ref = other.allocate(MIB);
    other.write(ref, 0, bytes, 0, MIB);
    expect(other.slabOf(ref, 0)).toBe(objects.slabOf(wall, 0));
    expect(get(ref).equals(bytes)).toBe(true);
    objects.release(wall);
    other.release(ref);
    expect(other.reclaimEmptySlabs(0, 0)).toBe(1);
    const again = objects.allocate(MIB);
    objects.write(again, 0, bytes, 0, MIB);
    expect(other.equalsBytes(again, bytes, 0, MIB)).toBe(true);
    expect(auditLarge(other, shared)).toMatchObject({ problems: [], slabs: 1 });
    otherSlabs.close();
  });

  it('uses pages again before it touches fresh ones', () => {
    const { objects } = space;
    for (let i = 0; i < 100; i++) objects.release(objects.allocate(16 * MIB));
    expect(objects.touchedBytes()).toBe(16 * MIB);
    expect(LARGE_UNITS_PER_SLAB * LARGE_UNIT_BYTES).toBe(SLAB_BYTES);
  });
});
