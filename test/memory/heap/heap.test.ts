import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { beginDrain, drainFreeBlocks, giveDrained, undrain } from '../../../src/memory/heap/drain.ts';
import { KIND_ELEMENT, KIND_RECORD, MAX_BLOCK_BYTES } from '../../../src/memory/heap/heap.ts';
import { auditHeap } from '../../../src/memory/heap/heap-audit.ts';
import { G_COMMITTED_PAGES, PAGE_BYTES, S_EXTENT_PAGES, S_USED_UNITS } from '../../../src/memory/layout.ts';
import type { Ref } from '../../../src/memory/types.ts';
import { heapFixture, isSigned, sign } from './heap-fixture.ts';

const { heap, slabs, extents } = heapFixture();
const { control } = slabs;
const shards = 3;

afterAll(() => slabs.close());

interface Block {
  readonly ref: Ref;
  readonly bytes: number;
  /** The shard in whose extents it lies. */
  readonly shard: number;
}

const sizes = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 300 }) },
  { weight: 3, arbitrary: fc.integer({ min: 200, max: 9_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 9_000, max: 200_000 }) },
);
const shard = fc.integer({ min: 0, max: shards - 1 });
const action = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      what: fc.constant('allocate'),
      shard,
      bytes: sizes,
      count: fc.integer({ min: 1, max: 40 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constant('free'), shard, at: fc.nat(), count: fc.integer({ min: 1, max: 40 }) }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('take in'), shard }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('free all'), shard }) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constantFrom('begin drain', 'drain', 'give up'),
      shard,
      at: fc.nat(),
      count: fc.integer({ min: 1, max: 30 }),
    }),
  },
);
type Action = { what: string; shard: number; bytes?: number; count?: number; at?: number };

/** Runs actions on the heap and on a list of blocks. */
class Model {
  readonly blocks: Block[] = [];
  readonly waiting: Block[] = [];
  /** The draining extent of each shard, -1 for none, and how far it is. */
  readonly draining = new Array<number>(shards).fill(-1);
  readonly givenUp = new Array<boolean>(shards).fill(false);

  run(one: Action): void {
    if (one.what === 'allocate') for (let i = 0; i < one.count!; i++) this.allocate(one.shard, one.bytes! + i);
    else if (one.what === 'free') this.freeRun(one);
    else if (one.what === 'free all') this.freeAll(one.shard);
    else if (one.what === 'take in') heap.drainRemote(one.shard);
    else this.drain(one);
  }

  allocate(shard: number, bytes: number): void {
    const ref = heap.allocate(shard, bytes, KIND_RECORD);
    expect(heap.blockBytes(ref)).toBeGreaterThanOrEqual(bytes);
    expect(heap.blockBytes(ref)).toBeLessThanOrEqual(Math.max(bytes, 16) + 15);
    expect(extents.shardOf(ref)).toBe(shard);
    sign(heap, ref);
    this.blocks.push({ ref, bytes, shard });
  }

  freeRun({ shard, at, count }: Action): void {
    for (let i = 0; i < count! && this.blocks.length > 0; i++) {
      this.free(shard, this.blocks.splice(at! % this.blocks.length, 1)[0]!);
    }
  }

  free(shard: number, block: Block): void {
    expect(isSigned(heap, block.ref)).toBe(true);
    heap.free(shard, block.ref);
  }

  freeAll(shard: number): void {
    const gone = this.blocks.filter((block) => block.shard === shard);
    const kept = this.blocks.filter((block) => block.shard !== shard);
    this.blocks.splice(0, this.blocks.length, ...kept);
    for (const block of gone) this.free(shard, block);
  }

  drain({ what, shard, at, count }: Action): void {
    const page = this.draining[shard]!;
    if (what === 'begin drain' && page < 0) {
      const pages: number[] = [];
      for (let next = extents.nextExtent(shard, 0); next >= 0; next = extents.nextExtent(shard, next + 1))
        pages.push(next);
      if (pages.length === 0) return;
      this.draining[shard] = pages[at! % pages.length]!;
      this.givenUp[shard] = false;
      beginDrain(heap, this.draining[shard]!);
    }
    if (page < 0) return;
    if (what === 'give up') this.givenUp[shard] = true;
    if (this.givenUp[shard]) {
      if (undrain(heap, shard, page, count!)) this.draining[shard] = -1;
    } else if (drainFreeBlocks(heap, shard, page, count!) && extents.liveUnits(page) === 0) {
      giveDrained(heap, shard, page);
      this.draining[shard] = -1;
    }
  }

