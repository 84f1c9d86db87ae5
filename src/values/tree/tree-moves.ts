// HOT: runs in the background beside commands; no closures, no allocation on the JS heap, integers only.
/** Moves the blocks of a counted B+tree out of extents that are being emptied. tree.ts has the picture. */
import { moveBlock } from '../../memory/heap/move-block.ts';
import type { Ref } from '../../memory/types.ts';
import { TreeCuts } from './tree-cuts.ts';

export class TreeMoves extends TreeCuts {
  /**
   * Moves what has to go of so many leaves from the one with a position on, and of the nodes above them.
   * @returns the position behind them; the count of the tree behind the last. What changes in between may be missed
   */
  moveLeaving(shard: number, position: number, leaves: number): number {
    if (position >= this.count()) return this.count();
    this.seek(position);
    let next = position - this.offset;
    for (let left = leaves; ; ) {
      this.#movePath(shard);
      next += this.leafCount();
      if (--left === 0 || !this.nextLeaf()) return next;
    }
  }

  #movePath(shard: number): void {
    const { heap } = this;
    for (let level = this.height - 1; level >= 0; level--) {
      const node = this.nodes[level]! as Ref;
      if (!heap.extents.isDraining(node)) continue;
      const moved = moveBlock(heap, shard, node);
      this.pointTo(level + 1, moved);
      this.nodes[level] = moved;
    }
    if (!heap.extents.isDraining(this.leaf)) return;
    const moved = moveBlock(heap, shard, this.leaf);
    this.pointTo(0, moved);
    this.leaf = moved;
  }
}
