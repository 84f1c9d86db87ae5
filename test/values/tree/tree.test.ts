import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { KIND_ROOT, KIND_RUN } from '../../../src/memory/heap/heap.ts';
import { auditHeap } from '../../../src/memory/heap/heap-audit.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../../src/memory/layout.ts';
import { NO_REF, type Ref } from '../../../src/memory/types.ts';
import { Tree } from '../../../src/values/tree/tree.ts';
import { auditTree } from '../../../src/values/tree/tree-audit.ts';
import { childrenOf } from '../../../src/values/tree/tree-node.ts';
import { heapFixture } from '../../memory/heap/heap-fixture.ts';

const { heap, slabs } = heapFixture();
const shard = 5;

afterAll(() => slabs.close());

/** Leaves of up to 4 numbers: word 1 how many, then the numbers. */
const LEAF = 4;
const words = (ref: Ref): Int32Array => heap.slabs.i32[ref >>> SLAB_SHIFT]!;
const at = (ref: Ref): number => (ref & UNIT_MASK) << 1;

function newLeaf(values: readonly number[]): Ref {
  const ref = heap.allocate(shard, (2 + LEAF) * 4, KIND_RUN);
  words(ref)[at(ref) + 1] = values.length;
  values.forEach((value, i) => {
    words(ref)[at(ref) + 2 + i] = value;
  });
  return ref;
}

function valuesOf(leaf: Ref): number[] {
  return [...words(leaf).subarray(at(leaf) + 2, at(leaf) + 2 + words(leaf)[at(leaf) + 1]!)];
}

function setValues(leaf: Ref, values: readonly number[]): void {
  words(leaf)[at(leaf) + 1] = values.length;
  values.forEach((value, i) => {
    words(leaf)[at(leaf) + 2 + i] = value;
  });
}

const leaves = {
  copyLeaf: (_shard: number, leaf: Ref): Ref => newLeaf(valuesOf(leaf)),
  freeLeaf: (_shard: number, leaf: Ref): number => {
    heap.free(shard, leaf);
    return 1;
  },
};

/** A tree of numbers beside the same numbers in an array: by position (K = 0), or in order with the number as key. */
class Model {
  values: number[] = [];
  readonly tree: Tree;
  readonly block: Ref;
  readonly keyWords: number;
  readonly keys;
  sought = 0;

  constructor(keyWords: number) {
    this.keyWords = keyWords;
    this.keys = {
      compare: (w: Int32Array, k: number): number => this.sought - w[k]!,
      firstKey: (leaf: Ref, w: Int32Array, k: number): void => {
        for (let i = 0; i < keyWords; i++) w[k + i] = words(leaf)[at(leaf) + 2]! + i;
      },
    };
    this.tree = new Tree(heap, keyWords, this.keys);
    this.block = heap.allocate(shard, 32, KIND_ROOT);
    this.tree.open(this.block, 1);
    this.tree.clear();
    this.tree.open(this.block, 4);
    this.tree.clear();
    this.tree.open(this.block, 1);
  }

  insertAt(position: number, value: number): void {
    const { tree } = this;
    this.values.splice(position, 0, value);
    if (this.values.length === 1) {
      tree.insertAfter(shard, newLeaf([value]), 1);
      return;
    }
    tree.seek(position);
    const values = valuesOf(tree.leaf);
    if (values.length < LEAF) {
      values.splice(tree.offset, 0, value);
      const moved = newLeaf(values);
      heap.free(shard, tree.leafToWrite());
      tree.leafMoved(moved);
      tree.countChanged(1);
      if (tree.offset === 0) tree.firstKeyChanged();
    } else if (position === this.values.length - 1) {
      tree.insertAfter(shard, newLeaf([value]), 1);
    } else if (position === 0) {
      tree.insertBefore(shard, newLeaf([value]), 1);
    } else {
      values.splice(tree.offset, 0, value);
      setValues(tree.leafToWrite(), values.slice(0, 2));
      tree.firstKeyChanged();
      tree.countChanged(2 - LEAF);
      tree.insertAfter(shard, newLeaf(values.slice(2)), values.length - 2);
    }
  }

