// HOT: runs in the background beside commands; no closures, no allocation on the JS heap, integers only.
/**
 * Moves blocks of collections out of extents that are being emptied.
 *
 * Problem: an element or a leaf does not say whose it is: a word for that in each would cost more than it ever gives
 * back.
 * Idea: the other way round, from the owner: a walk over the keys of a shard that moves whatever of their collections
 * lies in a draining extent. One walk serves many extents (memory/heap/compactor.ts gathers them); it goes in the order
 * of hashes, bucket by bucket, and inside a big collection by its own positions, so it can be left anywhere.
 * Cost: a look at each element of the shard, some 30 ns, however few move.
 * Gives up: what comes or changes its place meanwhile may be missed, as are blocks that a key of another shard owns
 * (RENAME), large members of sorted sets and consumers with much that is pending: their extents stay as they are.
 * Source: walking from the keys is how Redis' active defragmentation finds what it moves.
 */
import type { Clock } from '../memory/heap/block-owners.ts';
import type { Heap } from '../memory/heap/heap.ts';
import { moveBlock } from '../memory/heap/move-block.ts';
import { ROOT_COUNT } from '../memory/layout.ts';
import { type LargeRef, NO_REF, type Ref } from '../memory/types.ts';
import { ExpiryOrder } from '../values/hash/expiry-order.ts';
import { FieldTable } from '../values/hash/field-table.ts';
import { TREE_AT } from '../values/list/list-cursor.ts';
import { SET_TABLE } from '../values/set/set-forms.ts';
import { ScoreTree } from '../values/sorted-set/zset-tree.ts';
import { StreamGroupMoves } from '../values/stream/stream-group-moves.ts';
import { StreamGroups } from '../values/stream/stream-groups.ts';
import { R_TREE } from '../values/stream/stream-root.ts';
import { StreamTrim } from '../values/stream/stream-trim.ts';
import { Elements } from '../values/table/elements.ts';
import { MAX_SCANNED, SCAN_END } from '../values/table/hash-segment.ts';
import { type ElementOwner, moveLeavingMembers } from '../values/table/member-moves.ts';
import { MEMBER_OWN, MemberTable } from '../values/table/member-table.ts';
import { Tree } from '../values/tree/tree.ts';
import { TABLE } from './collections/hash-forms.ts';
import { LIST_QUICKLIST } from './collections/lists.ts';
import { ZSET_SKIPLIST } from './collections/sorted-sets.ts';
import type { Keyspace } from './keyspace.ts';
import { TYPE_HASH, TYPE_LIST, TYPE_SET, TYPE_STREAM, TYPE_STRING, TYPE_ZSET } from './record.ts';

/** Buckets of a table, and leaves of a tree, between two looks at the clock. */
const BUCKETS_A_LOOK = 8;
const LEAVES_A_LOOK = 16;
/** Position in a collection that has been gone through. */
const DONE = -1;

export class CollectionMoves {
  readonly #store: Keyspace;
  readonly #heap: Heap;
  readonly #clock: Clock;
  // Structures of its own: those of commands may be in the middle of something.
  readonly #members: MemberTable;
  readonly #fields: FieldTable;
  readonly #scores: ScoreTree;
  readonly #items: Tree;
  readonly #entries: StreamTrim;
  readonly #groups: StreamGroupMoves;
  /** Where the walk is: shard, database, and a position in the order of hashes. */
  #shard = 0;
  #db = 0;
  #position = 0;
  /** Records of the bucket there, and roots of those that are done. */
  readonly #found = new Int32Array(MAX_SCANNED);
  readonly #doneRoots = new Int32Array(MAX_SCANNED);
  #done = 0;
  /** The collection that is being gone through, and how far. */
  #open: Ref = NO_REF;
  #openAt = 0;

  constructor(store: Keyspace, clock: Clock) {
    const { heap, large, hasher } = store;
    this.#store = store;
    this.#heap = heap;
    this.#clock = clock;
    this.#members = new MemberTable(heap, new Elements(heap, large, hasher));
    this.#fields = new FieldTable(heap, this.#members, new ExpiryOrder(heap));
    this.#scores = new ScoreTree(heap, large, this.#members);
    this.#items = new Tree(heap, 0, null);
    this.#entries = new StreamTrim(heap, large);
    this.#groups = new StreamGroupMoves(new StreamGroups(heap));
  }

  /** Begins a walk over the keys of a shard. */
  begin(shard: number): void {
    this.#shard = shard;
    this.#db = 0;
    this.#position = 0;
    this.#nextBucket();
  }

