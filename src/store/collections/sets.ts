// HOT: no closures, no allocation on the JS heap; called under the locks of the keys it names.
/** Sets as values of keys. set-walk.ts goes through them, set-draw.ts chooses members at random. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import type { PackedRuns } from '../../values/packed-run.ts';
import { ADDED, NO_ROOM, SET_INTSET, SET_LISTPACK, SET_TABLE } from '../../values/set/set-forms.ts';
import { SmallerSetForms } from '../../values/set/smaller-set-forms.ts';
import { LARGE_KEY_BYTES } from '../../values/table/element-fields.ts';
import { elementBytes } from '../../values/table/elements.ts';
import type { MemberTable } from '../../values/table/member-table.ts';
import { memberBlocks } from '../../values/table/member-table-audit.ts';
import type { Keyspace } from '../keyspace.ts';
import { NO_EXPIRY, TYPE_SET } from '../record.ts';
import { OutOfMemory } from '../strings/strings.ts';
import type { CollectionType } from './collections.ts';

/** Room of a packed run that is made with its first member. */
const NEW_RUN_BYTES = 24;
/** Bytes that a member may cost beside its own, in any form: its block, its share of the table, growth. */
const MEMBER_OVERHEAD = 40;
/** Bytes that a small set may need to change its form. */
const CONVERSION_BOUND = 16_384;
const NAMES = ['intset', 'listpack', 'hashtable'] as const;

export class Sets implements CollectionType {
  readonly store: Keyspace;
  readonly forms: SmallerSetForms;

  constructor(store: Keyspace, runs: PackedRuns, members: MemberTable) {
    this.store = store;
    this.forms = new SmallerSetForms(store.heap, runs, members);
    store.collections.types[TYPE_SET] = this;
  }

  /** Members of a record's set. */
  size(record: Ref): number {
    const { records } = this.store;
    return this.forms.count(records.encoding(record), records.rootRef(record));
  }

  contains(record: Ref, key: Uint8Array, start: number, length: number): boolean {
    const { records } = this.store;
    return this.forms.contains(records.encoding(record), records.rootRef(record), key, start, length);
  }

  /**
   * Makes an empty set the value of a key that has none; a member is to be added at once.
   * @param expected members that are to come, the first of which is given
   * @returns the record
   */
  begin(name: ArgIndex, key: Uint8Array, start: number, length: number, expected: number): Ref {
    const encoding = this.forms.firstEncoding(key, start, length, expected);
    const root = this.forms.create(this.store.shards[name]!, encoding, NEW_RUN_BYTES);
    return this.store.collections.put(name, NO_REF, TYPE_SET, encoding, root);
  }

  /** Takes the form in which Redis has a set to which so many members are to be added. */
  expect(name: ArgIndex, record: Ref, members: number): void {
    const { records } = this.store;
    const encoding = records.encoding(record);
    const { forms } = this;
    const most = encoding === SET_INTSET ? forms.maxIntegers : forms.maxPackedEntries;
    if (encoding === SET_TABLE || members <= most) return;
    forms.encoding = encoding;
    forms.root = records.rootRef(record);
    forms.toTable(this.store.shards[name]!);
    this.store.collections.update(record, forms.encoding, forms.root);
  }

  /** Adds a member to a key's set. @returns whether it was not there */
  add(name: ArgIndex, record: Ref, key: Uint8Array, start: number, length: number): boolean {
    const { records, collections } = this.store;
    const { forms } = this;
    const encoding = records.encoding(record);
    const root = records.rootRef(record);
    const added = forms.add(this.store.shards[name]!, encoding, root, key, start, length);
    // Another form may come to lie in the block that the one before has left.
    if (forms.root !== root || forms.encoding !== encoding) collections.update(record, forms.encoding, forms.root);
    if (added === NO_ROOM) throw new OutOfMemory();
    return added === ADDED;
  }

  /** An empty set that is nobody's value, in the form for integers or the packed one; its encoding is `forms.encoding`. */
  createEmpty(shard: number, integers: boolean): Ref {
    this.forms.encoding = integers ? SET_INTSET : SET_LISTPACK;
    return this.forms.create(shard, this.forms.encoding, NEW_RUN_BYTES);
  }

