import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ExpirySweeper } from '../../src/expiry/sweeper.ts';
import { auditLarge } from '../../src/memory/large/large-audit.ts';
import { SHARDS } from '../../src/memory/layout.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import { auditStore } from '../../src/store/audit.ts';
import { emptyDatabase, GraveSweeper, swapDatabases } from '../../src/store/flush.ts';
import { shardOf } from '../../src/store/key-hash.ts';
import { MAX_EXPIRY_MS, NO_EXPIRY } from '../../src/store/record.ts';
import { StoreDriver } from './store-driver.ts';

const shared = createSharedMemory(3, true);
const driver = new StoreDriver(shared);
const { store } = driver;
const sweeper = new ExpirySweeper(store);
const graves = new GraveSweeper(store);
driver.strings.largeThreshold = 65_536;

afterAll(() => store.heap.slabs.close());

const startMs = 1_800_000_000_000;
/** Keys of every form of header, some in one shard, some that look alike. */
const keys: readonly Buffer[] = [
  ...[0, 1, 2, 63, 64, 254, 255, 256, 70_000].map((length) => Buffer.alloc(length, 'k')),
  ...['{t}a', '{t}b', '{t}c', '{t}d', '{u}a', '\0', '\xff'].map((text) => Buffer.from(text, 'latin1')),
];

interface Value {
  bytes: Buffer;
  expiresAt: number;
}

/** The databases as Maps. */
class Model {
  nowMs = startMs;
  databases: Map<string, Value>[] = [new Map(), new Map(), new Map()];

  constructor() {
    store.db = 0;
    store.setTime(this.nowMs);
  }

  live(db: number, key: Buffer): Value | undefined {
    const value = this.databases[db]!.get(key.toString('latin1'));
    return value === undefined || (value.expiresAt !== NO_EXPIRY && this.nowMs > value.expiresAt) ? undefined : value;
  }

  put(db: number, key: Buffer, value: Value | undefined): void {
    if (value === undefined) this.databases[db]!.delete(key.toString('latin1'));
    else this.databases[db]!.set(key.toString('latin1'), value);
  }

  run({ what, db, key, other, bytes, ms, at }: Action): void {
    store.db = db;
    const first = keys[key % keys.length]!;
    const second = keys[other % keys.length]!;
    const value = Buffer.alloc(bytes, `${bytes}.${key};`);
    const before = this.live(db, first);
    const expiresAt = ms < 0 ? NO_EXPIRY : this.nowMs + ms;
    driver.request(first, value);
    if (what === 'set') {
      driver.set(expiresAt);
      this.put(db, first, { bytes: value, expiresAt: Math.min(expiresAt, MAX_EXPIRY_MS) });
    } else if (what === 'append') {
      driver.append();
      this.put(db, first, {
        bytes: Buffer.concat([before?.bytes ?? Buffer.alloc(0), value]),
        expiresAt: before?.expiresAt ?? NO_EXPIRY,
      });
    } else if (what === 'set range') {
      expect(driver.setRange(at)).toBe(before !== undefined);
      if (before !== undefined) before.bytes = overwrite(before.bytes, at, value);
    } else if (what === 'delete') {
      expect(driver.delete()).toBe(before !== undefined);
      this.put(db, first, undefined);
    } else if (what === 'expire') {
      expect(driver.expire(expiresAt)).toBe(before !== undefined);
      if (before !== undefined) before.expiresAt = Math.min(expiresAt, MAX_EXPIRY_MS);
    } else this.runWithTwo(what, db, first, second, before, at);
  }

  runWithTwo(what: string, db: number, first: Buffer, second: Buffer, before: Value | undefined, at: number): void {
    driver.request(first, second);
    driver.prepareSecond();
    const toDb = what === 'move' ? at % 3 : db;
    if (what === 'copy') {
      expect(driver.copy()).toBe(before !== undefined);
      if (before !== undefined) this.put(db, second, { ...before });
    } else {
      expect(driver.rename(toDb)).toBe(before !== undefined);
      if (before === undefined || (first.equals(second) && toDb === db)) return;
      this.put(db, first, undefined);
      this.put(toDb, second, before);
    }
  }

  runOnAll({ what, db, other, ms }: Action): void {
    if (what === 'flush') {
      emptyDatabase(store, db);
      this.databases[db]!.clear();
      while (graves.step(1000));
    } else if (what === 'swap') {
      swapDatabases(store, db, other % 3);
      const kept = this.databases[db]!;
      this.databases[db] = this.databases[other % 3]!;
      this.databases[other % 3] = kept;
    } else {
      this.nowMs += Math.abs(ms);
      store.setTime(this.nowMs);
      if (what === 'sweep') while (sweeper.step(this.nowMs));
    }
  }

