/**
 * What the metrics want of the store, read from the control block alone: for the main thread, which has no store. No lock
 * is taken; each figure is some recent value.
 */
import { LARGE_UNIT_BYTES } from '../memory/large/large-layout.ts';
import {
  G_LARGE_UNITS,
  G_USED,
  GLOBAL_WORDS,
  ROOT_COUNT,
  ROOT_ELEMENT_EXPIRES,
  ROOT_EXPIRES,
  ROOT_WORDS,
  S_ROOTS,
  SHARDS,
  shardWords,
} from '../memory/layout.ts';

/** The store as far as metrics know it. */
export interface StoreReader {
  /** The control block. */
  readonly control: Int32Array;
  readonly databases: number;
  /** Keys of a database. */
  size(db: number): number;
  /** Of these, how many have an expiry. */
  expiring(db: number): number;
  /** Of these, how many have elements that expire. */
  expiringElements(db: number): number;
}

export class StoreFigures implements StoreReader {
  readonly control: Int32Array;
  readonly databases: number;
  readonly #shardWords: number;

  constructor(control: SharedArrayBuffer, databases: number) {
    this.control = new Int32Array(control);
    this.databases = databases;
    this.#shardWords = shardWords(databases);
  }

  size(db: number): number {
    return this.#sum(db, ROOT_COUNT);
  }

  expiring(db: number): number {
    return this.#sum(db, ROOT_EXPIRES);
  }

  expiringElements(db: number): number {
    return this.#sum(db, ROOT_ELEMENT_EXPIRES);
  }

  /** Bytes in use; what threads have allocated or freed and not told yet is left out. */
  usedBytes(): number {
    const { control } = this;
    return control.byteLength + control[G_USED]! * 64 + control[G_LARGE_UNITS]! * LARGE_UNIT_BYTES;
  }

  #sum(db: number, word: number): number {
    let sum = 0;
    let at = GLOBAL_WORDS + S_ROOTS + db * ROOT_WORDS + word;
    for (let shard = 0; shard < SHARDS; shard++) {
      sum += this.control[at]!;
      at += this.#shardWords;
    }
    return sum;
  }
}
