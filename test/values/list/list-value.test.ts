import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { auditHeap } from '../../../src/memory/heap/heap-audit.ts';
import { ANY_ITEMS } from '../../../src/values/list/list-ends.ts';
import { ListValue } from '../../../src/values/list/list-value.ts';
import { heap, item, LARGE, ListModel, list, slabs } from './list-model.ts';

afterAll(() => slabs.close());
afterEach(() => {
  list.maxLeafItems = ANY_ITEMS;
});

const length = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 4, arbitrary: fc.integer({ min: 200, max: 1500 }) },
  { weight: 4, arbitrary: fc.constantFrom(1, 2, 3, 4, 5, 33, 34, 155, 156, 252) },
  { weight: 2, arbitrary: fc.integer({ min: 3900, max: 4200 }) },
  { weight: 1, arbitrary: fc.constantFrom(66_000, LARGE) },
);

const op = fc.record({
  kind: fc.constantFrom(
    'rpush',
    'lpush',
    'push short',
    'pop short',
    'insert',
    'insert',
    'here',
    'remove',
    'replace',
    'trim',
    'convert',
    'ask',
    'copy',
    'lrem',
  ),
  where: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  upTo: fc.double({ min: 0, max: 1, noNaN: true }),
  times: fc.integer({ min: 1, max: 120 }),
  length,
});

/** Items that a leaf gets at most. */
const leafItems = fc.oneof({ weight: 2, arbitrary: fc.constant(ANY_ITEMS) }, fc.constantFrom(1, 2, 8, 100));

describe('list', () => {
  it('holds what an array holds, in every form and with items of every size', () => {
    fc.assert(
      fc.property(fc.array(op, { maxLength: 20 }), leafItems, (ops, most) => {
        list.maxLeafItems = most;
        const model = new ListModel();
        for (const { kind, where, upTo, times, length } of ops) {
          const size = model.items.length;
          const few = length > 1000 ? Math.min(times, 5) : times;
          if (kind === 'rpush' || kind === 'lpush') for (let i = 0; i < few; i++) model.push(length, kind === 'lpush');
          else if (kind === 'push short') {
            for (let i = 0; i < few; i++) if (!model.pushShort(length, where < 0.5)) break;
          } else if (kind === 'pop short') {
            for (let i = 0; i < few; i++) if (!model.popShort(where < 0.5)) break;
          } else if (kind === 'insert') {
            for (let i = 0; i < few; i++) {
              model.insert(Math.floor(((where + i * 0.618) % 1) * (model.items.length + 1)), length, upTo < 0.5);
            }
          } else if (kind === 'here') {
            for (let i = 0; i < few; i++) model.insert(Math.floor(where * (size + 1)), length, upTo < 0.5);
          } else if (kind === 'remove') model.remove(Math.floor(where * size), times);
          else if (kind === 'replace') {
            for (let i = 0; i < few; i++) model.replace(Math.floor(((where + i * 0.618) % 1) * size), length);
          } else if (kind === 'trim') model.trim(Math.floor((where * size) / 2), Math.ceil(size - (upTo * size) / 2));
          else if (kind === 'convert') model.convert();
          else if (kind === 'copy') model.copy();
          else if (kind === 'ask') model.askPacked();
          else model.removeIf((text) => text.length % 3 !== times % 3, times % 2 === 0);
          model.check();
        }
        model.checkWalks();
        model.end();
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('pushes and pops nearly all short items the simple way', () => {
    for (const front of [false, true]) {
      const model = new ListModel();
      let simple = 0;
      for (let i = 0; i < 3000; i++) {
        if (model.pushShort(13, front)) simple++;
        else model.push(13, front);
        if (i === 400) model.convert();
      }
      expect(simple).toBeGreaterThan(2900);
      model.check();
      simple = 0;
      while (model.items.length > 300) {
        if (model.popShort(front)) simple++;
        else model.remove(front ? 0 : model.items.length - 1, 1);
      }
      expect(simple).toBeGreaterThan(2600);
      model.check();
      expect(model.pushShort(252, front)).toBe(false);
      model.end();
    }
  });

  it('counts once what a tree of one leaf would take in a listpack', () => {
    const model = new ListModel();
    for (let i = 0; i < 150; i++) model.push(30, false);
    model.convert();
    model.open();
    expect(list.packedSizeOfTree()).toBeGreaterThan(4096);
    const counted = vi.spyOn(ListValue.prototype as unknown as { packedHere(at: number): number }, 'packedHere');
    for (let i = 0; i < 20; i++) {
      model.push(30, i % 2 === 0);
      model.askPacked();
      model.remove(5, 1);
      model.askPacked();
      model.replace(7, i % 3 === 0 ? 30 : 29);
      model.askPacked();
    }
    expect(model.isTree).toBe(true);
    expect(counted.mock.calls.length).toBeLessThan(70);
    counted.mockRestore();
    model.check();
    model.end();
  });

  it('keeps a long queue of short items in full leaves', () => {
    for (const front of [false, true]) {
      const model = new ListModel();
      model.convert();
      const text = Buffer.alloc(17, 'x');
      for (let i = 0; i < 30_000; i++) {
        if (list.pushShort(model.isTree, model.root, text, 0, 17, front) !== 0) continue;
        item.setBytes(text, 0, 17);
        model.open();
        list.push(item, front);
      }
      const perItem = (auditHeap(heap).usedUnits * 8) / 30_000;
      expect(perItem).toBeLessThan(19.3);
      model.items = Array.from({ length: 30_000 }, () => text);
      model.check();
      model.removeIf(() => true, front);
      expect(list.count()).toBe(0);
      model.end();
    }
  });

  it('of a few leaves occupies little more than its items', () => {
    for (const front of [false, true]) {
      const model = new ListModel();
      model.convert();
      let most = 0;
      for (let i = 0; i < 900; i++) {
        model.push(16, front);
        if (i >= 300) most = Math.max(most, (auditHeap(heap).usedUnits * 8) / ((i + 1) * 18));
      }
      expect(most).toBeLessThan(1.2);
      model.check();
      model.end();
    }
  });

  it('gives memory back when items go everywhere', () => {
    const model = new ListModel();
    model.convert();
    for (let i = 0; i < 20_000; i++) model.push(10 + (i % 10), false);
    const full = auditHeap(heap).usedUnits;
    let i = 0;
    // The model asks a second time, for its own items: 20,000 is a multiple of ten.
    model.removeIf(() => i++ % 10 !== 0, true);
    expect(list.count()).toBe(2000);
    expect(auditHeap(heap).usedUnits).toBeLessThan(full / 6);
    model.end();
  });
});
