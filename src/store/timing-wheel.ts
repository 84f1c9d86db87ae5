// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * The timing wheel of a shard: finds keys when they are due, without searching.
 *
 * Problem: millions of keys may fall due in one second; scanning or sampling for them finds them late or costs much.
 * Idea: four wheels of 256 slots with ticks of 128 ms, 33 s, 2.3 h and 25 days. An entry is only the 32-bit hash of
 * its key, and the record remembers in which slot its one valid entry stands. So a later expiry needs no new entry
 * (the entry finds the key not yet due and moves on), deletion needs no search (the entry finds nothing, or a record
 * that names another slot, and is dropped), and compaction may move records freely.
 * Cost: 4 bytes a key and at most four moves of an entry in its life.
 * Gives up: an entry of a deleted key stays until its slot is due, or until stale entries prevail and the slot is
 * cleaned.
 * Source: G. Varghese, A. Lauck, "Hashed and hierarchical timing wheels" (1987).
 *
 *   wheel block: header, spare, 4 × 256 references to chunks (0 for an empty slot)
 *   chunk, 128 bytes: ┌────────┬──────┬───────┬─────────────┐
 *                     │ header │ next │ count │ 29 × hash   │
 *                     └────────┴──────┴───────┴─────────────┘
 */
import { type Heap, KIND_WHEEL, KIND_WHEEL_CHUNK } from '../memory/heap.ts';
import { S_WHEEL, S_WHEEL_ENTRIES, S_WHEEL_STALE, S_WHEEL_TICK, SLAB_SHIFT, UNIT_MASK } from '../memory/layout.ts';
import { NO_REF, type Ref } from '../memory/types.ts';

/** Length of a tick. */
export const TICK_MS = 128;
const LEVELS = 4;
const SLOTS = 256;
const CHUNK_BYTES = 128;
const CHUNK_ENTRIES = 29;
const WHEEL_BYTES = 8 + LEVELS * SLOTS * 4;
/** Most bytes that `schedule` may allocate. */
export const SCHEDULE_BOUND = WHEEL_BYTES + CHUNK_BYTES + 32;
/** Ticks that the outermost wheel spans. */
const SPAN = 2 ** 32;

