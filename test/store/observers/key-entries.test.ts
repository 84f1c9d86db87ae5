import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { KIND_WATCHING } from '../../../src/memory/heap/heap.ts';
import { auditHeap } from '../../../src/memory/heap/heap-audit.ts';
import { S_WATCHES } from '../../../src/memory/layout.ts';
import { NO_REF, type Ref } from '../../../src/memory/types.ts';
import { ANY_DB, E_OWN, KeyEntries } from '../../../src/store/observers/key-entries.ts';
import { heapFixture } from '../../memory/heap/heap-fixture.ts';

const SHARD = 9;
const { heap, slabs } = heapFixture();
const entries = new KeyEntries(heap, S_WATCHES, KIND_WATCHING, 2);
afterAll(() => slabs.close());

const bytes = (key: string): Buffer => Buffer.from(key);
const find = (db: number, key: string, hash: number): Ref => entries.find(SHARD, db, hash, bytes(key), 0, key.length);

it('holds what a Map holds, however many keys share a hash, and leaves nothing', () => {
  const step = fc.record({ db: fc.nat(2), key: fc.nat(60), isDropped: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const model = new Map<string, Ref>();
      for (const { db, key, isDropped } of steps) {
        const name = `key:${key}`;
        // Few hashes: most chains are long.
        const hash = key % 5;
        const known = model.get(`${db} ${name}`);
        expect(find(db, name, hash)).toBe(known ?? NO_REF);
        if (known === undefined) {
          const entry = entries.create(SHARD, db, hash, bytes(name), 0, name.length);
          expect([entries.word(entry, E_OWN), entries.word(entry, E_OWN + 1)]).toEqual([0, 0]);
          model.set(`${db} ${name}`, entry);
        } else if (isDropped) {
          model.delete(`${db} ${name}`);
          expect(entries.drop(SHARD, known)).toBe(model.size === 0);
        }
        expect(entries.count(SHARD)).toBe(model.size);
      }
      const seen: Ref[] = [];
      for (let db = 0; db <= 2; db++) entries.forEach(db, (shard, entry) => shard === SHARD && seen.push(entry));
      expect(seen.sort()).toEqual([...model.values()].sort());
      for (const entry of model.values()) entries.drop(SHARD, entry);
      expect(entries.hasAny(SHARD)).toBe(false);
      expect(auditHeap(heap)).toMatchObject({ problems: [], usedUnits: 0 });
    }),
    { numRuns: 40 },
  );
});

it('finds the entries of one key in all databases', () => {
  const made = [0, 1, 2].map((db) => entries.create(SHARD, db, 7, bytes('k'), 0, 1));
  const found: Ref[] = [];
  for (let entry = find(ANY_DB, 'k', 7); entry !== NO_REF; ) {
    found.push(entry);
    entry = entries.findNext(entry, ANY_DB, 7, bytes('k'), 0, 1);
  }
  expect(found.sort()).toEqual(made.sort());
  expect(found.map((entry) => entries.db(entry)).sort()).toEqual([0, 1, 2]);
  for (const entry of made) {
    const at = entries.keyAt(entry);
    expect(entries.bytesOf(entry).toString('latin1', at, at + entries.keyLength(entry))).toBe('k');
    entries.drop(SHARD, entry);
  }
});
