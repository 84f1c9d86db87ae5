import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { auditHeap } from '../../src/memory/heap/heap-audit.ts';
import type { Ref } from '../../src/memory/types.ts';
import { entryBytes, NO_ENTRY, PackedRuns } from '../../src/values/packed-run.ts';
import { heapFixture } from '../memory/heap/heap-fixture.ts';

const { heap, slabs } = heapFixture();
const runs = new PackedRuns(heap);
const shard = 3;

afterAll(() => slabs.close());

function contents(run: Ref): string[] {
  const bytes = runs.bytesOf(run);
  const found: string[] = [];
  for (let at = runs.begin(run); at < runs.end(run); at = runs.next(bytes, at)) {
    const data = runs.data(bytes, at);
    found.push(bytes.toString('latin1', data, data + runs.length(bytes, at)));
  }
  return found;
}

const entry = fc.oneof(
  fc.string({ maxLength: 12, unit: 'binary-ascii' }),
  fc.integer({ min: 240, max: 270 }).map((length) => 'x'.repeat(length)),
  fc.integer({ min: 0, max: 3 }).map((n) => 'same'.slice(n)),
);
/** Where, how many entries go, and what comes. */
const change = fc.tuple(fc.nat(), fc.nat(3), fc.array(entry, { maxLength: 3 }));

describe('packed run', () => {
  it('holds what an array holds', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        let run = runs.create(shard, 0);
        const model: string[] = [];
        for (const [where, goes, comes] of changes) {
          const index = where % (model.length + 1);
          const removed = Math.min(goes, model.length - index);
          const from = runs.at(run, index);
          const gone = runs.at(run, index + removed) - from;
          const room = comes.reduce((sum, text) => sum + entryBytes(text.length), 0);
          run = runs.splice(shard, run, from, gone, room, comes.length - removed);
          let at = runs.gapAt;
          for (const text of comes) at = runs.write(runs.bytesOf(run), at, Buffer.from(text, 'latin1'), 0, text.length);
          expect(at).toBe(runs.gapAt + room);
          model.splice(index, removed, ...comes);
          expect(contents(run)).toEqual(model);
          expect(runs.count(run)).toBe(model.length);
          expect(auditHeap(heap).problems).toEqual([]);
        }
        const copy = runs.copy(shard, run);
        expect(contents(copy)).toEqual(contents(run));
        expect(runs.count(copy)).toBe(model.length);
        heap.free(shard, copy);
        heap.free(shard, run);
        expect(auditHeap(heap).usedUnits).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('finds the first entry of a stride that has the bytes', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 30 }),
        fc.integer({ min: 1, max: 3 }),
        entry,
        (entries, stride, other) => {
          let run = runs.create(shard, 0);
          const whole = entries.slice(0, entries.length - (entries.length % stride));
          for (const text of whole) {
            run = runs.splice(shard, run, runs.end(run), 0, entryBytes(text.length), 1);
            runs.write(runs.bytesOf(run), runs.gapAt, Buffer.from(text, 'latin1'), 0, text.length);
          }
          for (const text of [...whole, other]) {
            const key = Buffer.from(`..${text}..`, 'latin1');
            const index = whole.findIndex((one, i) => i % stride === 0 && one === text);
            const at = runs.find(run, stride, key, 2, text.length);
            expect(at).toBe(index < 0 ? NO_ENTRY : runs.at(run, index));
          }
          heap.free(shard, run);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('gives memory back as it shrinks', () => {
    let run = runs.create(shard, 0);
    const text = Buffer.alloc(200, 'v');
    for (let i = 0; i < 100; i++) {
      run = runs.splice(shard, run, runs.end(run), 0, entryBytes(200), 1);
      runs.write(runs.bytesOf(run), runs.gapAt, text, 0, 200);
    }
    expect(heap.blockBytes(run)).toBeLessThan(20_150);
    for (let i = 0; i < 99; i++) run = runs.splice(shard, run, runs.begin(run), entryBytes(200), 0, -1);
    expect(heap.blockBytes(run)).toBeLessThan(300);
    expect(contents(run)).toEqual([text.toString()]);
    heap.free(shard, run);
  });
});
