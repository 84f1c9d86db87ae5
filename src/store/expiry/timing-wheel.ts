// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * The timing wheel of a shard: finds keys when they are due, without searching.
 *
 * Problem: millions of keys may fall due in one second; scanning or sampling for them finds them late or costs much.
 * Idea: eight wheels of 128 slots; a slot of the innermost one is a tick of 128 ms, and of each further one eight times
 * as long. An entry is only the 32-bit hash of its key, and the record remembers in which slot its one valid entry
 * stands. So a later expiry needs no new entry (the entry finds the key not yet due and moves on), deletion needs no
 * search (the entry finds nothing, or a record that names another slot, and is dropped), and compaction may move
 * records freely.
 * Cost: 4.6 bytes a key and at most four moves of an entry in its life. A slot is opened at one moment, and what was to
 * die meanwhile waits until its entries have moved inwards: an outer slot must not hold more than an eighth of what the
 * next wheel does (with four wheels, each 256 times as long, five million entries moved at once and took five seconds).
 * Gives up: an entry of a deleted key stays until its slot is due, or until stale entries prevail and the sweeper
 * cleans the slots: it sets a slot's whole list aside and queues what is still valid again.
 * Source: G. Varghese, A. Lauck, "Hashed and hierarchical timing wheels" (1987).
 *
 *   wheel block: header, list set aside for cleaning, 8 × 128 references to chunks (0 for an empty slot)
 *   chunk, 128 bytes: ┌────────┬──────┬──────────┬───────────────────┬─────────────┐
 *                     │ header │ next │ previous │ count │ slot << 8 │ 28 × hash   │
 *                     └────────┴──────┴──────────┴───────────────────┴─────────────┘
 *
 * A slot has two names, 1 … 1024 and 1025 … 2048: while a list is set aside, new entries of its slot bear the other
 * one, so that a record says which of both lists has its entry.
 */
import { type Heap, KIND_WHEEL, KIND_WHEEL_CHUNK } from '../../memory/heap/heap.ts';
import { S_WHEEL, S_WHEEL_ENTRIES, S_WHEEL_STALE, S_WHEEL_TICK, SLAB_SHIFT, UNIT_MASK } from '../../memory/layout.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';

/** Length of a tick. */
export const TICK_MS = 128;
const LEVELS = 8;
const SLOTS = 128;
/** log2 of how much longer a slot of the next wheel is. */
const LEVEL_SHIFT = 3;
/** Slots of all wheels. */
export const WHEEL_SLOTS: number = LEVELS * SLOTS;
export const CHUNK_BYTES = 128;
const CHUNK_ENTRIES = 28;
export const WHEEL_BYTES: number = 8 + WHEEL_SLOTS * 4;
// Words of a wheel and of a chunk.
export const W_ASIDE = 1;
export const W_HEADS = 2;
export const C_NEXT = 1;
export const C_PREVIOUS = 2;
export const C_COUNT = 3;
export const C_HASHES = 4;
const COUNT_MASK = 0xff;
export const SLOT_SHIFT = 8;
/** Most bytes that `schedule` may allocate. */
export const SCHEDULE_BOUND = WHEEL_BYTES + CHUNK_BYTES + 32;
/** Ticks that the outermost wheel spans: 397 days. */
const SPAN = SLOTS << (LEVEL_SHIFT * (LEVELS - 1));
const TWO_32 = 2 ** 32;

