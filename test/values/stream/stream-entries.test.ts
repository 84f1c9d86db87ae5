import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { auditHeap } from '../../../src/memory/heap/heap-audit.ts';
import { LargeObjects } from '../../../src/memory/large/large-objects.ts';
import type { Ref } from '../../../src/memory/types.ts';
import { ID_WORDS } from '../../../src/values/stream/stream-id.ts';
import { byteOf, L_USED, slabOf, USED_MASK, wordOf } from '../../../src/values/stream/stream-leaf.ts';
import { newStreamRoot, R_TREE } from '../../../src/values/stream/stream-root.ts';
import { StreamTrim } from '../../../src/values/stream/stream-trim.ts';
import { auditTree } from '../../../src/values/tree/tree-audit.ts';
import { heapFixture } from '../../memory/heap/heap-fixture.ts';

const { heap, slabs, shared } = heapFixture();
const large = new LargeObjects(slabs, shared);
const shard = 3;

afterAll(() => slabs.close());

type Id = readonly [ms: number, seq: number];
interface Entry {
  readonly id: Id;
  readonly texts: readonly string[];
}

const key = ([ms, seq]: Id): bigint => (BigInt(ms) << 64n) | BigInt(seq);
const words = ([ms, seq]: Id): Int32Array =>
  Int32Array.of(Math.floor(ms / 2 ** 32), (ms % 2 ** 32) | 0, Math.floor(seq / 2 ** 32), (seq % 2 ** 32) | 0);

/** A stream, with the same entries in an array beside it. */
class Model {
  entries: Entry[] = [];
  readonly stream = new StreamTrim(heap, large);
  readonly root: Ref = newStreamRoot(heap, shard);
  last: Id = [0, 0];

  constructor(bytes: number, entries: number) {
    this.stream.nodeMaxBytes = bytes;
    this.stream.nodeMaxEntries = entries;
  }

  /** @param quickly whether the short way is asked first @returns whether it was taken */
  add(ms: number, seq: number, texts: readonly string[], quickly = true): boolean {
    const id: Id = ms === 0 ? [this.last[0], this.last[1] + 1 + seq] : [this.last[0] + ms, seq];
    const { draft } = this.stream;
    const parts = texts.map((text) => Buffer.from(text));
    const starts = Int32Array.from(parts, (_, i) => parts.slice(0, i).reduce((sum, part) => sum + part.length, 0));
    const source = Buffer.concat(parts);
    const lengths = Int32Array.from(parts, (part) => part.length);
    draft.id.set(words(id));
    const isShort = quickly && this.stream.appendShort(this.root, source, starts, lengths, 0, texts.length);
    if (!isShort) {
      draft.describe(source, starts, lengths, 0, texts.length / 2);
      this.stream.append(shard, this.root);
    }
    this.entries.push({ id, texts });
    this.last = id;
    return isShort;
  }

  delete(index: number): void {
    if (this.entries.length === 0) return;
    const at = index % this.entries.length;
    expect(this.stream.find(this.root, words(this.entries[at]!.id), 0)).toBe(true);
    this.stream.deleteFound(shard);
    expect(this.stream.find(this.root, words(this.entries[at]!.id), 0)).toBe(false);
    this.entries.splice(at, 1);
  }

  trim(keep: number): void {
    const expected = Math.max(0, this.entries.length - keep);
    expect(this.stream.trim(shard, this.root, keep, null, true, 0)).toBe(expected);
    this.entries.splice(0, expected);
  }

  trimBefore(index: number): void {
    const from = this.entries[index % Math.max(1, this.entries.length)];
    if (from === undefined) return;
    const expected = this.entries.indexOf(from);
    expect(this.stream.trim(shard, this.root, 0, words(from.id), true, 0)).toBe(expected);
    this.entries.splice(0, expected);
  }

  /** Whole leaves only: never more than asked for. */
  trimAbout(keep: number): void {
    const gone = this.stream.trim(shard, this.root, keep, null, false, 0);
    expect(this.entries.length - gone).toBeGreaterThanOrEqual(Math.min(keep, this.entries.length));
    this.entries.splice(0, gone);
  }

  read(): Entry {
    const { cursor } = this.stream;
    const [a, b, c, d] = Array.from(cursor.id, (word) => word >>> 0) as [number, number, number, number];
    const texts: string[] = [];
    cursor.openBody();
    for (let i = 0; i < cursor.fields; i++) {
      cursor.readField();
      texts.push(cursor.text.toString('utf8', cursor.start, cursor.end));
      cursor.readValue();
      texts.push(cursor.text.toString('utf8', cursor.start, cursor.end));
    }
    return { id: [a * 2 ** 32 + b, c * 2 ** 32 + d], texts };
  }

  check(): void {
    const { stream, root, entries } = this;
    const forwards: Entry[] = [];
    for (let more = stream.beginFirst(root); more; more = stream.next()) forwards.push(this.read());
    expect(forwards).toEqual(entries);
    const backwards: Entry[] = [];
    for (let more = stream.beginLast(root); more; more = stream.previous()) backwards.push(this.read());
    expect(backwards.reverse()).toEqual(entries);
    const audit = auditTree(heap, ID_WORDS, stream, root, R_TREE);
    expect(audit.problems).toEqual([]);
    expect(audit.counts.reduce((sum, count) => sum + count, 0)).toBe(entries.length);
  }

  /** The used bytes of the leaf at the end. */
  lastLeaf(): string {
    const { tree } = this.stream;
    tree.open(this.root, R_TREE);
    tree.seekLast();
    const { leaf } = tree;
    const used = slabs.i32[slabOf(leaf)]![wordOf(leaf) + L_USED]! & USED_MASK;
    return slabs.bytes[slabOf(leaf)]!.toString('hex', byteOf(leaf) + 4, byteOf(leaf) + used);
  }