  removeAt(position: number): void {
    const { tree } = this;
    this.values.splice(position, 1);
    tree.seek(position);
    const values = valuesOf(tree.leaf);
    values.splice(tree.offset, 1);
    if (values.length === 0) {
      const { leaf } = tree;
      const behind = position < this.values.length;
      expect(tree.removeLeaf(shard)).toBe(behind);
      heap.free(shard, leaf);
      if (behind) expect(valuesOf(tree.leaf)[0]).toBe(this.values[position]);
      else if (this.values.length > 0) expect(valuesOf(tree.leaf).at(-1)).toBe(this.values.at(-1));
      return;
    }
    setValues(tree.leafToWrite(), values);
    tree.countChanged(-1);
    if (tree.offset === 0) tree.firstKeyChanged();
  }

  /** Cuts at the begin of the leaf that holds a position, drops one half and goes on with the other. */
  cutAt(position: number, keepLeft: boolean): void {
    const { tree } = this;
    tree.seek(position);
    const first = position - tree.offset;
    tree.cut(shard, this.block, 4);
    expect(tree.count()).toBe(first);
    this.check(this.values.slice(0, first), 1);
    this.check(this.values.slice(first), 4);
    if (!keepLeft) {
      const aside = heap.allocate(shard, 16, KIND_ROOT);
      tree.moveTo(aside, 1);
      tree.open(this.block, 4);
      tree.moveTo(this.block, 1);
      tree.open(aside, 1);
      tree.moveTo(this.block, 4);
      heap.free(shard, aside);
    }
    tree.open(this.block, 4);
    while (!tree.dismantle(shard, leaves, 3));
    tree.open(this.block, 1);
    this.values = keepLeft ? this.values.slice(0, first) : this.values.slice(first);
  }

  copy(): void {
    this.tree.copyTo(shard, leaves, this.block, 4);
    this.check(this.values, 4);
    this.tree.open(this.block, 4);
    while (!this.tree.dismantle(shard, leaves, 5));
    this.tree.open(this.block, 1);
  }

  check(values: readonly number[] = this.values, word = 1): void {
    const audit = auditTree(heap, this.keyWords, this.keys, this.block, word);
    expect(audit.problems).toEqual([]);
    expect(audit.counts).toEqual(audit.leaves.map((leaf) => valuesOf(leaf).length));
    expect(audit.leaves.flatMap(valuesOf)).toEqual(values);
  }

  /** Asks for every position, both ways, and for keys. */
  checkPaths(): void {
    const { tree, values } = this;
    for (let i = 0; i <= values.length; i++) {
      tree.seek(i);
      if (values.length === 0) break;
      expect(tree.before() + tree.offset).toBe(i);
      expect(tree.leafCount()).toBe(valuesOf(tree.leaf).length);
      if (i < values.length) expect(valuesOf(tree.leaf)[tree.offset]).toBe(values[i]);
    }
    if (values.length === 0) return;
    const forth: number[] = [];
    tree.seekFirst();
    do forth.push(...valuesOf(tree.leaf));
    while (tree.nextLeaf());
    expect(forth).toEqual(values);
    const back: number[] = [];
    tree.seekLast();
    do back.unshift(...valuesOf(tree.leaf));
    while (tree.previousLeaf());
    expect(back).toEqual(values);
    if (this.keyWords === 0) return;
    for (let i = 0; i < values.length; i++) {
      this.sought = values[i]!;
      tree.seekKey();
      expect(valuesOf(tree.leaf)).toContain(values[i]);
      expect(tree.before() + valuesOf(tree.leaf).indexOf(values[i]!)).toBe(i);
    }
    this.sought = -1;
    tree.seekKey();
    expect(tree.before()).toBe(0);
  }

