// HOT: the view arrays are read for every reference that is followed.
/**
 * The slabs of one thread: typed views over the SharedArrayBuffers that hold all data.
 *
 * A slab is announced before it is used: whoever adds one posts it to every thread, and only then moves the epoch,
 * under the lock that will publish the first reference. A thread that takes a lock compares the epoch with its own
 * (`sync`), so it knows each slab before it can meet a reference to it. Dropping works the same way; the pages go
 * back to the system when each thread's collector has let go of its views.
 */
import { BroadcastChannel, receiveMessageOnPort } from 'node:worker_threads';
import {
  BEHIND_SLAB,
  G_HEAP_SLAB_PAGES,
  G_SLAB_EPOCH,
  HEAP_SLABS,
  PAGES_PER_SLAB,
  SLAB_BYTES,
  SLABS,
} from './layout.ts';
import { listenCheaply } from './slab-channel.ts';

/** What a thread needs to join the store: all of it is shared by reference. */
export interface SharedMemory {
  /** Name of the channel on which slabs are announced. */
  readonly channel: string;
  readonly control: SharedArrayBuffer;
  /** Owner of each 64 KiB page of the heap, and how much of each extent is in use. */
  readonly pages: SharedArrayBuffer;
  /** Descriptors of large objects. */
  readonly largeTable: SharedArrayBuffer;
  /** Units in use of the large-object space, one bit each. */
  readonly largeBitmap: SharedArrayBuffer;
  /** Counters of uses of evicted keys (store/usage/use-history.ts). */
  readonly history: SharedArrayBuffer;
  readonly databases: number;
  /** Slabs that exist when the thread starts, by id. */
  readonly slabs: readonly (SharedArrayBuffer | undefined)[];
  /** For a thread that starts when others have added slabs: it takes over what one of them knows (`adopt`). */
  readonly joinsLate?: boolean;
  /** Freed memory is overwritten, so that a use after free shows. Test builds only. */
  readonly poison: boolean;
}

interface SlabMessage {
  readonly id: number;
  readonly slab: SharedArrayBuffer | undefined;
}

/** A slab, all zero. Throws RangeError when the system gives no memory, which the caller treats as fatal. */
export function newSlab(): SharedArrayBuffer {
  return new SharedArrayBuffer(SLAB_BYTES + BEHIND_SLAB);
}

/** Who keeps a view of a slab beyond one call. */
export interface ViewHolder {
  /** Forgets the view. Called between commands. */
  letGo(): void;
}

const EMPTY_WORDS = new Int32Array(0);
const EMPTY_BYTES = Buffer.alloc(0);
const EMPTY_DATA = new DataView(new SharedArrayBuffer(0));

export class SlabSet {
  readonly control: Int32Array;
  /** Views by slab id; an unknown slab has empty views, never a hole, so that the arrays keep their shape. */
  readonly i32: Int32Array[] = [];
  readonly bytes: Buffer[] = [];
  /** For words that are not aligned. There are BEHIND_SLAB bytes more in it. */
  readonly data: DataView[] = [];
  readonly #known: (SharedArrayBuffer | undefined)[] = [];
  readonly #channel: BroadcastChannel;
  readonly #holders: ViewHolder[] = [];
  #epoch = 0;
  /** Of a thread that joins late: ids that were announced since it listens. */
  #announced: Set<number> | undefined;
  /** Called when slabs were dropped: the thread should let its collector run. */
  onDrop: (() => void) | undefined;

