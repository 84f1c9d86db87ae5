/**
 * Gives memory that malloc keeps, though nobody uses it, back to the system.
 *
 * Problem: filling a store makes V8's compilers and Node's buffers ask malloc for 15 MB more than it has when idle. They
 * are free afterwards, but lie between blocks in use, and glibc gives back the end of its heap only: its settings
 * (trim_threshold, mmap_threshold down to 32 KiB) change nothing.
 * Idea: its own function for that, by Node's interface to foreign functions, when the store has given slabs back and each
 * thread has collected.
 * Cost: 1 ms, in which other threads wait if they ask malloc.
 * Gives up: without that interface, or without glibc, the memory stays.
 */

/** Each thread collects meanwhile; and twice more, for what one that is busy lets go of later. */
const PAUSE_MS = 2_000;
const TRIMS = 3;

/** @returns whether there is such a function here */
export function trimMalloc(): boolean {
  try {
    // Older releases of Node have no such module.
    const foreign = process.getBuiltinModule('node:ffi') as typeof import('node:ffi') | undefined;
    if (foreign === undefined) return false;
    const libc = foreign.dlopen('libc.so.6', { malloc_trim: { arguments: ['u64'], return: 'i32' } });
    libc.functions.malloc_trim(0n);
    return true;
  } catch {
    return false;
  }
}

export class MallocTrim {
  readonly #trim: () => void;
  #left = 0;
  #dueMs = 0;

  constructor(trim: () => void) {
    this.#trim = trim;
  }

  /** Called again and again. @param dropped slabs that were given back just now */
  step(nowMs: number, dropped: number): void {
    if (dropped > 0) {
      if (this.#left === 0) this.#dueMs = nowMs + PAUSE_MS;
      this.#left = TRIMS;
    }
    if (this.#left === 0) return;
    // A clock that is set back does not put it off for long.
    this.#dueMs = Math.min(this.#dueMs, nowMs + PAUSE_MS);
    if (nowMs < this.#dueMs) return;
    this.#left--;
    this.#dueMs = nowMs + PAUSE_MS;
    this.#trim();
  }
}
