// HOT: no closures, no allocation on the JS heap.
/**
 * A copy of a large value that was made under no lock, for the command that is about to change the value: others read it
 * or share it, so it changes no more, and the copy stays what it is until the command runs (store/unlocked-work.ts).
 */
import type { LargeObjects } from '../../memory/large/large-objects.ts';
import { type LargeRef, NO_LARGE } from '../../memory/types.ts';

export class PreparedCopy {
  readonly #large: LargeObjects;
  #of: LargeRef = NO_LARGE;
  #copy: LargeRef = NO_LARGE;

  constructor(large: LargeObjects) {
    this.#large = large;
  }

  /** Copies an object, pinned by the caller, into one of `length` bytes, at least its own. Without room there is none. */
  make(of: LargeRef, length: number): void {
    this.drop();
    const copy = this.#large.allocate(length);
    if (copy === NO_LARGE) return;
    this.#large.copyRange(of, 0, copy, 0, this.#large.length(of));
    this.#of = of;
    this.#copy = copy;
  }

  /** The copy of an object with this length, which is the caller's then; NO_LARGE when there is none. */
  take(of: LargeRef, length: number): LargeRef {
    const copy = this.#copy;
    if (copy === NO_LARGE || of !== this.#of || this.#large.length(copy) !== length) return NO_LARGE;
    this.#copy = NO_LARGE;
    return copy;
  }

  /** Frees the copy if nobody took it. */
  drop(): void {
    if (this.#copy !== NO_LARGE) this.#large.release(this.#copy);
    this.#copy = NO_LARGE;
  }
}
