// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Consumer groups of a stream: each a named block (stream-names.ts) with what it has delivered, and its consumers,
 * named blocks themselves.
 *
 *   group, word 2 ┌───────────────────────────────────┐   consumer, word 2 ┌───────────────────────────────────┐
 *                 │ last ID delivered      four words │                    │ seen, ms since 1970     two words │
 *               6 ├───────────────────────────────────┤                  4 ├───────────────────────────────────┤
 *                 │ entries read, 64 bits, -1 unknown │                    │ active, the same; -1 not yet      │
 *               8 ├───────────────────────────────────┤                  8 ├───────────────────────────────────┤
 *                 │ tree of what is pending           │                    │ tree of what it has pending       │
 *              11 ├───────────────────────────────────┤                 12 ├───────────────────────────────────┤
 *                 │ consumers by name, or NO_REF      │                    │ name                              │
 *              12 ├───────────────────────────────────┤                    └───────────────────────────────────┘
 *                 │ name                              │
 *                 └───────────────────────────────────┘
 *
 * A delivery is an entry in both trees; the group's says whose it is.
 */
import type { Heap } from '../../memory/heap/heap.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { Deliveries } from './stream-deliveries.ts';
import { copyId, ID_WORDS } from './stream-id.ts';
import { slabOf, wordOf } from './stream-leaf.ts';
import { StreamNames } from './stream-names.ts';
import { PendingIds } from './stream-pending.ts';
import { R_GROUPS } from './stream-root.ts';

/** Words of a group. */
export const G_LAST_ID = 2;
export const G_READ = 6;
const CONSUMERS = 11;
/** Words of a consumer. */
const SEEN = 2;
const ACTIVE = 4;
/** Of both. */
export const PENDING = 8;

const CONSUMER_ENTRY_WORDS: number = ID_WORDS;
const TWO_32 = 0x1_0000_0000;

export class StreamGroups {
  readonly names: StreamNames;
  /** What groups, and what consumers have pending; at most one set of each is open at a time. */
  readonly deliveries: Deliveries;
  readonly owned: PendingIds;
  readonly heap: Heap;

  constructor(heap: Heap) {
    this.heap = heap;
    this.names = new StreamNames(heap);
    this.deliveries = new Deliveries(heap);
    this.owned = new PendingIds(heap, CONSUMER_ENTRY_WORDS);
  }

  /** Word of a block in `wordsOf`. */
  at(block: Ref): number {
    return wordOf(block);
  }

  wordsOf(block: Ref): Int32Array {
    return this.heap.slabs.i32[slabOf(block)]!;
  }

  // ---------------------------------------------------------------- groups

  /** The groups of a stream by name: a run of stream-names.ts, or NO_REF. */
  groupsOf(root: Ref): Ref {
    return this.wordsOf(root)[wordOf(root) + R_GROUPS]! as Ref;
  }

  find(root: Ref, name: Uint8Array, start: number, length: number): Ref {
    return this.names.find(this.groupsOf(root), name, start, length);
  }

  /** Adds a group that `find` has just not found; its last ID and the entries read are set by the caller. */
  create(shard: number, root: Ref, name: Uint8Array, start: number, length: number): Ref {
    const group = this.names.create(shard, name, start, length);
    const groups = this.names.insert(shard, this.groupsOf(root), group);
    this.wordsOf(root)[wordOf(root) + R_GROUPS] = groups;
    return group;
  }

  /** Takes the group that `find` has just found out of its stream; it is the caller's to dismantle. */
  takeOut(shard: number, root: Ref): void {
    const groups = this.names.remove(shard, this.groupsOf(root), this.names.index);
    this.wordsOf(root)[wordOf(root) + R_GROUPS] = groups;
  }

  /** Makes a group that was taken out of its stream the first one of another. */
  adopt(shard: number, root: Ref, group: Ref): void {
    this.names.index = 0;
    this.wordsOf(root)[wordOf(root) + R_GROUPS] = this.names.insert(shard, NO_REF, group);
  }

  setLastId(group: Ref, id: Int32Array, at: number): void {
    this.heap.operations++;
    copyId(id, at, this.wordsOf(group), wordOf(group) + G_LAST_ID);
  }

  pendingCount(group: Ref): number {
    return this.deliveries.count(group, PENDING);
  }

  // ---------------------------------------------------------------- consumers

  consumersOf(group: Ref): Ref {
    return this.wordsOf(group)[wordOf(group) + CONSUMERS]! as Ref;
  }

  setConsumers(group: Ref, consumers: Ref): void {
    this.wordsOf(group)[wordOf(group) + CONSUMERS] = consumers;
  }