  constructor(shared: SharedMemory) {
    this.control = new Int32Array(shared.control);
    for (let id = 0; id < SLABS; id++) {
      this.i32.push(EMPTY_WORDS);
      this.bytes.push(EMPTY_BYTES);
      this.data.push(EMPTY_DATA);
      this.#known.push(undefined);
    }
    for (let id = 0; id < shared.slabs.length; id++) this.#install(id, shared.slabs[id]);
    this.#channel = new BroadcastChannel(shared.channel);
    listenCheaply(this.#channel, (message) => this.#receive(message as SlabMessage));
    (this.#channel as unknown as { unref(): void }).unref();
    this.#epoch = Atomics.load(this.control, G_SLAB_EPOCH);
    if (shared.joinsLate === true) {
      this.#announced = new Set();
      return;
    }
    for (let id = 0; id < HEAP_SLABS; id++) {
      if (this.control[G_HEAP_SLAB_PAGES + id]! >= 0 && this.#known[id] === undefined) {
        throw new Error('a slab was added while threads were starting: it would stay unknown to this one');
      }
    }
  }

  /** Learns of slabs that came or went. Called after a lock is taken: one load when nothing changed. */
  sync(): void {
    // A plain read: the lock that was just taken orders it behind whatever its former holder announced.
    if (this.control[G_SLAB_EPOCH] !== this.#epoch) this.#drain();
  }

  /**
   * Adds a slab under this id and tells everybody. The caller alone has the id, and has made the slab by `newSlab`,
   * without a lock if it can. Nothing refers to the slab before this is done.
   */
  add(id: number, slab: SharedArrayBuffer): void {
    this.#install(id, slab);
    this.#announce({ id, slab });
  }

  /** Drops a slab that holds nothing, here and everywhere. The caller alone has the id. */
  drop(id: number): void {
    this.#install(id, undefined);
    this.#announce({ id, slab: undefined });
    this.onDrop?.();
  }

  /** Notes somebody who keeps views: one that is kept would hold a dropped slab's memory. */
  hold(holder: ViewHolder): void {
    this.#holders.push(holder);
  }

  /** Lets all holders forget their views, so that the collector finds what was dropped. */
  letGo(): void {
    for (const holder of this.#holders) holder.letGo();
  }

  /** The slabs that this thread knows, for one that joins late. No lock is held. */
  snapshot(): readonly (SharedArrayBuffer | undefined)[] {
    this.#drain();
    return this.#known.slice();
  }

  /**
   * Takes over the snapshot that another thread made after this one had begun to listen. What was announced meanwhile is
   * as new or newer.
   */
  adopt(known: readonly (SharedArrayBuffer | undefined)[]): void {
    for (let id = 0; id < known.length; id++) if (this.#announced?.has(id) === false) this.#install(id, known[id]);
    this.#announced = undefined;
    this.#drain();
  }

  /** Stops listening; the views stay usable until they are collected. */
  close(): void {
    this.#channel.close();
  }

  #announce(message: SlabMessage): void {
    this.#channel.postMessage(message);
    // The announcing thread's own epoch moves only if nobody else announced in between.
    const before = Atomics.add(this.control, G_SLAB_EPOCH, 1);
    if (before === this.#epoch) this.#epoch = before + 1;
  }

  #drain(): void {
    const epoch = Atomics.load(this.control, G_SLAB_EPOCH);
    for (;;) {
      const received = receiveMessageOnPort(this.#channel as never) as { message: SlabMessage } | undefined;
      if (received === undefined) break;
      this.#receive(received.message);
    }
    this.#epoch = epoch;
  }

  #receive(message: SlabMessage): void {
    this.#announced?.add(message.id);
    this.#install(message.id, message.slab);
    if (message.slab === undefined) this.onDrop?.();
  }

  #install(id: number, slab: SharedArrayBuffer | undefined): void {
    this.#known[id] = slab;
    this.i32[id] = slab === undefined ? EMPTY_WORDS : new Int32Array(slab, 0, SLAB_BYTES / 4);
    this.bytes[id] = slab === undefined ? EMPTY_BYTES : Buffer.from(slab, 0, SLAB_BYTES);
    this.data[id] = slab === undefined ? EMPTY_DATA : new DataView(slab);
  }
}

/** Bytes of the page table: two 32-bit words a page of each heap slab. */
export const PAGE_TABLE_BYTES = HEAP_SLABS * PAGES_PER_SLAB * 8;
