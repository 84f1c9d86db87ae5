import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ArgIndex } from '../../protocol/command/arguments.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../src/memory/layout.ts';
import { NO_REF, type Ref } from '../../src/memory/types.ts';
import { BACK, EndReadAhead, FRONT } from '../../src/store/end-read-ahead.ts';
import { R_TREE } from '../../src/values/stream/stream-root.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

let server: InProcess;
beforeAll(async () => {
  server = await startInProcess();
});
afterAll(() => {
  expect(server.emptyAndAudit()).toEqual([]);
});

/** Fetches both ends of the collection of a key. @returns the leaves that were found, the one at the front first */
function leavesOf(key: string): number[] {
  // The command looks the key up, and its record is the one that is still known by its argument.
  server.send(`TYPE ${key}`);
  const { store } = server.call;
  const record = store.peek(1 as ArgIndex);
  const views = store.heap.slabs.i32;
  const ahead = new EndReadAhead(views, 4);
  ahead.begin();
  for (const end of [FRONT, BACK]) ahead.add(views[record >>> SLAB_SHIFT]!, (record & UNIT_MASK) << 1, end);
  ahead.fetch();
  return [ahead.leafOf(0), ahead.leafOf(1)];
}

function rootOf(): Ref {
  const { store } = server.call;
  return store.records.rootRef(store.peek(1 as ArgIndex));
}

it('finds the one leaf of a small list', () => {
  server.send('RPUSH small a b c');
  expect(leavesOf('small')).toEqual([rootOf(), rootOf()]);
});

it.each([600, 30_000])('finds the leaves at both ends of a list of %d items', (items) => {
  for (let i = 0; i < items; i++) server.send(['RPUSH', `list:${items}`, `item number ${i}`]);
  const found = leavesOf(`list:${items}`);
  const { lists } = server.call.types;
  const value = lists.open(1 as ArgIndex, server.call.store.peek(1 as ArgIndex));
  expect(value.isTree).toBe(true);
  // Where the cursor stands is nobody's business but a test's.
  const cursor = value as unknown as { readonly leaf: Ref };
  value.seekFirst();
  const first = cursor.leaf;
  value.seekLast();
  expect(found).toEqual([first, cursor.leaf]);
});

it.each([1, 150, 20_000])('finds the leaves at both ends of a stream of %d entries', (entries) => {
  for (let i = 0; i < entries; i++) server.send(['XADD', `stream:${entries}`, '*', 'field', String(i)]);
  const found = leavesOf(`stream:${entries}`);
  const { tree } = server.call.types.streams.entries;
  tree.open(rootOf(), R_TREE);
  tree.seekFirst();
  const first = tree.leaf;
  tree.seekLast();
  expect(found).toEqual([first, tree.leaf]);
});

it('leaves values of other types alone', () => {
  server.send('SADD set a b c');
  expect(leavesOf('set')).toEqual([NO_REF, NO_REF]);
  server.send('SET text value');
  expect(leavesOf('text')).toEqual([NO_REF, NO_REF]);
});

it('survives whatever it meets in a record that is changing', () => {
  const word = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 0x7fffffff, -0x80000000, 0x1000, 0x5000, 1, 3));
  fc.assert(
    fc.property(fc.array(word, { minLength: 64, maxLength: 64 }), fc.nat(70), (contents, at) => {
      const some = Array.from({ length: 128 }, (_, i) => (i < 2 ? Int32Array.from(contents) : new Int32Array(0)));
      const ahead = new EndReadAhead(some, 2);
      ahead.begin();
      ahead.add(some[0]!, at, FRONT);
      ahead.add(some[0]!, at, BACK);
      ahead.fetch();
      expect(Number.isInteger(ahead.touched)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
