// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Finds the owner of a block of the heap from its contents and moves it: what the store adds to the compactor.
 *
 * A record's owner is the slot of the index that its key leads to; a segment is named by the directory entry of any
 * of its entries' keys; a chunk of the wheel knows its slot and the chunk before it; those of collections are found from
 * their keys (collection-moves.ts). Blocks whose owner is not found stay where they are: those of databases that are being
 * freed, of clients that wait, watch and track, and those that belong to keys of other shards.
 */
import type { BlockOwners, Clock } from '../memory/heap/block-owners.ts';
import {
  type Heap,
  KIND_DIRECTORY,
  KIND_ELEMENT,
  KIND_MEMBER_DIRECTORY,
  KIND_MEMBER_SEGMENT,
  KIND_NODE,
  KIND_RECORD,
  KIND_ROOT,
  KIND_RUN,
  KIND_SEGMENT,
  KIND_WHEEL,
  KIND_WHEEL_CHUNK,
} from '../memory/heap/heap.ts';
import { copyWords, moveBlock } from '../memory/heap/move-block.ts';
import { ROOT_COUNT, ROOT_DIRECTORY, S_WHEEL, SLAB_SHIFT, UNIT_MASK } from '../memory/layout.ts';
import { NO_REF, type Ref } from '../memory/types.ts';
import { moveDirectory, moveSegment } from '../values/table/hash-moves.ts';
import { CollectionMoves } from './collection-moves.ts';
import { C_COUNT, C_NEXT, C_PREVIOUS, SLOT_SHIFT, W_ASIDE, W_HEADS, WHEEL_SLOTS } from './expiry/timing-wheel.ts';
import { shardOf } from './key-hash.ts';
import type { Keyspace } from './keyspace.ts';

export class BlockMoves implements BlockOwners {
  readonly #store: Keyspace;
  readonly #collections: CollectionMoves;
  readonly #heap: Heap;
  readonly #control: Int32Array;

  /** @param clock in µs */
  constructor(store: Keyspace, clock: Clock) {
    this.#collections = new CollectionMoves(store, clock);
    this.#store = store;
    this.#heap = store.heap;
    this.#control = store.control;
  }

  isWalked(kind: number): boolean {
    const isElement = kind === KIND_ELEMENT || kind === KIND_NODE || kind === KIND_ROOT || kind === KIND_RUN;
    return isElement || kind === KIND_MEMBER_DIRECTORY || kind === KIND_MEMBER_SEGMENT;
  }

  beginWalk(shard: number): void {
    this.#collections.begin(shard);
  }

  walk(untilUs: number): boolean {
    return this.#collections.step(untilUs);
  }

  /** Moves a block of a shard, whose lock is held, to wherever the heap has room. @returns false when it has to stay */
  move(shard: number, ref: Ref, kind: number): boolean {
    switch (kind) {
      case KIND_RECORD:
        return this.#moveRecord(shard, ref);
      case KIND_SEGMENT:
        return this.#moveSegment(shard, ref);
      case KIND_DIRECTORY:
        return this.#moveDirectory(shard, ref);
      case KIND_WHEEL:
        return this.#moveWheel(shard, ref);
      case KIND_WHEEL_CHUNK:
        return this.#moveChunk(shard, ref);
      default:
        return false;
    }
  }

  #moveRecord(shard: number, ref: Ref): boolean {
    const { records, table, databases } = this.#store;
    const keyAt = records.keyAt(ref);
    const length = records.keyLength(ref);
    const bytes = records.bytesOf(ref);
    // The contents are a record's, unless it was freed under another shard's lock and waits to be taken in.
    if (keyAt + length > ((ref & UNIT_MASK) << 3) + this.#heap.blockBytes(ref)) return false;
    if (shardOf(bytes, keyAt, length) !== shard) return false;
    const hash = this.#store.hasher.hash(bytes, keyAt, length);
    for (let db = 0; db < databases; db++) {
      const root = this.#store.rootAt(shard, db);
      if (this.#control[root + ROOT_COUNT] === 0 || !table.contains(this.#control, root, hash, ref)) continue;
      const used = records.valueAt(ref) - ((ref & UNIT_MASK) << 3) + records.valueLength(ref);
      const moved = this.#heap.allocate(shard, used, KIND_RECORD);
      copyWords(this.#heap, ref, 1, moved, 1, ((used + 3) >>> 2) - 1);
      records.setUsed(moved, used);
      table.replace(this.#control, root, hash, ref, moved);
      this.#heap.free(shard, ref);
      return true;
    }
    return false;
  }

  #moveSegment(shard: number, ref: Ref): boolean {
    const { records, databases } = this.#store;
    for (let db = 0; db < databases; db++) {
      if (moveSegment(this.#heap, records, this.#control, this.#store.rootAt(shard, db), shard, ref)) return true;
    }
    return false;
  }

  #moveDirectory(shard: number, ref: Ref): boolean {
    for (let db = 0; db < this.#store.databases; db++) {
      const root = this.#store.rootAt(shard, db);
      if (this.#control[root + ROOT_DIRECTORY] !== ref) continue;
      return moveDirectory(this.#heap, this.#control, root, shard, ref);
    }
    return false;
  }

  #moveWheel(shard: number, ref: Ref): boolean {
    const base = this.#heap.base(shard);
    if (this.#control[base + S_WHEEL] !== ref) return false;
    this.#control[base + S_WHEEL] = moveBlock(this.#heap, shard, ref);
    return true;
  }

  #moveChunk(shard: number, ref: Ref): boolean {
    const { i32 } = this.#heap.slabs;
    const words = i32[ref >>> SLAB_SHIFT]!;
    const at = (ref & UNIT_MASK) << 1;
    const next = words[at + C_NEXT]! as Ref;
    const previous = words[at + C_PREVIOUS]! as Ref;
    let ownerWords: Int32Array;
    let ownerAt: number;
    if (previous !== NO_REF) {
      ownerWords = i32[previous >>> SLAB_SHIFT]!;
      ownerAt = ((previous & UNIT_MASK) << 1) + C_NEXT;
    } else {
      const wheel = this.#control[this.#heap.base(shard) + S_WHEEL]! as Ref;
      if (wheel === NO_REF) return false;
      ownerWords = i32[wheel >>> SLAB_SHIFT]!;
      const wheelAt = (wheel & UNIT_MASK) << 1;
      ownerAt = wheelAt + W_HEADS + (((words[at + C_COUNT]! >>> SLOT_SHIFT) - 1) & (WHEEL_SLOTS - 1));
      if (ownerWords[ownerAt] !== ref) ownerAt = wheelAt + W_ASIDE;
    }
    if (ownerWords[ownerAt] !== ref) return false;
    const moved = moveBlock(this.#heap, shard, ref);
    ownerWords[ownerAt] = moved;
    if (next !== NO_REF) i32[next >>> SLAB_SHIFT]![((next & UNIT_MASK) << 1) + C_PREVIOUS] = moved;
    return true;
  }
}
