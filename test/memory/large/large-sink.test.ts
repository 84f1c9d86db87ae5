import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLarge } from '../../../src/memory/large/large-audit.ts';
import { LargeSink } from '../../../src/memory/large/large-sink.ts';
import { SLAB_BYTES } from '../../../src/memory/layout.ts';
import { NO_LARGE } from '../../../src/memory/types.ts';
import { openSpace, patterned, type TestSpace } from './large-fixture.ts';

describe('LargeSink', () => {
  let space: TestSpace;
  let sink: LargeSink;

  beforeEach(() => {
    space = openSpace(2);
    sink = new LargeSink(space.objects);
  });

  afterEach(() => {
    expect(auditLarge(space.objects, space.shared).problems).toEqual([]);
    space.slabs.close();
  });

  it('takes bytes as they come, by writing and through its view', () => {
    const { objects } = space;
    objects.allocate(SLAB_BYTES - 100_000);
    const bytes = patterned(300_000, 1);
    sink.begin(objects.allocate(bytes.length));
    let at = 0;
    for (let size = 1; at < bytes.length; size = (size * 3) % 9_973) {
      const end = Math.min(bytes.length, at + size);
      if (size % 2 === 1) {
        sink.write(bytes, at, end);
        at = end;
        continue;
      }
      const { buffer, start, end: limit } = sink.writableView();
      const copied = bytes.copy(buffer, start, at, Math.min(end, at + limit - start));
      sink.advance(copied);
      at += copied;
    }
    expect(sink.remaining).toBe(0);
    const { start, end } = sink.writableView();
    expect(end - start).toBe(0);
    expect(sink.writableBuffer().length).toBe(0);
    const ref = sink.finish();
    expect(sink.ref).toBe(NO_LARGE);
    expect(objects.equalsBytes(ref, bytes, 0, bytes.length)).toBe(true);
    expect(objects.references(ref)).toBe(1);
    sink.abort();
    expect(objects.references(ref)).toBe(1);
  });

  it('shows one piece after the other when the object has several', () => {
    const { objects } = space;
    sink.begin(objects.allocate(SLAB_BYTES + 70_000));
    const first = sink.writableBuffer();
    expect(first.length).toBe(SLAB_BYTES);
    sink.advance(SLAB_BYTES - 10);
    expect(sink.writableBuffer().length).toBe(10);
    const bytes = patterned(70_010, 2);
    sink.write(bytes, 0, 20);
    expect(sink.remaining).toBe(69_990);
    expect(sink.writableBuffer().length).toBe(69_990);
    expect(() => sink.advance(69_991)).toThrow(RangeError);
    expect(() => sink.write(bytes, 0, 70_010)).toThrow(RangeError);
    expect(() => sink.finish()).toThrow('before all its bytes');
    sink.write(bytes, 20, 70_010);
    const ref = sink.finish();
    const back = Buffer.alloc(70_010);
    objects.read(ref, SLAB_BYTES - 10, back, 0, back.length);
    expect(back.equals(bytes)).toBe(true);
  });

  it('gives the pages back when it is aborted, and can begin again', () => {
    const { objects } = space;
    sink.begin(objects.allocate(100_000));
    sink.write(patterned(100, 3), 0, 100);
    sink.abort();
    expect(objects.objectCount()).toBe(0);
    expect(sink.remaining).toBe(0);
    sink.begin(objects.allocate(80_000));
    expect(sink.remaining).toBe(80_000);
    sink.abort();
    expect(objects.usedBytes()).toBe(0);
  });
});