export class TimingWheel {
  readonly #heap: Heap;
  readonly #control: Int32Array;
  /** Slot and hash of the entry that was taken last: it is valid if a key of this hash has a record that names the slot. */
  takenSlot = 0;
  takenHash = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
    this.#control = heap.slabs.control;
  }

  /**
   * Queues a key for its expiry.
   * @param queued the slot that the record names, 0 for none
   * @returns the slot that the record must name from now on: the old one if that comes up in time
   */
  schedule(shard: number, hash: number, expiresAtMs: number, nowMs: number, queued: number): number {
    const base = this.#heap.base(shard);
    if (this.#control[base + S_WHEEL] === NO_REF) this.#create(base, shard, nowMs);
    const ahead = Math.max(Math.floor(expiresAtMs / TICK_MS) - this.sweptTick(shard), 0);
    const swept = this.#control[base + S_WHEEL_TICK]!;
    if (queued !== 0) {
      if (ticksUntil(queued, swept) <= ahead) return queued;
      this.#control[base + S_WHEEL_STALE]! += 1;
    }
    this.#control[base + S_WHEEL_ENTRIES]! += 1;
    // What lies beyond the outermost wheel waits in its furthest slot and is queued again from there.
    return this.#push(base, shard, indexFor(swept, ahead < SPAN ? ahead : SPAN - 1), hash);
  }

  /** Says that a record with an entry went away. */
  forget(shard: number): void {
    this.#control[this.#heap.base(shard) + S_WHEEL_STALE]! += 1;
  }

  /** First tick that has not been swept whole. May be read without the lock as a hint. */
  sweptTick(shard: number): number {
    const base = this.#heap.base(shard);
    return this.#control[base + S_WHEEL_TICK + 1]! * TWO_32 + (this.#control[base + S_WHEEL_TICK]! >>> 0);
  }

  /**
   * Moves on to the next entry that may be due, advancing over ticks that are over.
   * @param ticksLeft how many empty ticks may be passed in this call
   * @returns whether there was one: its hash is in `takenHash`, its slot in `takenSlot`
   */
  take(shard: number, nowMs: number, ticksLeft: number): boolean {
    const base = this.#heap.base(shard);
    const wheel = this.#control[base + S_WHEEL]! as Ref;
    if (wheel === NO_REF) return false;
    const words = this.#heap.slabs.i32[wheel >>> SLAB_SHIFT]!;
    const heads = ((wheel & UNIT_MASK) << 1) + W_HEADS;
    const nowTick = Math.floor(nowMs / TICK_MS);
    if (this.#control[base + S_WHEEL_ENTRIES] === 0 && this.sweptTick(shard) < nowTick) this.#setSwept(base, nowTick);
    let tick = this.sweptTick(shard);
    for (let left = ticksLeft; left > 0 && tick < nowTick; left--) {
      const low = this.#control[base + S_WHEEL_TICK]!;
      // Outer slots open before the inner ones that they feed.
      for (let level = openLevel(low); level >= 0; level--) {
        const index = level * SLOTS + ((low >>> (level * LEVEL_SHIFT)) & (SLOTS - 1));
        if (words[heads + index] !== NO_REF) {
          this.#pop(base, shard, words, heads + index);
          return true;
        }
      }
      this.#setSwept(base, ++tick);
    }
    return false;
  }

  /** True when the sweep lags behind the time: work is left. */
  isBehind(shard: number, nowMs: number): boolean {
    return (
      this.#control[this.#heap.base(shard) + S_WHEEL] !== NO_REF && this.sweptTick(shard) < Math.floor(nowMs / TICK_MS)
    );
  }

  /**
   * Takes the next entry for a look at whether it is still valid: of the list set aside, else of a slot that is set
   * aside now. What is valid has to be queued again.
   * @param index slot to begin with, 0 … 1023, when nothing is set aside
   * @returns false when nothing was set aside and the slot is empty
   */
  takeForCleaning(shard: number, index: number): boolean {
    const base = this.#heap.base(shard);
    const wheel = this.#control[base + S_WHEEL]! as Ref;
    if (wheel === NO_REF) return false;
    const words = this.#heap.slabs.i32[wheel >>> SLAB_SHIFT]!;
    const at = (wheel & UNIT_MASK) << 1;
    if (words[at + W_ASIDE] === NO_REF) {
      words[at + W_ASIDE] = words[at + W_HEADS + index]!;
      words[at + W_HEADS + index] = NO_REF;
      if (words[at + W_ASIDE] === NO_REF) return false;
    }
    this.#pop(base, shard, words, at + W_ASIDE);
    return true;
  }

  /** Whether a list is set aside: it must be taken to its end before long. */
  isCleaning(shard: number): boolean {
    const wheel = this.#control[this.#heap.base(shard) + S_WHEEL]! as Ref;
    return wheel !== NO_REF && this.#heap.slabs.i32[wheel >>> SLAB_SHIFT]![((wheel & UNIT_MASK) << 1) + W_ASIDE] !== 0;
  }

  /** Takes the wheel away from a shard that has no key any more. @returns it, for `dismantle`; NO_REF if there is none */
  detach(shard: number): Ref {
    const base = this.#heap.base(shard);
    const wheel = this.#control[base + S_WHEEL]! as Ref;
    this.#control[base + S_WHEEL] = NO_REF;
    this.#control[base + S_WHEEL_ENTRIES] = 0;
    this.#control[base + S_WHEEL_STALE] = 0;
    return wheel;
  }

  /** Frees up to `chunks` chunks of a wheel that was detached, and then itself. @returns whether something is left */
  dismantle(wheel: Ref, shard: number, chunks: number): boolean {
    const words = this.#heap.slabs.i32[wheel >>> SLAB_SHIFT]!;
    // The list that is set aside stands before those of the slots.
    const lists = ((wheel & UNIT_MASK) << 1) + W_ASIDE;
    let left = chunks;
    for (let i = 0; i <= WHEEL_SLOTS; i++) {
      while (words[lists + i] !== NO_REF) {
        if (left-- === 0) return true;
        this.#freeFirst(shard, words, lists + i);
      }
    }
    this.#heap.free(shard, wheel);
    return false;
  }

  /** Frees the whole wheel of a shard that has no key with an expiry. */
  dispose(shard: number): void {
    const wheel = this.detach(shard);
    if (wheel !== NO_REF) this.dismantle(wheel, shard, -1);
  }

  #create(base: number, shard: number, nowMs: number): void {
    const wheel = this.#heap.allocate(shard, WHEEL_BYTES, KIND_WHEEL);
    const words = this.#heap.slabs.i32[wheel >>> SLAB_SHIFT]!;
    const lists = ((wheel & UNIT_MASK) << 1) + W_ASIDE;
    for (let i = 0; i <= WHEEL_SLOTS; i++) words[lists + i] = NO_REF;
    this.#control[base + S_WHEEL] = wheel;
    this.#setSwept(base, Math.floor(nowMs / TICK_MS));
  }

  #setSwept(base: number, tick: number): void {
    this.#control[base + S_WHEEL_TICK] = (tick % TWO_32) | 0;
    this.#control[base + S_WHEEL_TICK + 1] = Math.floor(tick / TWO_32);
  }

  /** Adds an entry to a slot. @returns the slot's present name */
  #push(base: number, shard: number, index: number, hash: number): number {
    const wheel = this.#control[base + S_WHEEL]! as Ref;
    const headWords = this.#heap.slabs.i32[wheel >>> SLAB_SHIFT]!;
    const headAt = ((wheel & UNIT_MASK) << 1) + W_HEADS + index;
    const head = headWords[headAt]! as Ref;
    let slot = 0;
    if (head !== NO_REF) {
      const words = this.#heap.slabs.i32[head >>> SLAB_SHIFT]!;
      const at = (head & UNIT_MASK) << 1;
      const counted = words[at + C_COUNT]!;
      slot = counted >>> SLOT_SHIFT;
      const count = counted & COUNT_MASK;
      if (count < CHUNK_ENTRIES) {
        words[at + C_HASHES + count] = hash;
        words[at + C_COUNT] = counted + 1;
        return slot;
      }
    } else slot = this.#nameOf(index, headWords[headAt - index - W_HEADS + W_ASIDE]! as Ref);
    const chunk = this.#heap.allocate(shard, CHUNK_BYTES, KIND_WHEEL_CHUNK);
    const words = this.#heap.slabs.i32[chunk >>> SLAB_SHIFT]!;
    const at = (chunk & UNIT_MASK) << 1;
    words[at + C_NEXT] = head;
    words[at + C_PREVIOUS] = NO_REF;
    words[at + C_COUNT] = 1 | (slot << SLOT_SHIFT);
    words[at + C_HASHES] = hash;
    if (head !== NO_REF) this.#heap.slabs.i32[head >>> SLAB_SHIFT]![((head & UNIT_MASK) << 1) + C_PREVIOUS] = chunk;
    headWords[headAt] = chunk;
    return slot;
  }

  /** The name of an empty slot: not the one that its list bears which is set aside. */
  #nameOf(index: number, aside: Ref): number {
    if (aside === NO_REF) return index + 1;
    const taken = this.#heap.slabs.i32[aside >>> SLAB_SHIFT]![((aside & UNIT_MASK) << 1) + C_COUNT]! >>> SLOT_SHIFT;
    return taken === index + 1 ? index + 1 + WHEEL_SLOTS : index + 1;
  }

  #pop(base: number, shard: number, headWords: Int32Array, headAt: number): void {
    const chunk = headWords[headAt]! as Ref;
    const words = this.#heap.slabs.i32[chunk >>> SLAB_SHIFT]!;
    const at = (chunk & UNIT_MASK) << 1;
    const counted = words[at + C_COUNT]! - 1;
    const count = counted & COUNT_MASK;
    this.takenHash = words[at + C_HASHES + count]!;
    this.takenSlot = counted >>> SLOT_SHIFT;
    this.#control[base + S_WHEEL_ENTRIES]! -= 1;
    if (count > 0) words[at + C_COUNT] = counted;
    else this.#freeFirst(shard, headWords, headAt);
  }

  /** Frees the first chunk of a list. */
  #freeFirst(shard: number, headWords: Int32Array, headAt: number): void {
    const chunk = headWords[headAt]! as Ref;
    const next = this.#heap.slabs.i32[chunk >>> SLAB_SHIFT]![((chunk & UNIT_MASK) << 1) + C_NEXT]! as Ref;
    if (next !== NO_REF) this.#heap.slabs.i32[next >>> SLAB_SHIFT]![((next & UNIT_MASK) << 1) + C_PREVIOUS] = NO_REF;
    headWords[headAt] = next;
    this.#heap.free(shard, chunk);
  }
}

