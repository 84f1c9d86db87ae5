// HOT: no closures, no allocation on the JS heap, integers only, but where a comment says cold.
/** All groups of a stream as a whole: taken apart in steps, copied, measured. stream-groups.ts has the picture. */
import { NO_REF, type Ref } from '../../memory/types.ts';
import { auditTree } from '../tree/tree-audit.ts';
import { G_LAST_ID, G_READ, PENDING, StreamGroups } from './stream-groups.ts';
import { copyId, ID_WORDS } from './stream-id.ts';
import type { PendingIds } from './stream-pending.ts';

export class StreamGroupSets extends StreamGroups {
  /** Blocks that the dismantling at hand may still free. */
  #left = 0;

  /**
   * Frees groups of a stream until about so many blocks are free.
   * @returns how many more could have been freed: 0 or less when something may be left
   */
  dismantleAll(shard: number, root: Ref, blocks: number): number {
    this.#left = blocks;
    for (let run = this.groupsOf(root); run !== NO_REF; run = this.groupsOf(root)) {
      const last = this.names.count(run) - 1;
      if (!this.#dismantleGroup(shard, this.names.at(run, last))) return 0;
      this.names.index = last;
      this.takeOut(shard, root);
    }
    return this.#left;
  }

  #dismantleGroup(shard: number, group: Ref): boolean {
    for (let run = this.consumersOf(group); run !== NO_REF; run = this.consumersOf(group)) {
      const last = this.names.count(run) - 1;
      const consumer = this.names.at(run, last);
      this.owned.tree.open(consumer, PENDING);
      if (!this.owned.tree.dismantle(shard, this.owned, this.#left)) return false;
      // What its tree held is not counted leaf by leaf: a consumer's 64 deliveries are one block.
      this.#left -= 2;
      this.setConsumers(group, this.names.remove(shard, run, last));
      this.heap.free(shard, consumer);
      if (this.#left <= 0) return false;
    }
    this.deliveries.tree.open(group, PENDING);
    if (!this.deliveries.tree.dismantle(shard, this.deliveries, this.#left)) return false;
    this.heap.free(shard, group);
    this.#left -= 2;
    return true;
  }

  /** cold: gives another stream copies of all groups of a stream. */
  copyAll(shard: number, from: Ref, to: Ref): void {
    const { names } = this;
    const groups = this.groupsOf(from);
    for (let i = 0; i < names.count(groups); i++) {
      const group = names.at(groups, i);
      names.index = i;
      const copy = this.create(shard, to, names.bytesOf(group), names.nameAt(group), names.nameLength(group));
      const words = this.wordsOf(copy);
      const at = this.at(copy);
      copyId(this.wordsOf(group), this.at(group) + G_LAST_ID, words, at + G_LAST_ID);
      words[at + G_READ] = this.wordsOf(group)[this.at(group) + G_READ]!;
      words[at + G_READ + 1] = this.wordsOf(group)[this.at(group) + G_READ + 1]!;
      this.#copyConsumers(shard, group, copy);
    }
  }

  /** cold: the consumers of a copied group, and what they have pending. */
  #copyConsumers(shard: number, group: Ref, copy: Ref): void {
    const { names, deliveries, owned } = this;
    const consumers = this.consumersOf(group);
    /** Consumers of the copy by those that they are copies of. */
    const copies = new Map<Ref, Ref>();
    for (let i = 0; i < names.count(consumers); i++) {
      const consumer = names.at(consumers, i);
      names.index = i;
      const [bytes, nameAt, length] = [names.bytesOf(consumer), names.nameAt(consumer), names.nameLength(consumer)];
      const twin = this.createConsumer(shard, copy, bytes, nameAt, length, this.seenMs(consumer));
      this.setActive(twin, this.activeMs(consumer));
      copies.set(consumer, twin);
      owned.tree.open(consumer, PENDING);
      owned.tree.copyTo(shard, owned, twin, PENDING);
    }
    deliveries.tree.open(group, PENDING);
    deliveries.tree.copyTo(shard, deliveries, copy, PENDING);
    for (let more = this.beginFirstPending(copy); more; more = deliveries.next()) {
      deliveries.setConsumer(copies.get(deliveries.consumer())!);
    }
  }

  /** cold: every block of all groups of a stream. Throws where a structure is broken. */
  *blocksOfAll(root: Ref): Iterable<Ref> {
    const { names } = this;
    const groups = this.groupsOf(root);
    if (groups === NO_REF) return;
    yield groups;
    for (let i = 0; i < names.count(groups); i++) {
      const group = names.at(groups, i);
      yield group;
      yield* this.#treeBlocks(group, this.deliveries);
      const consumers = this.consumersOf(group);
      if (consumers === NO_REF) continue;
      yield consumers;
      let owned = 0;
      for (let j = 0; j < names.count(consumers); j++) {
        const consumer = names.at(consumers, j);
        yield consumer;
        yield* this.#treeBlocks(consumer, this.owned);
        owned += this.ownedCount(consumer);
      }
      if (owned !== this.pendingCount(group))
        throw new Error(`a group's ${this.pendingCount(group)} deliveries are ${owned}`);
    }
  }

  /** cold: nodes and leaves of a set. */
  #treeBlocks(block: Ref, set: PendingIds): Ref[] {
    const audit = auditTree(this.heap, ID_WORDS, set, block, PENDING);
    if (audit.problems.length > 0) throw new Error(audit.problems.join('; '));
    return [...audit.nodes, ...audit.leaves];
  }
}
