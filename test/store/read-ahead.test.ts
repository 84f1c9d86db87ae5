import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { SLAB_SHIFT, UNIT_MASK } from '../../src/memory/layout.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import { ReadAhead } from '../../src/store/read-ahead.ts';
import { bucketsAt } from '../../src/values/table/hash-segment.ts';
import { StoreDriver } from './store-driver.ts';

const driver = new StoreDriver(createSharedMemory(1, true));
const { store } = driver;
afterAll(() => store.heap.slabs.close());

/** Fetches one key, as the dispatcher does. @returns the sum of all words that were read */
function fetched(key: string): number {
  const shard = driver.request(Buffer.from(key));
  const ahead = new ReadAhead(store.heap.slabs.i32, 4);
  ahead.begin();
  ahead.add(store.control, store.rootAt(shard, 0), store.hashes[1]!);
  ahead.fetch();
  return ahead.touched;
}

it('reads the bucket, and the begin, the middle and the end of the entry', () => {
  driver.request(Buffer.from('key'), Buffer.alloc(300, 'v'));
  driver.set();
  const ref = store.read(1 as never);
  const words = store.heap.slabs.i32[ref >>> SLAB_SHIFT]!;
  const at = (ref & UNIT_MASK) << 1;
  // The bucket's first word is the reference itself: the key is alone in its table.
  expect(fetched('key')).toBe(ref ^ words[at]! ^ words[at + 16]! ^ words[at + 32]!);
  driver.request(Buffer.from('key'), Buffer.from('short'));
  driver.set();
  const small = store.read(1 as never);
  const [view, begin] = [store.heap.slabs.i32[small >>> SLAB_SHIFT]!, (small & UNIT_MASK) << 1];
  // Behind the end of a short one nothing is read: its last word is, twice.
  expect(fetched('key')).toBe(small ^ view[begin]!);
});

it('reads nothing where there is no table', () => {
  expect(fetched('{elsewhere}')).toBe(0);
});

it('survives whatever it meets in a table that is changing', () => {
  const word = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 0x7fffffff, -0x80000000));
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 64, maxLength: 64 }),
      word,
      word,
      word,
      (contents, directory, depth, hash) => {
        const views = Array.from({ length: 128 }, (_, i) => (i < 2 ? Int32Array.from(contents) : new Int32Array(0)));
        const ahead = new ReadAhead(views, 2);
        ahead.begin();
        ahead.add(Int32Array.of(directory, depth), 0, hash);
        // A directory that is there, whatever its entries say.
        ahead.add(Int32Array.of(1, 0), 0, hash);
        ahead.fetch();
        expect(Number.isInteger(ahead.touched)).toBe(true);
      },
    ),
  );
});

it.runIf(process.platform === 'linux')('knows where a slab begins, so that a bucket is one cache line', () => {
  const script = 'const a = new Int32Array(new SharedArrayBuffer(1 << 28)); %DebugPrint(a);';
  const printed = execFileSync(process.execPath, ['--allow-natives-syntax', '-e', script], { encoding: 'latin1' });
  const address = BigInt(/data_ptr: (0x[0-9a-f]+)/.exec(printed)![1]!);
  for (const segment of [0, 1, 2, 3, 7, 8, 1000, 1001]) {
    expect((address + BigInt(bucketsAt(segment)) * 4n) % 64n).toBe(0n);
    expect(bucketsAt(segment) - segment * 2).toBeGreaterThanOrEqual(2);
    expect(bucketsAt(segment) - segment * 2).toBeLessThanOrEqual(16);
  }
});

it('finds entries that a full bucket handed to the next one', () => {
  const keys = Array.from({ length: 4000 }, (_, i) => `{same}${i}`);
  for (const key of keys) {
    driver.request(Buffer.from(key), Buffer.from('value'));
    driver.set();
  }
  const ahead = new ReadAhead(store.heap.slabs.i32, 4);
  let missing = 0;
  for (const key of keys) {
    const shard = driver.request(Buffer.from(key));
    ahead.begin();
    const number = ahead.add(store.control, store.rootAt(shard, 0), store.hashes[1]!);
    ahead.fetch();
    const ref = store.peek(1 as never);
    const isThere = ahead.wordsOf(number) === store.heap.slabs.i32[ref >>> SLAB_SHIFT];
    if (!isThere || ahead.wordOf(number) !== (ref & UNIT_MASK) << 1) missing++;
  }
  // In their home buckets alone about one in eight is missing.
  expect(missing).toBeLessThan(keys.length / 25);
});
