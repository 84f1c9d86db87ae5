// HOT: runs once a group of commands; no closures, no allocation on the JS heap, integers only.
/**
 * The second half of reading ahead: what lies behind the record of a collection.
 *
 * Problem: in a big hash or set the bucket and the element of a field are two more waits for memory, half of the time
 * of a command on a million of them; in a small one it is the packed run.
 * Idea: when the records of a group have come (read-ahead.ts), their roots are read side by side; then tables are gone
 * through as the keys' own table was, and of a packed run the lines are read that a search goes through.
 * Cost: the hash of the element's name, which the command is spared.
 *
 * As there: no lock is held, whatever is read is thrown away, and nothing is read beyond an array.
 */
import { UNITS_SHIFT } from '../memory/heap/free-lists.ts';
import { LINE_WORDS, ROOT_SEGMENTS, SLAB_SHIFT, UNIT_MASK } from '../memory/layout.ts';
import { NO_REF } from '../memory/types.ts';
import { HEAP_MASK } from '../values/table/hash-segment.ts';
import { ReadAhead } from './read-ahead.ts';
import { TYPE_HASH, TYPE_SET, TYPE_ZSET } from './record.ts';
import { ENCODING_MASK, ENCODING_SHIFT, TYPE_MASK, TYPE_SHIFT } from './record-header.ts';
import { recordRoot } from './record-roots.ts';

/** By type: the encoding in which elements lie in a table; -1 for types without. */
const TABLES = Int8Array.of(-1, -1, 2, 1, 1, -1, -1, -1);
if (TYPE_SET !== 2 || TYPE_ZSET !== 3 || TYPE_HASH !== 4) throw new Error('TABLES is by other types');
/**
 * So much of a packed run is read. A search goes through it in order, so the processor fetches the rest by itself; what
 * is read beyond drives out of the nearest cache what the group needs.
 */
const MOST_RUN_WORDS = 8 * LINE_WORDS;
/** The root of a table: its words begin behind the header of its block. */
const TABLE_AT = 1;

export class ElementReadAhead {
  readonly #views: readonly Int32Array[];
  readonly #tables: ReadAhead;
  /** Slab and word of each root. */
  readonly #slabs: Int32Array;
  readonly #words: Int32Array;
  #count = 0;
  /** The same of each packed run. */
  readonly #runSlabs: Int32Array;
  readonly #runWords: Int32Array;
  #runs = 0;
  /** As in read-ahead.ts. */
  touched = 0;

  /** @param views of the heap's slabs @param most records of a group */
  constructor(views: readonly Int32Array[], most: number) {
    this.#views = views;
    this.#tables = new ReadAhead(views, most);
    this.#slabs = new Int32Array(most);
    this.#words = new Int32Array(most);
    this.#runSlabs = new Int32Array(most);
    this.#runWords = new Int32Array(most);
  }

  /** Starts a group. */
  begin(): void {
    this.#count = 0;
    this.#runs = 0;
    this.#tables.begin();
  }

  /**
   * Adds the collection whose record is said to begin at a word.
   * @returns its number if its elements lie in a table, else -1
   */
  add(words: Int32Array, at: number): number {
    const root = recordRoot(words, at);
    if (root === NO_REF) return -1;
    const meta = words[at + 1]!;
    const table = TABLES[(meta >>> TYPE_SHIFT) & TYPE_MASK]!;
    if (table < 0) return -1;
    const slab = (root >>> SLAB_SHIFT) & HEAP_MASK;
    const rootAt = (root & UNIT_MASK) << 1;
    if (((meta >>> ENCODING_SHIFT) & ENCODING_MASK) !== table) {
      const run = this.#runs;
      this.#runSlabs[run] = slab;
      this.#runWords[run] = rootAt;
      this.#runs = run + 1;
      return -1;
    }
    const i = this.#count;
    this.#slabs[i] = slab;
    this.#words[i] = rootAt;
    this.#count = i + 1;
    return i;
  }

  /** Reads the roots that were added, then the runs. */
  loadRoots(): void {
    this.#load(this.#slabs, this.#words, this.#count);
    this.#load(this.#runSlabs, this.#runWords, this.#runs);
    for (let i = 0; i < this.#runs; i++) this.#readRun(this.#views[this.#runSlabs[i]!]!, this.#runWords[i]!);
  }

  /** Adds an element, by its hash, of the collection with this number. */
  addElement(collection: number, hash: number): void {
    const view = this.#views[this.#slabs[collection]!]!;
    const at = this.#words[collection]! + TABLE_AT;
    if (at + ROOT_SEGMENTS < view.length) this.#tables.add(view, at, hash);
  }

  /** Fetches what the elements' look-ups will need. */
  fetch(): void {
    this.#tables.fetch();
  }

  /** cold: for tests. The element that was found for the one added as number so and so, or some other reference. */
  entryOf(number: number): number {
    const slab = this.#views.indexOf(this.#tables.wordsOf(number));
    return (slab << SLAB_SHIFT) | (this.#tables.wordOf(number) >>> 1);
  }

  #load(slabs: Int32Array, words: Int32Array, count: number): void {
    const views = this.#views;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const view = views[slabs[i]!]!;
      const at = words[i]!;
      if (at < view.length) sum ^= view[at]!;
    }
    this.touched ^= sum;
  }

  #readRun(view: Int32Array, at: number): void {
    if (at >= view.length) return;
    const most = (at + MOST_RUN_WORDS) | 0;
    const last = (at + ((view[at]! >>> UNITS_SHIFT) << 1)) | 0;
    const end = Math.min(last, most, view.length) | 0;
    let sum = 0;
    for (let i = at | 0; i < end; i = (i + LINE_WORDS) | 0) sum ^= view[i]!;
    this.touched ^= sum;
  }
}
