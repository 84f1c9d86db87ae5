// HOT: no closures, no allocation on the JS heap; called under the locks of all shards that a waiter names.
/**
 * Clients that wait for keys: each keeps its whole request in a block of the heap, so that whoever makes a key ready can
 * run the command in its place, on any thread.
 *
 *   waiter ┌ header │ thread │ slot │ id │ mode │ row │ type │ shards × 2 │ nodes │ arguments │ tracker × 2
 *          │ (shard, node) … │ lengths … │ bytes …
 */
import type { RequestArgs } from '../../../protocol/command/arguments.ts';
import { type Heap, KIND_WAITING, MAX_BLOCK_BYTES } from '../../memory/heap/heap.ts';
import { SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import type { WaiterReach, WaitQueues } from './wait-queues.ts';

const W_THREAD = 1;
const W_SLOT = 2;
const W_ID = 3;
const W_MODE = 4;
const W_ROW = 5;
const W_TYPE = 6;
const W_LOW = 7;
const W_HIGH = 8;
const W_NODES = 9;
const W_ARGC = 10;
const W_GROUP = 11;
const W_BIT = 12;
const W_REST = 13;

/** Ids of clients begin with 1. */
const NO_CLIENT = 0;
const RESP_BITS = 2;
/** In the word of the type: the client is also served when the key goes away. */
const TYPE_MASK = 0xff;
const NO_KEY = 0x100;

/** Bytes that take the place of an argument of the request. */
export interface Replacement {
  readonly index: number;
  readonly bytes: Buffer;
}

/** Who waits, and how its request is to be answered. */
export interface WaiterFacts extends WaiterReach {
  readonly thread: number;
  readonly slot: number;
  readonly id: number;
  readonly resp: number;
  readonly db: number;
  /** Row of the command table. */
  readonly row: number;
  readonly type: number;
  /** Of a client that tracks what it reads (store/observers/tracked-keys.ts); bit 0: it does not. */
  readonly group: number;
  readonly bit: number;
}

/** A request whose arguments are filled in by `readRequest`. */
export interface StoredRequest extends RequestArgs {
  buf: Buffer;
  argc: number;
  argStart: Int32Array;
  argLen: Int32Array;
}

export class Waiters {
  readonly #heap: Heap;
  readonly queues: WaitQueues;

  constructor(heap: Heap, queues: WaitQueues) {
    this.#heap = heap;
    this.queues = queues;
  }

  /**
   * Stores a request in `shard`. Then `enter` its keys, each once at most.
   * @returns NO_REF when it is larger than a block of the heap
   */
  add(shard: number, facts: WaiterFacts, args: RequestArgs, keys: number, replaced: readonly Replacement[]): Ref {
    let bytes = (W_REST + keys * 2 + args.argc) * 4;
    for (let i = 0; i < args.argc; i++) bytes += replacementOf(replaced, i)?.length ?? args.argLen[i]!;
    if (bytes > MAX_BLOCK_BYTES) return NO_REF;
    const waiter = this.#heap.allocate(shard, bytes, KIND_WAITING);
    this.#put(waiter, W_THREAD, facts.thread);
    this.#put(waiter, W_SLOT, facts.slot);
    this.#put(waiter, W_ID, facts.id);
    this.#put(waiter, W_MODE, (facts.db << RESP_BITS) | (facts.resp - 2));
    this.#put(waiter, W_ROW, facts.row);
    this.#put(waiter, W_TYPE, facts.type | (facts.noKey ? NO_KEY : 0));
    this.#put(waiter, W_LOW, facts.low);
    this.#put(waiter, W_HIGH, facts.high);
    this.#put(waiter, W_NODES, keys);
    this.#put(waiter, W_ARGC, args.argc);
    this.#put(waiter, W_GROUP, facts.group);
    this.#put(waiter, W_BIT, facts.bit);
    for (let i = 0; i < keys * 2; i++) this.#put(waiter, W_REST + i, NO_REF);
    const lengths = W_REST + keys * 2;
    const target = this.#heap.slabs.bytes[waiter >>> SLAB_SHIFT]!;
    let at = ((waiter & UNIT_MASK) << 3) + (lengths + args.argc) * 4;
    for (let i = 0; i < args.argc; i++) {
      const other = replacementOf(replaced, i);
      const length = other === undefined ? args.argLen[i]! : other.length;
      this.#put(waiter, lengths + i, length);
      if (other !== undefined) other.copy(target, at);
      else (args.buf as Buffer).copy(target, at, args.argStart[i]!, args.argStart[i]! + length);
      at += length;
    }
    return waiter;
  }

  /** Enters a waiter into the queue of its `index`-th key. */
  enter(
    waiter: Ref,
    index: number,
    shard: number,
    hash: number,
    args: RequestArgs,
    key: number,
    facts: WaiterFacts,
  ): void {
    const { buf, argStart, argLen } = args;
    const node = this.queues.append(shard, facts.db, hash, buf, argStart[key]!, argLen[key]!, waiter, facts);
    this.#put(waiter, W_REST + index * 2, shard);
    this.#put(waiter, W_REST + index * 2 + 1, node);
  }

  /** Takes a waiter out of all its queues and frees it, under the locks of all its shards. */
  remove(waiter: Ref): void {
    const nodes = this.#word(waiter, W_NODES);
    let shard = 0;
    for (let i = 0; i < nodes; i++) {
      shard = this.#word(waiter, W_REST + i * 2);
      const node = this.#word(waiter, W_REST + i * 2 + 1) as Ref;
      if (node !== NO_REF) this.queues.remove(shard, node);
    }
    this.#heap.free(shard, waiter);
  }

  thread(waiter: Ref): number {
    return this.#word(waiter, W_THREAD);
  }

  slot(waiter: Ref): number {
    return this.#word(waiter, W_SLOT);
  }

  id(waiter: Ref): number {
    return this.#word(waiter, W_ID);
  }

  /** Its client does not wait any more: from here until `remove` it is passed by. Needs no lock. */
  end(waiter: Ref): void {
    this.#put(waiter, W_ID, NO_CLIENT);
  }

  hasEnded(waiter: Ref): boolean {
    return this.#word(waiter, W_ID) === NO_CLIENT;
  }

  resp(waiter: Ref): 2 | 3 {
    return (this.#word(waiter, W_MODE) & 1) === 1 ? 3 : 2;
  }

  db(waiter: Ref): number {
    return this.#word(waiter, W_MODE) >>> RESP_BITS;
  }

  group(waiter: Ref): number {
    return this.#word(waiter, W_GROUP);
  }

  bit(waiter: Ref): number {
    return this.#word(waiter, W_BIT);
  }

  row(waiter: Ref): number {
    return this.#word(waiter, W_ROW);
  }

  /** Whether a key of this type, or none (-1), is what the client waits for. */
  wants(waiter: Ref, type: number): boolean {
    const word = this.#word(waiter, W_TYPE);
    return (word & TYPE_MASK) === type || (word & NO_KEY) !== 0;
  }

  /** Points a request at the stored arguments, which stay where they are. */
  readRequest(waiter: Ref, request: StoredRequest): void {
    const argc = this.#word(waiter, W_ARGC);
    if (request.argStart.length < argc) {
      request.argStart = new Int32Array(argc * 2);
      request.argLen = new Int32Array(argc * 2);
    }
    const lengths = W_REST + this.#word(waiter, W_NODES) * 2;
    let at = ((waiter & UNIT_MASK) << 3) + (lengths + argc) * 4;
    request.buf = this.#heap.slabs.bytes[waiter >>> SLAB_SHIFT]!;
    request.argc = argc;
    for (let i = 0; i < argc; i++) {
      const length = this.#word(waiter, lengths + i);
      request.argStart[i] = at;
      request.argLen[i] = length;
      at += length;
    }
  }

  #word(ref: Ref, index: number): number {
    return this.#heap.slabs.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + index]!;
  }

  #put(ref: Ref, index: number, value: number): void {
    this.#heap.slabs.i32[ref >>> SLAB_SHIFT]![((ref & UNIT_MASK) << 1) + index] = value;
  }
}

function replacementOf(replaced: readonly Replacement[], index: number): Buffer | undefined {
  for (let i = 0; i < replaced.length; i++) if (replaced[i]!.index === index) return replaced[i]!.bytes;
  return undefined;
}
