import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { auditHeap } from '../../../src/memory/heap/heap-audit.ts';
import { NO_REF, type Ref } from '../../../src/memory/types.ts';
import { ScoreTree } from '../../../src/values/sorted-set/zset-tree.ts';
import { MEMBER_OWN } from '../../../src/values/table/member-table.ts';
import { TreePath } from '../../../src/values/tree/tree-path.ts';
import { membersFixture } from '../members-fixture.ts';
import { ScoreModel } from './zset-model.ts';

const { heap, slabs, large, members } = membersFixture();
const tree = new ScoreTree(heap, large, members);
const shard = 3;

afterAll(() => slabs.close());

class Pair {
  readonly root: Ref = tree.create(shard);
  readonly model = new ScoreModel();

  set(member: string, score: number): void {
    const key = Buffer.from(member);
    const hash = members.hash(key, 0, key.length);
    const element = members.find(this.root, hash, key, 0, key.length);
    expect(element !== NO_REF).toBe(this.model.scores.has(member));
    if (element === NO_REF) expect(tree.insert(this.root, shard, hash, score, key, 0, key.length)).toBe(true);
    else tree.setScore(this.root, shard, element, score, key, 0, key.length);
    this.model.scores.set(member, score);
  }

  remove(member: string): void {
    const key = Buffer.from(member);
    const hash = members.hash(key, 0, key.length);
    const element = members.find(this.root, hash, key, 0, key.length);
    expect(element !== NO_REF).toBe(this.model.scores.delete(member));
    if (element !== NO_REF) tree.remove(this.root, shard, hash, element, key, 0, key.length);
  }

  removeRange(from: number, to: number): void {
    tree.removeRange(this.root, shard, from, to);
    this.model.removeRange(from, to);
  }

  check(): void {
    tree.blocks(this.root);
    expect(contents(this.root)).toEqual(this.model.sorted());
  }

  end(): void {
    while (!tree.dismantle(this.root, shard, 50));
    expect(auditHeap(heap)).toMatchObject({ problems: [], usedUnits: 0 });
  }
}

function contents(root: Ref): [string, number][] {
  const path = new TreePath(heap, 0, null);
  const { elements } = members;
  const all: [string, number][] = [];
  path.open(root, MEMBER_OWN);
  path.seekFirst();
  if (path.leaf === NO_REF) return all;
  do {
    for (let i = 0; i < tree.leaves.count(path.leaf); i++) {
      const element = tree.leaves.element(path.leaf, i);
      const at = elements.keyAt(element);
      const text = elements.bytesOf(element).toString('utf8', at, at + elements.keyLength(element));
      all.push([text, elements.number(element)]);
    }
  } while (path.nextLeaf());
  return all;
}

const score = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, 0.5, -0.5, 1e300, -1e300, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324),
  fc.double({ noNaN: true }),
);
const member = fc.oneof(
  fc.integer({ min: 0, max: 400 }).map((n) => `m${n}`),
  fc.string({ maxLength: 3 }),
);
const operation = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('set' as const), member, score }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('remove' as const), member }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('cut' as const),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      share: fc.double({ min: 0, max: 0.3, noNaN: true }),
    }),
  },
);

