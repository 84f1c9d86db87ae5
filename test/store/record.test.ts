import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { KIND_RECORD } from '../../src/memory/heap/heap.ts';
import type { LargeRef } from '../../src/memory/types.ts';
import { KeyHasher } from '../../src/store/key-hash.ts';
import { FAR_EXPIRY_MS, INITIAL_COUNTER, NO_EXPIRY, Records, recordBytes } from '../../src/store/record.ts';
import { heapFixture } from '../memory/heap/heap-fixture.ts';

const { heap, slabs } = heapFixture();
const hasher = new KeyHasher(3, 4);
const records = new Records(heap, hasher);

afterAll(() => slabs.close());

const shape = fc.record({
  keyLength: fc.oneof(fc.nat(80), fc.constantFrom(0, 63, 64, 254, 255, 256, 70_000)),
  valueLength: fc.oneof(fc.nat(100), fc.nat(5_000)),
  expires: fc.boolean(),
  clock: fc.nat(0xffffffff),
});
const change = fc.oneof(
  fc.record({ field: fc.constant('clock'), value: fc.nat(0xffffffff) }),
  fc.record({ field: fc.constant('counter'), value: fc.nat(255) }),
  fc.record({ field: fc.constant('slot'), value: fc.integer({ min: 0, max: 2_048 }) }),
  fc.record({ field: fc.constant('expiry'), value: fc.oneof(fc.constant(NO_EXPIRY), fc.nat(FAR_EXPIRY_MS - 1)) }),
  fc.record({ field: fc.constant('kind'), value: fc.nat(7 * 4 + 2) }),
);

it('keeps each field apart from all others', () => {
  fc.assert(
    fc.property(shape, fc.array(change, { maxLength: 20 }), ({ keyLength, valueLength, expires, clock }, changes) => {
      const key = Buffer.alloc(keyLength + 2, 'key;');
      const used = recordBytes(keyLength, valueLength, expires);
      const ref = heap.allocate(7, used, KIND_RECORD);
      records.create(ref, key, 1, keyLength, used, 0, expires, clock);
      records.bytesOf(ref).fill(0x76, records.valueAt(ref), records.valueAt(ref) + valueLength);
      const expected = { clock, counter: INITIAL_COUNTER, slot: 0, expiry: NO_EXPIRY, type: 0, encoding: 0 };
      for (const { field, value } of changes) {
        if (field === 'clock') expected.clock = value;
        else if (field === 'counter') expected.counter = value;
        else if (field === 'slot' && expires) expected.slot = value;
        else if (field === 'expiry' && expires) expected.expiry = value;
        else if (field === 'kind') {
          expected.type = value >> 2;
          expected.encoding = value & 3;
        }
        if (field === 'clock') records.setAccessClock(ref, value);
        else if (field === 'counter') records.setCounter(ref, value);
        else if (field === 'slot' && expires) records.setWheelSlot(ref, value);
        else if (field === 'expiry' && expires) records.setExpiresAt(ref, value);
        else if (field === 'kind') records.setKind(ref, value >> 2, value & 3, false);
        expect({
          clock: records.accessClock(ref),
          counter: records.counter(ref),
          slot: records.wheelSlot(ref),
          expiry: records.expiresAt(ref),
          type: records.type(ref),
          encoding: records.encoding(ref),
        }).toEqual(expected);
      }
      expect(records.hasExpiryField(ref)).toBe(expires);
      expect(records.keyLength(ref)).toBe(keyLength);
      expect(records.valueLength(ref)).toBe(valueLength);
      expect(records.matches(ref, key, 1, keyLength)).toBe(true);
      if (keyLength > 0) expect(records.matches(ref, key, 2, keyLength)).toBe(false);
      expect(records.matches(ref, key, 1, keyLength + 1)).toBe(false);
      expect(records.hash(ref)).toBe(hasher.hash(key, 1, keyLength));
      const value = records.bytesOf(ref).subarray(records.valueAt(ref), records.valueAt(ref) + valueLength);
      expect(value.equals(Buffer.alloc(valueLength, 'v'))).toBe(true);
      heap.free(7, ref);
    }),
    { numRuns: 300 },
  );
});

it('holds the number of a large object', () => {
  const used = recordBytes(5, 4, false);
  const ref = heap.allocate(7, used, KIND_RECORD);
  records.create(ref, Buffer.from('large'), 0, 5, used, 0, false, 0);
  records.setKind(ref, 0, 0, true);
  for (const number of [1, 0x12345678, 0x7fffffff]) {
    records.setLargeRef(ref, number as LargeRef);
    expect(records.largeRef(ref)).toBe(number);
  }
  expect(records.isLarge(ref)).toBe(true);
  expect(records.matches(ref, Buffer.from('large'), 0, 5)).toBe(true);
  heap.free(7, ref);
});
