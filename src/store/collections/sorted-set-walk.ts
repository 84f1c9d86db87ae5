// HOT: no closures, no allocation on the JS heap but for members that are large objects.
/**
 * Goes through a sorted set in its order, from any rank up or down. A walk is valid until something changes the set; it
 * keeps a path of its own, so other sets may be changed meanwhile.
 */
import { SLAB_SHIFT } from '../../memory/layout.ts';
import type { ViewHolder } from '../../memory/slabs.ts';
import type { Ref } from '../../memory/types.ts';
import { highWord, lowWord, narrowScore, WIDEST } from '../../values/sorted-set/score-width.ts';
import { ENTRY_WORDS } from '../../values/sorted-set/zset-leaf.ts';
import { MEMBER_OWN } from '../../values/table/member-table.ts';
import { BATCH_TEXT_BYTES, BATCH_TEXTS, type TextBatch } from '../../values/text-batch.ts';
import { TreePath } from '../../values/tree/tree-path.ts';
import { type SortedSets, ZSET_LISTPACK } from './sorted-sets.ts';

const NOTHING = Buffer.alloc(0);

/** Each lives as long as its thread. */
export class SortedSetWalk implements ViewHolder {
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
  /** The memory that `bytes` shows, for reading words; null for a copy of a large member. */
  data: DataView | null = null;
  /** What `findScore` found. */
  scoreLow = 0;
  scoreHigh = 0;
  /** The place, or the element, of the member that was met: where its score is. */
  #met = 0;
  /** 1 while the walk goes up, -1 while it goes down. */
  #step = 1;

  constructor(sets: SortedSets) {
    this.#sets = sets;
    this.#path = new TreePath(sets.store.heap, 0, null);
    sets.store.heap.slabs.hold(this);
  }

  letGo(): void {
    this.bytes = NOTHING;
    this.data = null;
  }

  /** The score of the member that was met. */
  get score(): number {
    const { runs, tree } = this.#sets;
    if (this.#isRun) return runs.score(this.#root, this.#met);
    return tree.members.elements.number(this.#met as Ref);
  }

  /** Makes `scoreLow` and `scoreHigh` the words of the score of the member that was met. */
  findScore(): void {
    if (!this.#isRun) {
      const { elements } = this.#sets.tree.members;
      const element = this.#met as Ref;
      const words = elements.i32[element >>> SLAB_SHIFT]!;
      const at = elements.numberAt(element);
      this.scoreLow = words[at]!;
      this.scoreHigh = words[at + 1]!;
      return;
    }
    // Behind the member and the width of its score.
    const at = this.end + 1;
    const width = this.bytes[this.end]!;
    if (width !== WIDEST) {
      const score = narrowScore(this.bytes, at, width);
      this.scoreLow = lowWord(score);
      this.scoreHigh = highWord(score);
      return;
    }
    const data = this.data!;
    this.scoreLow = data.getInt32(at, true);
    this.scoreHigh = data.getInt32(at + 4, true);
  }

  /** Begins at a rank, to go up with `next`. */
  up(encoding: number, root: Ref, rank: number): void {
    this.#step = 1;
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
      this.#step = -1;
      return;
    }
    this.#step = -1;
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

  /**
   * Meets up to `most` members at once, the way that the walk goes, as far as they lie together, and lists them with their
   * scores, if they are asked for. The caller knows that there are so many.
   * @returns how many; 0 when the next one is too long for that
   */
  collect(batch: TextBatch, most: number, withScores: boolean): number {
    if (this.#isRun) return this.#collectPlaces(batch, most < BATCH_TEXTS ? most : BATCH_TEXTS);
    const step = this.#step;
    if (step > 0 && this.#at === this.#end) {
      this.#path.nextLeaf();
      this.#enter(0);
    } else if (this.#at < 0) {
      this.#path.previousLeaf();
      this.#enter(0);
      this.#at = this.#end - 1;
    }
    const { leaves, members } = this.#sets.tree;
    const { elements } = members;
    const words = leaves.wordsOf(this.#leaf);
    const left = step > 0 ? this.#end - this.#at : this.#at + 1;
    const count = Math.min(left, most, BATCH_TEXTS);
    let entry = leaves.entryAt(this.#leaf, this.#at) + 2;
    elements.readAhead(words, entry, (step * ENTRY_WORDS) | 0, count);
    let i = 0;
    for (; i < count && elements.listKey(words[entry]! as Ref, batch, i, withScores); i++) entry += step * ENTRY_WORDS;
    this.#at += step * i;
    return i;
  }

  #collectPlaces(batch: TextBatch, most: number): number {
    const root = this.#root;
    const { runs } = this.#sets.runs;
    const bytes = runs.bytesOf(root);
    const data = this.#sets.store.heap.slabs.data[root >>> SLAB_SHIFT]!;
    const { slabs, starts, lengths, numbers, numberWords } = batch;
    const step = this.#step;
    const width = this.#sets.runs.width(root);
    let at = this.#at;
    let i = 0;
    for (; i < most; i++) {
      const place = step > 0 ? at : this.#places[at]!;
      const length = bytes[place]!;
      if (length > BATCH_TEXT_BYTES) break;
      slabs[i] = root >>> SLAB_SHIFT;
      starts[i] = place + 1;
      lengths[i] = length;
      // Behind the member and the width of its score.
      const score = place + length + 2;
      if (width === WIDEST) {
        numberWords[2 * i] = data.getInt32(score, true);
        numberWords[2 * i + 1] = data.getInt32(score + 4, true);
      } else {
        numbers[i] = narrowScore(bytes, score, width);
      }
      at = step > 0 ? score + width : at - 1;
    }
    this.#at = at;
    return i;
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
    this.data = this.#sets.store.heap.slabs.data[this.#root >>> SLAB_SHIFT]!;
    this.#met = place;
    this.start = runs.runs.data(bytes, place);
    this.end = this.start + runs.runs.length(bytes, place);
  }

  #meetElement(index: number): void {
    const { tree } = this.#sets;
    this.meet(tree.leaves.element(this.#leaf, index));
  }

  /** Takes bytes and score from an element of a big set. */
  meet(element: Ref): void {
    const { elements } = this.#sets.tree.members;
    this.#met = element;
    this.#isRun = false;
    if (!elements.locateKey(element)) {
      this.#meetLarge(element);
      return;
    }
    this.bytes = elements.bytes[element >>> SLAB_SHIFT]!;
    this.data = this.#sets.store.heap.slabs.data[element >>> SLAB_SHIFT]!;
    this.start = elements.keyStart;
    this.end = elements.keyEnd;
  }

  /** cold: copies a member of 64 KiB and more, which lies in pages. */
  #meetLarge(element: Ref): void {
    const { elements } = this.#sets.tree.members;
    const { large } = this.#sets.store;
    const length = elements.keyLength(element);
    this.bytes = Buffer.allocUnsafe(length);
    this.data = null;
    this.start = 0;
    this.end = length;
    large.read(elements.largeKey(element), 0, this.bytes, 0, length);
  }
}
