import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { auditHeap } from '../../../src/memory/heap/heap-audit.ts';
import type { Ref } from '../../../src/memory/types.ts';
import { NO_ENTRY, PackedRuns } from '../../../src/values/packed-run.ts';
import { ScoreRuns } from '../../../src/values/sorted-set/zset-run.ts';
import { problemsOfRun } from '../../../src/values/sorted-set/zset-run-audit.ts';
import { membersFixture } from '../members-fixture.ts';
import { ScoreModel } from './zset-model.ts';

const { heap, slabs } = membersFixture();
const runs = new ScoreRuns(heap, new PackedRuns(heap));
const shard = 3;

afterAll(() => slabs.close());

class Pair {
  run: Ref = runs.create(shard, 16);
  readonly model = new ScoreModel();

  set(member: string, score: number): void {
    const key = Buffer.from(member);
    const place = runs.find(this.run, key, 0, key.length);
    expect(place !== NO_ENTRY).toBe(this.model.scores.has(member));
    if (place === NO_ENTRY) this.run = runs.insert(shard, this.run, score, key, 0, key.length);
    else this.run = runs.setScore(shard, this.run, place, score, key, 0, key.length);
    this.model.scores.set(member, score + 0);
  }

  remove(member: string): void {
    const key = Buffer.from(member);
    const place = runs.find(this.run, key, 0, key.length);
    expect(place !== NO_ENTRY).toBe(this.model.scores.delete(member));
    if (place !== NO_ENTRY) this.run = runs.remove(shard, this.run, place);
  }

  check(): void {
    expect(problemsOfRun(runs, this.run)).toBe('');
    const bytes = runs.runs.bytesOf(this.run);
    const all: [string, number][] = [];
    for (let at = runs.runs.begin(this.run); at < runs.runs.end(this.run); at = runs.next(bytes, at)) {
      const data = runs.runs.data(bytes, at);
      all.push([bytes.toString('utf8', data, data + runs.runs.length(bytes, at)), runs.score(this.run, at)]);
    }
    expect(all).toEqual(this.model.sorted());
    expect(runs.count(this.run)).toBe(this.model.scores.size);
  }
}

const score = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 2, arbitrary: fc.constantFrom(-32768, 32767, -32769, 32768, -(2 ** 31), 2 ** 31 - 1) },
  { weight: 1, arbitrary: fc.constantFrom(-(2 ** 31) - 1, 2 ** 31, 0.5) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1e300, Number.NEGATIVE_INFINITY) },
  { weight: 1, arbitrary: fc.double({ noNaN: true }) },
);
const member = fc.oneof(
  fc.integer({ min: 0, max: 60 }).map(String),
  fc.string({ maxLength: 4 }),
  fc.constant('x'.repeat(300)),
);

describe('packed sorted sets', () => {
  it('do what a Map and a sort do', () => {
    const operation = fc.oneof(
      { weight: 6, arbitrary: fc.record({ do: fc.constant('set' as const), member, score }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('remove' as const), member }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const), at: fc.nat(80), length: fc.nat(9) }) },
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 120, size: 'max' }), score, member, (operations, at, name) => {
        const pair = new Pair();
        for (const step of operations) {
          if (step.do === 'set') pair.set(step.member, step.score);
          else if (step.do === 'remove') pair.remove(step.member);
          else {
            const from = Math.min(step.at, pair.model.scores.size);
            const to = Math.min(from + step.length, pair.model.scores.size);
            pair.run = runs.removeRange(shard, pair.run, from, to);
            pair.model.removeRange(from, to);
          }
          pair.check();
        }
        for (const inclusive of [false, true]) {
          expect(runs.countBelowScore(pair.run, at, inclusive)).toBe(pair.model.countBelowScore(at, inclusive));
          for (const [reach, open] of [
            [0, inclusive],
            [1, !inclusive],
            [4, inclusive],
            [1e9, false],
          ] as const) {
            runs.findScores(pair.run, at, open, at + reach, inclusive);
            expect(runs.from).toBe(pair.model.countBelowScore(at, open));
            expect(runs.to).toBe(Math.max(runs.from, pair.model.countBelowScore(at + reach, inclusive)));
          }
        }
        for (const [text] of pair.model.sorted()) {
          const key = Buffer.from(text);
          const place = runs.find(pair.run, key, 0, key.length);
          expect(runs.rank(pair.run, place)).toBe(pair.model.rank(text));
        }
        const flat = new Pair();
        for (const text of pair.model.scores.keys()) flat.set(text, 0);
        const key = Buffer.from(name);
        expect(runs.countBelowMember(flat.run, key, 0, key.length, true)).toBe(flat.model.countBelowMember(name, true));
        runs.free(shard, flat.run);
        runs.free(shard, pair.run);
        expect(auditHeap(heap)).toMatchObject({ problems: [], usedUnits: 0 });
      }),
      { numRuns: 150 },
    );
  });

  it('take as few bytes as the widest of their scores needs', () => {
    const pair = new Pair();
    // Each entry, member or score, has its length in front.
    const used = (members: string, width: number) => members.length + (2 + width) * pair.model.scores.size;
    for (let i = 0; i < 10; i++) pair.set(String(i), i * 3000);
    expect(runs.runs.used(pair.run)).toBe(used('0123456789', 2));
    pair.set('3', 40_000);
    expect(runs.runs.used(pair.run)).toBe(used('0123456789', 4));
    pair.set('10', -7);
    pair.check();
    pair.set('a', 1e12);
    pair.check();
    expect(runs.runs.used(pair.run)).toBe(used('012345678910a', 8));
    while (pair.model.scores.size > 0) pair.remove(pair.model.sorted()[0]![0]);
    pair.set('b', 1);
    expect(runs.runs.used(pair.run)).toBe(used('b', 2));
    pair.check();
  });
});
