/**
 * Misses whose refill has not come yet: how long the application takes to make what it did not find.
 *
 * A fixed table in which a later miss may take the place of another one: that only loses a sample.
 */
const SLOTS = 4096;
const LONGEST_US = 60_000_000;

export class PendingMisses {
  readonly #hashes = new Int32Array(SLOTS);
  /** µs, the low 32 bits; 0: empty. */
  readonly #times = new Int32Array(SLOTS);

  static readonly memoryBytes: number = SLOTS * 8;

  /** A read found no key. The first miss counts until it is refilled or too long ago. @param time µs, low 32 bits */
  missed(hash: number, time: number): void {
    const slot = slotOf(hash);
    if (this.#hashes[slot] === hash && this.#times[slot] !== 0 && isWithin(this.#times[slot]!, time)) return;
    this.#hashes[slot] = hash;
    this.#times[slot] = time === 0 ? 1 : time;
  }

  /** A key was written. @returns µs since the miss that this refills; -1 when it refills none */
  refilled(hash: number, time: number): number {
    const slot = slotOf(hash);
    const since = this.#times[slot]!;
    if (since === 0 || this.#hashes[slot] !== hash) return -1;
    this.#times[slot] = 0;
    return isWithin(since, time) ? (time - since) >>> 0 : -1;
  }
}

function isWithin(since: number, time: number): boolean {
  return (time - since) >>> 0 <= LONGEST_US;
}

function slotOf(hash: number): number {
  return (Math.imul(hash, 0x9e3779b1) >>> 16) & (SLOTS - 1);
}
