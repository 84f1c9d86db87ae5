// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * The three forms of a set: a sorted run of integers, a packed run of members in the order in which they came, a table.
 *
 * Problem: most sets are small, many are of numbers, and clients look at what Redis calls their encoding.
 * Idea: a form a size, changed by Redis' thresholds; a set goes back to a smaller form in few cases (smaller-set-forms.ts).
 * A set is known by its encoding and its root; what a change makes of them is left in `encoding` and `root`.
 */
import type { Heap } from '../../memory/heap/heap.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { INT64_DIGITS, Int64 } from '../int64.ts';
import {
  entryBytes,
  MAX_ENTRY_BYTES,
  MAX_RUN_BYTES,
  MAX_RUN_ENTRIES,
  NO_ENTRY,
  type PackedRuns,
} from '../packed-run.ts';
import type { MemberTable } from '../table/member-table.ts';
import { IntRuns } from './int-run.ts';

export const SET_INTSET = 0;
export const SET_LISTPACK = 1;
export const SET_TABLE = 2;

/** What `add` answers. NO_ROOM: a large member found no pages, and nothing changed. */
export const PRESENT = 0;
export const ADDED = 1;
export const NO_ROOM = -1;

export class SetForms {
  readonly runs: PackedRuns;
  readonly ints: IntRuns;
  readonly members: MemberTable;
  protected readonly heap: Heap;
  /** Redis' thresholds: integers of a run, members of a packed run, bytes of each. */
  maxIntegers = 512;
  maxPackedEntries = 128;
  maxPackedBytes = 64;
  /** The set after the last change. */
  encoding = SET_INTSET;
  root: Ref = NO_REF;
  protected readonly value: Int64 = new Int64();
  readonly #digits: Buffer = Buffer.alloc(INT64_DIGITS);

  constructor(heap: Heap, runs: PackedRuns, members: MemberTable) {
    this.heap = heap;
    this.runs = runs;
    this.ints = new IntRuns(heap);
    this.members = members;
  }

  /** An empty set. @param bytes room for a packed run's first entries */
  create(shard: number, encoding: number, bytes: number): Ref {
    if (encoding === SET_INTSET) return this.ints.create(shard);
    if (encoding === SET_LISTPACK) return this.runs.create(shard, bytes);
    return this.members.create(shard, 0);
  }

  /** The form in which Redis begins a set with this member, when so many are to come. */
  firstEncoding(key: Uint8Array, start: number, length: number, expected: number): number {
    if (expected <= this.maxIntegers && this.value.read(key, start, length)) return SET_INTSET;
    return expected <= this.maxPackedEntries ? SET_LISTPACK : SET_TABLE;
  }

  count(encoding: number, root: Ref): number {
    if (encoding === SET_TABLE) return this.members.count(root);
    return encoding === SET_INTSET ? this.ints.count(root) : this.runs.count(root);
  }

  contains(encoding: number, root: Ref, key: Uint8Array, start: number, length: number): boolean {
    if (encoding === SET_TABLE) {
      return this.members.find(root, this.members.hash(key, start, length), key, start, length) !== NO_REF;
    }
    if (encoding === SET_LISTPACK) return this.runs.find(root, 1, key, start, length) !== NO_ENTRY;
    return this.value.read(key, start, length) && this.ints.find(root, this.value);
  }

  /** Adds a member. Afterwards the set is `encoding` and `root`. @returns ADDED, PRESENT or NO_ROOM */
  add(shard: number, encoding: number, root: Ref, key: Uint8Array, start: number, length: number): number {
    this.encoding = encoding;
    this.root = root;
    if (encoding === SET_TABLE) return this.#addToTable(shard, key, start, length);
    if (encoding === SET_LISTPACK) {
      if (this.runs.find(root, 1, key, start, length) !== NO_ENTRY) return PRESENT;
      if (this.#mayPack(this.runs.count(root), this.runs.used(root), length)) {
        this.#append(shard, key, start, length);
        return ADDED;
      }
      this.toTable(shard);
      return this.#addToTable(shard, key, start, length);
    }
    return this.#addToInts(shard, key, start, length);
  }