  checkRange(id: Id): void {
    const { stream, root, entries } = this;
    const found = stream.begin(root, words(id), 0) ? this.read() : undefined;
    expect(found).toEqual(entries.find((entry) => key(entry.id) >= key(id)));
    const before = stream.beginAtEnd(root, words(id), 0) ? this.read() : undefined;
    expect(before).toEqual(entries.findLast((entry) => key(entry.id) <= key(id)));
  }

  end(): void {
    this.stream.tree.open(this.root, R_TREE);
    while (!this.stream.tree.dismantle(shard, this.stream, 3));
    heap.free(shard, this.root);
    expect(auditHeap(heap).usedUnits).toBe(0);
  }
}

const texts = fc.oneof(
  fc.constant(['field', 'value']),
  fc.constant(['field', 'another value']),
  fc.constant(['a', '1', 'b', '']),
  fc.array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 3 }).map((list) => [...list, ...list]),
  fc.constant(['long', 'x'.repeat(300)]),
);
const gaps = fc.constantFrom(0, 0, 0, 1, 200, 70_000, 2 ** 25, 2 ** 33, 2 ** 43);
const smallGaps = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(0, 1, 3, 200) }, gaps);
const mostlyAlike = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(['field', 'value'], ['field', 'other']) }, texts);
const smallSequences = fc.constantFrom(0, 0, 1, 300);
const sequences = fc.constantFrom(0, 0, 1, 300, 2 ** 25, 2 ** 40);
const operation = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(fc.constant('add' as const), gaps, sequences, texts) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('delete' as const), fc.nat(1000)) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('trim' as const, 'trimAbout' as const, 'trimBefore' as const), fc.nat(60)),
  },
);

describe('entries of a stream', () => {
  it.each([
    [0, 0],
    [4096, 100],
    [200, 100],
    [4096, 3],
  ])('hold what an array would hold, with leaves of %d bytes and %d entries', (bytes, most) => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 150 }), (operations) => {
        const model = new Model(bytes, most);
        for (const [name, a, b, c] of operations) {
          if (name === 'add') model.add(a, b!, c!);
          else model[name](a);
          model.checkRange([model.last[0], Math.floor(model.last[1] / 2)]);
          model.checkRange([Math.floor(model.last[0] / 2), 0]);
        }
        model.check();
        model.end();
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [0, 0],
    [4096, 100],
    [200, 100],
    [4096, 3],
  ])('lie the same whichever way they were added, with leaves of %d bytes and %d entries', (bytes, most) => {
    let short = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(smallGaps, smallSequences, mostlyAlike), { minLength: 40, maxLength: 80 }),
        (additions) => {
          const quick = new Model(bytes, most);
          const slow = new Model(bytes, most);
          for (const addition of additions) {
            if (quick.add(...addition)) short++;
            slow.add(...addition, false);
            expect(quick.lastLeaf()).toEqual(slow.lastLeaf());
          }
          quick.check();
          slow.check();
          quick.stream.tree.open(quick.root, R_TREE);
          while (!quick.stream.tree.dismantle(shard, quick.stream, 3));
          heap.free(shard, quick.root);
          slow.end();
        },
      ),
      { numRuns: 60 },
    );
    expect(short).toBeGreaterThan(100);
  });

  it('cuts many leaves off at once, for the caller to free', () => {
    const model = new Model(4096, 10);
    for (let i = 0; i < 20_000; i++) model.add(1, 0, ['f', String(i)]);
    expect(model.stream.trim(shard, model.root, 55, null, true, 0)).toBe(19_945);
    const { cutOff, tree } = model.stream;
    expect(cutOff).not.toBe(0);
    tree.open(cutOff, R_TREE);
    while (!tree.dismantle(shard, model.stream, 100));
    heap.free(shard, cutOff);
    model.entries.splice(0, 19_945);
    model.check();
    model.trim(0);
    model.check();
    model.end();
  });

  it('deletes so many at most when told a limit', () => {
    const model = new Model(4096, 10);
    for (let i = 0; i < 100; i++) model.add(1, 0, ['f', String(i)]);
    expect(model.stream.trim(shard, model.root, 0, null, false, 35)).toBe(30);
    expect(model.stream.trim(shard, model.root, 65, null, false, 0)).toBe(0);
    model.entries.splice(0, 30);
    model.check();
    model.end();
  });

  it('keeps long bodies elsewhere, and copies of them', () => {
    const model = new Model(4096, 100);
    const { stream, root } = model;
    const source = Buffer.alloc(70_000, 'x');
    stream.draft.describe(source, Int32Array.of(0, 1), Int32Array.of(1, 69_999), 0, 1);
    expect(stream.draft.isLong()).toBe(true);
    const body = stream.draft.makeBody();
    const object = large.allocate(body.length);
    large.write(object, 0, body, 0, body.length);
    stream.draft.body = object;
    stream.draft.id.set(words([1, 1]));
    stream.append(shard, root);
    const copy = newStreamRoot(heap, shard);
    stream.tree.open(root, R_TREE);
    stream.tree.copyTo(shard, stream, copy, R_TREE);
    expect(large.references(object)).toBe(2);
    expect(stream.find(root, words([1, 1]), 0)).toBe(true);
    stream.deleteFound(shard);
    expect(stream.beginFirst(copy)).toBe(true);
    expect(model.read().texts.map((text) => text.length)).toEqual([1, 69_999]);
    expect(stream.trim(shard, copy, 0, null, true, 0)).toBe(1);
    expect(large.objectCount()).toBe(0);
    heap.free(shard, copy);
    model.end();
  });
});
