// HOT: asked once for each call that a script makes; no closures, no allocation.
/**
 * The key of the command before, as scripts mostly go on with it: to compare some words is cheaper than to work out hash
 * and shard again. Longer keys are not kept.
 */
import type { ParsedRequest } from '../dispatch/request.ts';
import type { KeyHasher } from '../store/key-hash.ts';

const MOST_WORDS = 16;

export class LastKey {
  readonly #hasher: KeyHasher;
  readonly #words = new Uint32Array(MOST_WORDS);
  /** Bytes of the key; -1 before there is one. */
  #length = -1;
  #shard = 0;
  #hash = 0;

  constructor(hasher: KeyHasher) {
    this.#hasher = hasher;
  }

  /**
   * Gives a request shard and hash of its key.
   * @param words the memory that the request lies in, whose arguments begin at whole words
   * @param key which argument it is
   */
  know(words: Uint32Array, request: ParsedRequest, key: number): void {
    const start = request.argStart[key]!;
    const length = request.argLen[key]!;
    if (length !== this.#length || !this.#isSame(words, start >>> 2, length)) {
      this.#hash = this.#hasher.locate(request.buf, start, length);
      this.#shard = this.#hasher.shard;
      this.#keep(words, start >>> 2, length);
    }
    request.key = key;
    request.shard = this.#shard;
    request.hash = this.#hash;
  }

  #isSame(words: Uint32Array, at: number, length: number): boolean {
    const whole = length >>> 2;
    const kept = this.#words;
    for (let i = 0; i < whole; i++) if (words[at + i] !== kept[i]) return false;
    // Of the last word the bytes that are the key's: the first ones are the low ones.
    const rest = length & 3;
    return rest === 0 || (words[at + whole]! ^ kept[whole]!) << (32 - rest * 8) === 0;
  }

  #keep(words: Uint32Array, at: number, length: number): void {
    const count = (length + 3) >>> 2;
    this.#length = count > MOST_WORDS ? -1 : length;
    if (count > MOST_WORDS) return;
    for (let i = 0; i < count; i++) this.#words[i] = words[at + i]!;
  }
}