  end(): void {
    while (!this.tree.dismantle(shard, leaves, 7));
    expect(this.tree.count()).toBe(0);
    this.check([]);
    heap.free(shard, this.block);
    expect(auditHeap(heap)).toMatchObject({ problems: [], usedUnits: 0 });
  }
}

const op = fc.record({
  kind: fc.constantFrom('insert', 'insert', 'insert', 'append', 'prepend', 'remove', 'cut', 'copy', 'drain'),
  where: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  times: fc.integer({ min: 1, max: 400 }),
});

/** For trees with keys: the key of an element that is put at a position, between its neighbours. */
function keyBetween(values: readonly number[], position: number): number | undefined {
  const low = position === 0 ? 0 : values[position - 1]!;
  const high = position === values.length ? low + 2000 : values[position]!;
  return high - low < 2 ? undefined : (low + high) >>> 1;
}

function run(model: Model, kind: string, where: number, times: number): void {
  for (let i = 0; i < times; i++) {
    const { length } = model.values;
    const spread = (where + i * 0.618) % 1;
    if (kind === 'remove' || kind === 'drain') {
      if (length === 0) return;
      model.removeAt(kind === 'remove' ? Math.floor(spread * length) : Math.floor(where * length));
      continue;
    }
    const position =
      kind === 'append' ? length : kind === 'prepend' ? 0 : Math.floor((i % 2 === 0 ? where : spread) * (length + 1));
    const value = keyBetween(model.values, position);
    if (value === undefined) continue;
    model.insertAt(position, value);
  }
}

describe('counted B+tree', () => {
  for (const keyWords of [0, 1, 3]) {
    it(`holds what an array holds, with keys of ${keyWords} words`, () => {
      fc.assert(
        fc.property(fc.array(op, { maxLength: 25 }), (ops) => {
          const model = new Model(keyWords);
          for (const { kind, where, times } of ops) {
            if (kind === 'copy') model.copy();
            else if (kind === 'cut') {
              if (model.values.length > 0) {
                model.cutAt(Math.floor(where * model.values.length), times % 2 === 0);
              }
            } else run(model, kind, where, times);
            model.check();
          }
          model.checkPaths();
          model.end();
        }),
        { numRuns: 40 },
      );
    });
  }

  it('is right after each of many random changes in a tree of three levels', () => {
    const model = new Model(1);
    for (let i = 0; i < 9000; i++) model.insertAt(i, (i + 1) * 1000);
    model.check();
    model.checkPaths();
    let random = 1;
    for (let i = 0; i < 9000; i++) {
      random = (Math.imul(random, 1103515245) + 12345) >>> 0;
      model.removeAt(random % model.values.length);
      if (i % 50 === 0 || model.values.length < 300) model.check();
    }
    model.end();
  });

  it('leaves full nodes behind appended leaves, at both ends', () => {
    for (const atEnd of [true, false]) {
      const model = new Model(0);
      for (let i = 0; i < LEAF * 64 * 64; i++) model.insertAt(atEnd ? i : 0, i);
      const audit = auditTree(heap, 0, null, model.block, 1);
      expect(audit.problems).toEqual([]);
      expect(audit.leaves.length).toBeLessThanOrEqual(64 * 64 * (atEnd ? 1 : LEAF));
      const inner = audit.nodes.map((ref) => childrenOf(words(ref), at(ref)));
      // All but the nodes at the edge that grows.
      expect(inner.filter((children) => children < 64).length).toBeLessThanOrEqual(3);
      model.end();
    }
  }, 30_000);

  it('has nothing to find when empty', () => {
    const model = new Model(1);
    model.tree.seek(0);
    expect(model.tree.leaf).toBe(NO_REF);
    expect(model.tree.nextLeaf()).toBe(false);
    expect(model.tree.previousLeaf()).toBe(false);
    model.tree.seekKey();
    expect(model.tree.leaf).toBe(NO_REF);
    expect(model.tree.insertBound()).toBeGreaterThan(0);
    model.end();
  });
});
