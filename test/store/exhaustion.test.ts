/**
 * Memory runs out at every allocation of every kind of change, once. A command that fails before its first change is
 * refused, and the store must be as it was; the dispatcher tells by `heap.operations` (after a change it ends the
 * process, and nothing is promised).
 */
import { afterEach, describe, expect, it } from 'vitest';
import { auditLarge } from '../../src/memory/large/large-audit.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import { NO_LARGE, NO_REF } from '../../src/memory/types.ts';
import { auditStore } from '../../src/store/audit.ts';
import { NO_EXPIRY } from '../../src/store/record.ts';
import { StoreDriver } from './store-driver.ts';

const nowMs = 1_800_000_000_000;
const small = Buffer.alloc(40, 's');
const middle = Buffer.alloc(5_000, 'm');
const large = Buffer.alloc(100_000, 'l');

interface Case {
  /** What the key holds before; undefined for nothing. */
  readonly before: Buffer | undefined;
  readonly expires?: boolean;
  readonly change: (driver: StoreDriver) => void;
}

/** Fits into the place of the number of a large object. */
const tiny = Buffer.alloc(9, 't');

const values: Readonly<Record<string, Buffer | undefined>> = { nothing: undefined, tiny, small, middle, large };
const cases: Record<string, Case> = {};
for (const [from, before] of Object.entries(values)) {
  for (const [to, value] of Object.entries({ tiny, small, middle, large })) {
    cases[`set ${from} to ${to}`] = { before, change: (driver) => set(driver, value, NO_EXPIRY) };
    cases[`set ${from} to ${to} with an expiry`] = { before, change: (driver) => set(driver, value, nowMs + 5_000) };
    cases[`append ${to} to ${from}`] = {
      before,
      change: (driver) => {
        driver.request(KEY, value);
        driver.append();
      },
    };
  }
  cases[`let ${from} expire`] = {
    before,
    change: (driver) => {
      driver.request(KEY);
      driver.expire(nowMs + 5_000);
    },
  };
  cases[`copy ${from}`] = { before, change: (driver) => withOther(driver, () => driver.copy()) };
  cases[`set ${from} that expires to small`] = {
    before,
    expires: true,
    change: (driver) => set(driver, small, NO_EXPIRY),
  };
}

const KEY = Buffer.from('the key');
const OTHER = Buffer.from('another key');

function set(driver: StoreDriver, value: Buffer, expiresAtMs: number): void {
  driver.request(KEY, value);
  driver.set(expiresAtMs);
}

function withOther(driver: StoreDriver, change: () => void): void {
  driver.request(KEY, OTHER);
  driver.prepareSecond();
  change();
}

let driver: StoreDriver;
let shared: ReturnType<typeof createSharedMemory>;

function open({ before, expires }: Case): void {
  shared = createSharedMemory(2, true);
  driver = new StoreDriver(shared);
  driver.store.setTime(nowMs);
  if (before !== undefined) set(driver, before, expires === true ? nowMs + 60_000 : NO_EXPIRY);
}

/** Lets the n-th request for memory from now on fail. @returns whether that happened */
function failAt(n: number): () => boolean {
  const { heap, large: objects } = driver.store;
  let left = n;
  const allocate = heap.allocate.bind(heap);
  const allocateLarge = objects.allocate.bind(objects);
  heap.allocate = (shard, bytes, kind) => {
    if (--left === 0) throw new RangeError('the system gives no memory');
    return allocate(shard, bytes, kind);
  };
  objects.allocate = (length) => (--left === 0 ? NO_LARGE : allocateLarge(length));
  return () => left <= 0;
}

function valueNow(key: Buffer): Buffer | undefined {
  driver.request(key);
  return driver.get();
}

/** References to the large object of a key; 0 when it has none. */
function referencesOf(key: Buffer): number {
  driver.request(key);
  const { records, large: objects } = driver.store;
  const ref = driver.store.peek(1 as never);
  return ref !== NO_REF && records.isLarge(ref) ? objects.references(records.largeRef(ref)) : 0;
}

afterEach(() => driver.store.heap.slabs.close());

describe('without memory', () => {
  it.each(Object.keys(cases))('%s: is refused whole, or known to be half done', (name) => {
    const one = cases[name]!;
    for (let n = 1; ; n++) {
      open(one);
      const { heap, large: objects } = driver.store;
      const operations = heap.operations;
      const usedBytes = heap.usedBytes();
      const objectCount = objects.objectCount();
      const failed = failAt(n);
      let thrown: unknown;
      try {
        one.change(driver);
      } catch (error) {
        thrown = error;
      }
      if (!failed()) {
        expect(thrown).toBeUndefined();
        break;
      }
      expect(thrown).toBeInstanceOf(Error);
      if (heap.operations !== operations) {
        heap.slabs.close();
        continue;
      }
      expect(auditStore(driver.store).problems).toEqual([]);
      expect(auditLarge(objects, shared).problems).toEqual([]);
      expect(objects.objectCount()).toBe(objectCount);
      expect(referencesOf(KEY)).toBe(one.before === large ? 1 : 0);
      expect(heap.usedBytes()).toBe(usedBytes);
      expect(valueNow(KEY)?.equals(one.before ?? Buffer.alloc(0))).toBe(one.before === undefined ? undefined : true);
      expect(valueNow(OTHER)).toBeUndefined();
      heap.slabs.close();
    }
  });
});
