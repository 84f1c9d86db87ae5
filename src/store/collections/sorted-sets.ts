// HOT: no closures, no allocation on the JS heap; called under the locks of the keys it names.
/**
 * Sorted sets as values of keys: what they hold, by member, rank and score. sorted-set-edit.ts changes them,
 * sorted-set-walk.ts goes through them.
 */
import { NO_REF, type Ref } from '../../memory/types.ts';
import { NO_ENTRY, type PackedRuns } from '../../values/packed-run.ts';
import { ScoreRuns } from '../../values/sorted-set/zset-run.ts';
import { problemsOfRun } from '../../values/sorted-set/zset-run-audit.ts';
import { ScoreTree } from '../../values/sorted-set/zset-tree.ts';
import { SCAN_END } from '../../values/table/hash-segment.ts';
import type { MemberTable } from '../../values/table/member-table.ts';
import type { Keyspace } from '../keyspace.ts';
import { TYPE_ZSET } from '../record.ts';
import type { CollectionType } from './collections.ts';

export const ZSET_LISTPACK = 0;
export const ZSET_SKIPLIST = 1;

export class SortedSets implements CollectionType {
  readonly store: Keyspace;
  readonly runs: ScoreRuns;
  readonly tree: ScoreTree;
  /** Members, and bytes of each, up to which a set is a run. */
  maxPackedEntries = 128;
  maxPackedBytes = 64;
  /** What `scan` found. */
  scanned: Int32Array = new Int32Array(1024);
  nextCursor = 0;
  /** What `findScores` found. */
  from = 0;
  to = 0;

  constructor(store: Keyspace, runs: PackedRuns, members: MemberTable) {
    this.store = store;
    this.runs = new ScoreRuns(store.heap, runs);
    this.tree = new ScoreTree(store.heap, store.large, members);
    store.collections.types[TYPE_ZSET] = this;
  }

  /** Members of a record's set. */
  size(record: Ref): number {
    const { records } = this.store;
    return this.count(records.encoding(record), records.rootRef(record));
  }

  /** The score of a member, NaN when it is not there. */
  score(record: Ref, key: Uint8Array, start: number, length: number): number {
    const { records } = this.store;
    return this.scoreIn(records.encoding(record), records.rootRef(record), key, start, length);
  }

  /** As `score`, in a set that is known by its root. */
  scoreIn(encoding: number, root: Ref, key: Uint8Array, start: number, length: number): number {
    if (encoding === ZSET_LISTPACK) {
      const place = this.runs.find(root, key, start, length);
      return place === NO_ENTRY ? Number.NaN : this.runs.score(root, place);
    }
    const element = this.tree.find(root, key, start, length);
    return element === NO_REF ? Number.NaN : this.tree.members.elements.number(element);
  }

  /** The rank of a member from the lowest score, -1 when it is not there. */
  rank(record: Ref, key: Uint8Array, start: number, length: number): number {
    const { records } = this.store;
    const root = records.rootRef(record);
    if (records.encoding(record) === ZSET_LISTPACK) {
      const place = this.runs.find(root, key, start, length);
      return place === NO_ENTRY ? -1 : this.runs.rank(root, place);
    }
    const element = this.tree.find(root, key, start, length);
    if (element === NO_REF) return -1;
    return this.tree.rank(root, this.tree.members.elements.number(element), key, start, length);
  }

  /**
   * Finds the members from one score to another: `from` and `to` are their ranks.
   * @param open the first score is left out @param closed the last one is not
   */
  findScores(record: Ref, min: number, open: boolean, max: number, closed: boolean): void {
    const { records } = this.store;
    const root = records.rootRef(record);
    const form = records.encoding(record) === ZSET_LISTPACK ? this.runs : this.tree;
    form.findScores(root, min, open, max, closed);
    this.from = form.from;
    this.to = form.to;
  }

  /** How many members come before these bytes, themselves counted if `inclusive`, in a set with one score. */
  countBelowMember(record: Ref, key: Uint8Array, start: number, length: number, inclusive: boolean): number {
    const { records } = this.store;
    const root = records.rootRef(record);
    return records.encoding(record) === ZSET_LISTPACK
      ? this.runs.countBelowMember(root, key, start, length, inclusive)
      : this.tree.countBelowMember(root, key, start, length, inclusive);
  }

  /**
   * Collects elements of a big set from a cursor on, about `count` of them, in `scanned`; `nextCursor` says where to go
   * on, 0 behind the last.
   * @returns how many
   */
  scan(root: Ref, cursor: number, count: number): number {
    const { members } = this.tree;
    let found = 0;
    let position = cursor;
    // Empty buckets are not looked at for ever.
    for (let visits = count * 10; position < SCAN_END && found < count && visits > 0; visits--) {
      const some = members.scan(root, position);
      if (found + some > this.scanned.length) this.#growScanned(found + some);
      for (let i = 0; i < some; i++) this.scanned[found++] = members.found[i]!;
      position = members.nextPosition;
    }
    this.nextCursor = position >= SCAN_END ? 0 : position;
    return found;
  }

  dismantle(shard: number, encoding: number, root: Ref, blocks: number): boolean {
    if (encoding === ZSET_SKIPLIST) return this.tree.dismantle(root, shard, blocks);
    this.runs.free(shard, root);
    return true;
  }

  copy(shard: number, encoding: number, root: Ref): Ref {
    return encoding === ZSET_LISTPACK ? this.runs.runs.copy(shard, root) : this.tree.copy(root, shard);
  }

  copyBound(encoding: number, root: Ref): number {
    return this.bytes(encoding, root, 0) * 1.25 + 4096;
  }

  count(encoding: number, root: Ref): number {
    return encoding === ZSET_LISTPACK ? this.runs.count(root) : this.tree.count(root);
  }

  bytes(encoding: number, root: Ref, samples: number): number {
    return encoding === ZSET_LISTPACK ? this.store.heap.blockBytes(root) : this.tree.occupied(root, samples);
  }

  encodingName(encoding: number, _root: Ref): string {
    return encoding === ZSET_LISTPACK ? 'listpack' : 'skiplist';
  }

  blocks(encoding: number, root: Ref): Iterable<Ref> {
    if (encoding === ZSET_SKIPLIST) return this.tree.blocks(root);
    const problem = problemsOfRun(this.runs, root);
    if (problem !== '') throw new Error(problem);
    return [root];
  }

  // not shared: an array of this thread
  #growScanned(least: number): void {
    const scanned = new Int32Array(least * 2);
    scanned.set(this.scanned);
    this.scanned = scanned;
  }
}