export class TimingWheel {
  readonly #heap: Heap;
  readonly #control: Int32Array;
  /** Slot whose entry `take` returned last: valid entries are those whose record names it. */
  takenSlot = 0;

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
    const swept = this.sweptTick(shard);
    const due = Math.max(Math.floor(expiresAtMs / TICK_MS), swept);
    if (queued !== 0) {
      if (dueTick(queued, swept) <= due) return queued;
      this.#control[base + S_WHEEL_STALE]! += 1;
    }
    const slot = slotFor(due, swept);
    this.#push(base, shard, slot - 1, hash);
    this.#control[base + S_WHEEL_ENTRIES]! += 1;
    return slot;
  }

  /** Says that a record with an entry went away. */
  forget(shard: number): void {
    this.#control[this.#heap.base(shard) + S_WHEEL_STALE]! += 1;
  }

  /** First tick that has not been swept whole. May be read without the lock as a hint. */
  sweptTick(shard: number): number {
    const base = this.#heap.base(shard);
    return this.#control[base + S_WHEEL_TICK + 1]! * SPAN + (this.#control[base + S_WHEEL_TICK]! >>> 0);
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
    const heads = ((wheel & UNIT_MASK) << 1) + 2;
    const nowTick = Math.floor(nowMs / TICK_MS);
    if (this.#control[base + S_WHEEL_ENTRIES] === 0 && this.sweptTick(shard) < nowTick) this.#setSwept(base, nowTick);
    for (let left = ticksLeft; left > 0; left--) {
      const tick = this.sweptTick(shard);
      if (tick >= nowTick) return false;
      // Outer slots open before the inner ones that they feed: the level is the number of zero bytes of the tick.
      for (let level = openLevel(tick); level >= 0; level--) {
        const index = level * SLOTS + (Math.floor(tick / 2 ** (8 * level)) & 0xff);
        if (words[heads + index] !== NO_REF) {
          this.#pop(base, shard, words, heads + index);
          this.takenSlot = index + 1;
          return true;
        }
      }
      this.#setSwept(base, tick + 1);
    }
    return false;
  }

  /** Hash of the entry that `take` returned. */
  takenHash = 0;

  /** True when the sweep lags behind the time: work is left. */
  isBehind(shard: number, nowMs: number): boolean {
    return (
      this.#control[this.#heap.base(shard) + S_WHEEL] !== NO_REF && this.sweptTick(shard) < Math.floor(nowMs / TICK_MS)
    );
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
    const heads = ((wheel & UNIT_MASK) << 1) + 2;
    let left = chunks;
    for (let i = 0; i < LEVELS * SLOTS; i++) {
      let chunk = words[heads + i]! as Ref;
      for (; chunk !== NO_REF && left > 0; left--) {
        const next = this.#heap.slabs.i32[chunk >>> SLAB_SHIFT]![((chunk & UNIT_MASK) << 1) + 1]! as Ref;
        this.#heap.free(shard, chunk);
        chunk = next;
      }
      words[heads + i] = chunk;
      if (chunk !== NO_REF) return true;
    }
    this.#heap.free(shard, wheel);
    return false;
  }

  /** Frees the whole wheel of a shard that has no key with an expiry. */
  dispose(shard: number): void {
    const base = this.#heap.base(shard);
    const wheel = this.#control[base + S_WHEEL]! as Ref;
    if (wheel === NO_REF) return;
    const words = this.#heap.slabs.i32[wheel >>> SLAB_SHIFT]!;
    const heads = ((wheel & UNIT_MASK) << 1) + 2;
    for (let i = 0; i < LEVELS * SLOTS; i++) {
      let chunk = words[heads + i]! as Ref;
      while (chunk !== NO_REF) {
        const next = this.#heap.slabs.i32[chunk >>> SLAB_SHIFT]![((chunk & UNIT_MASK) << 1) + 1]! as Ref;
        this.#heap.free(shard, chunk);
        chunk = next;
      }
    }
    this.#heap.free(shard, wheel);
    this.#control[base + S_WHEEL] = NO_REF;
    this.#control[base + S_WHEEL_ENTRIES] = 0;
    this.#control[base + S_WHEEL_STALE] = 0;
  }

  #create(base: number, shard: number, nowMs: number): void {
    const wheel = this.#heap.allocate(shard, WHEEL_BYTES, KIND_WHEEL);
    const words = this.#heap.slabs.i32[wheel >>> SLAB_SHIFT]!;
    const heads = ((wheel & UNIT_MASK) << 1) + 2;
    for (let i = 0; i < LEVELS * SLOTS; i++) words[heads + i] = NO_REF;
    this.#control[base + S_WHEEL] = wheel;
    this.#setSwept(base, Math.floor(nowMs / TICK_MS));
  }

  #setSwept(base: number, tick: number): void {
    this.#control[base + S_WHEEL_TICK] = (tick % SPAN) | 0;
    this.#control[base + S_WHEEL_TICK + 1] = Math.floor(tick / SPAN);
  }

  #push(base: number, shard: number, index: number, hash: number): void {
    const wheel = this.#control[base + S_WHEEL]! as Ref;
    const headWords = this.#heap.slabs.i32[wheel >>> SLAB_SHIFT]!;
    const headAt = ((wheel & UNIT_MASK) << 1) + 2 + index;
    const head = headWords[headAt]! as Ref;
    if (head !== NO_REF) {
      const words = this.#heap.slabs.i32[head >>> SLAB_SHIFT]!;
      const at = (head & UNIT_MASK) << 1;
      const count = words[at + 2]!;
      if (count < CHUNK_ENTRIES) {
        words[at + 3 + count] = hash;
        words[at + 2] = count + 1;
        return;
      }
    }
    const chunk = this.#heap.allocate(shard, CHUNK_BYTES, KIND_WHEEL_CHUNK);
    const words = this.#heap.slabs.i32[chunk >>> SLAB_SHIFT]!;
    const at = (chunk & UNIT_MASK) << 1;
    words[at + 1] = head;
    words[at + 2] = 1;
    words[at + 3] = hash;
    headWords[headAt] = chunk;
  }

  #pop(base: number, shard: number, headWords: Int32Array, headAt: number): void {
    const chunk = headWords[headAt]! as Ref;
    const words = this.#heap.slabs.i32[chunk >>> SLAB_SHIFT]!;
    const at = (chunk & UNIT_MASK) << 1;
    const count = words[at + 2]! - 1;
    this.takenHash = words[at + 3 + count]!;
    this.#control[base + S_WHEEL_ENTRIES]! -= 1;
    if (count > 0) {
      words[at + 2] = count;
      return;
    }
    headWords[headAt] = words[at + 1]!;
    this.#heap.free(shard, chunk);
  }
}

/** Slot number, 1 …, for a tick that is due at or after the first unswept one. */
function slotFor(due: number, swept: number): number {
  const ahead = due - swept;
  let level = 0;
  while (level < LEVELS - 1 && ahead >= 2 ** (8 * (level + 1))) level++;
  // What lies beyond the outermost wheel waits in its furthest slot and is queued again from there.
  const tick = ahead < SPAN ? due : swept + SPAN - 1;
  return level * SLOTS + (Math.floor(tick / 2 ** (8 * level)) & 0xff) + 1;
}

/** Tick at which a slot comes up next. */
function dueTick(slot: number, swept: number): number {
  const level = Math.floor((slot - 1) / SLOTS);
  const span = 2 ** (8 * level);
  const current = Math.floor(swept / span);
  const ahead = ((slot - 1) % SLOTS) - (current & 0xff);
  // An outer slot equal to the current one has been opened already, unless the sweep stands at its very start.
  const wraps = ahead < 0 || (ahead === 0 && level > 0 && swept % span !== 0);
  return (current + ahead + (wraps ? SLOTS : 0)) * span;
}

function openLevel(tick: number): number {
  let level = 0;
  while (level < LEVELS - 1 && tick % 2 ** (8 * (level + 1)) === 0) level++;
  return level;
}
