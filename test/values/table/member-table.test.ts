import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { auditHeap } from '../../../src/memory/heap/heap-audit.ts';
import { NO_REF, type Ref } from '../../../src/memory/types.ts';
import { SCAN_END } from '../../../src/values/table/hash-segment.ts';
import { auditMembers, memberBlocks } from '../../../src/values/table/member-table-audit.ts';
import { membersFixture } from '../members-fixture.ts';

const { heap, slabs, elements, members } = membersFixture();
const shard = 7;

afterAll(() => slabs.close());

/** A table of texts with a Map beside it. */
class Model {
  readonly root: Ref = members.create(shard, 3);
  readonly values = new Map<string, string>();

  set(key: string, value: string): void {
    const bytes = Buffer.from(key);
    const hash = members.hash(bytes, 0, bytes.length);
    const before = members.find(this.root, hash, bytes, 0, bytes.length);
    expect(before !== NO_REF).toBe(this.values.has(key));
    const element =
      before === NO_REF
        ? elements.create(shard, bytes, 0, bytes.length, value.length, false)
        : elements.recreate(shard, before, value.length, false);
    elements.bytesOf(element).write(value, elements.valueAt(element), 'latin1');
    if (before === NO_REF) members.insert(this.root, shard, hash, element);
    else {
      expect(members.replace(this.root, hash, before, element)).toBe(true);
      elements.discard(shard, before);
    }
    this.values.set(key, value);
  }

  remove(key: string): void {
    const bytes = Buffer.from(key);
    const hash = members.hash(bytes, 0, bytes.length);
    const element = members.find(this.root, hash, bytes, 0, bytes.length);
    expect(element !== NO_REF).toBe(this.values.delete(key));
    if (element === NO_REF) return;
    expect(members.remove(this.root, shard, hash, element)).toBe(true);
    elements.free(shard, element);
  }

  check(): void {
    expect(members.count(this.root)).toBe(this.values.size);
    expect(contents(this.root)).toEqual(new Map([...this.values].sort(byKey)));
  }

  end(): void {
    while (!members.dismantle(this.root, shard, 100));
    expect(auditHeap(heap)).toMatchObject({ problems: [], usedUnits: 0 });
  }
}

function byKey(a: [string, string], b: [string, string]): number {
  return a[0] < b[0] ? -1 : 1;
}

function keyOf(element: Ref): string {
  const at = elements.keyAt(element);
  return elements.bytesOf(element).toString('latin1', at, at + elements.keyLength(element));
}

function contents(root: Ref): Map<string, string> {
  const audit = auditMembers(heap, members, root);
  expect(audit.problems).toEqual([]);
  const pairs = audit.elements.map((ref): [string, string] => {
    const at = elements.valueAt(ref);
    return [keyOf(ref), elements.bytesOf(ref).toString('latin1', at, at + elements.valueLength(ref))];
  });
  return new Map(pairs.sort(byKey));
}

const change = fc.tuple(fc.constantFrom('set', 'set', 'remove'), fc.nat(1500), fc.integer({ min: 1, max: 600 }));

describe('member table', { timeout: 60_000 }, () => {
  it('holds what a Map holds, and so does its copy', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const model = new Model();
        for (const [what, from, count] of changes) {
          for (let i = from; i < from + count; i++) {
            if (what === 'set') model.set(`key:${i}`, `${'v'.repeat(i % 9)}${count}`);
            else model.remove(`key:${i}`);
          }
          model.check();
        }
        const copy = members.copy(model.root, shard, 3);
        expect(contents(copy)).toEqual(contents(model.root));
        const blocks = memberBlocks(heap, members, copy);
        const bytes = blocks.reduce((sum, ref) => sum + heap.blockBytes(ref), 0);
        expect(members.occupied(copy, 0)).toBeGreaterThan(bytes * 0.7);
        expect(members.occupied(copy, 0)).toBeLessThan(bytes * 1.4);
        while (!members.dismantle(copy, shard, 100));
        model.end();
      }),
      { numRuns: 15 },
    );
  });

  it('keeps words of its own', () => {
    const model = new Model();
    expect([0, 1, 2].map((i) => members.own(model.root, i))).toEqual([0, 0, 0]);
    members.setOwn(model.root, 2, -5);
    for (let i = 0; i < 300; i++) model.set(`${i}`, '');
    expect(members.own(model.root, 2)).toBe(-5);
    model.end();
  });

  it('shows a scan what stays while it grows', () => {
    const model = new Model();
    for (let i = 0; i < 700; i++) model.set(`stays:${i}`, '');
    const seen = new Set<string>();
    let step = 0;
    for (let position = 0; position < SCAN_END; position = members.nextPosition) {
      const found = members.scan(model.root, position);
      for (let i = 0; i < found; i++) seen.add(keyOf(members.found[i]! as Ref));
      const next = members.nextPosition;
      for (let i = 0; i < 40; i++) model.set(`new:${step++}`, '');
      members.nextPosition = next;
    }
    expect([...seen].filter((key) => key.startsWith('stays:')).length).toBe(700);
    model.end();
  });

  it.each([1, 3, 40, 90, 700, 3000])('chooses each of %i elements as often as any other', (size) => {
    const model = new Model();
    for (let i = 0; i < size; i++) model.set(`k${i}`, '');
    expectUniform(model, size);
    model.end();
  });

  it('chooses evenly in a table that was nearly emptied', () => {
    const model = new Model();
    for (let i = 0; i < 6000; i++) model.set(`k${i}`, '');
    for (let i = 20; i < 6000; i++) model.remove(`k${i}`);
    expectUniform(model, 20);
    model.end();
  });

  it('has nothing to choose from when it is empty', () => {
    const model = new Model();
    expect(members.random(model.root)).toBe(NO_REF);
    model.set('a', 'b');
    model.remove('a');
    expect(members.random(model.root)).toBe(NO_REF);
    model.end();
  });
});

/** By chi-square: beyond 6 deviations once in a billion runs. */
function expectUniform(model: Model, size: number): void {
  const draws = size * 60;
  const hits = new Map<string, number>();
  for (let i = 0; i < draws; i++) {
    const key = keyOf(members.random(model.root));
    hits.set(key, (hits.get(key) ?? 0) + 1);
  }
  expect(hits.size).toBe(size);
  let chi = 0;
  for (const count of hits.values()) chi += (count - 60) ** 2 / 60;
  expect(Math.abs(chi - (size - 1))).toBeLessThanOrEqual(6 * Math.sqrt(2 * size) + 12);
}
