// HOT: short loops, no closures, no allocation on the JS heap, integers only.
/**
 * Fetches the buckets and entries of a group of keys from memory before the keys are looked up.
 *
 * Problem: a look-up waits for memory two or three times in a row (bucket, entry, end of the entry), and look-ups that
 * follow each other wait one after the other: half of a command's time in a large store.
 * Idea: go through the group once for each of those steps. The loads of one loop do not depend on each other, so the
 * processor has as many under way as its window holds iterations; therefore the loops that load do nothing else, and
 * what they need is worked out in loops of their own. (Valkey 8 prefetches a batch in the same order.)
 * Cost: some 15 ns a key. Gives up: an entry two buckets behind its home, or in the first one because its home is the
 * segment's last, is not found ahead of time.
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
  /** By key: slab and word of its bucket; of its entry; the tag to look for, twice. */
  readonly #bucketSlabs: Int32Array;
  readonly #bucketWords: Int32Array;
  /** Where the segments begin: they count what is in them. */
  readonly #segmentWords: Int32Array;
  readonly #slabs: Int32Array;
  readonly #words: Int32Array;
  /** Keys whose entries are not in their buckets. */
  readonly #missing: Int32Array;
  readonly #patterns: Int32Array;
  #count = 0;
  /** Takes what was only read to have it in the cache, so that the compiler cannot leave the read out. */
  touched = 0;

  /** @param views of the heap's slabs @param most keys of a group */
  constructor(views: readonly Int32Array[], most: number) {
    this.#views = views;
    this.#bucketSlabs = new Int32Array(most);
    this.#bucketWords = new Int32Array(most);
    this.#segmentWords = new Int32Array(most);
    this.#slabs = new Int32Array(most);
    this.#missing = new Int32Array(most);
    this.#words = new Int32Array(most);
    this.#patterns = new Int32Array(most);
  }

  /** Starts a group. */
  begin(): void {
    this.#count = 0;
  }

  /**
   * Adds a key of the table at `root[at]` to the group, which has room for it.
   * @returns its number, for `wordsOf` and `wordOf`; -1 when there is nothing to be read
   */
  add(root: Int32Array, at: number, hash: number): number {
    const directory = root[at + ROOT_DIRECTORY]!;
    const depth = root[at + ROOT_DEPTH]! & 31;
    const entries = this.#views[(directory >>> SLAB_SHIFT) & HEAP_MASK]!;
    const entryAt = ((directory & UNIT_MASK) << 1) + 2 + (depth === 0 ? 0 : (hash >>> (32 - depth)) << 1);
    if (directory === NO_REF || entryAt + 1 >= entries.length) return -1;
    const segment = entries[entryAt]!;
    const info = entries[entryAt + 1]!;
    // The depth decides which bits of the hash are the tag.
    const tag = (hash << (info >>> 16)) >>> 16;
    const i = this.#count;
    this.#bucketSlabs[i] = (segment >>> SLAB_SHIFT) & HEAP_MASK;
    this.#segmentWords[i] = (segment & UNIT_MASK) << 1;
    this.#bucketWords[i] = bucketsAt(segment) + ((tag * (info & 0xffff)) >>> 16) * BUCKET_WORDS;
    this.#patterns[i] = tag | (tag << 16);
    this.#count = i + 1;
    return i;
  }

  /** Where, after `fetch`, the entry of a key begins that its home bucket names, if it names one: the words … */
  wordsOf(number: number): Int32Array {
    return this.#views[this.#slabs[number]!]!;
  }

  /** … and the index in them, which may lie behind their end. */
  wordOf(number: number): number {
    return this.#words[number]!;
  }

  /** Fetches what the keys of the group will need. */
  fetch(): void {
    this.#load(this.#bucketSlabs, this.#bucketWords);
    this.#findBehind(this.#findEntries());
    this.#load(this.#slabs, this.#words);
    this.#loadRest();
  }

  /** The same for keys that are to be taken out: what counts them is changed too. */
  fetchToRemove(): void {
    this.#load(this.#bucketSlabs, this.#segmentWords);
    this.fetch();
  }

  #load(slabs: Int32Array, words: Int32Array): void {
    const views = this.#views;
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

  /** Looks for the entries in the buckets. @returns how many are not there: a full bucket overflows into the next */
  #findEntries(): number {
    const views = this.#views;
    const bucketSlabs = this.#bucketSlabs;
    const bucketWords = this.#bucketWords;
    const slabs = this.#slabs;
    const words = this.#words;
    const patterns = this.#patterns;
    const missing = this.#missing;
    const count = this.#count;
    let left = 0;
    for (let i = 0; i < count; i++) {
      const view = views[bucketSlabs[i]!]!;
      const bucket = bucketWords[i]!;
      if (bucket + LINE_WORDS > view.length) {
        words[i] = view.length;
        continue;
      }
      // No branch depends on the contents: one wrongly predicted would throw away what runs ahead.
      const slot = slotOf(view, bucket + TAGS, patterns[i]!);
      // Two equal tags give any slot, none gives the last: both only cost a line that nobody needs.
      const ref = view[bucket + ((slot + 15) & 15)]!;
      slabs[i] = (ref >>> SLAB_SHIFT) & HEAP_MASK;
      words[i] = (ref & UNIT_MASK) << 1;
      missing[left] = i;
      left += (slot - 1) >>> 31;
    }
    return left;
  }

  /** Looks for `left` entries, which are not in their own buckets, in the ones behind those. */
  #findBehind(left: number): void {
    for (let n = 0; n < left; n++) {
      const i = this.#missing[n]!;
      const view = this.#views[this.#bucketSlabs[i]!]!;
      const bucket = this.#bucketWords[i]! + LINE_WORDS;
      if (bucket + LINE_WORDS > view.length) continue;
      const slot = slotOf(view, bucket + TAGS, this.#patterns[i]!);
      const ref = view[bucket + ((slot + 15) & 15)]!;
      this.#slabs[i] = (ref >>> SLAB_SHIFT) & HEAP_MASK;
      this.#words[i] = (ref & UNIT_MASK) << 1;
    }
  }
}

/** The slot, from 1, of the bucket whose tags begin at a word, that has a tag; 0 for none. Without a branch. */
function slotOf(view: Int32Array, at: number, pattern: number): number {
  return (
    slotIn(view[at]! ^ pattern, 1) |
    slotIn(view[at + 1]! ^ pattern, 3) |
    slotIn(view[at + 2]! ^ pattern, 5) |
    slotIn(view[at + 3]! ^ pattern, 7) |
    slotIn(view[at + 4]! ^ pattern, 9)
  );
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
