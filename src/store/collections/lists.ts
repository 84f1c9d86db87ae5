// HOT: no closures, no allocation on the JS heap; called under the locks of the keys it names.
/**
 * Lists as values of keys. `open` turns `value` to a key's list; commands walk it themselves (values/list/list-cursor.ts),
 * and changes end with `pushed`, `removed` or `altered`, which keep record, form and events in step.
 *
 * The form is what Redis would say: a listpack by its size in bytes or items, back to one when half of that is enough.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { type LargeRef, NO_REF, type Ref } from '../../memory/types.ts';
import { auditList } from '../../values/list/list-audit.ts';
import { LEAF_ROOM } from '../../values/list/list-ends.ts';
import { ListItem } from '../../values/list/list-entry.ts';
import { ListValue } from '../../values/list/list-value.ts';
import type { Keyspace } from '../keyspace.ts';
import { EVENT } from '../observers/events.ts';
import { TYPE_LIST } from '../record.ts';
import type { CollectionType } from './collections.ts';
import type { LargeElements } from './large-elements.ts';
import { growthBound, packedBytesFor, packedItemsFor } from './list-limits.ts';

export const LIST_LISTPACK = 0;
export const LIST_QUICKLIST = 1;
/** Room for entries in a small list that does not know how many it will get. */
const LEAST_ROOM = 8;

export class Lists implements CollectionType {
  readonly store: Keyspace;
  readonly value: ListValue;
  /** The item that is being put into a list. */
  readonly item: ListItem = new ListItem();
  /** The item that is looked for in a list. */
  readonly sought: ListItem = new ListItem();
  readonly #large: LargeElements;
  /** Large objects made of arguments, by the argument's place among those that are pushed. */
  #taken: Int32Array = new Int32Array(16);
  #maxPackedSize = 0;
  #growthBound = 0;
  /** What the record said when its list was opened. */
  #root: Ref = NO_REF;
  #isTree = false;

  constructor(store: Keyspace, large: LargeElements) {
    this.store = store;
    this.#large = large;
    this.value = new ListValue(store.heap, store.large);
    store.collections.types[TYPE_LIST] = this;
    this.maxPackedSize = -2;
  }

  /** Items up to which a list is small (0 and more), or -1 to -5 for bytes: `list-max-listpack-size`. */
  get maxPackedSize(): number {
    return this.#maxPackedSize;
  }

  set maxPackedSize(size: number) {
    this.#maxPackedSize = size;
    this.#growthBound = growthBound(size);
    const { value } = this;
    value.mostPackedBytes = packedBytesFor(size);
    value.mostPackedItems = packedItemsFor(size);
    // As the nodes of a quicklist: which form a list has that shrinks depends on them.
    value.maxLeafItems = value.mostPackedItems;
  }

  /** Turns `value` to the list of a key. */
  open(key: ArgIndex, record: Ref): ListValue {
    const { records, shards } = this.store;
    const root = records.rootRef(record);
    const isTree = records.encoding(record) === LIST_QUICKLIST;
    this.#root = root;
    this.#isTree = isTree;
    this.value.open(shards[key]!, isTree, root);
    return this.value;
  }

  /** Items of a record's list. */
  length(record: Ref): number {
    const { records } = this.store;
    return this.count(records.encoding(record), records.rootRef(record));
  }

