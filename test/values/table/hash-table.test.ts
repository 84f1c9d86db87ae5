import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { auditHeap } from '../../../src/memory/heap/heap-audit.ts';
import { ROOT_COUNT, ROOT_DEPTH, S_ROOTS } from '../../../src/memory/layout.ts';
import { NO_REF, type Ref } from '../../../src/memory/types.ts';
import { MAX_SCANNED, SCAN_END } from '../../../src/values/table/hash-segment.ts';
import type { Entries } from '../../../src/values/table/hash-structure.ts';
import { HashTable } from '../../../src/values/table/hash-table.ts';
import { auditTable } from '../../../src/values/table/hash-table-audit.ts';
import { heapFixture } from '../../memory/heap/heap-fixture.ts';

const { heap, slabs } = heapFixture();
const { control } = slabs;
const shard = 9;
const root = heap.base(shard) + S_ROOTS;

afterAll(() => slabs.close());

/** How keys become hashes: evenly, or so that many fall together. */
const spreads: Readonly<Record<string, (key: number) => number>> = {
  even: (key) => mix(key),
  'few first bits': (key) => mix(key) & 0x000fffff,
  'few last bits': (key) => mix(key) & ~0xffff,
  'few hashes': (key) => mix(key % 97),
  'a cluster': (key) => (mix(key) >>> 18) + 0x7ffff000,
};

