// HOT: no closures, no allocation but for counts beyond 2^53.
/**
 * How far a consumer group has read: which entry, the how manyth it is of all that were ever added, and how many are
 * left. Redis counts what it can know for certain, and answers nil where entries that were deleted make that unknown;
 * so does this, case by case.
 */
import type { ViewHolder } from '../../memory/slabs.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { G_LAST_ID, G_READ } from '../../values/stream/stream-groups.ts';
import { compareIds, copyId, ID_WORDS, isZeroId } from '../../values/stream/stream-id.ts';
import { wordOf } from '../../values/stream/stream-leaf.ts';
import type { Streams } from './streams.ts';

/** What "entries read" is when nobody knows. */
export const UNKNOWN_READ = -1;
const NO_WORDS = new Int32Array(0);

export class StreamProgress implements ViewHolder {
  readonly #streams: Streams;
  // What `begin` has found out of the stream: it stays as it is while entries are delivered.
  readonly #firstId = new Int32Array(ID_WORDS);
  readonly #lastId = new Int32Array(ID_WORDS);
  readonly #deletedId = new Int32Array(ID_WORDS);
  #length = 0;
  #added: number | bigint = 0;
  #group: Ref = NO_REF;
  #words: Int32Array = NO_WORDS;
  #at = 0;

  constructor(streams: Streams) {
    this.#streams = streams;
    streams.groups.heap.slabs.hold(this);
  }

  letGo(): void {
    this.#words = NO_WORDS;
  }

  /** Gets ready to count for a group of a stream. Not while the stream's entries are being walked. */
  begin(root: Ref, group: Ref): void {
    const streams = this.#streams;
    streams.copyFirstId(root, this.#firstId, 0);
    streams.copyLastId(root, this.#lastId, 0);
    streams.copyDeletedId(root, this.#deletedId, 0);
    this.#length = streams.length(root);
    this.#added = streams.added(root);
    this.#group = group;
    this.#words = streams.groups.wordsOf(group);
    this.#at = wordOf(group);
  }

  /** The last ID that the group was given, at `words[at]`. */
  copyLastId(group: Ref, id: Int32Array, at: number): void {
    copyId(this.#streams.groups.wordsOf(group), wordOf(group) + G_LAST_ID, id, at);
  }

  /** Lets the group go on behind an ID, if that is ahead of it. */
  raiseLastId(group: Ref, id: Int32Array): void {
    const words = this.#streams.groups.wordsOf(group);
    if (compareIds(id, 0, words, wordOf(group) + G_LAST_ID) > 0) this.#streams.groups.setLastId(group, id, 0);
  }

  /** Which of all entries ever added the group has read last, or UNKNOWN_READ. */
  read(group: Ref): number | bigint {
    return this.#streams.longAt(group, G_READ);
  }

  setRead(group: Ref, entries: number | bigint): void {
    this.#streams.setLongAt(group, G_READ, entries);
  }

  /** After `begin`: whether the group was not yet given this ID or a later one. */
  isNew(id: Int32Array): boolean {
    return compareIds(id, 0, this.#words, this.#at + G_LAST_ID) > 0;
  }

  /** After `begin`: the group is given the entry with an ID that is new to it. */
  advance(id: Int32Array): void {
    const group = this.#group;
    const words = this.#words;
    const last = this.#at + G_LAST_ID;
    const read = this.read(group);
    if (read !== UNKNOWN_READ && compareIds(words, last, this.#firstId, 0) >= 0 && !this.#hasGapsBehind(words, last)) {
      this.setRead(group, typeof read === 'bigint' ? read + 1n : read + 1);
    } else if (this.#added !== 0) this.setRead(group, this.#estimate(id, 0));
    copyId(id, 0, words, last);
  }

  /** After `begin`: entries that the group has still to be given; undefined when nobody knows. */
  lag(): number | bigint | undefined {
    const words = this.#words;
    const last = this.#at + G_LAST_ID;
    if (this.#added === 0 || this.#length === 0) return 0;
    const isBefore = compareIds(words, last, this.#firstId, 0) < 0;
    if (isBefore && compareIds(this.#deletedId, 0, this.#firstId, 0) < 0) return this.#length;
    const read = this.read(this.#group);
    if (read !== UNKNOWN_READ && !this.#hasGapsBehind(words, last)) return difference(this.#added, read);
    const estimate = this.#estimate(words, last);
    return estimate === UNKNOWN_READ ? undefined : difference(this.#added, estimate);
  }

  /** After `begin`: what the group has read by its last ID, for a group that comes without a count. */
  estimateRead(): void {
    this.setRead(this.#group, this.#estimate(this.#words, this.#at + G_LAST_ID));
  }

  /** Whether an entry behind an ID was deleted from between others, as far as is known. */
  #hasGapsBehind(id: Int32Array, at: number): boolean {
    if (this.#length === 0 || isZeroId(this.#deletedId, 0)) return false;
    if (compareIds(this.#firstId, 0, this.#deletedId, 0) > 0) return false;
    return compareIds(id, at, this.#deletedId, 0) <= 0;
  }

  /** Which of all entries ever added the one with an ID is, or UNKNOWN_READ. */
  #estimate(id: Int32Array, at: number): number | bigint {
    if (this.#added === 0) return 0;
    const toLast = compareIds(id, at, this.#lastId, 0);
    if (this.#length === 0 && toLast < 1) return this.#added;
    if (!isZeroId(id, at) && compareIds(id, at, this.#deletedId, 0) < 0) return UNKNOWN_READ;
    if (toLast === 0) return this.#added;
    if (toLast > 0) return UNKNOWN_READ;
    const toFirst = compareIds(id, at, this.#firstId, 0);
    if (isZeroId(this.#deletedId, 0) || compareIds(this.#deletedId, 0, this.#firstId, 0) < 0) {
      if (toFirst < 0) return difference(this.#added, this.#length);
      if (toFirst === 0) return difference(this.#added, this.#length - 1);
    }
    return UNKNOWN_READ;
  }
}

function difference(a: number | bigint, b: number | bigint): number | bigint {
  return typeof a === 'number' && typeof b === 'number' ? a - b : BigInt(a) - BigInt(b);
}
