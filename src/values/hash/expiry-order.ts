// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * The fields of a big hash that expire, in the order of their times: what is due is found without a search.
 *
 * A counted tree (tree.ts) whose keys are the time in ms, in two words, and the element. Its root words are three of
 * the words that the hash's root has for itself. A leaf repeats the keys:
 *
 *   ┌────────┬───────┬───────────────────────────┬ …   up to 40 of them, sorted
 *   │ header │ count │ high 16 │ low 32 │ element │
 *   └────────┴───────┴───────────────────────────┴ …
 */
import { type Heap, KIND_RUN } from '../../memory/heap/heap.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { Tree } from '../tree/tree.ts';
import { auditTree } from '../tree/tree-audit.ts';
import type { TreeLeaves } from '../tree/tree-cuts.ts';
import type { TreeKeys } from '../tree/tree-path.ts';

const KEY_WORDS = 3;
const ENTRIES = 40;
const HALF: number = ENTRIES >>> 1;
const COUNT = 1;
const FIRST = 2;
const LEAF_BYTES = (FIRST + ENTRIES * KEY_WORDS) * 4;
/** A leaf with fewer entries joins a neighbour that has room. */
const FEW = 12;
const WORD = 2 ** 32;

export class ExpiryOrder implements TreeKeys, TreeLeaves {
  readonly #heap: Heap;
  readonly #i32: Int32Array[];
  readonly #tree: Tree;
  /** The key that is looked for. */
  #high = 0;
  #low = 0;
  #ref = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
    this.#i32 = heap.slabs.i32;
    this.#tree = new Tree(heap, KEY_WORDS, this);
  }

  /** Fields in the order. @param word of the order's three words in the block of the root */
  count(root: Ref, word: number): number {
    this.#tree.open(root, word);
    return this.#tree.count();
  }

  /** Time of the first field, in ms; -1 when there is none. */
  earliest(root: Ref, word: number): number {
    const at = this.#first(root, word);
    if (at < 0) return -1;
    const words = this.#i32[this.#tree.leaf >>> SLAB_SHIFT]!;
    return words[at]! * WORD + (words[at + 1]! >>> 0);
  }

  /** The first field, NO_REF when there is none. */
  first(root: Ref, word: number): Ref {
    const at = this.#first(root, word);
    return at < 0 ? NO_REF : (this.#i32[this.#tree.leaf >>> SLAB_SHIFT]![at + 2]! as Ref);
  }

  /** Bytes that one `add` may allocate. */
  addBound(root: Ref, word: number): number {
    this.#tree.open(root, word);
    return this.#tree.insertBound() + 2 * LEAF_BYTES;
  }

  /** Adds a field. @param expiresAt 0 … 2^48 - 1 */
  add(root: Ref, word: number, shard: number, expiresAt: number, element: Ref): void {
    const tree = this.#tree;
    tree.open(root, word);
    this.#seek(expiresAt, element);
    if (tree.count() === 0) {
      const leaf = this.#newLeaf(shard);
      this.#insert(leaf, 0);
      tree.insertAfter(shard, leaf, 1);
      return;
    }
    tree.seekKey();
    let leaf = tree.leafToWrite();
    let index = this.#indexIn(leaf);
    if (this.#countOf(leaf) === ENTRIES) {
      if (index === ENTRIES) {
        // Times mostly come in their order: then the leaves stay full.
        leaf = this.#newLeaf(shard);
        this.#insert(leaf, 0);
        tree.insertAfter(shard, leaf, 1);
        return;
      }
      this.#split(shard, leaf);
      if (index >= HALF) {
        leaf = tree.leaf;
        index -= HALF;
      } else tree.previousLeaf();
    }
    this.#insert(leaf, index);
    tree.countChanged(1);
    if (index === 0) tree.firstKeyChanged();
  }

  /** Takes a field out that is there. */
  remove(root: Ref, word: number, shard: number, expiresAt: number, element: Ref): void {
    const tree = this.#tree;
    tree.open(root, word);
    this.#seek(expiresAt, element);
    tree.seekKey();
    const leaf = tree.leafToWrite();
    const index = this.#indexIn(leaf);
    const words = this.#i32[leaf >>> SLAB_SHIFT]!;
    const at = (leaf & UNIT_MASK) << 1;
    const count = words[at + COUNT]!;
    if (index >= count || words[at + FIRST + index * KEY_WORDS + 2] !== element) {
      throw new Error('a field that expires is missing in the order of its hash');
    }
    if (count === 1) {
      tree.removeLeaf(shard);
      this.#heap.free(shard, leaf);
      return;
    }
    for (let i = at + FIRST + index * KEY_WORDS; i < at + FIRST + (count - 1) * KEY_WORDS; i++) {
      words[i] = words[i + KEY_WORDS]!;
    }
    words[at + COUNT] = count - 1;
    tree.countChanged(-1);
    if (index === 0) tree.firstKeyChanged();
    if (count <= FEW) this.#join(shard, leaf, count - 1);
  }

  /** Moves what has to go of some leaves: see `Tree.moveLeaving`. */
  moveLeaving(root: Ref, word: number, shard: number, position: number, leaves: number): number {
    this.#tree.open(root, word);
    return this.#tree.moveLeaving(shard, position, leaves);
  }

  /** Frees the order, not the fields. @returns whether nothing is left */
  dismantle(root: Ref, word: number, shard: number, blocks: number): boolean {
    this.#tree.open(root, word);
    return this.#tree.dismantle(shard, this, blocks);
  }

  /** cold: every block of the order, for audits; throws where it is broken. */
  blocks(root: Ref, word: number): Ref[] {
    const audit = auditTree(this.#heap, KEY_WORDS, this, root, word);
    if (audit.problems.length > 0) throw new Error(audit.problems.join('; '));
    return audit.nodes.concat(audit.leaves);
  }

  compare(words: Int32Array, at: number): number {
    const high = this.#high - words[at]!;
    if (high !== 0) return high;
    const low = (this.#low >>> 0) - (words[at + 1]! >>> 0);
    return low !== 0 ? low : this.#ref - words[at + 2]!;
  }

  firstKey(leaf: Ref, words: Int32Array, at: number): void {
    const own = this.#i32[leaf >>> SLAB_SHIFT]!;
    const from = ((leaf & UNIT_MASK) << 1) + FIRST;
    words[at] = own[from]!;
    words[at + 1] = own[from + 1]!;
    words[at + 2] = own[from + 2]!;
  }

  copyLeaf(shard: number, leaf: Ref): Ref {
    const copy = this.#newLeaf(shard);
    const from = this.#i32[leaf >>> SLAB_SHIFT]!;
    const fromAt = (leaf & UNIT_MASK) << 1;
    const to = this.#i32[copy >>> SLAB_SHIFT]!;
    const toAt = (copy & UNIT_MASK) << 1;
    const words = FIRST + from[fromAt + COUNT]! * KEY_WORDS;
    for (let i = COUNT; i < words; i++) to[toAt + i] = from[fromAt + i]!;
    return copy;
  }

  freeLeaf(shard: number, leaf: Ref): number {
    this.#heap.free(shard, leaf);
    return 1;
  }

  /** Word of the first entry in its leaf's view, -1 when there is none. */
  #first(root: Ref, word: number): number {
    this.#tree.open(root, word);
    this.#tree.seekFirst();
    return this.#tree.leaf === NO_REF ? -1 : ((this.#tree.leaf & UNIT_MASK) << 1) + FIRST;
  }

  #seek(expiresAt: number, element: Ref): void {
    this.#high = Math.floor(expiresAt / WORD);
    this.#low = (expiresAt % WORD) | 0;
    this.#ref = element;
  }

  #newLeaf(shard: number): Ref {
    const leaf = this.#heap.allocate(shard, LEAF_BYTES, KIND_RUN);
    this.#i32[leaf >>> SLAB_SHIFT]![((leaf & UNIT_MASK) << 1) + COUNT] = 0;
    return leaf;
  }

  #countOf(leaf: Ref): number {
    return this.#i32[leaf >>> SLAB_SHIFT]![((leaf & UNIT_MASK) << 1) + COUNT]!;
  }

  /** Number of the first entry of a leaf that is not before the key. */
  #indexIn(leaf: Ref): number {
    const words = this.#i32[leaf >>> SLAB_SHIFT]!;
    const first = ((leaf & UNIT_MASK) << 1) + FIRST;
    let low = 0;
    let high = words[first - 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(words, first + middle * KEY_WORDS) > 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(leaf: Ref, index: number): void {
    const words = this.#i32[leaf >>> SLAB_SHIFT]!;
    const at = (leaf & UNIT_MASK) << 1;
    const count = words[at + COUNT]!;
    const place = at + FIRST + index * KEY_WORDS;
    for (let i = at + FIRST + count * KEY_WORDS - 1; i >= place; i--) words[i + KEY_WORDS] = words[i]!;
    words[place] = this.#high;
    words[place + 1] = this.#low;
    words[place + 2] = this.#ref;
    words[at + COUNT] = count + 1;
  }

  /** Moves the entries from the half on to a new leaf, at which the path then ends. */
  #split(shard: number, leaf: Ref): void {
    const fresh = this.#newLeaf(shard);
    const from = this.#i32[leaf >>> SLAB_SHIFT]!;
    const fromAt = (leaf & UNIT_MASK) << 1;
    this.#append(fresh, from, fromAt + FIRST + HALF * KEY_WORDS, ENTRIES - HALF);
    from[fromAt + COUNT] = HALF;
    this.#tree.countChanged(HALF - ENTRIES);
    this.#tree.insertAfter(shard, fresh, ENTRIES - HALF);
  }

  #append(leaf: Ref, from: Int32Array, fromAt: number, entries: number): void {
    const words = this.#i32[leaf >>> SLAB_SHIFT]!;
    const at = (leaf & UNIT_MASK) << 1;
    const count = words[at + COUNT]!;
    const place = at + FIRST + count * KEY_WORDS;
    for (let i = 0; i < entries * KEY_WORDS; i++) words[place + i] = from[fromAt + i]!;
    words[at + COUNT] = count + entries;
  }

  /** Moves the few entries of the leaf behind the path's end into the leaf before it, if they fit there. */
  #join(shard: number, leaf: Ref, count: number): void {
    const tree = this.#tree;
    if (!tree.previousLeaf()) return;
    const before = tree.leafToWrite();
    if (this.#countOf(before) + count > ENTRIES) return;
    this.#append(before, this.#i32[leaf >>> SLAB_SHIFT]!, ((leaf & UNIT_MASK) << 1) + FIRST, count);
    tree.countChanged(count);
    tree.nextLeaf();
    tree.removeLeaf(shard);
    this.#heap.free(shard, leaf);
  }
}