  #addToInts(shard: number, key: Uint8Array, start: number, length: number): number {
    const { ints } = this;
    const value = this.value;
    if (value.read(key, start, length)) {
      if (ints.find(this.root, value)) return PRESENT;
      if (ints.count(this.root) < this.maxIntegers && ints.hasRoom(this.root, value)) {
        this.root = ints.insert(shard, this.root, value);
        return ADDED;
      }
      this.toTable(shard);
      return this.#addToTable(shard, key, start, length);
    }
    if (this.#fitsPacked(length)) {
      this.toPacked(shard);
      this.#append(shard, key, start, length);
      return ADDED;
    }
    this.toTable(shard);
    return this.#addToTable(shard, key, start, length);
  }

  #addToTable(shard: number, key: Uint8Array, start: number, length: number): number {
    const { members, root } = this;
    const hash = members.hash(key, start, length);
    if (members.find(root, hash, key, start, length) !== NO_REF) return PRESENT;
    const element = members.elements.create(shard, key, start, length, 0, false);
    if (element === NO_REF) return NO_ROOM;
    members.insert(root, shard, hash, element);
    return ADDED;
  }

  #append(shard: number, key: Uint8Array, start: number, length: number): void {
    const { runs } = this;
    this.root = runs.splice(shard, this.root, runs.end(this.root), 0, entryBytes(length), 1);
    runs.write(runs.bytesOf(this.root), runs.gapAt, key, start, length);
  }

  #mayPack(count: number, used: number, length: number): boolean {
    if (count >= this.maxPackedEntries || length > this.maxPackedBytes || length > MAX_ENTRY_BYTES) return false;
    return count < MAX_RUN_ENTRIES && used + entryBytes(length) <= MAX_RUN_BYTES;
  }

  /** Whether a run of integers may become a packed run with one more member of this length. */
  #fitsPacked(length: number): boolean {
    const count = this.ints.count(this.root);
    if (count === 0) return this.#mayPack(0, 0, length);
    this.ints.get(this.root, 0, this.value);
    const least = this.value.write(this.#digits, 0);
    this.ints.get(this.root, count - 1, this.value);
    const longest = Math.max(least, this.value.write(this.#digits, 0));
    return longest <= this.maxPackedBytes && this.#mayPack(count, count * (longest + 1), length);
  }

  /** Removes a member. Afterwards the set is `encoding` and `root`, which may be empty. */
  remove(shard: number, encoding: number, root: Ref, key: Uint8Array, start: number, length: number): boolean {
    this.encoding = encoding;
    this.root = root;
    if (encoding === SET_TABLE) {
      const element = this.members.find(root, this.members.hash(key, start, length), key, start, length);
      if (element === NO_REF) return false;
      this.removeElement(shard, root, element);
      return true;
    }
    if (encoding === SET_LISTPACK) {
      const at = this.runs.find(root, 1, key, start, length);
      if (at === NO_ENTRY) return false;
      this.removeEntry(shard, root, at);
      return true;
    }
    if (!this.value.read(key, start, length) || !this.ints.find(root, this.value)) return false;
    this.root = this.ints.remove(shard, root, this.ints.foundAt);
    return true;
  }

  /** Takes an element out of a table and frees it. */
  removeElement(shard: number, root: Ref, element: Ref): void {
    this.members.remove(root, shard, this.members.elements.hash(element), element);
    this.members.elements.free(shard, element);
  }

  /** Takes the entry at a place out of a packed run. */
  removeEntry(shard: number, root: Ref, at: number): void {
    const bytes = entryBytes(this.runs.length(this.runs.bytesOf(root), at));
    this.root = this.runs.splice(shard, root, at, bytes, 0, -1);
  }

  /** Makes the run of integers `root` a packed run. */
  toPacked(shard: number): void {
    const { ints, runs, root: before } = this;
    const count = ints.count(before);
    let used = 0;
    for (let i = 0; i < count; i++) {
      ints.get(before, i, this.value);
      used += entryBytes(this.value.write(this.#digits, 0));
    }
    let run = runs.create(shard, used);
    run = runs.splice(shard, run, runs.begin(run), 0, used, count);
    const bytes = runs.bytesOf(run);
    let at = runs.gapAt;
    for (let i = 0; i < count; i++) {
      ints.get(before, i, this.value);
      at = runs.write(bytes, at, this.#digits, 0, this.value.write(this.#digits, 0));
    }
    this.heap.free(shard, before);
    this.encoding = SET_LISTPACK;
    this.root = run;
  }

  /** Makes `root` a table, whatever its form is. */
  toTable(shard: number): void {
    const before = this.root;
    const encoding = this.encoding;
    if (encoding === SET_TABLE) return;
    const table = this.members.create(shard, 0);
    this.root = table;
    this.encoding = SET_TABLE;
    if (encoding === SET_INTSET) {
      const count = this.ints.count(before);
      for (let i = 0; i < count; i++) {
        this.ints.get(before, i, this.value);
        this.#insertNew(shard, this.#digits, 0, this.value.write(this.#digits, 0));
      }
    } else {
      const bytes = this.runs.bytesOf(before);
      const end = this.runs.end(before);
      for (let at = this.runs.begin(before); at < end; at = this.runs.next(bytes, at)) {
        this.#insertNew(shard, bytes, this.runs.data(bytes, at), this.runs.length(bytes, at));
      }
    }
    this.heap.free(shard, before);
  }

  /** Adds a member to the table `root` that is known not to be there; it is not large. */
  #insertNew(shard: number, key: Uint8Array, start: number, length: number): void {
    const element = this.members.elements.create(shard, key, start, length, 0, false);
    this.members.insert(this.root, shard, this.members.hash(key, start, length), element);
  }
}
