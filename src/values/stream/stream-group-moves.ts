// HOT: runs in the background beside commands; no closures, no allocation on the JS heap, integers only.
/**
 * Moves the blocks of a stream's groups out of extents that are being emptied. Groups are few, so all of a stream are done
 * at once. A consumer with much that is pending stays, since each of its deliveries names it, and so do large sets.
 */
import { moveBlock } from '../../memory/heap/move-block.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { PENDING, type StreamGroups } from './stream-groups.ts';
import type { StreamNames } from './stream-names.ts';
import type { PendingIds } from './stream-pending.ts';
import { R_GROUPS } from './stream-root.ts';

/** Deliveries of a consumer that is moved. */
const MOST_OWNED = 64;
/** Deliveries of a set whose leaves are moved. */
const MOST_PENDING = 4096;
const ALL_LEAVES = MOST_PENDING;

export class StreamGroupMoves {
  readonly #groups: StreamGroups;
  readonly #names: StreamNames;
  readonly #heap: StreamGroups['heap'];

  constructor(groups: StreamGroups) {
    this.#groups = groups;
    this.#names = groups.names;
    this.#heap = groups.heap;
  }

  /** Moves what has to go of all groups of a stream. */
  moveLeaving(shard: number, root: Ref): void {
    const groups = this.#groups;
    let run = groups.groupsOf(root);
    if (run === NO_REF) return;
    if (this.#leaves(run)) {
      run = moveBlock(this.#heap, shard, run);
      groups.wordsOf(root)[groups.at(root) + R_GROUPS] = run;
    }
    for (let i = 0; i < this.#names.count(run); i++) {
      let group = this.#names.at(run, i);
      if (this.#leaves(group)) {
        group = moveBlock(this.#heap, shard, group);
        this.#names.moved(run, i, group);
      }
      this.#moveSet(shard, group, groups.deliveries);
      this.#moveConsumers(shard, group);
    }
  }

  #moveConsumers(shard: number, group: Ref): void {
    const groups = this.#groups;
    let run = groups.consumersOf(group);
    if (run === NO_REF) return;
    if (this.#leaves(run)) {
      run = moveBlock(this.#heap, shard, run);
      groups.setConsumers(group, run);
    }
    for (let i = 0; i < this.#names.count(run); i++) {
      let consumer = this.#names.at(run, i);
      if (this.#leaves(consumer) && groups.ownedCount(consumer) <= MOST_OWNED) {
        consumer = moveBlock(this.#heap, shard, consumer);
        this.#names.moved(run, i, consumer);
        this.#tellDeliveries(group, consumer);
      }
      this.#moveSet(shard, consumer, groups.owned);
    }
  }

  /** A consumer lies in another block now. */
  #tellDeliveries(group: Ref, consumer: Ref): void {
    const { owned, deliveries } = this.#groups;
    if (owned.count(consumer, PENDING) === 0) return;
    for (let more = owned.beginFirst(consumer, PENDING); more; more = owned.next()) {
      if (deliveries.find(group, PENDING, owned.words, owned.at)) deliveries.setConsumer(consumer);
    }
  }

  #moveSet(shard: number, block: Ref, set: PendingIds): void {
    set.tree.open(block, PENDING);
    if (set.tree.count() <= MOST_PENDING) set.tree.moveLeaving(shard, 0, ALL_LEAVES);
  }

  #leaves(ref: Ref): boolean {
    return this.#heap.extents.isDraining(ref);
  }
}
