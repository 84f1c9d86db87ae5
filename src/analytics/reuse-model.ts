/**
 * The running workload as a sample of its keys: who was used when, how large, how far apart.
 *
 * All accesses of a share of the keys are seen (store/usage/access-samples.ts). A read that finds its key at a distance of so
 * many bytes would be a hit in every cache that is larger (for LRU); the distances of the sample, divided by its share,
 * are those of the whole. A key whose time to live is over leaves the order, and its next read is a miss at any size.
 * Whenever more keys are known than fit, the share is lowered and the keys beyond it are forgotten.
 * Cost: some 40 bytes a sampled key; about 0.3 µs a sampled access.
 */
import { ACCESS_TICKS_PER_SECOND } from '../memory/clock.ts';
import { GROUPS, HitCurve } from './hit-curve.ts';
import { Log2Histogram } from './log2-histogram.ts';
import { RecencyOrder } from './recency-order.ts';
import { RESIDENT, REUSED, SampledKeys } from './sampled-keys.ts';

/** Most keys that are known at once. */
export const MOST_KEYS = 65_536;
/** Share of the keys that is kept when there are too many. */
const SHRINK = 0.75;
/** What a key is taken to weigh until its size is known. */
const USUAL_BYTES = 64;
const WHOLE = 0x8000_0000;

export class ReuseModel {
  readonly keys = new SampledKeys();
  readonly order = new RecencyOrder();
  readonly curve = new HitCurve();
  /** Milliseconds between two uses of a key, and bytes of what was written. */
  readonly intervals = new Log2Histogram();
  readonly sizes = new Log2Histogram();
  /** Hashes below this, of 2^31, are in the sample. */
  below: number = WHOLE - 1;

  /** Share of the keys that is sampled. */
  get rate(): number {
    return (this.below + 1) / WHOLE;
  }

  get memoryBytes(): number {
    return this.keys.memoryBytes + RecencyOrder.memoryBytes + HitCurve.memoryBytes;
  }

  /** Whether a hash is in the sample. */
  takes(hash: number): boolean {
    return hash >>> 1 <= this.below;
  }

  /** Lowers the share of the keys that is sampled. */
  lower(below: number): void {
    if (below >= this.below) return;
    this.below = Math.max(1, Math.floor(below));
    this.#keepBelow(this.below);
  }

  /** A read. @param size bytes, -1 when nobody knows @returns the key's number, -1 for one that is not known */
  read(hash: number, size: number, isHit: boolean, clock: number): number {
    const { keys } = this;
    const group = hash & (GROUPS - 1);
    let key = keys.find(hash);
    if (key >= 0 && this.#isOver(key, clock) && !isHit) {
      this.#forget(key);
      key = -1;
    }
    if (key < 0) {
      this.curve.add(0, 1 / this.rate, group);
      return isHit ? this.#enter(hash, size, clock) : -1;
    }
    if (size >= 0) this.#resize(key, size);
    const bytes = keys.sizes[key]!;
    this.curve.add(this.order.distance(keys.slots[key]!, bytes) / this.rate, 1 / this.rate, group);
    this.intervals.add((((clock - keys.usedAt[key]!) | 0) * 1000) / ACCESS_TICKS_PER_SECOND);
    keys.flags[key]! |= isHit ? REUSED | RESIDENT : REUSED;
    this.#use(key, clock);
    return key;
  }

  /** A write. @param ttl ticks of the access clock, 0 for none @returns the key's number */
  write(hash: number, size: number, ttl: number, clock: number): number {
    const { keys } = this;
    let key = keys.find(hash);
    if (key < 0) key = this.#enter(hash, size, clock);
    else {
      if (size >= 0) this.#resize(key, size);
      this.#use(key, clock);
    }
    keys.writtenAt[key] = clock;
    keys.expiresAt[key] = ttl === 0 ? 0 : (clock + ttl) | 0 || 1;
    keys.flags[key]! |= RESIDENT;
    if (size > 0) this.sizes.add(size);
    return key;
  }

  /** The key was deleted: no cache of any size has it. */
  remove(hash: number): void {
    const key = this.keys.find(hash);
    if (key >= 0) this.#forget(key);
  }

  /** All keys were deleted. */
  clear(): void {
    this.#keepBelow(-1);
  }

  /** Forgets keys whose time is over, so that they weigh nothing. */
  sweep(clock: number): void {
    for (let key = this.keys.count - 1; key >= 0; key--) if (this.#isOver(key, clock)) this.#forget(key);
  }

  #isOver(key: number, clock: number): boolean {
    const at = this.keys.expiresAt[key]!;
    return at !== 0 && ((clock - at) | 0) > 0;
  }

  /** Forgets all other keys, at once: one by one they take a tenth of a second. */
  #keepBelow(below: number): void {
    const { keys, order } = this;
    const { hashes, slots, sizes, count } = keys;
    for (let key = 0; key < count; key++) if (hashes[key]! >>> 1 > below) order.drop(slots[key]!, sizes[key]!);
    order.settle();
    keys.keepBelow(below);
  }

  #enter(hash: number, size: number, clock: number): number {
    if (this.keys.count >= MOST_KEYS) this.lower(this.below * SHRINK);
    const { keys } = this;
    const key = keys.add(hash);
    keys.sizes[key] = size < 0 ? USUAL_BYTES : size;
    keys.writtenAt[key] = clock;
    keys.flags[key] = RESIDENT;
    this.#place(key, clock);
    return key;
  }

  #use(key: number, clock: number): void {
    this.order.leave(this.keys.slots[key]!, this.keys.sizes[key]!);
    this.#place(key, clock);
  }

  #place(key: number, clock: number): void {
    const { keys, order } = this;
    if (order.isFull) this.#compact(key);
    keys.slots[key] = order.use(keys.sizes[key]!, clock);
    keys.usedAt[key] = clock;
  }

  /** @param absent key that is in no slot at the moment */
  #compact(absent: number): void {
    const { slots, count } = this.keys;
    const moved = this.order.compact();
    for (let key = 0; key < count; key++) if (key !== absent) slots[key] = moved[slots[key]!]!;
  }

  #resize(key: number, size: number): void {
    const change = size - this.keys.sizes[key]!;
    if (change === 0) return;
    this.keys.sizes[key] = size;
    this.order.resize(this.keys.slots[key]!, change);
  }

  #forget(key: number): void {
    this.order.leave(this.keys.slots[key]!, this.keys.sizes[key]!);
    this.keys.delete(key);
  }
}
