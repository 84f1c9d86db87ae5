import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { PAIRS, TRIPLES } from '../../../src/values/hash/field-bytes.ts';
import { FieldRun } from '../../../src/values/hash/field-run.ts';
import { FieldValue, HashField, NEVER } from '../../../src/values/hash/hash-field.ts';
import { PackedRuns } from '../../../src/values/packed-run.ts';
import { membersFixture } from '../members-fixture.ts';

const { heap, slabs } = membersFixture();
const fields = new FieldRun(heap, new PackedRuns(heap));
const shard = 3;

afterAll(() => slabs.close());

const lengths = fc.integer({ min: 251, max: 257 }).map((length) => 'x'.repeat(length));
const name = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 12 }).map((n) => `field:${100 + n}`) },
  fc.string({ maxLength: 3, unit: fc.constantFrom('\0', '\x01', '\x02', 'a') }),
  lengths,
);
const value = fc.oneof({ weight: 4, arbitrary: fc.constant('0123456789') }, fc.string({ maxLength: 3 }), lengths);
const field = fc.record({ name, value, expiresAt: fc.oneof(fc.constant(NEVER), fc.integer({ min: 1, max: 1e12 })) });

describe('small hashes', () => {
  for (const width of [PAIRS, TRIPLES]) {
    it(`find each of their fields, ${width} entries a field`, () => {
      const found = new HashField();
      const written = new FieldValue();
      fc.assert(
        fc.property(fc.uniqueArray(field, { maxLength: 20, selector: (one) => one.name }), name, (all, other) => {
          let run = fields.runs.create(shard, 0);
          for (const one of all) {
            const bytes = Buffer.from(one.name + one.value, 'latin1');
            written.setBytes(bytes, one.name.length, one.value.length);
            run = fields.add(shard, run, width, bytes, 0, one.name.length, written, one.expiresAt);
          }
          for (const wanted of [...all.map((one) => one.name), other]) {
            const key = Buffer.from(`..${wanted}..`, 'latin1');
            const expected = all.find((one) => one.name === wanted);
            expect(fields.locate(run, width, key, 2, wanted.length, found)).toBe(expected !== undefined);
            if (expected === undefined) continue;
            const bytes = fields.runs.bytesOf(run);
            expect(bytes.toString('latin1', found.nameAt, found.nameAt + found.nameLength)).toBe(wanted);
            expect(bytes.toString('latin1', found.valueAt, found.valueAt + found.valueLength)).toBe(expected.value);
            expect(found.expiresAt).toBe(width === PAIRS ? NEVER : expected.expiresAt);
          }
          heap.free(shard, run);
        }),
        { numRuns: 300 },
      );
    });
  }
});
