/** What the store must know of streams as wholes. Nothing here runs for an ordinary command. */
import type { Ref } from '../../memory/types.ts';
import type { StreamGroupSets } from '../../values/stream/stream-group-sets.ts';
import { ID_WORDS } from '../../values/stream/stream-id.ts';
import { slabOf, wordOf } from '../../values/stream/stream-leaf.ts';
import { newStreamRoot, R_ADDED, R_LAST_ID, R_TREE } from '../../values/stream/stream-root.ts';
import type { StreamTrim } from '../../values/stream/stream-trim.ts';
import { auditTree } from '../../values/tree/tree-audit.ts';
import type { Keyspace } from '../keyspace.ts';
import type { CollectionType } from './collections.ts';

export class StreamType implements CollectionType {
  readonly #store: Keyspace;
  readonly #entries: StreamTrim;
  readonly #groups: StreamGroupSets;

  constructor(store: Keyspace, entries: StreamTrim, groups: StreamGroupSets) {
    this.#store = store;
    this.#entries = entries;
    this.#groups = groups;
  }

  dismantle(shard: number, _encoding: number, root: Ref, blocks: number): boolean {
    const left = this.#groups.dismantleAll(shard, root, blocks);
    if (left <= 0) return false;
    const { tree } = this.#entries;
    tree.open(root, R_TREE);
    if (!tree.dismantle(shard, this.#entries, left)) return false;
    this.#store.heap.free(shard, root);
    return true;
  }

  copy(shard: number, _encoding: number, root: Ref): Ref {
    const { heap } = this.#store;
    const copy = newStreamRoot(heap, shard);
    const { tree } = this.#entries;
    tree.open(root, R_TREE);
    tree.copyTo(shard, this.#entries, copy, R_TREE);
    const from = heap.slabs.i32[slabOf(root)]!;
    const to = heap.slabs.i32[slabOf(copy)]!;
    for (let word = R_LAST_ID; word < R_ADDED + 2; word++) to[wordOf(copy) + word] = from[wordOf(root) + word]!;
    this.#groups.copyAll(shard, root, copy);
    return copy;
  }

  copyBound(_encoding: number, root: Ref): number {
    let bytes = 0;
    for (const block of this.#blocks(root)) bytes += this.#store.heap.blockBytes(block) + 16;
    return bytes;
  }

  count(_encoding: number, root: Ref): number {
    this.#entries.tree.open(root, R_TREE);
    return this.#entries.tree.count();
  }

  bytes(_encoding: number, root: Ref, samples: number): number {
    const { heap } = this.#store;
    const { tree } = this.#entries;
    let bytes = heap.blockBytes(root);
    for (const block of this.#groups.blocksOfAll(root)) bytes += heap.blockBytes(block);
    tree.open(root, R_TREE);
    const count = tree.count();
    if (count === 0) return bytes;
    let leaves = 0;
    let entries = 0;
    let sum = 0;
    tree.seekFirst();
    do {
      sum += heap.blockBytes(tree.leaf) + this.#entries.largeBytes(tree.leaf);
      entries += tree.leafCount();
      leaves++;
    } while ((samples === 0 || leaves < samples) && tree.nextLeaf());
    return bytes + Math.round((sum + leaves * LEAF_IN_TREE) * (count / entries));
  }

  encodingName(): string {
    return 'stream';
  }

  blocks(_encoding: number, root: Ref): Iterable<Ref> {
    return this.#blocks(root);
  }

  *#blocks(root: Ref): Iterable<Ref> {
    const { heap } = this.#store;
    yield root;
    const audit = auditTree(heap, ID_WORDS, this.#entries, root, R_TREE);
    if (audit.problems.length > 0) throw new Error(audit.problems.join('; '));
    yield* audit.nodes;
    yield* audit.leaves;
    yield* this.#groups.blocksOfAll(root);
  }
}

/** Reference, count and first key of a leaf in the node above it. */
const LEAF_IN_TREE = 8 + 4 * ID_WORDS;
