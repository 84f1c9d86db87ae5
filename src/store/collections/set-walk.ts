// HOT: no closures, no allocation on the JS heap except for large members; called under the lock of the set's key.
/**
 * Goes through the members of a set of any form, one after the other: integers and packed members in their order, a table's
 * in the order of their hashes. The set must not change meanwhile. Several walks may be under way at once.
 *
 *     walk.start(record); while (walk.next()) use(walk.bytes, walk.at, walk.length);
 */
import type { ViewHolder } from '../../memory/slabs.ts';
import type { LargeRef, Ref } from '../../memory/types.ts';
import { INT64_DIGITS, Int64 } from '../../values/int64.ts';
import { SET_INTSET, SET_TABLE } from '../../values/set/set-forms.ts';
import { MAX_SCANNED, SCAN_END } from '../../values/table/hash-segment.ts';
import type { Sets } from './sets.ts';

/** Whoever keeps one beyond a command has the slabs hold it. */
export class SetWalk implements ViewHolder {
  /** The member: bytes[at, at + length). One that is a large object is copied here unless `keepLarge`. */
  bytes: Buffer;
  at = 0;
  length = 0;
  /** The member is a large object, and its bytes are only there. */
  isLarge = false;
  large: LargeRef = 0 as LargeRef;
  /** Leaves large members where they are. */
  keepLarge = false;
  readonly #sets: Sets;
  readonly #value = new Int64();
  readonly #digits: Buffer = Buffer.alloc(INT64_DIGITS);
  #copy: Buffer = Buffer.alloc(0);
  #found: Int32Array = new Int32Array(MAX_SCANNED);
  #foundCount = 0;
  #encoding = SET_INTSET;
  #root = 0 as Ref;
  /** Index of an integer, place in a run, or index in `#found`. */
  #next = 0;
  #end = 0;
  #position = 0;

  constructor(sets: Sets) {
    this.#sets = sets;
    this.bytes = this.#digits;
  }

  letGo(): void {
    this.bytes = this.#digits;
  }

  /** Begins with the set of a record. */
  start(record: Ref): void {
    const { records } = this.#sets.store;
    this.startAt(records.encoding(record), records.rootRef(record));
  }

  /** Begins with a set that is known by its root. */
  startAt(encoding: number, root: Ref): void {
    const { forms } = this.#sets;
    this.#encoding = encoding;
    this.#root = root;
    this.isLarge = false;
    this.#next = 0;
    this.#position = 0;
    this.#foundCount = 0;
    if (encoding === SET_INTSET) this.#end = forms.ints.count(root);
    else if (encoding !== SET_TABLE) {
      this.#next = forms.runs.begin(root);
      this.#end = forms.runs.end(root);
    }
  }

  /** Goes to the next member. @returns false behind the last */
  next(): boolean {
    const { forms } = this.#sets;
    if (this.#encoding === SET_TABLE) return this.#nextElement();
    if (this.#next >= this.#end) return false;
    if (this.#encoding === SET_INTSET) {
      forms.ints.get(this.#root, this.#next++, this.#value);
      this.bytes = this.#digits;
      this.at = 0;
      this.length = this.#value.write(this.#digits, 0);
      return true;
    }
    const bytes = forms.runs.bytesOf(this.#root);
    this.bytes = bytes;
    this.at = forms.runs.data(bytes, this.#next);
    this.length = forms.runs.length(bytes, this.#next);
    this.#next = this.at + this.length;
    return true;
  }

  #nextElement(): boolean {
    const { members } = this.#sets.forms;
    while (this.#next >= this.#foundCount) {
      if (this.#position >= SCAN_END) return false;
      this.#foundCount = members.scan(this.#root, this.#position);
      this.#position = members.nextPosition;
      this.#next = 0;
      if (this.#foundCount > this.#found.length) this.#found = new Int32Array(this.#foundCount);
      for (let i = 0; i < this.#foundCount; i++) this.#found[i] = members.found[i]!;
    }
    this.showElement(this.#found[this.#next++]! as Ref);
    return true;
  }

  /** Makes an element of a table the member. */
  showElement(element: Ref): void {
    const { elements } = this.#sets.forms.members;
    this.isLarge = elements.isLargeKey(element);
    this.length = elements.keyLength(element);
    if (!this.isLarge) {
      this.bytes = elements.bytesOf(element);
      this.at = elements.keyAt(element);
      return;
    }
    this.large = elements.largeKey(element);
    if (this.keepLarge) return;
    if (this.#copy.length < this.length) this.#copy = Buffer.alloc(this.length);
    this.#sets.store.large.read(this.large, 0, this.#copy, 0, this.length);
    this.bytes = this.#copy;
    this.at = 0;
  }

  /** Makes the integer number `index` the member. */
  showInteger(root: Ref, index: number): void {
    this.#sets.forms.ints.get(root, index, this.#value);
    this.isLarge = false;
    this.bytes = this.#digits;
    this.at = 0;
    this.length = this.#value.write(this.#digits, 0);
  }

  /** Makes the entry at a place of a packed run the member. */
  showEntry(root: Ref, place: number): void {
    const { runs } = this.#sets.forms;
    this.isLarge = false;
    this.bytes = runs.bytesOf(root);
    this.at = runs.data(this.bytes, place);
    this.length = runs.length(this.bytes, place);
  }
}
