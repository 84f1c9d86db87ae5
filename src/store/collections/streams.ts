// HOT: no closures, no allocation on the JS heap on the usual ways; called under the locks of the keys it names.
/**
 * Streams: entries by ID and consumer groups, behind one root block a key. A stream without entries stays: only DEL
 * and expiry take the key away.
 *
 * IDs are passed as four words of an Int32Array (values/stream/stream-id.ts).
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { StreamGroupSets } from '../../values/stream/stream-group-sets.ts';
import { G_LAST_ID } from '../../values/stream/stream-groups.ts';
import {
  addToLong,
  compareIds,
  copyId,
  fillId,
  ID_WORDS,
  incrementId,
  isMaxId,
  isZeroId,
  readLong,
  sameMilliseconds,
  writeLong,
} from '../../values/stream/stream-id.ts';
import { slabOf, wordOf } from '../../values/stream/stream-leaf.ts';
import { MAX_NAME_BYTES } from '../../values/stream/stream-names.ts';
import {
  newStreamRoot,
  R_ADDED,
  R_DELETED_ID,
  R_LAST_ID,
  R_TREE,
  STREAM_ROOT_BYTES,
} from '../../values/stream/stream-root.ts';
import { StreamTrim } from '../../values/stream/stream-trim.ts';
import { MAX_CHILDREN, nodeBytes } from '../../values/tree/tree-node.ts';
import type { Keyspace } from '../keyspace.ts';
import { EVENT } from '../observers/events.ts';
import { TYPE_STREAM } from '../record.ts';
import type { LargeElements } from './large-elements.ts';
import { StreamDrafts } from './stream-drafts.ts';
import { StreamProgress } from './stream-progress.ts';
import { type StreamShape, shapeOf } from './stream-shape.ts';
import { StreamType } from './stream-type.ts';

const TWO_32 = 0x1_0000_0000;
/** What a new leaf and the growth of an old one may take beside the settings' bytes. */
const LEAF_OVERHEAD = 256;
/** What a group or consumer takes beside its name, and its run's growth. */
const GROUP_OVERHEAD = 16_384;
/** What putting a leaf into a tree of up to six levels may take. */
const TREE_BOUND = 2 * 6 * (nodeBytes(MAX_CHILDREN, ID_WORDS) + 16);

export class Streams {
  /** Longest name of a group or consumer, in bytes. */
  readonly maxNameBytes: number = MAX_NAME_BYTES;
  readonly entries: StreamTrim;
  readonly groups: StreamGroupSets;
  readonly progress: StreamProgress;
  readonly #drafts: StreamDrafts;
  readonly #store: Keyspace;
  readonly #i32: Int32Array[];

  constructor(store: Keyspace, elements: LargeElements) {
    this.#store = store;
    this.#i32 = store.heap.slabs.i32;
    this.entries = new StreamTrim(store.heap, store.large);
    this.groups = new StreamGroupSets(store.heap);
    this.progress = new StreamProgress(this);
    this.#drafts = new StreamDrafts(store, elements, this.entries.draft);
    store.collections.types[TYPE_STREAM] = new StreamType(store, this.entries, this.groups);
  }