  /** Goes on, under the lock of the shard, until a time in µs. @returns whether the walk is over */
  step(untilUs: number): boolean {
    const { control, databases, table } = this.#store;
    while (this.#db < databases) {
      const root = this.#store.rootAt(this.#shard, this.#db);
      if (control[root + ROOT_COUNT] === 0) {
        this.#nextDatabase();
        continue;
      }
      const found = table.scan(control, root, this.#position, this.#found);
      const next = table.nextPosition;
      if (this.#moveFound(found)) {
        if (next === SCAN_END) this.#nextDatabase();
        else {
          this.#position = next;
          this.#nextBucket();
        }
      }
      if (this.#clock() >= untilUs) return this.#db >= databases;
    }
    return true;
  }

  #nextDatabase(): void {
    this.#db++;
    this.#position = 0;
    this.#nextBucket();
  }

  #nextBucket(): void {
    this.#done = 0;
    this.#open = NO_REF;
    this.#openAt = 0;
  }

  /** @returns whether all collections of the bucket are done; else the clock is to be looked at */
  #moveFound(found: number): boolean {
    const { records } = this.#store;
    for (let i = 0; i < found; i++) {
      const record = this.#found[i]! as Ref;
      const type = records.type(record);
      if (type === TYPE_STRING || type > TYPE_STREAM) continue;
      const root = records.rootRef(record);
      if (this.#isDone(root)) continue;
      const at = this.#moveSome(type, record, root === this.#open ? this.#openAt : 0);
      const now = records.rootRef(record);
      if (at !== DONE) {
        this.#open = now;
        this.#openAt = at;
        return false;
      }
      this.#doneRoots[this.#done++] = now;
    }
    return true;
  }

  #isDone(root: Ref): boolean {
    for (let i = 0; i < this.#done; i++) if (this.#doneRoots[i] === root) return true;
    return false;
  }

  /** Moves some of a collection from a position on. @returns where to go on, or DONE */
  #moveSome(type: number, record: Ref, position: number): number {
    const { records } = this.#store;
    const encoding = records.encoding(record);
    const root = this.#moveRoot(record);
    const shard = this.#shard;
    if (type === TYPE_HASH && encoding === TABLE) {
      if (position < SCAN_END) return this.#moveMembers(root, position, this.#fields);
      const from = position - SCAN_END;
      const to = this.#fields.order.moveLeaving(root, MEMBER_OWN, shard, from, LEAVES_A_LOOK);
      return to === from || to >= this.#fields.order.count(root, MEMBER_OWN) ? DONE : SCAN_END + to;
    }
    if (type === TYPE_ZSET && encoding === ZSET_SKIPLIST) {
      if (position < SCAN_END) return this.#moveMembers(root, position, this.#scores);
      const from = position - SCAN_END;
      const to = this.#scores.moveLeaving(root, shard, from, LEAVES_A_LOOK);
      return to === from || to >= this.#scores.count(root) ? DONE : SCAN_END + to;
    }
    if (type === TYPE_SET && encoding === SET_TABLE) {
      const next = this.#moveMembers(root, position, null);
      return next >= SCAN_END ? DONE : next;
    }
    if (type === TYPE_LIST && encoding === LIST_QUICKLIST)
      return this.#moveLeaves(this.#items, root, TREE_AT, position);
    if (type !== TYPE_STREAM) return DONE;
    if (position === 0) this.#groups.moveLeaving(shard, root);
    return this.#moveLeaves(this.#entries.tree, root, R_TREE, position);
  }

  #moveRoot(record: Ref): Ref {
    const { records } = this.#store;
    const root = records.rootRef(record);
    if (!this.#heap.extents.isDraining(root)) return root;
    const moved = moveBlock(this.#heap, this.#shard, root);
    records.setLargeRef(record, moved as number as LargeRef);
    return moved;
  }

  #moveMembers(root: Ref, position: number, owner: ElementOwner | null): number {
    let at = position;
    for (let i = 0; i < BUCKETS_A_LOOK && at < SCAN_END; i++) {
      at = moveLeavingMembers(this.#heap, this.#members, root, this.#shard, at, owner);
    }
    return at;
  }

  #moveLeaves(tree: Tree, root: Ref, word: number, position: number): number {
    tree.open(root, word);
    const next = tree.moveLeaving(this.#shard, position, LEAVES_A_LOOK);
    return next === position || next >= tree.count() ? DONE : next;
  }
}