function mix(key: number): number {
  let x = Math.imul(key + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  return x ^ (x >>> 13);
}

/** A table of numbers, with the same numbers in a Map beside it. An entry's key is the decimal number. */
class Model {
  readonly entries: Map<Ref, { key: number; hash: number }> = new Map();
  readonly refs: Map<number, Ref> = new Map();
  readonly table: HashTable;
  readonly #spread: (key: number) => number;
  #nextRef = 1;

  constructor(spread: (key: number) => number) {
    this.#spread = spread;
    const { entries } = this;
    const known: Entries = {
      matches: (ref, key, start, length) => {
        return String(entries.get(ref)!.key) === Buffer.from(key).toString('latin1', start, start + length);
      },
      hash: (ref) => entries.get(ref)!.hash,
    };
    this.table = new HashTable(heap, known);
    this.known = known;
    this.end();
  }

  readonly known: Entries;

  insert(key: number): void {
    if (this.refs.has(key)) return;
    const ref = this.#newRef(key);
    this.table.insert(control, root, shard, this.#spread(key), ref);
    this.refs.set(key, ref);
  }

  remove(key: number): void {
    const ref = this.refs.get(key) ?? (999_999_999 as Ref);
    expect(this.table.remove(control, root, shard, this.#spread(key), ref)).toBe(this.refs.delete(key));
    this.entries.delete(ref);
  }

  replace(key: number): void {
    const before = this.refs.get(key);
    if (before === undefined) return;
    const after = this.#newRef(key);
    expect(this.table.replace(control, root, this.#spread(key), before, after)).toBe(true);
    this.entries.delete(before);
    this.refs.set(key, after);
    expect(this.table.replace(control, root, this.#spread(key), before, after)).toBe(false);
  }

  find(key: number): Ref {
    const text = Buffer.from(`..${key}.`);
    return this.table.find(control, root, this.#spread(key), text, 2, text.length - 3);
  }

  check(): void {
    const audit = auditTable(heap, this.known, control, root);
    expect(audit.problems).toEqual([]);
    expect(audit.refs.sort((a, b) => a - b)).toEqual([...this.refs.values()].sort((a, b) => a - b));
  }

  checkFinds(keys: Iterable<number>): void {
    const out = new Int32Array(1 << 16);
    for (const key of keys) {
      const ref = this.refs.get(key) ?? NO_REF;
      if (this.find(key) !== ref) throw new Error(`${key} is found at ${this.find(key)}, not at ${ref}`);
      if (ref === NO_REF) continue;
      if (!this.table.contains(control, root, this.#spread(key), ref)) throw new Error(`${key} is not contained`);
      const found = this.table.candidates(control, root, this.#spread(key), out);
      if (!out.subarray(0, found).includes(ref)) throw new Error(`${key} is no candidate`);
    }
  }

  /** Takes the table apart: each entry comes once, and nothing stays. */
  end(): void {
    const out = new Int32Array(Math.max(MAX_SCANNED, this.refs.size));
    const seen: number[] = [];
    for (;;) {
      const found = this.table.dismantle(control, root, shard, out);
      if (found < 0) break;
      for (let i = 0; i < found; i++) seen.push(out[i]!);
    }
    expect(seen.sort((a, b) => a - b)).toEqual([...this.refs.values()].sort((a, b) => a - b));
    for (let i = 0; i < 4; i++) expect(control[root + i]).toBe(0);
    expect(auditHeap(heap)).toMatchObject({ problems: [], usedUnits: 0 });
  }

  #newRef(key: number): Ref {
    const ref = this.#nextRef++ as Ref;
    this.entries.set(ref, { key, hash: this.#spread(key) });
    return ref;
  }
}

const action = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ what: fc.constant('insert'), from: fc.nat(3000), count: fc.integer({ min: 1, max: 700 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant('remove'), from: fc.nat(3000), count: fc.integer({ min: 1, max: 900 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('replace'), from: fc.nat(3000), count: fc.integer({ min: 1, max: 50 }) }),
  },
);
type Action = { what: string; from: number; count: number };

function run(model: Model, { what, from, count }: Action): void {
  for (let key = from; key < from + count; key++) {
    if (what === 'insert') model.insert(key);
    else if (what === 'remove') model.remove(key);
    else model.replace(key);
  }
}

describe.each(Object.keys(spreads))('hash table, hashes: %s', { timeout: 120_000 }, (name) => {
  const spread = spreads[name]!;

  it('holds what a Map holds', () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 3, maxLength: 15 }), (actions) => {
        const model = new Model(spread);
        for (const one of actions) {
          run(model, one);
          model.check();
          model.checkFinds(Array.from({ length: 200 }, (_, i) => one.from + i * 7));
        }
        model.checkFinds(Array.from({ length: 4000 }, (_, i) => i));
        model.end();
      }),
      { numRuns: 8 },
    );
  });

  it('shows a scan all that is there from its begin to its end', () => {
    fc.assert(
      fc.property(
        fc.array(action, { minLength: 3, maxLength: 25 }),
        fc.integer({ min: 1, max: 60 }),
        (actions, steps) => {
          const model = new Model(spread);
          run(model, actions[0]!);
          const always = new Set(model.refs.keys());
          const seen = new Set<number>();
          const out = new Int32Array(1 << 16);
          let position = 0;
          for (let i = 1; position !== SCAN_END; i++) {
            for (let step = 0; step < steps && position !== SCAN_END; step++) {
              const found = model.table.scan(control, root, position, out);
              for (const ref of out.subarray(0, found)) seen.add(model.entries.get(ref as Ref)!.key);
              expect(model.table.nextPosition).toBeGreaterThan(position);
              position = model.table.nextPosition;
            }
            if (i >= actions.length) continue;
            run(model, actions[i]!);
            for (const key of always) if (!model.refs.has(key)) always.delete(key);
          }
          expect([...always].filter((key) => !seen.has(key))).toEqual([]);
          model.end();
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('hash table', () => {
  it('shows each entry once to a scan in which nothing changes', () => {
    const model = new Model(spreads['even']!);
    for (let key = 0; key < 30_000; key++) model.insert(key);
    const out = new Int32Array(MAX_SCANNED);
    const seen: number[] = [];
    let calls = 0;
    for (let position = 0; position !== SCAN_END; position = model.table.nextPosition) {
      const found = model.table.scan(control, root, position, out);
      for (const ref of out.subarray(0, found)) seen.push(ref);
      calls++;
    }
    expect(seen.length).toBe(30_000);
    expect(new Set(seen).size).toBe(30_000);
    // About a bucket a call.
    expect(calls).toBeGreaterThan(3_000);
    model.end();
  });

  it('is three quarters full at every size', { timeout: 120_000 }, () => {
    const model = new Model(spreads['even']!);
    let least = 1;
    let next = 1_000;
    for (let key = 0; key < 200_000; key++) {
      model.insert(key);
      if (key < next) continue;
      next = Math.ceil(next * 1.08);
      const audit = auditTable(heap, model.known, control, root);
      if (audit.problems.length > 0) throw new Error(audit.problems[0]);
      least = Math.min(least, audit.refs.length / audit.slots);
    }
    expect(least).toBeGreaterThan(0.75);
    model.end();
  });

  it('samples every entry sooner or later', () => {
    const model = new Model(spreads['even']!);
    for (let key = 0; key < 500; key++) model.insert(key);
    const out = new Int32Array(16);
    const seen = new Set<number>();
    for (let i = 0; i < 5_000; i++) {
      const found = model.table.sample(control, root, mix(i * 31), out);
      for (const ref of out.subarray(0, found)) seen.add(ref);
    }
    expect(seen.size).toBe(500);
    model.end();
  });

  it('shrinks when entries go, and splits when they come', () => {
    const model = new Model(spreads['even']!);
    for (let key = 0; key < 50_000; key++) model.insert(key);
    expect(control[root + ROOT_DEPTH]).toBeGreaterThan(4);
    const full = auditHeap(heap).usedUnits;
    for (let key = 0; key < 49_900; key++) model.remove(key);
    model.check();
    expect(control[root + ROOT_COUNT]).toBe(100);
    expect(auditHeap(heap).usedUnits).toBeLessThan(full / 15);
    model.checkFinds(Array.from({ length: 50_000 }, (_, i) => i));
    model.end();
  });
});