describe('big sorted sets', () => {
  it('do what a Map and a sort do', () => {
    fc.assert(
      fc.property(fc.array(operation, { minLength: 50, maxLength: 600, size: 'max' }), (operations) => {
        const pair = new Pair();
        operations.forEach((step, i) => {
          if (step.do === 'set') pair.set(step.member, step.score);
          else if (step.do === 'remove') pair.remove(step.member);
          else {
            const size = pair.model.scores.size;
            const from = Math.floor(step.at * size);
            pair.removeRange(from, Math.min(size, from + Math.floor(step.share * size)));
          }
          if (i % 16 === 0) pair.check();
        });
        pair.check();
        pair.end();
      }),
      { numRuns: 40 },
    );
  });

  it('know ranks and how many lie below a bound', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(member, score), { maxLength: 300, size: 'max' }),
        score,
        member,
        (members, at, name) => {
          const pair = new Pair();
          const flat = new Pair();
          for (const [text, value] of members) {
            pair.set(text, value);
            flat.set(text, 7);
          }
          for (const inclusive of [false, true]) {
            expect(tree.countBelowScore(pair.root, at, inclusive)).toBe(pair.model.countBelowScore(at, inclusive));
            for (const [reach, open] of [
              [0, inclusive],
              [1, !inclusive],
              [4, inclusive],
              [1e9, false],
            ] as const) {
              tree.findScores(pair.root, at, open, at + reach, inclusive);
              expect(tree.from).toBe(pair.model.countBelowScore(at, open));
              expect(tree.to).toBe(Math.max(tree.from, pair.model.countBelowScore(at + reach, inclusive)));
            }
            const key = Buffer.from(name);
            expect(tree.countBelowMember(flat.root, key, 0, key.length, inclusive)).toBe(
              flat.model.countBelowMember(name, inclusive),
            );
          }
          for (const [text, value] of pair.model.sorted().slice(0, 20)) {
            const key = Buffer.from(text);
            expect(tree.rank(pair.root, value, key, 0, key.length)).toBe(pair.model.rank(text));
          }
          while (!tree.dismantle(flat.root, shard, 10));
          pair.end();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('grow at both ends and in the middle, and shrink again', () => {
    const pair = new Pair();
    for (let i = 0; i < 3_000; i++) pair.set(`up${i}`, i);
    for (let i = 0; i < 1_000; i++) pair.set(`down${i}`, -i);
    for (let i = 0; i < 3_000; i++) pair.set(`mid${i}`, ((i * 7919) % 3_000) + 0.5);
    pair.check();
    for (let i = 0; i < 3_000; i += 2) pair.set(`up${i}`, 3_000 - i);
    pair.check();
    for (let i = 0; i < 3_000; i++) if (i % 8 !== 0) pair.remove(`mid${i}`);
    pair.check();
    pair.removeRange(10, 2_000);
    pair.check();
    pair.removeRange(0, pair.model.scores.size);
    expect(tree.count(pair.root)).toBe(0);
    pair.check();
    pair.end();
  });

  it('count rightly when nodes split at two levels at once', () => {
    const root = tree.create(shard);
    for (let i = 0; i < 110_000; i++) {
      const key = Buffer.from(`m${i}`);
      tree.insert(root, shard, members.hash(key, 0, key.length), (i * 7919) % 110_017, key, 0, key.length);
    }
    expect(tree.blocks(root).length).toBeGreaterThan(110_000);
    while (!tree.dismantle(root, shard, 1_000));
    expect(auditHeap(heap)).toMatchObject({ problems: [], usedUnits: 0 });
  });

  it('are copied with elements of their own', () => {
    const pair = new Pair();
    for (let i = 0; i < 1_000; i++) pair.set(`m${i}`, (i * 31) % 100);
    const copy = tree.copy(pair.root, shard);
    tree.blocks(copy);
    const before = pair.model.sorted();
    pair.removeRange(100, 900);
    expect(contents(copy)).toEqual(before);
    while (!tree.dismantle(copy, shard, 64));
    pair.check();
    pair.end();
  });

  it('hold members of any length', () => {
    const pair = new Pair();
    for (const length of [0, 1, 253, 254, 255, 300, 65_535, 65_536, 100_000]) {
      pair.set('x'.repeat(length), 1);
      pair.set('y'.repeat(length), 2);
    }
    pair.set('x'.repeat(65_536), 3);
    const { elements } = members;
    expect(tree.count(pair.root)).toBe(pair.model.scores.size);
    for (const [text, value] of pair.model.sorted()) {
      const key = Buffer.from(text);
      const element = tree.find(pair.root, key, 0, key.length);
      expect(elements.number(element)).toBe(value);
      expect(tree.rank(pair.root, value, key, 0, key.length)).toBe(pair.model.rank(text));
    }
    for (const [text] of pair.model.sorted()) {
      pair.remove(text);
      tree.blocks(pair.root);
    }
    pair.end();
  });
});