  /**
   * Pushes arguments one after the other. Throws OutOfMemory before any change when a large one finds no room.
   * @param record of the key, or NO_REF, which makes a new list
   * @returns the items now
   */
  push(key: ArgIndex, record: Ref, first: ArgIndex, count: number, front: boolean): number {
    const { args } = this.store;
    const { argStart, argLen } = args;
    const { value, item } = this;
    const { threshold } = this.#large;
    if (count === 1 && argStart[first]! >= 0 && argLen[first]! < threshold) {
      const items = record === NO_REF ? 0 : this.#pushShort(key, record, first, front);
      if (items !== 0) return items;
      item.setBytes(args.buf, argStart[first]!, argLen[first]!);
      return this.pushItem(key, record, front);
    }
    let bytes = 0;
    let hasLarge = false;
    for (let i = first as number; i < first + count; i++) {
      const length = argLen[i]!;
      bytes += length;
      if (argStart[i]! < 0 || length >= threshold) hasLarge = true;
    }
    if (hasLarge) this.#taken = this.#large.takeEach(first, count, this.#taken);
    const isKnown = record === NO_REF && !hasLarge;
    const room = isKnown ? item.sizeOfAll(args.buf, argStart, argLen, first, count, LEAF_ROOM) : LEAST_ROOM;
    this.#openToPush(key, record, bytes, room, count, front);
    for (let i = 0; i < count; i++) {
      const length = argLen[first + i]!;
      if (hasLarge && this.#taken[i] !== 0) item.setLarge(this.#taken[i]! as LargeRef, length);
      else item.setBytes(args.buf, argStart[first + i]!, length);
      value.push(item, front);
    }
    return this.#pushed(key, record, front);
  }

  /** Pushes `item`, which has been set. @returns the items now */
  pushItem(key: ArgIndex, record: Ref, front: boolean): number {
    this.#openToPush(key, record, this.item.length, this.item.size, 1, front);
    this.value.push(this.item, front);
    return this.#pushed(key, record, front);
  }

  /** Sets `item` to an argument. Throws OutOfMemory when that is large and finds no room. */
  takeItem(argument: ArgIndex): void {
    const { args } = this.store;
    const length = args.argLen[argument]!;
    if (this.#large.isLarge(argument)) this.item.setLarge(this.#large.take(argument), length);
    else this.item.setBytes(args.buf, args.argStart[argument]!, length);
  }

  /**
   * Makes `value` stand before the item at an end of a key's list, if that is short and can just be taken off.
   * @returns false when the list must be opened
   */
  atEnd(record: Ref, front: boolean): boolean {
    const { records } = this.store;
    return this.value.atEnd(records.encoding(record) === LIST_QUICKLIST, records.rootRef(record), front);
  }

  /** Takes off the item that `atEnd` has just found. */
  takeEnd(key: ArgIndex, event: number): void {
    this.value.takeEnd();
    this.changedInPlace(key, event);
  }

  /** Prepares the opened list for so many items and bytes more: Redis changes its form before it looks further. */
  growing(record: Ref, bytes: number, items: number): void {
    const { value } = this;
    if (value.isTree || !value.outgrows(bytes, items)) return;
    value.toTree();
    this.settle(record);
  }

  /** Tells the record where the opened list is and of what form. */
  settle(record: Ref): void {
    const { root, isTree } = this.value;
    const { collections, heap } = this.store;
    heap.operations++;
    if (root === this.#root && isTree === this.#isTree) return;
    this.#root = root;
    this.#isTree = isTree;
    collections.update(record, isTree ? LIST_QUICKLIST : LIST_LISTPACK, root);
  }

  /** Ends a change of the opened list that took nothing out. */
  altered(key: ArgIndex, record: Ref, event: number): void {
    this.settle(record);
    this.store.changed(key, event);
  }

  /** Ends a change of the opened list that took `items` out: without items, the key goes too. */
  removed(key: ArgIndex, record: Ref, event: number, items = 1): void {
    const isEmpty = this.value.count() === 0;
    if (!isEmpty) this.shrink();
    this.settle(record);
    this.store.changed(key, event);
    if (items !== 1) this.store.countMore(items - 1);
    if (isEmpty) this.store.deleteEmpty(key, record);
  }

  /** Makes the opened list small again if half the room of a small one is enough. `altered` or `removed` must follow. */
  shrink(): void {
    const { value, maxPackedSize } = this;
    if (!value.isTree) return;
    if (maxPackedSize >= 0 && value.count() > maxPackedSize >>> 1) return;
    const packed = value.packedSizeOfTree();
    const most = maxPackedSize >= 0 ? value.mostPackedBytes : value.mostPackedBytes / 2;
    if (packed >= 0 && packed <= most) value.toSmall(packed);
  }

  /** Cuts the opened list down to the items from `from` to before `to`, at least one. `removed` must follow. */
  trim(key: ArgIndex, from: number, to: number): void {
    const { value } = this;
    if (to < value.count()) this.#release(key, value.dropTail(to));
    if (from > 0) this.#release(key, value.dropHead(from));
  }

  /** Bytes that pushing so many arguments may allocate. */
  pushBound(key: ArgIndex, first: ArgIndex, count: number): number {
    const { argLen } = this.store.args;
    const { threshold } = this.#large;
    let bytes = this.store.putBound(key, 4) + this.#growthBound;
    for (let i = first as number; i < first + count; i++) {
      // A leaf that the next item does not fit into may stay half empty.
      if (argLen[i]! < threshold) bytes += argLen[i]! * 2 + 16;
      else bytes += this.#large.bound(i as ArgIndex) + 16;
    }
    return bytes;
  }

  dismantle(shard: number, encoding: number, root: Ref, blocks: number): boolean {
    return this.value.dismantle(shard, encoding === LIST_QUICKLIST, root, blocks);
  }

  copy(shard: number, encoding: number, root: Ref): Ref {
    this.value.open(shard, encoding === LIST_QUICKLIST, root);
    return this.value.copyTo(shard);
  }

  copyBound(encoding: number, root: Ref): number {
    this.value.open(0, encoding === LIST_QUICKLIST, root);
    return this.value.copyBound();
  }

  count(encoding: number, root: Ref): number {
    this.value.open(0, encoding === LIST_QUICKLIST, root);
    return this.value.count();
  }

  bytes(encoding: number, root: Ref, samples: number): number {
    this.value.open(0, encoding === LIST_QUICKLIST, root);
    return this.value.occupied(samples);
  }

  encodingName(encoding: number): string {
    return encoding === LIST_QUICKLIST ? 'quicklist' : 'listpack';
  }

  blocks(encoding: number, root: Ref): Iterable<Ref> {
    const audit = auditList(this.store.heap, this.store.large, encoding === LIST_QUICKLIST, root);
    if (audit.problems.length > 0) throw new Error(`a list is broken: ${audit.problems.join(', ')}`);
    return audit.blocks;
  }

  /**
   * Turns `value` to the list that is to grow, a new one for NO_REF.
   * @param bytes of all items @param room bytes of their entries, for a new list
   */
  #openToPush(key: ArgIndex, record: Ref, bytes: number, room: number, items: number, front: boolean): void {
    const { value, store } = this;
    store.heap.operations++;
    if (record === NO_REF) value.create(store.shards[key]!, room < LEAF_ROOM ? room : LEAST_ROOM, front);
    else this.open(key, record);
    if (!value.isTree && value.outgrows(bytes, items)) value.toTree();
  }

  /** Pushes one short argument where that is simple. @returns the items now, or 0: nothing has changed */
  #pushShort(key: ArgIndex, record: Ref, item: ArgIndex, front: boolean): number {
    const { records, args } = this.store;
    const isTree = records.encoding(record) === LIST_QUICKLIST;
    const root = records.rootRef(record);
    const items = this.value.pushShort(isTree, root, args.buf, args.argStart[item]!, args.argLen[item]!, front);
    if (items !== 0) this.changedInPlace(key, front ? EVENT.lpush : EVENT.rpush);
    return items;
  }

  /** Says that so many items of a list have changed whose root and form have not. */
  changedInPlace(key: ArgIndex, event: number, items = 1): void {
    this.store.heap.operations++;
    this.store.changed(key, event);
    if (items !== 1) this.store.countMore(items - 1);
  }

  /** Ends a push. @returns the items now */
  #pushed(key: ArgIndex, record: Ref, front: boolean): number {
    const { value, store } = this;
    const items = value.count();
    if (record === NO_REF) {
      store.collections.put(key, NO_REF, TYPE_LIST, value.isTree ? LIST_QUICKLIST : LIST_LISTPACK, value.root);
    } else this.settle(record);
    store.changed(key, front ? EVENT.lpush : EVENT.rpush);
    return items;
  }

  #release(key: ArgIndex, root: Ref): void {
    if (root === NO_REF) return;
    const { root: kept, isTree } = this.value;
    const shard = this.store.shards[key]!;
    this.store.collections.release(shard, TYPE_LIST, LIST_QUICKLIST, root);
    this.value.open(shard, isTree, kept);
  }
}
