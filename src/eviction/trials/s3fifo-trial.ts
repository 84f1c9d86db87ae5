/** What allkeys-s3fifo would hit: a small queue and a main one, told apart by a flag as in the store (queues.ts). */
import { Trial } from './trial.ts';

const SAMPLES = 24;
/** Share of the entries that the small queue may have, and visits that lead out of it. */
const SMALL = 0.1;
const PROOF = 2;
const MOST_VISITS = 3;
const MOST_SPARED = 64;
/** Bytes of memory that a ghost takes. */
const GHOST_BYTES = 40;

export class S3FifoTrial extends Trial {
  /** Keys that left the small queue, those that left it first at the front. */
  readonly #ghosts = new Set<number>();

  override get memoryBytes(): number {
    return super.memoryBytes + this.#ghosts.size * GHOST_BYTES;
  }

  protected override cameIn(entry: number): void {
    const isKnown = this.#ghosts.delete(this.entries.hashes[entry]!);
    this.entries.fresh[entry] = isKnown ? 0 : 1;
    this.entries.uses[entry] = 0;
  }

  protected override visited(entry: number): void {
    if (this.entries.uses[entry]! < MOST_VISITS) this.entries.uses[entry]! += 1;
  }

  protected override overwritten(entry: number): void {
    this.visited(entry);
  }

  protected override victim(): number {
    const { fresh, uses, clocks } = this.entries;
    for (let spared = 0; ; spared++) {
      const entry = this.#head();
      const isNew = fresh[entry] === 1;
      if (spared === MOST_SPARED || uses[entry]! < (isNew ? PROOF : 1)) {
        if (isNew) this.#remember(this.entries.hashes[entry]!);
        return entry;
      }
      uses[entry] = isNew ? 0 : uses[entry]! - 1;
      fresh[entry] = 0;
      clocks[entry] = this.clock;
    }
  }

  /** About the head of the small queue when a sample finds that too long, else of the main one. */
  #head(): number {
    const { fresh, clocks } = this.entries;
    let small = -1;
    let main = -1;
    let news = 0;
    for (let i = 0; i < SAMPLES; i++) {
      const entry = this.any();
      if (fresh[entry] === 1) {
        news++;
        if (small < 0 || clocks[entry]! < clocks[small]!) small = entry;
      } else if (main < 0 || clocks[entry]! < clocks[main]!) main = entry;
    }
    return main < 0 || (small >= 0 && news > SAMPLES * SMALL) ? small : main;
  }

  #remember(hash: number): void {
    this.#ghosts.add(hash);
    if (this.#ghosts.size <= this.entries.count) return;
    for (const first of this.#ghosts) {
      this.#ghosts.delete(first);
      return;
    }
  }
}