  findConsumer(group: Ref, name: Uint8Array, start: number, length: number): Ref {
    return this.names.find(this.consumersOf(group), name, start, length);
  }

  /** Adds a consumer that `findConsumer` has just not found. */
  createConsumer(shard: number, group: Ref, name: Uint8Array, start: number, length: number, nowMs: number): Ref {
    const consumer = this.names.create(shard, name, start, length);
    const consumers = this.names.insert(shard, this.consumersOf(group), consumer);
    this.setConsumers(group, consumers);
    this.setSeen(consumer, nowMs);
    this.#setTime(consumer, ACTIVE, -1);
    return consumer;
  }

  /** Deletes the consumer that `findConsumer` has just found, and forgets what was delivered to it. */
  deleteConsumer(shard: number, group: Ref, consumer: Ref): void {
    const index = this.names.index;
    const { deliveries, owned } = this;
    if (owned.count(consumer, PENDING) !== 0) {
      // The next IDs of the consumer are those of the same leaf, which go with the first of them.
      let gone = 0;
      for (let more = owned.beginFirst(consumer, PENDING); more; more = owned.next()) {
        if (gone > 0) gone--;
        else if (deliveries.find(group, PENDING, owned.words, owned.at)) gone = deliveries.removeOfConsumer(shard) - 1;
      }
    }
    owned.tree.open(consumer, PENDING);
    owned.tree.dismantle(shard, owned, Number.MAX_SAFE_INTEGER);
    this.setConsumers(group, this.names.remove(shard, this.consumersOf(group), index));
    this.heap.free(shard, consumer);
  }

  ownedCount(consumer: Ref): number {
    return this.owned.count(consumer, PENDING);
  }

  /** When the consumer last tried something, ms since 1970. */
  seenMs(consumer: Ref): number {
    return this.#time(consumer, SEEN);
  }

  /** When it last got something; -1 for not yet. */
  activeMs(consumer: Ref): number {
    return this.#time(consumer, ACTIVE);
  }

  setSeen(consumer: Ref, ms: number): void {
    this.#setTime(consumer, SEEN, ms);
  }

  setActive(consumer: Ref, ms: number): void {
    this.#setTime(consumer, ACTIVE, ms);
  }

  // ---------------------------------------------------------------- what is pending

  /** Goes to the group's entry of an ID, in `deliveries`. */
  findPending(group: Ref, id: Int32Array, at: number): boolean {
    return this.deliveries.find(group, PENDING, id, at);
  }

  /** Goes to the group's first entry from an ID on, in `deliveries`. */
  beginPending(group: Ref, id: Int32Array, at: number): boolean {
    return this.deliveries.begin(group, PENDING, id, at);
  }

  /** Goes to a consumer's first ID from an ID on, in `owned`. */
  beginOwned(consumer: Ref, id: Int32Array, at: number): boolean {
    return this.owned.begin(consumer, PENDING, id, at);
  }

  beginFirstOwned(consumer: Ref): boolean {
    return this.owned.beginFirst(consumer, PENDING);
  }

  beginFirstPending(group: Ref): boolean {
    return this.deliveries.beginFirst(group, PENDING);
  }

  beginLastPending(group: Ref): boolean {
    return this.deliveries.beginLast(group, PENDING);
  }

  /** Makes an ID pending for a consumer, whoever had it before, and goes to its entry in `deliveries`. @returns whether it is new */
  assign(shard: number, group: Ref, consumer: Ref, id: Int32Array, at: number): boolean {
    const { deliveries, owned } = this;
    const fresh = deliveries.add(shard, group, PENDING, id, at);
    if (!fresh) {
      const before = deliveries.consumer();
      if (before === consumer) return false;
      if (before !== NO_REF && owned.find(before, PENDING, id, at)) owned.remove(shard);
    }
    owned.add(shard, consumer, PENDING, id, at);
    deliveries.setConsumer(consumer);
    return fresh;
  }

  /** Forgets that an ID is pending. @returns whether it was */
  acknowledge(shard: number, group: Ref, id: Int32Array, at: number): boolean {
    const { deliveries, owned } = this;
    if (!deliveries.find(group, PENDING, id, at)) return false;
    if (owned.find(deliveries.consumer(), PENDING, id, at)) owned.remove(shard);
    deliveries.remove(shard);
    return true;
  }

  #time(block: Ref, word: number): number {
    const words = this.wordsOf(block);
    const at = wordOf(block) + word;
    return words[at]! * TWO_32 + (words[at + 1]! >>> 0);
  }

  #setTime(block: Ref, word: number, ms: number): void {
    const words = this.wordsOf(block);
    const at = wordOf(block) + word;
    words[at] = Math.floor(ms / TWO_32);
    words[at + 1] = (ms % TWO_32) | 0;
  }
}
