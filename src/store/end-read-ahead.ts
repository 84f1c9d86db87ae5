// HOT: runs once a group of commands; no closures, no allocation on the JS heap, integers only.
/**
 * The second half of reading ahead for what is done at the ends of lists and streams: pushes, pops, additions.
 *
 * Problem: behind the record wait the root, a node of each level of the tree, the head of the leaf and the end of its
 * bytes, each of them only known when the one before has come: half of the time of an XADD to one of many streams.
 * Idea: as in read-ahead.ts, a loop over the group for each of these steps, whose loads do not depend on each other.
 * Cost: some nanoseconds a step. Gives up: the items of a list that is read from elsewhere than its ends.
 *
 * As there: no lock is held, whatever is read is thrown away, and nothing is read beyond an array.
 */
import { SLAB_SHIFT, UNIT_MASK } from '../memory/layout.ts';
import { NO_REF } from '../memory/types.ts';
import { TREE_AT } from '../values/list/list-cursor.ts';
import { LEAF_END, LEAF_START } from '../values/list/list-leaf.ts';
import { L_USED, USED_MASK } from '../values/stream/stream-leaf.ts';
import { R_TREE } from '../values/stream/stream-root.ts';
import { HEAP_MASK } from '../values/table/hash-segment.ts';
import { MAX_HEIGHT, N_CHILDREN, N_SHAPE, TREE_HEIGHT, TREE_TOP } from '../values/tree/tree-node.ts';
import { LIST_QUICKLIST } from './collections/lists.ts';
import { TYPE_LIST, TYPE_STREAM } from './record.ts';
import { ENCODING_MASK, ENCODING_SHIFT, TYPE_MASK, TYPE_SHIFT } from './record-header.ts';
import { recordRoot } from './record-roots.ts';

/** Words before and behind an end that are read too: an entry or item may lie across two lines. */
const BESIDE = 4;

/** Ends of a collection. */
export const NO_END = 0;
export const FRONT = 1;
export const BACK = 2;

export class EndReadAhead {
  readonly #views: readonly Int32Array[];
  /** Slab and word of what has been reached: root, node or leaf. */
  readonly #slabs: Int32Array;
  readonly #words: Int32Array;
  /** Word of the tree in its root, then levels above the leaf; 0 for a leaf. */
  readonly #trees: Int32Array;
  readonly #ends: Int32Array;
  /** Word of the leaf that says where that end is. */
  readonly #marks: Int32Array;
  #count = 0;
  /** As in read-ahead.ts. */
  touched = 0;

  /** @param views of the heap's slabs @param most records of a group */
  constructor(views: readonly Int32Array[], most: number) {
    this.#views = views;
    this.#slabs = new Int32Array(most);
    this.#words = new Int32Array(most);
    this.#trees = new Int32Array(most);
    this.#ends = new Int32Array(most);
    this.#marks = new Int32Array(most);
  }

  /** Starts a group. */
  begin(): void {
    this.#count = 0;
  }

  /** Adds an end of the collection whose record is said to begin at a word, if it is a list or a stream. */
  add(words: Int32Array, at: number, end: number): void {
    const root = recordRoot(words, at);
    if (root === NO_REF) return;
    const meta = words[at + 1]!;
    const type = (meta >>> TYPE_SHIFT) & TYPE_MASK;
    const isTree = ((meta >>> ENCODING_SHIFT) & ENCODING_MASK) === LIST_QUICKLIST;
    if (type !== TYPE_LIST && type !== TYPE_STREAM) return;
    const i = this.#count++;
    this.#slabs[i] = (root >>> SLAB_SHIFT) & HEAP_MASK;
    this.#words[i] = (root & UNIT_MASK) << 1;
    this.#ends[i] = end;
    if (type === TYPE_STREAM) {
      this.#trees[i] = R_TREE;
      this.#marks[i] = L_USED;
    } else {
      this.#trees[i] = isTree ? TREE_AT : 0;
      this.#marks[i] = end === FRONT ? LEAF_START : LEAF_END;
    }
  }

  /** Fetches what the commands at these ends will need. */
  fetch(): void {
    if (this.#count === 0) return;
    this.#load(0);
    for (let level = this.#enterTrees(); level > 0; level--) {
      this.#load(N_SHAPE);
      this.#descend(level);
    }
    this.#load(N_SHAPE);
    this.#loadEnds();
  }

  /** cold: for tests. The leaf, or whatever was taken for it, of the collection with a number. */
  leafOf(number: number): number {
    return (this.#slabs[number]! << SLAB_SHIFT) | (this.#words[number]! >>> 1);
  }

  #load(word: number): void {
    const views = this.#views;
    const slabs = this.#slabs;
    const words = this.#words;
    const count = this.#count;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const view = views[slabs[i]!]!;
      const at = words[i]! + word;
      if (at < view.length) sum ^= view[at]!;
    }
    this.touched ^= sum;
  }

  /** Goes from roots to what is topmost in their trees. @returns the most levels that one of them has */
  #enterTrees(): number {
    let highest = 0;
    for (let i = 0; i < this.#count; i++) {
      const tree = this.#trees[i]!;
      if (tree === 0) continue;
      const view = this.#views[this.#slabs[i]!]!;
      const at = this.#words[i]! + tree;
      let height = 0;
      if (at + TREE_HEIGHT < view.length) {
        height = view[at + TREE_HEIGHT]!;
        this.#go(i, view[at + TREE_TOP]!);
      }
      if (height < 0 || height > MAX_HEIGHT) height = 0;
      this.#trees[i] = height;
      if (height > highest) highest = height;
    }
    return highest;
  }

  /** Goes from the nodes that stand so many levels above leaves to their children. */
  #descend(level: number): void {
    let sum = 0;
    for (let i = 0; i < this.#count; i++) {
      if (this.#trees[i]! < level) continue;
      const view = this.#views[this.#slabs[i]!]!;
      const at = this.#words[i]!;
      if (at + N_SHAPE >= view.length) continue;
      const shape = view[at + N_SHAPE]!;
      const child = at + N_CHILDREN + (this.#ends[i] === FRONT ? 0 : (shape & 0xff) - 1);
      const count = child + ((shape >>> 8) & 0xff);
      if (count >= view.length) continue;
      sum ^= view[count]!;
      this.#go(i, view[child]!);
    }
    this.touched ^= sum;
  }

  #go(i: number, ref: number): void {
    this.#slabs[i] = (ref >>> SLAB_SHIFT) & HEAP_MASK;
    this.#words[i] = (ref & UNIT_MASK) << 1;
  }

  /** Reads where the bytes of the leaves end, and what lies there. */
  #loadEnds(): void {
    const views = this.#views;
    let sum = 0;
    for (let i = 0; i < this.#count; i++) {
      const view = views[this.#slabs[i]!]!;
      const at = this.#words[i]!;
      const mark = at + this.#marks[i]!;
      if (mark >= view.length) continue;
      const end = at + ((view[mark]! & USED_MASK) >>> 2);
      if (end + BESIDE < view.length) sum ^= view[end - BESIDE]! ^ view[end]! ^ view[end + BESIDE]!;
    }
    this.touched ^= sum;
  }
}