  /** As `add`, in a set that is nobody's value; it is what `forms` says then. */
  addTo(shard: number, encoding: number, root: Ref, key: Uint8Array, start: number, length: number): boolean {
    const added = this.forms.add(shard, encoding, root, key, start, length);
    if (added === NO_ROOM) throw new OutOfMemory();
    return added === ADDED;
  }

  isTable(record: Ref): boolean {
    return this.store.records.encoding(record) === SET_TABLE;
  }

  isIntegers(record: Ref): boolean {
    return this.store.records.encoding(record) === SET_INTSET;
  }

  /** Removes a member from a key's set, which may be empty then: see `dropEmpty`. @returns whether it was there */
  remove(name: ArgIndex, record: Ref, key: Uint8Array, start: number, length: number): boolean {
    const { records, collections } = this.store;
    const { forms } = this;
    const root = records.rootRef(record);
    const removed = forms.remove(this.store.shards[name]!, records.encoding(record), root, key, start, length);
    if (forms.root !== root) collections.update(record, forms.encoding, forms.root);
    return removed;
  }

  /** Makes a table of a key's set the packed run that Redis makes of the rest when most members were taken at once. */
  packRest(name: ArgIndex, record: Ref): void {
    const { forms } = this;
    if (!this.isTable(record)) return;
    forms.tableToPacked(this.store.shards[name]!, this.store.records.rootRef(record));
    if (forms.encoding !== SET_TABLE) this.store.collections.update(record, forms.encoding, forms.root);
  }

  /** Deletes the key of a set without members. */
  dropEmpty(name: ArgIndex, record: Ref): void {
    if (this.size(record) === 0) this.store.deleteEmpty(name, record);
  }

  /** Makes the set `encoding` and `root`, which is nobody's value, that of a key, or deletes the key when it is empty. */
  replace(name: ArgIndex, existing: Ref, encoding: number, root: Ref, event: number): void {
    const { store } = this;
    if (this.forms.count(encoding, root) > 0) {
      store.collections.put(name, existing, TYPE_SET, encoding, root, NO_EXPIRY);
      store.changed(name, event);
      return;
    }
    this.discard(name, encoding, root);
    if (existing !== NO_REF) store.delete(name, existing);
  }

  /** Frees a set that was made in the shard of a key and is nobody's value. */
  discard(name: ArgIndex, encoding: number, root: Ref): void {
    this.store.collections.release(this.store.shards[name]!, TYPE_SET, encoding, root);
  }

  /** Bytes that adding a member of this length may allocate at most, in the heap and as a large object. */
  addBound(length: number): number {
    const large = length >= LARGE_KEY_BYTES ? this.store.large.bytesFor(length) : 0;
    return elementBytes(length, 0, false) + MEMBER_OVERHEAD + large;
  }

  /** Bytes that changing a key's set may allocate beside its members. */
  changeBound(name: ArgIndex): number {
    return this.store.putBound(name, 4) + CONVERSION_BOUND;
  }

  dismantle(shard: number, encoding: number, root: Ref, blocks: number): boolean {
    if (encoding === SET_TABLE) return this.forms.members.dismantle(root, shard, blocks);
    this.store.heap.free(shard, root);
    return true;
  }

  copy(shard: number, encoding: number, root: Ref): Ref {
    if (encoding === SET_TABLE) return this.forms.members.copy(root, shard, 0);
    return encoding === SET_INTSET ? this.forms.ints.copy(shard, root) : this.forms.runs.copy(shard, root);
  }

  copyBound(encoding: number, root: Ref): number {
    return this.bytes(encoding, root, 0) * 1.25 + 4096;
  }

  count(encoding: number, root: Ref): number {
    return this.forms.count(encoding, root);
  }

  bytes(encoding: number, root: Ref, samples: number): number {
    return encoding === SET_TABLE ? this.forms.members.occupied(root, samples) : this.store.heap.blockBytes(root);
  }

  encodingName(encoding: number): string {
    return NAMES[encoding]!;
  }

  blocks(encoding: number, root: Ref): Iterable<Ref> {
    return encoding === SET_TABLE ? memberBlocks(this.store.heap, this.forms.members, root) : [root];
  }
}
