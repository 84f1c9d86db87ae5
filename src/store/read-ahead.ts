// HOT: short loops, no closures, no allocation on the JS heap, integers only.
/**
 * Fetches the buckets and entries of a group of keys from memory before the keys are looked up.
 *
 * Problem: a look-up waits for memory two or three times in a row (bucket, entry, end of the entry), and look-ups that
 * follow each other wait one after the other: half of a command's time in a large store.
 * Idea: go through the group once for each of those steps. The loads of one loop do not depend on each other, so the
 * processor has as many under way as its window holds iterations; therefore the loops that load do nothing else, and
 * what they need is worked out in loops of their own. (Valkey 8 prefetches a batch in the same order.)
 * Cost: some 15 ns a key. Gives up: an entry that is not in its home bucket is not found ahead of time.
 *
 * All of this happens without the lock, while the table may be changing: whatever is read is thrown away, and an index
 * from a torn read only misses its array.
 */

import { UNITS_SHIFT } from '../memory/heap/free-lists.ts';
import { LINE_WORDS, ROOT_DEPTH, ROOT_DIRECTORY, SLAB_SHIFT, UNIT_MASK } from '../memory/layout.ts';
import { NO_REF } from '../memory/types.ts';
import { BUCKET_WORDS, bucketsAt, HEAP_MASK, TAGS } from '../values/table/hash-segment.ts';

/** Where further lines of an entry are read: the processor itself fetches what follows them. */
const SECOND = LINE_WORDS;
const THIRD = 2 * LINE_WORDS;

export class ReadAhead {
  readonly #views: readonly Int32Array[];
  /** By key: slab and word of its bucket, then of its entry; the tag to look for, twice. */
  readonly #slabs: Int32Array;
  readonly #words: Int32Array;
  readonly #patterns: Int32Array;
  #count = 0;
  /** Takes what was only read to have it in the cache, so that the compiler cannot leave the read out. */
  touched = 0;

  /** @param views of the heap's slabs @param most keys of a group */
  constructor(views: readonly Int32Array[], most: number) {
    this.#views = views;
    this.#slabs = new Int32Array(most);
    this.#words = new Int32Array(most);
    this.#patterns = new Int32Array(most);
  }

  /** Starts a group. */
  begin(): void {
    this.#count = 0;
  }

  /** Adds a key of the table at `root[at]` to the group, which has room for it. */
  add(root: Int32Array, at: number, hash: number): void {
    const directory = root[at + ROOT_DIRECTORY]!;
    const depth = root[at + ROOT_DEPTH]! & 31;
    const entries = this.#views[(directory >>> SLAB_SHIFT) & HEAP_MASK]!;
    const entryAt = ((directory & UNIT_MASK) << 1) + 2 + (depth === 0 ? 0 : (hash >>> (32 - depth)) << 1);
    if (directory === NO_REF || entryAt + 1 >= entries.length) return;
    const segment = entries[entryAt]!;
    const info = entries[entryAt + 1]!;
    // The depth decides which bits of the hash are the tag.
    const tag = (hash << (info >>> 16)) >>> 16;
    const i = this.#count;
    this.#slabs[i] = (segment >>> SLAB_SHIFT) & HEAP_MASK;
    this.#words[i] = bucketsAt(segment) + ((tag * (info & 0xffff)) >>> 16) * BUCKET_WORDS;
    this.#patterns[i] = tag | (tag << 16);
    this.#count = i + 1;
  }

  /** Fetches what the keys of the group will need. */
  fetch(): void {
    this.#load();
    this.#findEntries();
    this.#load();
    this.#loadRest();
  }

  #load(): void {
    const views = this.#views;
    const slabs = this.#slabs;
    const words = this.#words;
    const count = this.#count;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const view = views[slabs[i]!]!;
      const at = words[i]!;
      if (at < view.length) sum ^= view[at]!;
    }
    this.touched ^= sum;
  }

  #loadRest(): void {
    const views = this.#views;
    const slabs = this.#slabs;
    const words = this.#words;
    const count = this.#count;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const view = views[slabs[i]!]!;
      const at = words[i]!;
      if (at >= view.length) continue;
      const last = ((view[at]! >>> UNITS_SHIFT) << 1) - 1;
      const second = at + lower(SECOND, last);
      const third = at + lower(THIRD, last);
      if (third < view.length) sum ^= view[second]! ^ view[third]!;
    }
    this.touched ^= sum;
  }

  #findEntries(): void {
    const views = this.#views;
    const slabs = this.#slabs;
    const words = this.#words;
    const patterns = this.#patterns;
    const count = this.#count;
    for (let i = 0; i < count; i++) {
      const view = views[slabs[i]!]!;
      const bucket = words[i]!;
      const pattern = patterns[i]!;
      if (bucket + LINE_WORDS > view.length) continue;
      const at = bucket + TAGS;
      // No branch depends on the contents: one wrongly predicted would throw away what runs ahead.
      const slot =
        slotIn(view[at]! ^ pattern, 1) |
        slotIn(view[at + 1]! ^ pattern, 3) |
        slotIn(view[at + 2]! ^ pattern, 5) |
        slotIn(view[at + 3]! ^ pattern, 7) |
        slotIn(view[at + 4]! ^ pattern, 9);
      // Two equal tags give any slot, none gives the last: both only cost a line that nobody needs.
      const ref = view[bucket + ((slot + 15) & 15)]!;
      slabs[i] = (ref >>> SLAB_SHIFT) & HEAP_MASK;
      words[i] = (ref & UNIT_MASK) << 1;
    }
  }
}

/** The lower of two numbers, without a branch. */
function lower(a: number, b: number): number {
  const difference = a - b;
  return b + (difference & (difference >> 31));
}

/** `place` if the low half of the difference of two tags is zero, `place + 1` if the high half is, else 0. */
function slotIn(difference: number, place: number): number {
  return ((((difference & 0xffff) - 1) >> 31) & place) | ((((difference >>> 16) - 1) >> 31) & (place + 1));
}
