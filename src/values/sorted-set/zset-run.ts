// HOT: no closures, no allocation on the JS heap.
/**
 * Small sorted sets: a packed run (packed-run.ts) of members and scores by turns, in their order.
 *
 *   ┌────────┬────────┬──────────┬────────┬──────────┬ …    a score is an entry of 8 bytes, a double in little-endian order
 *   │ header │ member │ 8, score │ member │ 8, score │
 *   └────────┴────────┴──────────┴────────┴──────────┴ …
 *
 * Ranks and places are found by walking: a type makes a tree (zset-tree.ts) of what is too long for that.
 */
import type { Heap } from '../../memory/heap/heap.ts';
import { SLAB_SHIFT } from '../../memory/layout.ts';
import type { Ref } from '../../memory/types.ts';
import { entryBytes, MAX_RUN_BYTES, MAX_RUN_ENTRIES, NO_ENTRY, type PackedRuns } from '../packed-run.ts';
import { findMember, LONG } from '../run-search.ts';
import { compareBytes } from './zset-order.ts';

/** Bytes of a score with its length. */
const SCORE_BYTES = 9;
/** Most members of a run, whatever the settings say. */
export const MAX_RUN_MEMBERS: number = MAX_RUN_ENTRIES >>> 1;

const SIGN = 0x80000000 | 0;

const number = new Float64Array(1);
const octets = new Uint8Array(number.buffer);
const halves = new Int32Array(number.buffer);

/** Bytes of a member and its score in a run. */
export function memberBytes(length: number): number {
  return entryBytes(length) + SCORE_BYTES;
}

export class ScoreRuns {
  readonly runs: PackedRuns;
  readonly #heap: Heap;
  readonly #i32: Int32Array[];
  readonly #bytes: Buffer[];
  /** Where the last walk stopped. */
  #place = 0;
  /** What `findScores` found. */
  from = 0;
  to = 0;

  constructor(heap: Heap, runs: PackedRuns) {
    this.#heap = heap;
    this.#i32 = heap.slabs.i32;
    this.#bytes = heap.slabs.bytes;
    this.runs = runs;
  }

  create(shard: number, bytes: number): Ref {
    return this.runs.create(shard, bytes);
  }

  free(shard: number, run: Ref): void {
    this.#heap.free(shard, run);
  }

  count(run: Ref): number {
    return this.runs.count(run) >>> 1;
  }

  /** Whether a member of so many bytes can be added at all. */
  hasRoom(run: Ref, length: number): boolean {
    return this.count(run) < MAX_RUN_MEMBERS && this.runs.used(run) + memberBytes(length) <= MAX_RUN_BYTES;
  }

  /** The place of a member, or NO_ENTRY. */
  find(run: Ref, key: Uint8Array, start: number, length: number): number {
    if (length >= LONG) return this.runs.find(run, 2, key, start, length);
    const { runs } = this;
    const data = this.#heap.slabs.data[run >>> SLAB_SHIFT]!;
    return findMember(runs.bytesOf(run), data, runs.begin(run), runs.end(run), SCORE_BYTES, key, start, length);
  }

