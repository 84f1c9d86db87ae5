// HOT: no closures, no allocation on the JS heap.
/**
 * The order of a sorted set: by score, then by the bytes of the members. Here is the place that is being looked for, as
 * the counted B+tree asks for it: beside a member with a score, or at a bound of a range.
 */
import type { LargeObjects } from '../../memory/large/large-objects.ts';
import type { ViewHolder } from '../../memory/slabs.ts';
import type { Ref } from '../../memory/types.ts';
import type { Elements } from '../table/elements.ts';
import type { TreeKeys } from '../tree/tree-path.ts';
import type { ScoreLeaves } from './zset-leaf.ts';

const SIGN = 0x80000000 | 0;
const NO_BYTES = new Uint8Array(0);

const number = new Float64Array(1);
const halves = new Int32Array(number.buffer);

export class ScoreOrder implements TreeKeys, ViewHolder {
  readonly #elements: Elements;
  readonly #large: LargeObjects;
  readonly #leaves: ScoreLeaves;
  /** The score that is looked for, in the words of a leaf. */
  high = 0;
  low = 0;
  /** What to say where scores are equal: before (-1), behind (1), or ask the members (0). */
  #tie = 0;
  /** Scores do not count. */
  #byMember = false;
  /** What to say where members are equal too. */
  #memberTie = 0;
  /** In a request, or in a slab when a set takes its members from another one. */
  #key: Uint8Array = NO_BYTES;
  #start = 0;
  #length = 0;

  constructor(elements: Elements, large: LargeObjects, leaves: ScoreLeaves) {
    this.#elements = elements;
    this.#large = large;
    this.#leaves = leaves;
  }

  letGo(): void {
    this.#key = NO_BYTES;
  }

  /** Looks for a member with a score. */
  lookFor(score: number, key: Uint8Array, start: number, length: number): void {
    this.setScore(score);
    this.#tie = 0;
    this.#byMember = false;
    this.#setMember(key, start, length, 0);
  }

  /** Looks for the place before all members with a score, or behind them. */
  lookForScore(score: number, behind: boolean): void {
    this.setScore(score);
    this.#tie = behind ? 1 : -1;
    this.#byMember = false;
  }

  /** Looks for the place before or behind a member in a set whose scores are all the same. */
  lookForMember(key: Uint8Array, start: number, length: number, behind: boolean): void {
    this.#byMember = true;
    this.#setMember(key, start, length, behind ? 1 : -1);
  }

  /** Turns a score into the words of a leaf: `high` and `low`. */
  setScore(score: number): void {
    // Adding 0 makes 0 of -0.
    number[0] = score + 0;
    const bits = halves[1]!;
    const sign = bits >> 31;
    this.high = bits ^ (sign & 0x7fffffff);
    this.low = halves[0]! ^ sign ^ SIGN;
  }

  compare(words: Int32Array, at: number): number {
    if (!this.#byMember) {
      const high = words[at]!;
      if (this.high !== high) return this.high < high ? -1 : 1;
      const low = words[at + 1]!;
      if (this.low !== low) return this.low < low ? -1 : 1;
      if (this.#tie !== 0) return this.#tie;
    }
    return this.#compareMember(words[at + 2]! as Ref);
  }

  firstKey(leaf: Ref, words: Int32Array, at: number): void {
    const from = this.#leaves.wordsOf(leaf);
    const entry = this.#leaves.entryAt(leaf, 0);
    words[at] = from[entry]!;
    words[at + 1] = from[entry + 1]!;
    words[at + 2] = from[entry + 2]!;
  }

  /** The index in a leaf of the first entry that is not before the place looked for. */
  indexIn(leaf: Ref): number {
    const words = this.#leaves.wordsOf(leaf);
    const first = this.#leaves.entryAt(leaf, 0);
    let low = 0;
    let high = this.#leaves.count(leaf);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(words, first + middle * 3) > 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #setMember(key: Uint8Array, start: number, length: number, tie: number): void {
    this.#key = key;
    this.#start = start;
    this.#length = length;
    this.#memberTie = tie;
  }

  /** The member looked for against that of an element. */
  #compareMember(element: Ref): number {
    const elements = this.#elements;
    if (elements.isLargeKey(element)) return this.#compareLarge(element);
    const bytes = elements.bytesOf(element);
    const at = elements.keyAt(element);
    const length = elements.keyLength(element);
    const difference = compareBytes(this.#key, this.#start, this.#length, bytes, at, length);
    return difference === 0 ? this.#memberTie : difference;
  }

  #compareLarge(element: Ref): number {
    const object = this.#elements.largeKey(element);
    const length = this.#large.length(object);
    const shorter = Math.min(length, this.#length);
    for (let i = 0; i < shorter; i++) {
      const difference = this.#key[this.#start + i]! - this.#large.byteAt(object, i);
      if (difference !== 0) return difference;
    }
    return this.#length === length ? this.#memberTie : this.#length - length;
  }
}

/** Negative, 0 or positive, as the first bytes come before, equal or come behind the second. */
export function compareBytes(
  a: Uint8Array,
  aStart: number,
  aLength: number,
  b: Uint8Array,
  bStart: number,
  bLength: number,
): number {
  const shorter = aLength < bLength ? aLength : bLength;
  for (let i = 0; i < shorter; i++) {
    const difference = a[aStart + i]! - b[bStart + i]!;
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}
