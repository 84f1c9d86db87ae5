/** Checks a counted B+tree at rest, node by node. For tests and DEBUG. The caller holds the lock of its shard. */
import { type Heap, KIND_NODE } from '../../memory/heap/heap.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import type { TreeKeys } from './tree-path.ts';

// The layout of tree-node.ts, written down anew: an audit that shared the code would share its mistakes.
const MAX_CHILDREN = 64;
const MIN_CHILDREN = 16;

export interface TreeAudit {
  readonly problems: string[];
  readonly nodes: Ref[];
  /** In their order. */
  readonly leaves: Ref[];
  /** Elements of each leaf, as the tree counts them. */
  readonly counts: number[];
}

interface Below {
  readonly count: number;
  readonly firstLeaf: Ref;
}

/** Walks the whole tree. @param word first of the root words in `block` */
export function auditTree(heap: Heap, keyWords: number, keys: TreeKeys | null, block: Ref, word: number): TreeAudit {
  const words = heap.slabs.i32[block >>> SLAB_SHIFT]!;
  const at = ((block & UNIT_MASK) << 1) + word;
  const [top, height, count] = [words[at]! as Ref, words[at + 1]!, words[at + 2]!];
  const audit = new Audit(heap, keyWords, keys);
  if (top === NO_REF) {
    if (height !== 0 || count !== 0) audit.problems.push('an empty tree has a height or a count');
    return audit;
  }
  if (height === 0) audit.leaf(top, count);
  else if (audit.node(top, height - 1, true, true, true).count !== count)
    audit.problems.push('the root counts wrongly');
  return audit;
}

class Audit implements TreeAudit {
  readonly problems: string[] = [];
  readonly nodes: Ref[] = [];
  readonly leaves: Ref[] = [];
  readonly counts: number[] = [];
  readonly #heap: Heap;
  readonly #keyWords: number;
  readonly #keys: TreeKeys | null;
  readonly #scratch = new Int32Array(16);

  constructor(heap: Heap, keyWords: number, keys: TreeKeys | null) {
    this.#heap = heap;
    this.#keyWords = keyWords;
    this.#keys = keys;
  }

  leaf(ref: Ref, count: number): Below {
    if (count <= 0) this.problems.push(`leaf ${ref} has ${count} elements`);
    this.leaves.push(ref);
    this.counts.push(count);
    return { count, firstLeaf: ref };
  }

  node(ref: Ref, level: number, isTop: boolean, isFirst: boolean, isLast: boolean): Below {
    const heap = this.#heap;
    const say = (text: string): void => void this.problems.push(`node ${ref} of level ${level} ${text}`);
    this.nodes.push(ref);
    if (heap.kindOf(ref) !== KIND_NODE) say('is a block of another kind');
    const words = heap.slabs.i32[ref >>> SLAB_SHIFT]!;
    const at = (ref & UNIT_MASK) << 1;
    const children = words[at + 1]! & 0xff;
    const capacity = (words[at + 1]! >>> 8) & 0xff;
    if (words[at + 1]! >>> 16 !== level) say(`says level ${words[at + 1]! >>> 16}`);
    if (heap.blockBytes(ref) < (2 + capacity * (2 + this.#keyWords)) * 4) say('is too short');
    if (children > capacity || capacity > MAX_CHILDREN) say(`has ${children} children of ${capacity}`);
    if (children < (isTop ? 2 : isFirst || isLast ? 1 : MIN_CHILDREN)) say(`has only ${children} children`);
    let total = 0;
    let firstLeaf = NO_REF;
    for (let slot = 0; slot < children; slot++) {
      const child = words[at + 2 + slot]! as Ref;
      const counted = words[at + 2 + capacity + slot]!;
      const first = isFirst && slot === 0;
      const last = isLast && slot === children - 1;
      const below = level === 0 ? this.leaf(child, counted) : this.node(child, level - 1, false, first, last);
      if (below.count !== counted) say(`counts ${counted} below child ${slot}, not ${below.count}`);
      if (slot === 0) firstLeaf = below.firstLeaf;
      total += counted;
      if (this.#keyWords === 0) continue;
      this.#keys!.firstKey(below.firstLeaf, this.#scratch, 0);
      const keyAt = at + 2 + 2 * capacity + slot * this.#keyWords;
      for (let i = 0; i < this.#keyWords; i++) {
        if (words[keyAt + i] !== this.#scratch[i]) say(`has another key for child ${slot} than its first leaf`);
      }
    }
    return { count: total, firstLeaf };
  }
}
