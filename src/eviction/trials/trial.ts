/**
 * A small cache under one policy, over a sample of the keys: what would that policy hit? This one is allkeys-fifo; the
 * others differ in what they note of a visit, and in whom they evict.
 *
 * Problem: the rules of allkeys-adaptive share what they know of a key (adaptive/miniatures.ts), but what LFU, SIEVE and
 * S3-FIFO note depends on when the key came in, which is another time for each.
 * Idea: a table for each policy with the objects that it would have and nothing else, so that any random entry is a
 * candidate. Victims are sampled, as the store does it.
 * Cost: some 35 bytes an object, 0.1 µs a sampled read.
 */
import { SampledEntries } from '../adaptive/sampled-entries.ts';
import { Random32 } from '../random.ts';

/** Entries looked at for a victim: what the store's five samples and its pool of candidates come to. */
const SAMPLES = 12;
/** What an object weighs until its size is known. */
const USUAL_BYTES = 64;

export class Trial {
  /** Clock of an entry: when it came in, or what else the policy orders by; `uses` and `fresh` are the policy's own. */
  readonly entries: SampledEntries = new SampledEntries();
  /** One tick a read or write. */
  clock = 0;
  /** Any number that grows by one a minute. */
  minute = 0;
  bytes = 0;
  #capacity: number;
  readonly #random = new Random32();

  /** @param capacity bytes */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get memoryBytes(): number {
    return this.entries.memoryBytes;
  }

  setCapacity(bytes: number): void {
    this.#capacity = bytes;
    this.#shrink();
  }

  /**
   * A read. @param size bytes, 0 when nobody knows @param stores whether the key is there, or will be, so that it comes in
   * @returns whether it was a hit
   */
  read(hash: number, size: number, stores: boolean): boolean {
    this.clock++;
    const entry = this.entries.find(hash);
    if (entry < 0) {
      if (stores) this.#store(hash, size);
      return false;
    }
    this.visited(entry);
    this.#resize(entry, size);
    return true;
  }

  /** A write. @param isRefill whether a read that found nothing was its cause: that was the visit */
  write(hash: number, size: number, isRefill: boolean): void {
    this.clock++;
    const entry = this.entries.find(hash);
    if (entry < 0) {
      this.#store(hash, size);
      return;
    }
    if (!isRefill) this.overwritten(entry);
    this.#resize(entry, size);
  }

  remove(hash: number): void {
    const entry = this.entries.find(hash);
    if (entry >= 0) this.#delete(entry);
  }

  /** Forgets all keys but those whose hash is below a bound, of 2^31. */
  keepBelow(below: number): void {
    for (let entry = this.entries.count - 1; entry >= 0; entry--) {
      if (this.entries.hashes[entry]! >>> 1 >= below) this.#delete(entry);
    }
    this.entries.trim();
  }

  // ---------------------------------------------------------------- what policies differ in

  /** An entry came in; its clock is that of now. */
  protected cameIn(_entry: number): void {}

  protected visited(_entry: number): void {}

  protected overwritten(entry: number): void {
    this.entries.clocks[entry] = this.clock;
  }

  /** An entry that goes. */
  protected victim(): number {
    return this.oldest();
  }

  /** The entry of a sample whose clock stands lowest. */
  protected oldest(): number {
    const { clocks } = this.entries;
    let oldest = this.any();
    for (let i = 1; i < SAMPLES; i++) {
      const entry = this.any();
      if (clocks[entry]! < clocks[oldest]!) oldest = entry;
    }
    return oldest;
  }

  protected any(): number {
    return (this.#random.next() >>> 0) % this.entries.count;
  }

  /** 0 … 1 */
  protected chance(): number {
    return (this.#random.next() >>> 0) / 0x1_0000_0000;
  }

  // ---------------------------------------------------------------- inside

  #store(hash: number, size: number): void {
    const bytes = size > 0 ? size : USUAL_BYTES;
    const entry = this.entries.add(hash, bytes, 0);
    this.entries.clocks[entry] = this.clock;
    this.bytes += bytes;
    this.cameIn(entry);
    this.#shrink();
  }

  #resize(entry: number, size: number): void {
    if (size <= 0) return;
    this.bytes += size - this.entries.sizes[entry]!;
    this.entries.sizes[entry] = size;
    this.#shrink();
  }

  #shrink(): void {
    while (this.bytes > this.#capacity && this.entries.count > 0) this.#delete(this.victim());
  }

  #delete(entry: number): void {
    this.bytes -= this.entries.sizes[entry]!;
    this.entries.delete(entry);
  }
}