  /** Makes the key, which is not there, an empty stream. @returns its root */
  create(key: ArgIndex): Ref {
    const root = newStreamRoot(this.#store.heap, this.#store.shards[key]!);
    this.#store.collections.put(key, NO_REF, TYPE_STREAM, 0, root);
    return root;
  }

  // ---------------------------------------------------------------- what the root says

  /** Entries. */
  length(root: Ref): number {
    this.entries.tree.open(root, R_TREE);
    return this.entries.tree.count();
  }

  /** Compares the last ID that was given with another one. */
  compareLast(root: Ref, id: Int32Array, at: number): number {
    return compareIds(this.#words(root), wordOf(root) + R_LAST_ID, id, at);
  }

  /** Whether the last ID that was given is the greatest there is. */
  isExhausted(root: Ref): boolean {
    return isMaxId(this.#words(root), wordOf(root) + R_LAST_ID);
  }

  copyLastId(root: Ref, id: Int32Array, at: number): void {
    copyId(this.#words(root), wordOf(root) + R_LAST_ID, id, at);
  }

  setLastId(root: Ref, id: Int32Array, at: number): void {
    this.#store.heap.operations++;
    copyId(id, at, this.#words(root), wordOf(root) + R_LAST_ID);
  }

  /** The greatest ID that XDEL has deleted; 0-0 for none. */
  copyDeletedId(root: Ref, id: Int32Array, at: number): void {
    copyId(this.#words(root), wordOf(root) + R_DELETED_ID, id, at);
  }

  setDeletedId(root: Ref, id: Int32Array, at: number): void {
    this.#store.heap.operations++;
    copyId(id, at, this.#words(root), wordOf(root) + R_DELETED_ID);
  }

  /** The first entry's ID; 0-0 in a stream without entries. */
  copyFirstId(root: Ref, id: Int32Array, at: number): void {
    if (this.entries.beginFirst(root)) copyId(this.entries.cursor.id, 0, id, at);
    else fillId(id, at, 0);
  }

  /** The last entry's ID. @returns false when there is none */
  copyTopId(root: Ref, id: Int32Array, at: number): boolean {
    if (!this.entries.beginLast(root)) return false;
    copyId(this.entries.cursor.id, 0, id, at);
    return true;
  }

  /** Whether there is an entry behind an ID. */
  hasBehind(root: Ref, id: Int32Array, at: number): boolean {
    // Usually the last ID that was given is that of an entry.
    if (this.compareLast(root, id, at) <= 0) return false;
    return this.entries.beginLast(root) && compareIds(this.entries.cursor.id, 0, id, at) > 0;
  }

  /** Whether there is an entry that a group was not given yet. */
  hasNewFor(root: Ref, group: Ref): boolean {
    return this.hasBehind(root, this.groups.wordsOf(group), wordOf(group) + G_LAST_ID);
  }

  /** Entries ever added: a number while that is exact, else a bigint. */
  added(root: Ref): number | bigint {
    return this.longAt(root, R_ADDED);
  }

  setAdded(root: Ref, entries: number | bigint): void {
    this.setLongAt(root, R_ADDED, entries);
  }

  /** The signed 64-bit integer in two words of a block: a number while that is exact, else a bigint. */
  longAt(block: Ref, word: number): number | bigint {
    return readLong(this.#words(block), wordOf(block) + word);
  }

  setLongAt(block: Ref, word: number, value: number | bigint): void {
    this.#store.heap.operations++;
    writeLong(this.#words(block), wordOf(block) + word, value);
  }

  /** Leaves and nodes, as XINFO STREAM shows them. */
  shape(root: Ref): StreamShape {
    return shapeOf(this.entries, root);
  }

  // ---------------------------------------------------------------- changes

  /** Says what the next entry holds. @see StreamDrafts.describe */
  describe(first: ArgIndex, fields: number): void {
    this.#drafts.describe(first, fields);
  }

  /** Adds the entry that was described, with the ID in `entries.draft.id`, which comes behind the last one given. */
  append(key: ArgIndex, root: Ref): void {
    this.entries.append(this.#store.shards[key]!, root);
    this.#appended(key, root);
  }

  /** Adds an entry of so many arguments, not described, where that is simple. @returns false: nothing has changed */
  appendShort(key: ArgIndex, root: Ref, first: number, texts: number): boolean {
    const { buf, argLen, argStart } = this.#store.args;
    if (!this.entries.appendShort(root, buf, argStart, argLen, first, texts)) return false;
    this.#appended(key, root);
    return true;
  }

  #appended(key: ArgIndex, root: Ref): void {
    const words = this.#words(root);
    const at = wordOf(root);
    copyId(this.entries.draft.id, 0, words, at + R_LAST_ID);
    addToLong(words, at + R_ADDED, 1);
    this.#store.changed(key, EVENT.xadd);
  }

  /** Makes the ID in `entries.draft.id` the one behind the last given (`root` NO_REF: none), not before `nowMs`. */
  nextId(root: Ref, nowMs: number): boolean {
    const { id } = this.entries.draft;
    id[0] = nowMs / TWO_32;
    // The words of an Int32Array take the lower 32 bits.
    id[1] = nowMs;
    id[2] = 0;
    id[3] = 0;
    if (root === NO_REF) return true;
    const last = this.#words(root);
    const at = wordOf(root) + R_LAST_ID;
    if (id[0] > last[at]! >>> 0 || (id[0] === last[at]! && id[1]! >>> 0 > last[at + 1]! >>> 0)) return true;
    copyId(last, at, id, 0);
    return incrementId(id, 0);
  }

  /** Chooses the sequence of the ID in `entries.draft.id`. @returns false when its milliseconds have no more of them */
  nextSequence(root: Ref): boolean {
    const { id } = this.entries.draft;
    id[2] = 0;
    id[3] = 0;
    if (root === NO_REF) {
      if (isZeroId(id, 0)) id[3] = 1;
      return true;
    }
    const last = this.#words(root);
    const at = wordOf(root) + R_LAST_ID;
    if (!sameMilliseconds(last, at, id, 0)) return true;
    copyId(last, at, id, 0);
    incrementId(id, 0);
    return sameMilliseconds(last, at, id, 0);
  }

  /**
   * Deletes the first entries, and says so. @see StreamTrim.trim
   * @returns how many
   */
  trim(key: ArgIndex, root: Ref, keep: number, minId: Int32Array | null, exact: boolean, limit: number): number {
    const { entries } = this;
    const shard = this.#store.shards[key]!;
    const deleted = entries.trim(shard, root, keep, minId, exact, limit);
    if (entries.cutOff !== NO_REF) this.#store.collections.release(shard, TYPE_STREAM, 0, entries.cutOff);
    if (deleted !== 0) this.#store.changed(key, EVENT.xtrim);
    return deleted;
  }

  /** Deletes the entry with an ID; XDEL says so itself. @returns false when there is none */
  delete(key: ArgIndex, root: Ref, id: Int32Array, at: number): boolean {
    if (!this.entries.find(root, id, at)) return false;
    this.entries.deleteFound(this.#store.shards[key]!);
    const words = this.#words(root);
    const deletedAt = wordOf(root) + R_DELETED_ID;
    if (compareIds(id, at, words, deletedAt) > 0) copyId(id, at, words, deletedAt);
    return true;
  }

  // ---------------------------------------------------------------- groups

  /** Adds a group that is not there; XGROUP CREATE says so itself. @param read entries read, or UNKNOWN_READ */
  createGroup(key: ArgIndex, root: Ref, name: ArgIndex, lastId: Int32Array, read: number | bigint): void {
    const { args, shards } = this.#store;
    const group = this.groups.create(shards[key]!, root, args.buf, args.argStart[name]!, args.argLen[name]!);
    this.groups.setLastId(group, lastId, 0);
    this.progress.setRead(group, read);
  }

  /** Takes the group out that was just looked up by its name, and frees it, at once or later. */
  destroyGroup(key: ArgIndex, root: Ref, group: Ref): void {
    const shard = this.#store.shards[key]!;
    // Whatever is left of it is a stream's that has only this group.
    const grave = newStreamRoot(this.#store.heap, shard);
    this.groups.takeOut(shard, root);
    this.groups.adopt(shard, grave, group);
    this.#store.collections.release(shard, TYPE_STREAM, 0, grave);
  }

  /** Adds a consumer that is not there, and says so. @returns it */
  createConsumer(key: ArgIndex, group: Ref, name: ArgIndex): Ref {
    const store = this.#store;
    const { args, shards } = store;
    const [start, length] = [args.argStart[name]!, args.argLen[name]!];
    const consumer = this.groups.createConsumer(shards[key]!, group, args.buf, start, length, store.now());
    store.changed(key, EVENT.xgroupCreateConsumer);
    return consumer;
  }

  // ---------------------------------------------------------------- bounds

  /** Bytes that a new group or consumer, or a stream for it, may allocate at most. */
  groupBound(key: ArgIndex, name: ArgIndex): number {
    // The run of references grows to twice its length: 1,024 names and more are few enough beside their blocks.
    return this.#store.putBound(key, 4) + STREAM_ROOT_BYTES + this.#store.args.argLen[name]! + GROUP_OVERHEAD;
  }

  /** Bytes that adding an entry of so many arguments may allocate at most. */
  addBound(key: ArgIndex, first: ArgIndex, texts: number): number {
    const fixed = this.#store.putBound(key, 4) + STREAM_ROOT_BYTES + LEAF_OVERHEAD + TREE_BOUND;
    // The old leaf is cut to size, or moved to a larger block, while the new one is there.
    return fixed + 3 * this.entries.nodeMaxBytes + this.#drafts.bound(first, texts, 3);
  }

  #words(block: Ref): Int32Array {
    return this.#i32[slabOf(block)]!;
  }
}
