import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { ArgIndex } from '../../protocol/command/arguments.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../src/memory/layout.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import { NO_REF, type Ref } from '../../src/memory/types.ts';
import { DataTypes } from '../../src/store/data-types.ts';
import { ElementReadAhead } from '../../src/store/element-read-ahead.ts';
import { StoreDriver } from './store-driver.ts';

const KEY = 1 as ArgIndex;
const driver = new StoreDriver(createSharedMemory(1, true));
const { store } = driver;
const types = new DataTypes(store, driver.strings);
const views = store.heap.slabs.i32;
afterAll(() => store.heap.slabs.close());

/** Makes a set, a hash or a sorted set of so many members, `member:0` and so on. @returns its record */
function fill(type: 'set' | 'hash' | 'zset', key: string, count: number): Ref {
  for (let i = 0; i < count; i++) {
    const member = Buffer.from(`member:${i}`);
    driver.request(Buffer.from(key), member);
    const record = store.peek(KEY);
    if (type === 'set') {
      types.sets.add(
        KEY,
        record === NO_REF ? types.sets.begin(KEY, member, 0, member.length, 1) : record,
        member,
        0,
        member.length,
      );
    } else if (type === 'hash') {
      types.hashes.open(KEY, record);
      types.hashes.setField(2 as ArgIndex, 2 as ArgIndex, -1);
      types.hashes.settle();
    } else {
      types.sortedSetEdit.begin(KEY, record);
      types.sortedSetEdit.add(i, 0, member, 0, member.length);
      types.sortedSetEdit.finish(0);
    }
  }
  return store.peek(KEY);
}

function place(ref: Ref): [Int32Array, number] {
  return [views[ref >>> SLAB_SHIFT]!, (ref & UNIT_MASK) << 1];
}

/** Adds the record's collection. @returns its number */
function add(ahead: ElementReadAhead, record: Ref): number {
  ahead.begin();
  return ahead.add(...place(record));
}

it.each(['set', 'hash', 'zset'] as const)('finds the element of a big %s', (type) => {
  const record = fill(type, `${type}:with a longer key`, 700);
  const ahead = new ElementReadAhead(views, 4);
  const root = store.records.rootRef(record);
  let found = 0;
  for (let i = 0; i < 700; i++) {
    const member = Buffer.from(`member:${i}`);
    const number = add(ahead, record);
    expect(number).toBe(0);
    ahead.loadRoots();
    const hash = types.members.hash(member, 0, member.length);
    ahead.addElement(number, hash);
    ahead.fetch();
    if (ahead.entryOf(0) === types.members.find(root, hash, member, 0, member.length)) found++;
  }
  // The others are not in their home buckets.
  expect(found).toBeGreaterThan(500);
});

it('leaves small ones, values of other types and keys that are not there to others', () => {
  const ahead = new ElementReadAhead(views, 4);
  const small = fill('hash', 'small', 100);
  expect(add(ahead, small)).toBe(-1);
  const root = store.records.rootRef(small);
  const [words, begin] = place(root);
  ahead.loadRoots();
  // The first line twice: the roots of all come before the rest of any.
  let lines = words[begin]!;
  expect(store.heap.blockBytes(root)).toBeGreaterThan(8 * 64);
  // The processor itself fetches what is behind the first eight.
  for (let at = 0; at < 8 * 16; at += 16) lines ^= words[begin + at]!;
  expect(ahead.touched).toBe(lines);
  driver.request(Buffer.from('text'), Buffer.from('value'));
  driver.set();
  expect(add(ahead, store.peek(KEY))).toBe(-1);
  expect(ahead.add(new Int32Array(0), 0)).toBe(-1);
});

it('survives whatever it meets in a record that is changing', () => {
  const word = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 0x7fffffff, -0x80000000));
  fc.assert(
    fc.property(fc.array(word, { minLength: 64, maxLength: 64 }), fc.nat(70), word, (contents, at, hash) => {
      const some = Array.from({ length: 128 }, (_, i) => (i < 2 ? Int32Array.from(contents) : new Int32Array(0)));
      const ahead = new ElementReadAhead(some, 2);
      ahead.begin();
      const number = ahead.add(some[0]!, at);
      ahead.loadRoots();
      if (number >= 0) ahead.addElement(number, hash);
      ahead.fetch();
      expect(Number.isInteger(ahead.touched)).toBe(true);
    }),
  );
});