  check(): void {
    const audit = auditHeap(heap);
    expect(audit.problems).toEqual([]);
    const inUse = this.blocks.map(({ ref }) => ref);
    expect((audit.blocks.get(KIND_RECORD) ?? []).sort((a, b) => a - b)).toEqual(inUse.sort((a, b) => a - b));
    const units = this.blocks.reduce((sum, { ref }) => sum + heap.blockBytes(ref) / 8, 0);
    expect(audit.usedUnits).toBe(units);
    expect(heap.usedBytes()).toBe(units * 8);
  }

  /** Frees everything and checks that nothing is left. */
  end(): void {
    for (const block of this.blocks.splice(0)) this.free(block.shard, block);
    for (let shard = 0; shard < shards; shard++) {
      while (heap.drainRemote(shard));
      expect(heap.hasRemote(shard)).toBe(false);
      const page = this.draining[shard]!;
      if (page >= 0) while (!undrain(heap, shard, page, 1000));
      this.draining[shard] = -1;
      expect(control[heap.base(shard) + S_USED_UNITS]).toBe(0);
    }
    this.check();
  }
}

describe('heap', () => {
  it('keeps blocks apart and its books right, whatever comes and goes', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 5, maxLength: 60 }), (actions) => {
        const model = new Model();
        for (const one of actions) {
          model.run(one as Action);
          model.check();
        }
        for (const { ref } of model.blocks) expect(isSigned(heap, ref)).toBe(true);
        model.end();
      }),
      { numRuns: 25 },
    );
  });

  it('serves every size from the least to the largest', () => {
    const model = new Model();
    for (let bytes = 1; bytes <= MAX_BLOCK_BYTES; bytes = Math.ceil(bytes * 1.21)) model.allocate(0, bytes);
    model.allocate(0, MAX_BLOCK_BYTES);
    model.check();
    model.end();
    expect(() => heap.allocate(0, MAX_BLOCK_BYTES + 1, KIND_RECORD)).toThrow(RangeError);
    model.check();
  });

  it('gives extents back when they are free', () => {
    const model = new Model();
    // An extent that an earlier test was draining stays with its shard.
    const others = control[G_COMMITTED_PAGES]! - control[heap.base(1) + S_EXTENT_PAGES]!;
    for (let i = 0; i < 20_000; i++) model.allocate(1, 500);
    const full = control[heap.base(1) + S_EXTENT_PAGES]!;
    expect(full * PAGE_BYTES).toBeGreaterThan(20_000 * 500);
    model.end();
    expect(control[heap.base(1) + S_EXTENT_PAGES]).toBe(0);
    expect(control[G_COMMITTED_PAGES]).toBe(others);
  });

  it('holds little more than it is asked for while it grows', () => {
    let bytes = 0;
    const model = new Model();
    for (let i = 0; i < 30_000; i++) {
      model.allocate(2, 104);
      bytes += 104;
    }
    expect(control[heap.base(2) + S_EXTENT_PAGES]! * PAGE_BYTES).toBeLessThan(bytes * 1.15);
    model.end();
  });

  it('takes blocks in that other shards freed before it asks for more memory', () => {
    const own = heapFixture();
    const allocate = (): Ref[] => Array.from({ length: 1000 }, () => own.heap.allocate(0, 1000, KIND_ELEMENT));
    const blocks = allocate();
    const pages = own.slabs.control[own.heap.base(0) + S_EXTENT_PAGES]!;
    for (const ref of blocks) own.heap.free(1, ref);
    expect(auditHeap(own.heap).problems).toEqual([]);
    expect(auditHeap(own.heap).usedUnits).toBe(0);
    expect(own.heap.usedBytes()).toBe(0);
    const again = allocate();
    expect(own.slabs.control[own.heap.base(0) + S_EXTENT_PAGES]).toBeLessThanOrEqual(pages);
    expect(own.heap.drainRemote(0)).toBe(false);
    for (const ref of again) own.heap.free(0, ref);
    expect(auditHeap(own.heap)).toMatchObject({ problems: [], usedUnits: 0 });
    own.slabs.close();
  });
});
