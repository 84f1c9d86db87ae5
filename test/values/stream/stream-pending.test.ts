import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { KIND_ROOT } from '../../../src/memory/heap/heap.ts';
import { auditHeap } from '../../../src/memory/heap/heap-audit.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../../src/memory/layout.ts';
import type { Ref } from '../../../src/memory/types.ts';
import { Deliveries } from '../../../src/values/stream/stream-deliveries.ts';
import { ID_WORDS } from '../../../src/values/stream/stream-id.ts';
import { PendingIds } from '../../../src/values/stream/stream-pending.ts';
import { auditTree } from '../../../src/values/tree/tree-audit.ts';
import { heapFixture } from '../../memory/heap/heap-fixture.ts';

const { heap, slabs } = heapFixture();
const shard = 7;

afterAll(() => slabs.close());

const WORD = 1;
const idOf = (value: number): Int32Array => Int32Array.of(0, value >>> 4, 0, value & 15);

/** A set of IDs beside the same in a sorted array. */
class Model {
  readonly set: PendingIds;
  readonly block: Ref = heap.allocate(shard, 32, KIND_ROOT);
  values: number[] = [];

  constructor(set: PendingIds) {
    this.set = set;
    const words = heap.slabs.i32[this.block >>> SLAB_SHIFT]!;
    words.fill(0, ((this.block & UNIT_MASK) << 1) + 1, ((this.block & UNIT_MASK) << 1) + 8);
  }

  add(value: number): void {
    const fresh = !this.values.includes(value);
    expect(this.set.add(shard, this.block, WORD, idOf(value), 0)).toBe(fresh);
    if (this.set instanceof Deliveries) this.set.setDelivery(value * 1e6, value);
    if (fresh) this.values = [...this.values, value].sort((a, b) => a - b);
  }

  remove(value: number): void {
    const there = this.values.includes(value);
    expect(this.set.find(this.block, WORD, idOf(value), 0)).toBe(there);
    if (!there) return;
    this.set.remove(shard);
    this.values = this.values.filter((other) => other !== value);
  }

  here(): number {
    return (this.set.words[this.set.at + 1]! << 4) | this.set.words[this.set.at + 3]!;
  }

  check(from: number): void {
    const { set, block, values } = this;
    const found: number[] = [];
    for (let more = set.begin(block, WORD, idOf(from), 0); more; more = set.next()) {
      found.push(this.here());
      if (set instanceof Deliveries)
        expect([set.deliveredMs(), set.deliveries()]).toEqual([this.here() * 1e6, this.here()]);
    }
    expect(found).toEqual(values.filter((value) => value >= from));
    expect(set.count(block, WORD)).toBe(values.length);
    expect(set.beginFirst(block, WORD) ? this.here() : undefined).toBe(values[0]);
    expect(set.beginLast(block, WORD) ? this.here() : undefined).toBe(values.at(-1));
    expect(auditTree(heap, ID_WORDS, set, block, WORD).problems).toEqual([]);
  }

  end(): void {
    this.set.tree.open(this.block, WORD);
    while (!this.set.tree.dismantle(shard, this.set, 2));
    heap.free(shard, this.block);
    expect(auditHeap(heap).usedUnits).toBe(0);
  }
}

const operation = fc.oneof(
  fc.tuple(fc.constant('add' as const), fc.nat(400)),
  fc.tuple(fc.constant('remove' as const), fc.nat(400)),
);

describe.each([
  ['IDs', () => new PendingIds(heap, ID_WORDS)],
  ['deliveries', () => new Deliveries(heap)],
])('sets of %s', (_, make) => {
  it('hold what a sorted array would hold', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 400 }), fc.nat(400), (operations, from) => {
        const model = new Model(make());
        for (const [name, value] of operations) model[name](value);
        model.check(from);
        model.check(0);
        model.end();
      }),
      { numRuns: 60 },
    );
  });

  it('grow at the end and are drained from the begin', () => {
    const model = new Model(make());
    for (let i = 0; i < 1000; i++) model.add(i);
    model.check(500);
    for (let i = 0; i < 990; i++) model.remove(i);
    model.check(0);
    for (let i = 985; i > 500; i--) model.add(i);
    model.check(700);
    model.end();
  });
});

describe('deliveries to a consumer', () => {
  const lot = fc.tuple(fc.nat(600), fc.constantFrom(1, 1, 1, 2, 3));

  it('go together with those behind them in the leaf, and no others', () => {
    fc.assert(
      fc.property(fc.array(lot, { minLength: 100, maxLength: 400 }), fc.constantFrom(1, 2, 3), (lots, consumer) => {
        const set = new Deliveries(heap);
        const model = new Model(set);
        const owners = new Map(lots);
        for (const [value, owner] of owners) {
          model.add(value);
          set.setConsumer(owner as Ref);
        }
        const own = model.values.filter((value) => owners.get(value) === consumer);
        while (own.length > 0) {
          expect(set.find(model.block, WORD, idOf(own[0]!), 0)).toBe(true);
          const gone = own.splice(0, set.removeOfConsumer(shard));
          expect(gone.length).toBeGreaterThan(0);
          model.values = model.values.filter((value) => !gone.includes(value));
          model.check(gone[0]!);
        }
        model.check(0);
        model.end();
      }),
      { numRuns: 40 },
    );
  });
});

describe('a delivery', () => {
  it('keeps times and counts of 48 bits, and no more', () => {
    const set = new Deliveries(heap);
    const model = new Model(set);
    model.add(1);
    set.setDelivery(2 ** 47 + 5, 2 ** 40 + 3);
    expect([set.deliveredMs(), set.deliveries()]).toEqual([2 ** 47 + 5, 2 ** 40 + 3]);
    set.setDelivery(2 ** 60, 2 ** 60);
    expect([set.deliveredMs(), set.deliveries()]).toEqual([2 ** 48 - 1, 2 ** 48 - 1]);
    set.setConsumer(123 as Ref);
    expect(set.consumer()).toBe(123);
    model.end();
  });
});