  /** The score of the member at a place. */
  score(run: Ref, place: number): number {
    const slab = run >>> SLAB_SHIFT;
    const words = this.#i32[slab]!;
    const at = this.runs.next(this.#bytes[slab]!, place) + 1;
    const first = at >>> 2;
    const right = (at & 3) << 3;
    if (right === 0) {
      halves[0] = words[first]!;
      halves[1] = words[first + 1]!;
    } else {
      const middle = words[first + 1]!;
      halves[0] = (words[first]! >>> right) | (middle << (32 - right));
      halves[1] = (middle >>> right) | (words[first + 2]! << (32 - right));
    }
    return number[0]!;
  }

  /** The place of the member behind the one at a place. */
  next(bytes: Buffer, place: number): number {
    return this.runs.next(bytes, place) + SCORE_BYTES;
  }

  /** Adds a member that is not there. @returns the run, which may have moved */
  insert(shard: number, run: Ref, score: number, key: Uint8Array, start: number, length: number): Ref {
    this.#walkTo(run, score, key, start, length);
    const moved = this.runs.splice(shard, run, this.#place, 0, memberBytes(length), 2);
    const bytes = this.runs.bytesOf(moved);
    this.#writeScore(bytes, this.runs.write(bytes, this.runs.gapAt, key, start, length), score);
    return moved;
  }

  /** Gives the member at a place, whose bytes are given, another score. @returns the run, which may have moved */
  setScore(shard: number, run: Ref, place: number, score: number, key: Uint8Array, start: number, length: number): Ref {
    const bytes = this.runs.bytesOf(run);
    this.#walkTo(run, score, key, start, length);
    if (this.#place === place || this.#place === this.next(bytes, place)) {
      this.#heap.operations++;
      this.#writeScore(bytes, this.runs.next(bytes, place), score);
      return run;
    }
    return this.insert(shard, this.remove(shard, run, place), score, key, start, length);
  }

  /** Takes the member at a place out. @returns the run, which may have moved */
  remove(shard: number, run: Ref, place: number): Ref {
    return this.runs.splice(shard, run, place, this.next(this.runs.bytesOf(run), place) - place, 0, -2);
  }

  /** Takes the members from rank `from` to before rank `to` out. @returns the run, which may have moved */
  removeRange(shard: number, run: Ref, from: number, to: number): Ref {
    const start = this.runs.at(run, from * 2);
    const end = this.runs.at(run, to * 2);
    return this.runs.splice(shard, run, start, end - start, 0, (from - to) * 2);
  }

  /** The rank of the member at a place. */
  rank(run: Ref, place: number): number {
    const bytes = this.runs.bytesOf(run);
    let rank = 0;
    for (let at = this.runs.begin(run); at < place; at = this.next(bytes, at)) rank++;
    return rank;
  }

  /** How many members have a lower score, or (`inclusive`) none that is higher. */
  countBelowScore(run: Ref, score: number, inclusive: boolean): number {
    this.#place = this.runs.begin(run);
    return this.#skipScores(run, score, inclusive);
  }

  /**
   * Finds the members from one score to another: `from` and `to` are their ranks.
   * @param open the first score is left out @param closed the last one is not
   */
  findScores(run: Ref, min: number, open: boolean, max: number, closed: boolean): void {
    this.from = this.countBelowScore(run, min, open);
    this.to = this.from + this.#skipScores(run, max, closed);
  }

  /** How many members come before these bytes, themselves counted if `inclusive`; all scores are the same. */
  countBelowMember(run: Ref, key: Uint8Array, start: number, length: number, inclusive: boolean): number {
    const bytes = this.runs.bytesOf(run);
    const end = this.runs.end(run);
    let rank = 0;
    for (let at = this.runs.begin(run); at < end; at = this.next(bytes, at)) {
      const order = this.#compare(bytes, at, key, start, length);
      if (inclusive ? order > 0 : order >= 0) break;
      rank++;
    }
    return rank;
  }

  /** What is wrong with a run: its order, its entries. Empty when all is well. For tests and audits. */
  problems(run: Ref): string {
    const bytes = this.runs.bytesOf(run);
    const end = this.runs.end(run);
    let before = NO_ENTRY;
    let entries = 0;
    let at = this.runs.begin(run);
    for (; at < end; at = this.next(bytes, at)) {
      if (bytes[this.runs.next(bytes, at)] !== 8) return 'a score has not 8 bytes';
      if (before !== NO_ENTRY && !this.#isBefore(run, before, at)) return 'members are out of order';
      before = at;
      entries += 2;
    }
    return at !== end || entries !== this.runs.count(run) ? 'the run counts wrongly' : '';
  }

  #isBefore(run: Ref, a: number, b: number): boolean {
    const first = this.score(run, a);
    const second = this.score(run, b);
    if (first !== second) return first < second;
    const bytes = this.runs.bytesOf(run);
    return this.#compare(bytes, a, bytes, this.runs.data(bytes, b), this.runs.length(bytes, b)) < 0;
  }

  /** Walks to the first member that is not before this one; the member itself does not count. */
  #walkTo(run: Ref, score: number, key: Uint8Array, start: number, length: number): void {
    this.#place = this.runs.begin(run);
    this.#skipScores(run, score, false);
    const bytes = this.runs.bytesOf(run);
    const end = this.runs.end(run);
    let at = this.#place;
    while (at < end && this.score(run, at) === score && this.#compare(bytes, at, key, start, length) < 0) {
      at = this.next(bytes, at);
    }
    this.#place = at;
  }

  /**
   * Moves `#place` on to the first member whose score is not below one, or (`inclusive`) is above it. Scores are compared
   * as pairs of integers: a double that is put together from two words waits until both are written.
   * @returns how many members it passed
   */
  #skipScores(run: Ref, score: number, inclusive: boolean): number {
    const slab = run >>> SLAB_SHIFT;
    const bytes = this.#bytes[slab]!;
    const words = this.#i32[slab]!;
    const end = this.runs.end(run);
    number[0] = score + 0;
    const highest = inOrder(halves[1]!);
    const lowest = lowInOrder(halves[0]!, halves[1]!);
    let at = this.#place;
    let passed = 0;
    while (at < end) {
      const scoreAt = this.runs.next(bytes, at) + 1;
      const first = scoreAt >>> 2;
      const right = (scoreAt & 3) << 3;
      const middle = words[first + 1]!;
      const high = right === 0 ? middle : (middle >>> right) | (words[first + 2]! << (32 - right));
      const ordered = inOrder(high);
      if (ordered > highest) break;
      if (ordered === highest) {
        const low = right === 0 ? words[first]! : (words[first]! >>> right) | (middle << (32 - right));
        const below = lowInOrder(low, high);
        if (inclusive ? below > lowest : below >= lowest) break;
      }
      at = scoreAt + 8;
      passed++;
    }
    this.#place = at;
    return passed;
  }

  /** The member at a place against these bytes. */
  #compare(bytes: Buffer, at: number, key: Uint8Array, start: number, length: number): number {
    return compareBytes(bytes, this.runs.data(bytes, at), this.runs.length(bytes, at), key, start, length);
  }

  #writeScore(bytes: Buffer, at: number, score: number): void {
    // Adding 0 makes 0 of -0, as in Redis' packed form.
    number[0] = score + 0;
    bytes[at] = 8;
    for (let i = 0; i < 8; i++) bytes[at + 1 + i] = octets[i]!;
  }
}

/** The upper word of a double, turned so that signed integers compare as the doubles do. */
function inOrder(high: number): number {
  return high ^ ((high >> 31) & 0x7fffffff);
}

/** The lower word, likewise. */
function lowInOrder(low: number, high: number): number {
  return low ^ (high >> 31) ^ SIGN;
}
