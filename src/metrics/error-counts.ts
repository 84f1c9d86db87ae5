/**
 * How often each kind of error was replied, by the first word of its text (ERR, WRONGTYPE …), for all threads.
 *
 *   word 0: lock │ word 16: names in use │ word 17: resets │ word 18: too many names │
 *   from byte 128: a row of 64 bytes a name: count, length, up to 56 bytes
 *
 * Names are added under the lock and stay until the next reset, so each thread remembers where its names are; counts are
 * added atomically. A name more than there are rows ends the counting by name until then, as in Redis: somebody makes
 * them up.
 */
import { lock, unlock } from '../memory/lock.ts';

const ROWS = 128;
const ROW_BYTES = 64;
const FIRST_ROW = 128;
const NAME_BYTES = 56;
const LOCK = 0;
const USED = 16;
const RESETS = 17;
const TOO_MANY = 18;
/** What is listed then instead of names. */
const DISABLED = [{ prefix: 'ERRORSTATS_DISABLED', count: 1 }];
export const ERROR_COUNTS_BYTES: number = FIRST_ROW + ROWS * ROW_BYTES;

export interface ErrorCount {
  readonly prefix: string;
  readonly count: number;
}

export class ErrorCounts {
  readonly #words: Int32Array;
  readonly #bytes: Buffer;
  /** Row of each name, and of each whole error line, that this thread has met. */
  readonly #rows = new Map<string | Buffer, number>();
  /** The resets that `#rows` knows of. */
  #resets = 0;

  constructor(shared: SharedArrayBuffer) {
    this.#words = new Int32Array(shared);
    this.#bytes = Buffer.from(shared);
  }

  /** Counts one error: its text (`ERR …`), or its line as it is sent (`-ERR …`), which must be one that is kept. */
  add(error: string | Buffer): void {
    if (this.#words[RESETS] !== this.#resets) this.#forget();
    let row = this.#rows.get(error);
    if (row === undefined) row = this.#learn(error);
    Atomics.add(this.#words, (FIRST_ROW + row * ROW_BYTES) >> 2, 1);
  }

  // cold: the first error behind a reset.
  #forget(): void {
    this.#rows.clear();
    this.#resets = this.#words[RESETS]!;
  }

  #learn(error: string | Buffer): number {
    const text = typeof error === 'string' ? error : error.toString('latin1', 1);
    const space = text.search(/[ \r\n]/);
    const prefix = (space < 0 ? text : text.slice(0, space)).slice(0, NAME_BYTES);
    let row = this.#rows.get(prefix);
    if (row === undefined) {
      row = this.#find(prefix);
      this.#rows.set(prefix, row);
    }
    // Whole texts carry names of clients and are not worth remembering; lines are those of the error table.
    if (typeof error !== 'string') this.#rows.set(error, row);
    return row;
  }

  #find(prefix: string): number {
    const words = this.#words;
    lock(words, LOCK);
    const used = words[USED]!;
    let row = 0;
    while (row < used && this.#prefix(row) !== prefix) row++;
    if (row === used && used < ROWS) {
      const at = FIRST_ROW + row * ROW_BYTES;
      words[(at >> 2) + 1] = this.#bytes.write(prefix, at + 8, NAME_BYTES, 'latin1');
      words[USED] = used + 1;
    } else if (row === ROWS) words[TOO_MANY] = 1;
    unlock(words, LOCK);
    return Math.min(row, ROWS - 1);
  }

  #prefix(row: number): string {
    const at = FIRST_ROW + row * ROW_BYTES;
    return this.#bytes.toString('latin1', at + 8, at + 8 + this.#words[(at >> 2) + 1]!);
  }

  /** The kinds that were counted since the last reset, by name. */
  list(): readonly ErrorCount[] {
    if (this.#words[TOO_MANY] !== 0) return DISABLED;
    const counts: ErrorCount[] = [];
    const used = Atomics.load(this.#words, USED);
    for (let row = 0; row < used; row++) {
      const count = Atomics.load(this.#words, (FIRST_ROW + row * ROW_BYTES) >> 2) >>> 0;
      if (count > 0) counts.push({ prefix: this.#prefix(row), count });
    }
    return counts.sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
  }

  /** All errors since the last reset, those of a name too many included. */
  total(): number {
    let total = 0;
    for (let row = 0; row < ROWS; row++) {
      total += Atomics.load(this.#words, (FIRST_ROW + row * ROW_BYTES) >> 2) >>> 0;
    }
    return total;
  }

  reset(): void {
    const words = this.#words;
    lock(words, LOCK);
    for (let row = 0; row < ROWS; row++) Atomics.store(words, (FIRST_ROW + row * ROW_BYTES) >> 2, 0);
    words[USED] = 0;
    words[TOO_MANY] = 0;
    words[RESETS]! += 1;
    unlock(words, LOCK);
  }
}
