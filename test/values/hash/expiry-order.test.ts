import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { KIND_ROOT } from '../../../src/memory/heap/heap.ts';
import { auditHeap } from '../../../src/memory/heap/heap-audit.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../../src/memory/layout.ts';
import { NO_REF, type Ref } from '../../../src/memory/types.ts';
import { ExpiryOrder } from '../../../src/values/hash/expiry-order.ts';
import { heapFixture } from '../../memory/heap/heap-fixture.ts';

const { heap, slabs } = heapFixture();
const order = new ExpiryOrder(heap);
const shard = 11;
const WORD = 2;

afterAll(() => slabs.close());

function newRoot(): Ref {
  const root = heap.allocate(shard, 40, KIND_ROOT);
  for (let i = 1; i < 10; i++) heap.slabs.i32[root >>> SLAB_SHIFT]![((root & UNIT_MASK) << 1) + i] = 0;
  return root;
}

type Field = readonly [time: number, element: Ref];

function first(fields: readonly Field[]): Field {
  return fields.reduce((a, b) => (b[0] < a[0] || (b[0] === a[0] && b[1] < a[1]) ? b : a));
}

function end(root: Ref): void {
  while (!order.dismantle(root, WORD, shard, 20));
  heap.free(shard, root);
  expect(auditHeap(heap)).toMatchObject({ problems: [], usedUnits: 0 });
}

const time = fc.oneof(
  fc.nat(50),
  fc.nat(2 ** 31 - 1).map((n) => 1.7e12 + n * 7),
  fc.constant(2 ** 48 - 1),
);
/** A time to add at, or which of the fields goes. */
const change = fc.oneof({ weight: 3, arbitrary: time }, { weight: 2, arbitrary: fc.nat(1000).map((n) => -1 - n) });

describe('order of expiries', () => {
  it('says which field of many is due first', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 50, maxLength: 700 }), (changes) => {
        const root = newRoot();
        const fields: Field[] = [];
        for (const [i, one] of changes.entries()) {
          if (one >= 0) {
            fields.push([one, ((i * 0x9e3779b1) | 1) as Ref]);
            order.add(root, WORD, shard, ...fields.at(-1)!);
          } else if (fields.length > 0) {
            const [gone] = fields.splice((-1 - one) % fields.length, 1);
            order.remove(root, WORD, shard, ...gone!);
          }
          expect(order.count(root, WORD)).toBe(fields.length);
          const soonest = fields.length === 0 ? [-1, NO_REF] : first(fields);
          expect([order.earliest(root, WORD), order.first(root, WORD)]).toEqual(soonest);
          if (i % 16 === 0) order.blocks(root, WORD);
        }
        end(root);
      }),
      { numRuns: 40 },
    );
  });

  it('hands thousands out in their order', () => {
    const root = newRoot();
    const times = Array.from({ length: 5000 }, (_, i) => (Math.imul(i, 0x9e3779b1) >>> 0) + 1.7e12);
    for (const [i, at] of times.entries()) order.add(root, WORD, shard, at, (i + 1) as Ref);
    const blocks = order.blocks(root, WORD);
    expect(blocks.reduce((sum, ref) => sum + heap.blockBytes(ref), 0)).toBeLessThan(5000 * 26);
    for (const at of times.sort((a, b) => a - b)) {
      expect(order.earliest(root, WORD)).toBe(at);
      order.remove(root, WORD, shard, at, order.first(root, WORD));
    }
    end(root);
  });

  it('does not lose a field silently', () => {
    const root = newRoot();
    order.add(root, WORD, shard, 5, 8 as Ref);
    expect(() => order.remove(root, WORD, shard, 6, 8 as Ref)).toThrow('missing');
    end(root);
  });
});
