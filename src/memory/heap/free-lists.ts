// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * The free blocks of a shard in lists by size: two-level segregated fit, the search half of the heap (heap.ts).
 *
 * Problem: a free block that fits must be found at once, whatever sizes there are.
 * Idea: 32 exact classes of 8 bytes, then 32 classes for each power of two, each with a doubly linked list through the
 * free blocks; a bitmap over the powers and one over the classes of each say which lists are not empty.
 * Cost: a few instructions a search, and up to four blocks looked at in the class of the size itself.
 * Source: M. Masmano et al., "TLSF: a new dynamic memory allocator for real-time systems" (2004).
 *
 *   block in use                      free block
 *   ┌──────────────────────┐ word 0   ┌──────────────────────┐
 *   │ units·kind·prev·free │          │ units·   0·prev·free │
 *   ├──────────────────────┤ word 1   ├──────────────────────┤
 *   │ payload              │          │ next in class (Ref)  │
 *   │                      │ word 2   │ previous in class    │
 *   │                      │  …       │ …                    │
 *   │                      │ last     │ units (boundary tag) │
 *   └──────────────────────┘          └──────────────────────┘
 */
import { FIRST_LEVELS, LINE_WORDS, S_ALLOCATOR, SECOND_LEVELS, SLAB_SHIFT, UNIT_MASK } from '../layout.ts';
import type { SlabSet } from '../slabs.ts';
import { NO_REF, type Ref } from '../types.ts';

/** Header: the block is free. */
export const FREE = 1;
/** Header: the block before this one is free, and ends with its boundary tag. */
export const PREV_FREE = 2;
export const KIND_SHIFT = 2;
/** Header: the block's size in units. */
export const UNITS_SHIFT = 12;

/** Word of a shard that says which powers of two have free blocks. */
export const LEVELS = S_ALLOCATOR;
/** First of the words that say which classes of a power have free blocks. */
export const BITMAPS: number = S_ALLOCATOR + LINE_WORDS;
/** First of the words that name the first block of each class. */
export const HEADS: number = S_ALLOCATOR + 2 * LINE_WORDS;
const LINEAR_UNITS = SECOND_LEVELS;
/** Blocks of the request's own class that a search looks at. */
const PEEKED = 4;

export class FreeLists {
  readonly #i32: Int32Array[];
  readonly #control: Int32Array;

  constructor(slabs: SlabSet) {
    this.#i32 = slabs.i32;
    this.#control = slabs.control;
  }

  /**
   * A free block of at least this many units, still in its list; NO_REF if the shard has none.
   * @param base first word of the shard
   */
  find(base: number, units: number): Ref {
    const control = this.#control;
    let first: number;
    let second: number;
    if (units < LINEAR_UNITS) {
      first = 0;
      second = units;
    } else {
      const log = 31 - Math.clz32(units);
      const own = this.#findInClass(base, units, (log - 4) * SECOND_LEVELS + (units >>> (log - 5)) - SECOND_LEVELS);
      if (own !== NO_REF) return own;
      const rounded = units + (1 << (log - 5)) - 1;
      const roundedLog = 31 - Math.clz32(rounded);
      first = roundedLog - 4;
      second = (rounded >>> (roundedLog - 5)) - SECOND_LEVELS;
      if (first >= FIRST_LEVELS) return NO_REF;
    }
    let bits = control[base + BITMAPS + first]! & (-1 << second);
    if (bits === 0) {
      const levels = control[base + LEVELS]! & (-1 << (first + 1));
      if (levels === 0) return NO_REF;
      first = 31 - Math.clz32(levels & -levels);
      bits = control[base + BITMAPS + first]!;
    }
    second = 31 - Math.clz32(bits & -bits);
    return control[base + HEADS + first * SECOND_LEVELS + second]! as Ref;
  }

  /**
   * Looks at the first few blocks of the class that the size itself falls in. Plain TLSF starts one class above, where
   * every block fits, and so never uses the hole that a value of the same size left: a store of equal values, evicting
   * and inserting, drew a third more memory than it used.
   */
  #findInClass(base: number, units: number, index: number): Ref {
    let ref = this.#control[base + HEADS + index]! as Ref;
    for (let looked = 0; looked < PEEKED && ref !== NO_REF; looked++) {
      const words = this.#i32[ref >>> SLAB_SHIFT]!;
      const at = (ref & UNIT_MASK) << 1;
      if (words[at]! >>> UNITS_SHIFT >= units) return ref;
      ref = words[at + 1]! as Ref;
    }
    return NO_REF;
  }

  /** Makes a free block of these units and puts it into its list. The blocks around it are in use. */
  file(base: number, ref: Ref, words: Int32Array, at: number, units: number): void {
    const control = this.#control;
    let first = 0;
    let second = units;
    if (units >= LINEAR_UNITS) {
      const log = 31 - Math.clz32(units);
      first = log - 4;
      second = (units >>> (log - 5)) - SECOND_LEVELS;
    }
    const headAt = base + HEADS + first * SECOND_LEVELS + second;
    const head = control[headAt]! as Ref;
    // The block before a free one is in use, always: neighbours are merged at once.
    words[at] = (units << UNITS_SHIFT) | FREE;
    words[at + 1] = head;
    words[at + 2] = NO_REF;
    words[at + (units << 1) - 1] = units;
    words[at + (units << 1)]! |= PREV_FREE;
    if (head !== NO_REF) this.#i32[head >>> SLAB_SHIFT]![((head & UNIT_MASK) << 1) + 2] = ref;
    control[headAt] = ref;
    control[base + BITMAPS + first]! |= 1 << second;
    control[base + LEVELS]! |= 1 << first;
  }

  /** Takes a free block out of its list; its header stays as it is. */
  unlink(base: number, words: Int32Array, at: number): void {
    const control = this.#control;
    const next = words[at + 1]! as Ref;
    const previous = words[at + 2]! as Ref;
    if (next !== NO_REF) this.#i32[next >>> SLAB_SHIFT]![((next & UNIT_MASK) << 1) + 2] = previous;
    if (previous !== NO_REF) {
      this.#i32[previous >>> SLAB_SHIFT]![((previous & UNIT_MASK) << 1) + 1] = next;
      return;
    }
    const units = words[at]! >>> UNITS_SHIFT;
    let first = 0;
    let second = units;
    if (units >= LINEAR_UNITS) {
      const log = 31 - Math.clz32(units);
      first = log - 4;
      second = (units >>> (log - 5)) - SECOND_LEVELS;
    }
    control[base + HEADS + first * SECOND_LEVELS + second] = next;
    if (next !== NO_REF) return;
    const bits = control[base + BITMAPS + first]! & ~(1 << second);
    control[base + BITMAPS + first] = bits;
    if (bits === 0) control[base + LEVELS]! &= ~(1 << first);
  }
}
