/**
 * A small text in shared memory that any thread may replace and that every thread can watch for one load.
 *
 *     offset  size
 *          0     4  lock: 0 free, 1 held, 2 held and waited for; alone in its 64 bytes
 *         64     4  epoch: counts replacements
 *         68     4  length of the text in bytes
 *        128     …  the text, UTF-8
 *
 * The lock is held for the copy alone. Who wants to change the text reads it, works without the lock, and replaces it
 * only if the epoch is still the one that was read: else somebody was faster, and the work starts again.
 */

const LOCK = 0;
const EPOCH = 16;
const LENGTH = 17;
const TEXT_OFFSET = 128;

const spins = 100;

/** Bytes of a region made by `SharedRegion.create`. Pages that are never written cost nothing. */
export const regionBytes: number = 256 * 1024;

export class SharedRegion {
  readonly buffer: SharedArrayBuffer;
  private readonly words: Int32Array;
  private readonly bytes: Buffer;

  /** Attaches to a region made by `create` in this or another thread. */
  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.words = new Int32Array(buffer, 0, TEXT_OFFSET / 4);
    this.bytes = Buffer.from(buffer, TEXT_OFFSET);
  }

  static create(text: string, size: number = regionBytes): SharedRegion {
    const region = new SharedRegion(new SharedArrayBuffer(size));
    if (!region.replace(0, text)) throw new RangeError('the settings do not fit their shared memory');
    return region;
  }

  /** Longest text in bytes. */
  get capacity(): number {
    return this.bytes.length;
  }

  /** Counts replacements, from 1. */
  epoch(): number {
    return Atomics.load(this.words, EPOCH);
  }

  read(): { epoch: number; text: string } {
    this.lock();
    let epoch: number;
    let copy: Buffer;
    try {
      epoch = this.epoch();
      copy = Buffer.from(this.bytes.subarray(0, Atomics.load(this.words, LENGTH)));
    } finally {
      this.unlock();
    }
    return { epoch, text: copy.toString('utf8') };
  }

  /** Replaces the text if nobody has since `epoch`. A text above `capacity` is never stored. */
  replace(epoch: number, text: string): boolean {
    const copy = Buffer.from(text, 'utf8');
    if (copy.length > this.capacity) return false;
    this.lock();
    try {
      if (this.epoch() !== epoch) return false;
      copy.copy(this.bytes);
      Atomics.store(this.words, LENGTH, copy.length);
      Atomics.store(this.words, EPOCH, (epoch + 1) | 0);
    } finally {
      this.unlock();
    }
    return true;
  }

  private lock(): void {
    for (let i = 0; i < spins; i++) {
      if (Atomics.compareExchange(this.words, LOCK, 0, 1) === 0) return;
      Atomics.pause();
    }
    while (Atomics.exchange(this.words, LOCK, 2) !== 0) Atomics.wait(this.words, LOCK, 2);
  }

  private unlock(): void {
    if (Atomics.exchange(this.words, LOCK, 0) === 2) Atomics.notify(this.words, LOCK, 1);
  }
}