  check(): void {
    const audit = auditStore(store);
    expect(audit.problems).toEqual([]);
    expect(store.heap.usedBytes()).toBe(audit.usedBytes);
    for (let db = 0; db < 3; db++) {
      store.db = db;
      for (const key of keys) {
        const value = this.live(db, key);
        driver.request(key);
        const got = driver.get();
        expect(got === undefined).toBe(value === undefined);
        if (value === undefined) continue;
        if (!got!.equals(value.bytes)) throw new Error(`a value of ${value.bytes.length} bytes differs`);
        expect(driver.expiresAt()).toBe(value.expiresAt);
      }
    }
  }

  /** Lets everything go, some by deletion and the rest by expiry, and checks that nothing is left. */
  end(): void {
    for (let db = 0; db < 3; db++) {
      store.db = db;
      for (const [i, key] of keys.entries()) {
        driver.request(key);
        if (i % 2 === 0) driver.delete();
        else driver.expire(this.nowMs + 5);
      }
    }
    this.nowMs += 1_000;
    while (sweeper.step(this.nowMs));
    expect(auditStore(store)).toMatchObject({ problems: [], records: 0 });
    // What is left are indexes without keys, and entries of the wheels whose time has not come.
    for (let db = 0; db < 3; db++) emptyDatabase(store, db);
    while (graves.step(1000));
    for (let shard = 0; shard < SHARDS; shard++) store.wheel.dispose(shard);
    expect(store.heap.usedBytes()).toBe(0);
    expect(auditStore(store)).toEqual({ problems: [], records: 0, usedBytes: 0 });
    expect(auditLarge(store.large, shared).problems).toEqual([]);
    expect(store.large.objectCount()).toBe(0);
  }
}

function overwrite(before: Buffer, at: number, value: Buffer): Buffer {
  const after = Buffer.alloc(Math.max(before.length, at + value.length));
  before.copy(after);
  value.copy(after, at);
  return after;
}

interface Action {
  readonly what: string;
  readonly db: number;
  readonly key: number;
  readonly other: number;
  readonly bytes: number;
  readonly ms: number;
  readonly at: number;
}

const bytes = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 200 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 5_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(65_535, 65_536, 65_537, 300_000) },
);
const fields = {
  db: fc.nat(2),
  key: fc.nat(keys.length - 1),
  other: fc.nat(keys.length - 1),
  bytes,
  ms: fc.oneof(
    fc.constant(-1),
    fc.integer({ min: 0, max: 500 }),
    fc.integer({ min: 0, max: 10_000_000 }),
    fc.constant(2 ** 52),
  ),
  at: fc.oneof(fc.nat(300), fc.nat(70_000)),
};
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('set'), ...fields }) },
  {
    weight: 8,
    arbitrary: fc.record({
      what: fc.constantFrom('append', 'set range', 'delete', 'expire', 'rename', 'move', 'copy'),
      ...fields,
    }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constantFrom('wait', 'sweep'), ...fields, ms: fc.nat(2_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constantFrom('flush', 'swap', 'sweep'), ...fields, ms: fc.nat(20_000_000) }),
  },
);
const ON_ALL = new Set(['flush', 'swap', 'wait', 'sweep']);

describe('keyspace', () => {
  it('holds what Maps hold, and nothing is left at the end', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 5, maxLength: 50 }), (actions) => {
        const model = new Model();
        for (const one of actions) {
          if (ON_ALL.has(one.what)) model.runOnAll(one);
          else model.run(one);
          model.check();
        }
        model.end();
      }),
      { numRuns: 25 },
    );
  });

  it('counts no stale entry of the wheel for a key that expires beyond its reach when its database is emptied', () => {
    const model = new Model();
    const far = { what: 'set', db: 0, key: 0, other: 0, bytes: 1, ms: 2 ** 52, at: 0 };
    for (const one of [
      far,
      { ...far, db: 1, ms: 1_000 },
      { ...far, what: 'flush' },
      { ...far, what: 'swap', other: 1 },
    ]) {
      if (ON_ALL.has(one.what)) model.runOnAll(one);
      else model.run(one);
      model.check();
    }
    model.end();
  });

  it('holds many keys of one shard and of all', () => {
    const model = new Model();
    for (let i = 0; i < 20_000; i++) {
      const key = Buffer.from(i % 2 === 0 ? `key:${i}` : `{one}:${i}`);
      driver.request(key, Buffer.alloc(i % 97, i));
      driver.set(i % 3 === 0 ? model.nowMs + i : NO_EXPIRY);
    }
    expect(store.size(0)).toBe(20_000);
    expect(store.expiring(0)).toBe(6_667);
    expect(auditStore(store)).toMatchObject({ problems: [], records: 20_000 });
    const shards = new Set(
      Array.from({ length: 20_000 }, (_, i) => shardOf(Buffer.from(`key:${i}`), 0, `key:${i}`.length)),
    );
    expect(shards.size).toBe(SHARDS);
    for (let i = 0; i < 20_000; i++) {
      driver.request(Buffer.from(i % 2 === 0 ? `key:${i}` : `{one}:${i}`));
      expect(driver.delete()).toBe(true);
    }
    model.end();
  });
});
