// HOT: no closures, no allocation on the JS heap but for members that are large objects.
/**
 * Goes through a sorted set in its order, from any rank up or down. A walk is valid until something changes the set; it
 * keeps a path of its own, so other sets may be changed meanwhile.
 */
import { SLAB_SHIFT } from '../memory/layout.ts';
import type { Ref } from '../memory/types.ts';
import { MEMBER_OWN } from '../values/member-table.ts';
import { TreePath } from '../values/tree-path.ts';
import { type SortedSets, ZSET_LISTPACK } from './sorted-sets.ts';

const NOTHING = Buffer.alloc(0);

export class SortedSetWalk {
  readonly #sets: SortedSets;
  readonly #path: TreePath;
  #root = 0 as Ref;
  #isRun = false;
  /** Place in a run, or index in a leaf, of the next member to be met. */
  #at = 0;
  #end = 0;
  #leaf = 0 as Ref;
  /** Places of a run's members, found when a walk goes down. */
  #places = new Int32Array(256);
  /** The member that was met: `bytes[start, end)`. */
  bytes: Buffer = NOTHING;
  start = 0;
  end = 0;
  /** Its score. */
  score = 0;

  constructor(sets: SortedSets) {
    this.#sets = sets;
    this.#path = new TreePath(sets.store.heap, 0, null);
  }

  /** Begins at a rank, to go up with `next`. */
  up(encoding: number, root: Ref, rank: number): void {
    this.#open(encoding, root);
    if (this.#isRun) {
      const { runs } = this.#sets.runs;
      this.#at = runs.at(root, rank * 2);
      this.#end = runs.end(root);
      return;
    }
    this.#path.open(root, MEMBER_OWN);
    if (this.#path.count() === 0) this.#at = this.#end = 0;
    else {
      this.#path.seek(rank);
      this.#enter(this.#path.offset);
    }
  }

  /** Begins at a rank, to go down with `previous`. */
  down(encoding: number, root: Ref, rank: number): void {
    if (encoding !== ZSET_LISTPACK) {
      this.up(encoding, root, rank);
      return;
    }
    this.#open(encoding, root);
    const { runs } = this.#sets;
    const bytes = runs.runs.bytesOf(root);
    if (rank >= this.#places.length) this.#places = new Int32Array(rank * 2);
    let at = runs.runs.begin(root);
    for (let i = 0; i <= rank; i++) {
      this.#places[i] = at;
      at = runs.next(bytes, at);
    }
    this.#at = rank;
  }

  /** Meets a member and goes up. The caller knows that there is one. */
  next(): void {
    if (this.#isRun) {
      const { runs } = this.#sets;
      const place = this.#at;
      this.#meetPlace(place);
      this.#at = runs.next(this.bytes, place);
      return;
    }
    if (this.#at === this.#end) {
      this.#path.nextLeaf();
      this.#enter(0);
    }
    this.#meetElement(this.#at++);
  }

  /** Meets a member and goes down. The caller knows that there is one. */
  previous(): void {
    if (this.#isRun) {
      this.#meetPlace(this.#places[this.#at--]!);
      return;
    }
    if (this.#at < 0) {
      this.#path.previousLeaf();
      this.#enter(0);
      this.#at = this.#end - 1;
    }
    this.#meetElement(this.#at--);
  }

  #open(encoding: number, root: Ref): void {
    this.#root = root;
    this.#isRun = encoding === ZSET_LISTPACK;
  }

  #enter(at: number): void {
    this.#leaf = this.#path.leaf;
    this.#at = at;
    this.#end = this.#sets.tree.leaves.count(this.#leaf);
  }

  #meetPlace(place: number): void {
    const { runs } = this.#sets;
    const bytes = runs.runs.bytesOf(this.#root);
    this.bytes = bytes;
    this.start = runs.runs.data(bytes, place);
    this.end = this.start + runs.runs.length(bytes, place);
    this.score = runs.score(bytes, place);
  }

  #meetElement(index: number): void {
    const { tree } = this.#sets;
    this.meet(tree.leaves.element(this.#leaf, index));
  }

  /** Takes bytes and score from an element of a big set. */
  meet(element: Ref): void {
    const { elements } = this.#sets.tree.members;
    this.score = elements.number(element);
    if (elements.isLargeKey(element)) {
      this.#meetLarge(element);
      return;
    }
    this.bytes = elements.bytes[element >>> SLAB_SHIFT]!;
    this.start = elements.keyAt(element);
    this.end = this.start + elements.keyLength(element);
  }

  /** cold: copies a member of 64 KiB and more, which lies in pages. */
  #meetLarge(element: Ref): void {
    const { elements } = this.#sets.tree.members;
    const { large } = this.#sets.store;
    const length = elements.keyLength(element);
    this.bytes = Buffer.allocUnsafe(length);
    this.start = 0;
    this.end = length;
    large.read(elements.largeKey(element), 0, this.bytes, 0, length);
  }
}
