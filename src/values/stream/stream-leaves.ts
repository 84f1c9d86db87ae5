// HOT: no closures, no allocation on the JS heap, integers only.
/** Leaves of streams as wholes: copied, freed, with the large objects that their entries own. stream-leaf.ts has the picture. */
import { type Heap, KIND_RUN } from '../../memory/heap/heap.ts';
import type { LargeObjects } from '../../memory/large/large-objects.ts';
import { type LargeRef, NO_LARGE, type Ref } from '../../memory/types.ts';
import type { TreeLeaves } from '../tree/tree-cuts.ts';
import { StreamCursor } from './stream-cursor.ts';
import {
  byteOf,
  DELETED,
  L_COUNTS,
  L_USED,
  LARGE_FLAG,
  leafEntries,
  slabOf,
  USED_MASK,
  wordOf,
} from './stream-leaf.ts';

export class StreamLeaves implements TreeLeaves {
  protected readonly heap: Heap;
  protected readonly large: LargeObjects;
  /** Reads leaves on the side. */
  protected readonly inner: StreamCursor;

  constructor(heap: Heap, large: LargeObjects) {
    this.heap = heap;
    this.large = large;
    this.inner = new StreamCursor(heap, large);
  }

  copyLeaf(shard: number, leaf: Ref): Ref {
    const words = this.heap.slabs.i32[slabOf(leaf)]!;
    const used = words[wordOf(leaf) + L_USED]!;
    const copy = this.copyOf(shard, leaf, used & USED_MASK, used & USED_MASK);
    if ((used & LARGE_FLAG) !== 0) this.#forLarge(leaf, true);
    return copy;
  }

  freeLeaf(shard: number, leaf: Ref): number {
    const words = this.heap.slabs.i32[slabOf(leaf)]!;
    if ((words[wordOf(leaf) + L_USED]! & LARGE_FLAG) !== 0) this.#forLarge(leaf, false);
    this.heap.free(shard, leaf);
    return 1;
  }

  /** Bytes of the large objects that a leaf's entries own. */
  largeBytes(leaf: Ref): number {
    const { inner } = this;
    let bytes = 0;
    inner.open(leaf);
    while (inner.nextLive()) {
      const body = inner.bodyObject();
      if (body !== NO_LARGE) bytes += this.large.bytesOf(body);
      inner.openBody();
      for (let i = inner.fields; i > 0; i--) {
        inner.readField();
        if (inner.large !== NO_LARGE) bytes += this.large.bytesOf(inner.large);
        inner.readValue();
        if (inner.large !== NO_LARGE) bytes += this.large.bytesOf(inner.large);
      }
    }
    return bytes;
  }

  /** Pins or releases every large object of a leaf. */
  #forLarge(leaf: Ref, pin: boolean): void {
    const { inner } = this;
    inner.open(leaf);
    while (inner.nextLive()) this.#largeOf(inner, pin);
  }

  #largeOf(entry: StreamCursor, pin: boolean): void {
    const body = entry.bodyObject();
    entry.openBody();
    for (let i = entry.fields; i > 0; i--) {
      entry.readField();
      if (entry.large !== NO_LARGE) this.#keep(entry.large, pin);
      entry.readValue();
      if (entry.large !== NO_LARGE) this.#keep(entry.large, pin);
    }
    if (body !== NO_LARGE) this.#keep(body, pin);
  }

  #keep(object: LargeRef, pin: boolean): void {
    if (pin) this.large.pin(object);
    else this.large.release(object);
  }

  /** Marks the entry at hand deleted, and gives up its large objects. */
  protected markDeleted(entry: StreamCursor): void {
    const used = this.heap.slabs.i32[slabOf(entry.leaf)]![wordOf(entry.leaf) + L_USED]!;
    if ((used & LARGE_FLAG) !== 0) this.#largeOf(entry, false);
    entry.bytes[entry.entryAt] = entry.flags | DELETED;
    this.heap.operations++;
  }

  /** Counts entries out of a leaf. @returns how many it still has */
  protected takeOut(leaf: Ref, entries: number): number {
    const words = this.heap.slabs.i32[slabOf(leaf)]!;
    const at = wordOf(leaf);
    words[at + L_COUNTS]! -= entries;
    return leafEntries(words, at);
  }

  /** A copy of the used bytes of a leaf in a block of another size. */
  protected copyOf(shard: number, leaf: Ref, used: number, size: number): Ref {
    const { heap } = this;
    const copy = heap.allocate(shard, size, KIND_RUN);
    const from = byteOf(leaf);
    heap.slabs.bytes[slabOf(leaf)]!.copy(heap.slabs.bytes[slabOf(copy)]!, byteOf(copy) + 4, from + 4, from + used);
    return copy;
  }
}
