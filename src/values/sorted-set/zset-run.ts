// HOT: no closures, no allocation on the JS heap.
/**
 * Small sorted sets: a packed run (packed-run.ts) of members and scores by turns, in their order.
 *
 *   ┌────────┬────────┬──────────────┬────────┬──────────────┬ …
 *   │ header │ member │ width, score │ member │ width, score │    a score is an entry of 2, 4 or 8 bytes (score-width.ts)
 *   └────────┴────────┴──────────────┴────────┴──────────────┴ …
 *
 * All scores of a run have one width, that of the widest there was: mostly they are small integers, and three of the
 * nine bytes of a double with its length are enough for those.
 *
 * Ranks and places are found by walking: a type makes a tree (zset-tree.ts) of what is too long for that.
 */
import type { Heap } from '../../memory/heap/heap.ts';
import { SLAB_SHIFT } from '../../memory/layout.ts';
import type { Ref } from '../../memory/types.ts';
import { entryBytes, MAX_RUN_BYTES, MAX_RUN_ENTRIES, type PackedRuns } from '../packed-run.ts';
import { findMember, LONG } from '../run-search.ts';
import {
  highWord,
  inOrder,
  lowInOrder,
  lowWord,
  NARROWEST,
  narrowScore,
  scoreOf,
  WIDEST,
  widthOf,
  writeScore,
} from './score-width.ts';
import { compareBytes } from './zset-order.ts';

/** Most members of a run, whatever the settings say. */
export const MAX_RUN_MEMBERS: number = MAX_RUN_ENTRIES >>> 1;

/** Most bytes of a member and its score in a run. */
export function memberBytes(length: number): number {
  return entryBytes(length) + 1 + WIDEST;
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

  /** Bytes of each score of a run. */
  width(run: Ref): number {
    const { runs } = this;
    const bytes = runs.bytesOf(run);
    const begin = runs.begin(run);
    return begin === runs.end(run) ? NARROWEST : bytes[runs.next(bytes, begin)]!;
  }

  /** Whether a member of so many bytes can be added at all, whatever its score. */
  hasRoom(run: Ref, length: number): boolean {
    const count = this.count(run);
    const widest = this.runs.used(run) + count * (WIDEST - this.width(run));
    return count < MAX_RUN_MEMBERS && widest + memberBytes(length) <= MAX_RUN_BYTES;
  }

  /** The place of a member, or NO_ENTRY. */
  find(run: Ref, key: Uint8Array, start: number, length: number): number {
    if (length >= LONG) return this.runs.find(run, 2, key, start, length);
    const { runs } = this;
    const data = this.#heap.slabs.data[run >>> SLAB_SHIFT]!;
    const extra = 1 + this.width(run);
    return findMember(runs.bytesOf(run), data, runs.begin(run), runs.end(run), extra, key, start, length);
  }

  /** The score of the member at a place. */
  score(run: Ref, place: number): number {
    const slab = run >>> SLAB_SHIFT;
    const bytes = this.#bytes[slab]!;
    const at = this.runs.next(bytes, place) + 1;
    const width = bytes[at - 1]!;
    if (width !== WIDEST) return narrowScore(bytes, at, width);
    const words = this.#i32[slab]!;
    const first = at >>> 2;
    const right = (at & 3) << 3;
    const middle = words[first + 1]!;
    if (right === 0) return scoreOf(words[first]!, middle);
    const low = (words[first]! >>> right) | (middle << (32 - right));
    return scoreOf(low, (middle >>> right) | (words[first + 2]! << (32 - right)));
  }

  /** The place of the member behind the one at a place. */
  next(bytes: Buffer, place: number): number {
    const score = this.runs.next(bytes, place);
    return score + 1 + bytes[score]!;
  }

  /** Adds a member that is not there. @returns the run, which may have moved */
  insert(shard: number, run: Ref, score: number, key: Uint8Array, start: number, length: number): Ref {
    const width = Math.max(this.width(run), widthOf(score));
    const wide = this.#widen(shard, run, width);
    this.#walkTo(wide, score, key, start, length);
    const moved = this.runs.splice(shard, wide, this.#place, 0, entryBytes(length) + 1 + width, 2);
    const bytes = this.runs.bytesOf(moved);
    writeScore(bytes, this.runs.write(bytes, this.runs.gapAt, key, start, length), score, width);
    return moved;
  }

  /** Gives the member at a place, whose bytes are given, another score. @returns the run, which may have moved */
  setScore(shard: number, run: Ref, place: number, score: number, key: Uint8Array, start: number, length: number): Ref {
    const bytes = this.runs.bytesOf(run);
    const width = this.width(run);
    if (widthOf(score) > width) return this.#setWide(shard, run, score, key, start, length);
    this.#walkTo(run, score, key, start, length);
    if (this.#place === place || this.#place === this.next(bytes, place)) {
      this.#heap.operations++;
      writeScore(bytes, this.runs.next(bytes, place), score, width);
      return run;
    }
    return this.insert(shard, this.remove(shard, run, place), score, key, start, length);
  }

  /** The same for a score that is wider than those of the run. */
  #setWide(shard: number, run: Ref, score: number, key: Uint8Array, start: number, length: number): Ref {
    const wide = this.#widen(shard, run, widthOf(score));
    return this.setScore(shard, wide, this.find(wide, key, start, length), score, key, start, length);
  }

  /** Gives all scores of a run so many bytes, if they have fewer. @returns the run, which may have moved */
  #widen(shard: number, run: Ref, width: number): Ref {
    const { runs } = this;
    const before = this.width(run);
    const count = this.count(run);
    if (before === width || count === 0) return run;
    const used = runs.used(run) + count * (width - before);
    const wide = runs.create(shard, used);
    runs.splice(shard, wide, runs.begin(wide), 0, used, count * 2);
    const from = runs.bytesOf(run);
    const to = runs.bytesOf(wide);
    let at = runs.begin(run);
    let target = runs.gapAt;
    for (let i = 0; i < count; i++) {
      const behind = runs.next(from, at);
      from.copy(to, target, at, behind);
      target += behind - at;
      writeScore(to, target, narrowScore(from, behind + 1, before), width);
      target += 1 + width;
      at = behind + 1 + before;
    }
    this.free(shard, run);
    return wide;
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
    const behind = 1 + this.width(run);
    let rank = 0;
    for (let at = this.runs.begin(run); at < place; at = this.runs.next(bytes, at) + behind) rank++;
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
    const width = this.width(run);
    if (width !== WIDEST) return this.#skipNarrow(run, score, inclusive, width);
    const slab = run >>> SLAB_SHIFT;
    const bytes = this.#bytes[slab]!;
    const words = this.#i32[slab]!;
    const end = this.runs.end(run);
    const wanted = highWord(score);
    const highest = inOrder(wanted);
    const lowest = lowInOrder(lowWord(score), wanted);
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

  /** The same among integers. */
  #skipNarrow(run: Ref, score: number, inclusive: boolean, width: number): number {
    const bytes = this.runs.bytesOf(run);
    const end = this.runs.end(run);
    let at = this.#place;
    let passed = 0;
    while (at < end) {
      const scoreAt = this.runs.next(bytes, at) + 1;
      const found = narrowScore(bytes, scoreAt, width);
      if (inclusive ? found > score : found >= score) break;
      at = scoreAt + width;
      passed++;
    }
    this.#place = at;
    return passed;
  }

  /** The member at a place against these bytes. */
  #compare(bytes: Buffer, at: number, key: Uint8Array, start: number, length: number): number {
    return compareBytes(bytes, this.runs.data(bytes, at), this.runs.length(bytes, at), key, start, length);
  }
}
