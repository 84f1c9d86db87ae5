// HOT: no closures, no allocation on the JS heap; called under the locks of the keys it names.
/**
 * Changes one sorted set: `begin` turns to it, then members are added and taken out, then `finish` makes what became of
 * it the value of the key. It may also be a set that belongs to no key, for results.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { NO_ENTRY } from '../../values/packed-run.ts';
import { memberBytes } from '../../values/sorted-set/zset-run.ts';
import { NO_EXPIRY, TYPE_ZSET } from '../record.ts';
import { OutOfMemory } from '../strings/strings.ts';
import { SortedSetWalk } from './sorted-set-walk.ts';
import { type SortedSets, ZSET_LISTPACK, ZSET_SKIPLIST } from './sorted-sets.ts';

/** What ZADD's options say: bits. */
export const ADD_NX = 1;
export const ADD_XX = 2;
export const ADD_GT = 4;
export const ADD_LT = 8;
export const ADD_INCR = 16;

/** What became of a member that was to be added. */
export const ADDED = 0;
export const UPDATED = 1;
export const UNCHANGED = 2;
/** An option said no. */
export const REFUSED = 3;
/** The sum is no number. */
export const NOT_A_SCORE = 4;

export class SortedSetEdit {
  readonly #sets: SortedSets;
  readonly #walk: SortedSetWalk;
  #key = 0 as ArgIndex;
  #record: Ref = NO_REF;
  #shard = 0;
  encoding = ZSET_LISTPACK;
  root: Ref = NO_REF;
  #hadEncoding = ZSET_LISTPACK;
  #hadRoot: Ref = NO_REF;
  /** The score of the member that was added last. */
  score = 0;

  constructor(sets: SortedSets) {
    this.#sets = sets;
    this.#walk = new SortedSetWalk(sets);
  }

  /** Turns to the set of a key; NO_REF: there is none yet. */
  begin(key: ArgIndex, record: Ref): void {
    const { store } = this.#sets;
    this.#key = key;
    this.#record = record;
    this.#shard = store.shards[key]!;
    this.encoding = record === NO_REF ? ZSET_LISTPACK : store.records.encoding(record);
    this.root = record === NO_REF ? NO_REF : store.records.rootRef(record);
    this.#hadEncoding = this.encoding;
    this.#hadRoot = this.root;
  }

