// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Takes entries from the begin of a stream: exactly, or by whole leaves as `~` asks for. What goes in many leaves is
 * cut off the tree at once and becomes another stream's, which is freed in steps.
 */
import { NO_REF, type Ref } from '../../memory/types.ts';
import { TREE_WORDS } from '../tree/tree-node.ts';
import { slabOf, wordOf } from './stream-leaf.ts';
import { StreamQuickEntries } from './stream-quick-entries.ts';
import { newStreamRoot, R_TREE } from './stream-root.ts';

/** Leaves that are freed one by one; more are cut off. */
const LEAVES_AT_ONCE = 64;

export class StreamTrim extends StreamQuickEntries {
  /** The root of the stream that got what the last `trim` cut off, for the caller to free; NO_REF if there is none. */
  cutOff: Ref = NO_REF;

  /**
   * Deletes the first entries: down to a number of them, or (`minId` not null) those before an ID.
   * @param exact false: whole leaves only
   * @param limit entries deleted at most, as long as only whole leaves go; 0 for no limit
   * @returns how many
   */
  trim(shard: number, block: Ref, keep: number, minId: Int32Array | null, exact: boolean, limit: number): number {
    const { tree } = this;
    this.cutOff = NO_REF;
    tree.open(block, R_TREE);
    let deleted = limit === 0 ? this.#cutWholeLeaves(shard, block, keep, minId) : 0;
    while (tree.count() !== 0 && (minId !== null || tree.count() > keep)) {
      tree.seekFirst();
      const entries = tree.leafCount();
      if (limit !== 0 && deleted + entries > limit) break;
      const whole = minId !== null ? this.leafEndsBefore(minId) : tree.count() - entries >= keep;
      if (whole) {
        this.dropLeaf(shard);
        deleted += entries;
        continue;
      }
      if (exact) deleted += this.deleteInLeaf(shard, minId === null ? tree.count() - keep : -1, minId);
      break;
    }
    return deleted;
  }

  /** Cuts off all leaves before the one at which trimming ends, if they are many. */
  #cutWholeLeaves(shard: number, block: Ref, keep: number, minId: Int32Array | null): number {
    const { tree } = this;
    const count = tree.count();
    const fewest = LEAVES_AT_ONCE * 100;
    if (count < fewest || (minId === null && count - keep < fewest)) return 0;
    if (minId !== null) this.seekLeaf(minId);
    else if (keep > 0) tree.seek(count - keep);
    else tree.seekLast();
    const deleted = tree.before();
    if (deleted < fewest) return 0;
    const owner = newStreamRoot(this.heap, shard);
    tree.cut(shard, owner, R_TREE);
    this.#exchange(block, owner, R_TREE);
    tree.open(block, R_TREE);
    this.cutOff = owner;
    return deleted;
  }

  /** Exchanges the root words of two trees. */
  #exchange(a: Ref, b: Ref, word: number): void {
    const { i32 } = this.heap.slabs;
    const aWords = i32[slabOf(a)]!;
    const bWords = i32[slabOf(b)]!;
    const aAt = wordOf(a) + word;
    const bAt = wordOf(b) + word;
    for (let i = 0; i < TREE_WORDS; i++) {
      const kept = aWords[aAt + i]!;
      aWords[aAt + i] = bWords[bAt + i]!;
      bWords[bAt + i] = kept;
    }
  }
}