/**
 * Slot, 0 … 1023, for a tick that lies so many ticks (below SPAN) behind the first unswept one.
 * @param swept low word of that tick: the slots repeat long before it does
 */
function indexFor(swept: number, ahead: number): number {
  let level = 0;
  while (level < LEVELS - 1 && ahead >= SLOTS << (level * LEVEL_SHIFT)) level++;
  return level * SLOTS + (((swept + ahead) >>> (level * LEVEL_SHIFT)) & (SLOTS - 1));
}

/** Ticks until a slot comes up next. */
function ticksUntil(slot: number, swept: number): number {
  const index = (slot - 1) & (WHEEL_SLOTS - 1);
  const shift = ((index / SLOTS) | 0) * LEVEL_SHIFT;
  const into = swept & ((1 << shift) - 1);
  let slots = (index % SLOTS) - ((swept >>> shift) & (SLOTS - 1));
  // An outer slot equal to the current one has been opened already, unless the sweep stands at its very start.
  if (slots < 0 || (slots === 0 && into !== 0)) slots += SLOTS;
  return (slots << shift) - into;
}

/** The outermost level of which a slot opens at a tick. */
function openLevel(tick: number): number {
  const zeros = tick === 0 ? 32 : 31 - Math.clz32(tick & -tick);
  const level = (zeros / LEVEL_SHIFT) | 0;
  return level < LEVELS ? level : LEVELS - 1;
}