  /** As `begin` for a new set, to which so many members are to be added, the longest of so many bytes. */
  beginNew(key: ArgIndex, members: number, longest: number): void {
    this.begin(key, NO_REF);
    if (members > this.#sets.maxPackedEntries || longest > this.#sets.maxPackedBytes) this.encoding = ZSET_SKIPLIST;
  }

  /** Makes a tree of a key's set if it is a run, though it need not be one: as redis-server does before it sorts. */
  makeBig(key: ArgIndex, record: Ref): void {
    this.begin(key, record);
    if (this.encoding !== ZSET_LISTPACK) return;
    this.#makeTree();
    this.#sets.store.collections.update(record, this.encoding, this.root);
  }

  get size(): number {
    return this.root === NO_REF ? 0 : this.#sets.count(this.encoding, this.root);
  }

  /**
   * Adds a member, or gives it another score, as the options say. `score` is its score afterwards.
   * @returns ADDED, UPDATED, UNCHANGED, REFUSED or NOT_A_SCORE
   */
  add(score: number, options: number, key: Uint8Array, start: number, length: number): number {
    if (this.root !== NO_REF) {
      if (this.encoding === ZSET_LISTPACK) {
        const place = this.#sets.runs.find(this.root, key, start, length);
        if (place !== NO_ENTRY) return this.#updatePlace(place, score, options, key, start, length);
      } else {
        const hash = this.#sets.tree.members.hash(key, start, length);
        const element = this.#sets.tree.members.find(this.root, hash, key, start, length);
        if (element !== NO_REF) return this.#updateElement(element, score, options, key, start, length);
        if ((options & ADD_XX) !== 0) return REFUSED;
        this.score = score;
        this.#insertElement(hash, score, key, start, length);
        return ADDED;
      }
    }
    if ((options & ADD_XX) !== 0) return REFUSED;
    this.insert(score, key, start, length);
    return ADDED;
  }

  /** Adds a member that is not there. */
  insert(score: number, key: Uint8Array, start: number, length: number): void {
    const sets = this.#sets;
    this.score = score;
    if (this.encoding === ZSET_LISTPACK && !this.#staysPacked(length)) this.#makeTree();
    if (this.encoding === ZSET_LISTPACK) {
      if (this.root === NO_REF) this.root = sets.runs.create(this.#shard, memberBytes(length));
      this.root = sets.runs.insert(this.#shard, this.root, score, key, start, length);
      return;
    }
    if (this.root === NO_REF) this.root = sets.tree.create(this.#shard);
    this.#insertElement(sets.tree.members.hash(key, start, length), score, key, start, length);
  }

  /** One score of two of the same member; a sum that is no number is 0. @param how ADD_INCR, ADD_LT or ADD_GT */
  aggregate(score: number, other: number, how: number): number {
    if (how === ADD_LT) return other < score ? other : score;
    if (how === ADD_GT) return other > score ? other : score;
    const sum = score + other;
    return Number.isNaN(sum) ? 0 : sum;
  }

  /** Takes a member out. @returns whether it was there */
  remove(key: Uint8Array, start: number, length: number): boolean {
    const { runs, tree } = this.#sets;
    if (this.encoding === ZSET_LISTPACK) {
      const place = runs.find(this.root, key, start, length);
      if (place === NO_ENTRY) return false;
      this.root = runs.remove(this.#shard, this.root, place);
      return true;
    }
    const hash = tree.members.hash(key, start, length);
    const element = tree.members.find(this.root, hash, key, start, length);
    if (element === NO_REF) return false;
    tree.remove(this.root, this.#shard, hash, element, key, start, length);
    return true;
  }

  /** Takes the members from rank `from` to before rank `to` out. */
  removeRange(from: number, to: number): void {
    const { runs, tree } = this.#sets;
    // A set of which nothing is left is freed as a whole.
    if (from === 0 && to === this.size && this.encoding === ZSET_SKIPLIST && this.#record !== NO_REF) this.#empty();
    else if (this.encoding === ZSET_LISTPACK) this.root = runs.removeRange(this.#shard, this.root, from, to);
    else tree.removeRange(this.root, this.#shard, from, to);
  }

  /** Makes the set the value of the key after a change of so many members, says so, and deletes the key if nothing is left. */
  finish(event: number, members = 1): void {
    const { store } = this.#sets;
    if (this.#record === NO_REF) {
      if (this.root === NO_REF) return;
      store.collections.put(this.#key, NO_REF, TYPE_ZSET, this.encoding, this.root);
    } else if (this.root !== this.#hadRoot || this.encoding !== this.#hadEncoding) {
      store.collections.update(this.#record, this.encoding, this.root);
    }
    store.changed(this.#key, event);
    if (members !== 1) store.countMore(members - 1);
    if (this.#record !== NO_REF && (this.root === NO_REF || this.size === 0))
      store.deleteEmpty(this.#key, this.#record);
  }

  /** Makes the set the value of its key in the place of whatever that holds; `existing` is its record. */
  replace(existing: Ref, event: number): void {
    const { store } = this.#sets;
    store.collections.put(this.#key, existing, TYPE_ZSET, this.encoding, this.root, NO_EXPIRY);
    store.changed(this.#key, event);
  }

  /** Gives up a set that belongs to no key. */
  drop(): void {
    if (this.root === NO_REF) return;
    this.#sets.store.collections.release(this.#shard, TYPE_ZSET, this.encoding, this.root);
    this.root = NO_REF;
  }

  /** Gives the record an empty run, and what it held to the graves. */
  #empty(): void {
    const { store, runs } = this.#sets;
    const { encoding, root } = this;
    this.encoding = ZSET_LISTPACK;
    this.root = runs.create(this.#shard, 0);
    store.collections.update(this.#record, this.encoding, this.root);
    this.#hadEncoding = this.encoding;
    this.#hadRoot = this.root;
    store.collections.release(this.#shard, TYPE_ZSET, encoding, root);
  }

  #staysPacked(length: number): boolean {
    const { maxPackedEntries, maxPackedBytes, runs } = this.#sets;
    if (length > maxPackedBytes || this.size >= maxPackedEntries) return false;
    return this.root === NO_REF ? memberBytes(length) < 65_536 : runs.hasRoom(this.root, length);
  }

  #insertElement(hash: number, score: number, key: Uint8Array, start: number, length: number): void {
    if (!this.#sets.tree.insert(this.root, this.#shard, hash, score, key, start, length)) throw new OutOfMemory();
  }

  #updatePlace(place: number, score: number, options: number, key: Uint8Array, start: number, length: number): number {
    const { runs } = this.#sets;
    const before = runs.score(this.root, place);
    const outcome = this.#decide(before, score, options);
    if (outcome !== UPDATED) return outcome;
    this.root = runs.setScore(this.#shard, this.root, place, this.score, key, start, length);
    return UPDATED;
  }

  #updateElement(element: Ref, score: number, options: number, key: Uint8Array, start: number, length: number): number {
    const { tree } = this.#sets;
    const outcome = this.#decide(tree.members.elements.number(element), score, options);
    if (outcome === UPDATED) tree.setScore(this.root, this.#shard, element, this.score, key, start, length);
    return outcome;
  }

  /** What the options make of a member that is there. `score` is then what it has or gets. */
  #decide(before: number, given: number, options: number): number {
    this.score = before;
    if ((options & ADD_NX) !== 0) return REFUSED;
    let score = given;
    if ((options & ADD_INCR) !== 0) {
      score = before + given;
      if (Number.isNaN(score)) return NOT_A_SCORE;
    }
    if ((options & ADD_GT) !== 0 && score <= before) return REFUSED;
    if ((options & ADD_LT) !== 0 && score >= before) return REFUSED;
    if (score === before) return UNCHANGED;
    this.score = score;
    return UPDATED;
  }

  /** Makes a tree of a run. Throws OutOfMemory before any change when a large member finds no room. */
  #makeTree(): void {
    const { runs, tree } = this.#sets;
    const run = this.root;
    if (run === NO_REF) {
      this.encoding = ZSET_SKIPLIST;
      return;
    }
    const walk = this.#walk;
    const count = runs.count(run);
    const root = tree.create(this.#shard);
    walk.up(ZSET_LISTPACK, run, 0);
    for (let i = 0; i < count; i++) {
      walk.next();
      const length = walk.end - walk.start;
      const hash = tree.members.hash(walk.bytes, walk.start, length);
      if (tree.insert(root, this.#shard, hash, walk.score, walk.bytes, walk.start, length)) continue;
      this.#sets.store.collections.release(this.#shard, TYPE_ZSET, ZSET_SKIPLIST, root);
      throw new OutOfMemory();
    }
    runs.free(this.#shard, run);
    this.encoding = ZSET_SKIPLIST;
    this.root = root;
  }
}
