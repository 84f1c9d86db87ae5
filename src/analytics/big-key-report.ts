/**
 * What a walk over all keys has found, in shared memory: the background thread writes it, others read it, and ask for a
 * new walk.
 *
 *   word 0: lock │ word 1: a new walk is asked for │ word 2: length │ from byte 64: JSON
 */
import { lock, unlock } from '../memory/lock.ts';

const LOCK = 0;
const ASKED = 1;
const LENGTH = 2;
const TEXT = 64;
export const BIG_KEYS_BYTES = 256 * 1024;

export interface BigKey {
  /** URL-safe Base64 of the key, or of its first bytes. */
  readonly key: string;
  readonly keyBytes: number;
  readonly db: number;
  readonly type: string;
  /** Memory that it takes. */
  readonly bytes: number;
  /** Elements, or the length of a string. */
  readonly items: number;
}

export interface BigKeyReport {
  /** Keys that the present walk has seen. */
  readonly walked: number;
  /** When the last whole walk ended, ms since 1970; null before the first. */
  readonly finishedMs: number | null;
  /** The largest first. */
  readonly keys: readonly BigKey[];
}

export class SharedBigKeys {
  readonly #words: Int32Array;
  readonly #bytes: Buffer;

  constructor(shared: SharedArrayBuffer) {
    this.#words = new Int32Array(shared);
    this.#bytes = Buffer.from(shared);
  }

  write(report: BigKeyReport): void {
    const text = Buffer.from(JSON.stringify(report), 'latin1');
    if (text.length > BIG_KEYS_BYTES - TEXT) return;
    lock(this.#words, LOCK);
    text.copy(this.#bytes, TEXT);
    this.#words[LENGTH] = text.length;
    unlock(this.#words, LOCK);
  }

  read(): BigKeyReport {
    lock(this.#words, LOCK);
    const length = this.#words[LENGTH]!;
    const copy = Buffer.allocUnsafe(length);
    this.#bytes.copy(copy, 0, TEXT, TEXT + length);
    unlock(this.#words, LOCK);
    return length === 0
      ? { walked: 0, finishedMs: null, keys: [] }
      : (JSON.parse(copy.toString('latin1')) as BigKeyReport);
  }

  /** Asks for a new walk. */
  ask(): void {
    Atomics.store(this.#words, ASKED, 1);
  }

  /** Whether a new walk was asked for since the last call. */
  takeAsked(): boolean {
    return Atomics.exchange(this.#words, ASKED, 0) !== 0;
  }
}
