// HOT: asked for every new key while costs of prefixes are known; integers only.
/**
 * Cost classes of keys by their prefix, in shared memory: the background thread writes what it measured, and a key that
 * comes in takes the class of the longest prefix that has one.
 *
 * A prefix ends with a delimiter. Its hash is looked up in a small table; a reader may meet a table that is being
 * written, which gives some key another class.
 */
import { G_COST_PREFIXES } from '../../memory/layout.ts';
import { sharedWords } from '../../memory/sparse-memory.ts';
import { A_COSTS, COST_SLOTS, KEY_BYTES } from './sample-layout.ts';

/** FNV-1a (G. Fowler, L. Noll, K.-P. Vo). */
export const PREFIX_SEED: number = 0x811c9dc5 | 0;
const MASK = COST_SLOTS - 1;

/** The hash of a prefix that is one byte longer. */
export function prefixHash(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

/** Whether a byte ends a prefix: one of `:` `/` `|` `.` `#`. */
export function isDelimiter(byte: number): boolean {
  return byte === 0x3a || byte === 0x2f || byte === 0x7c || byte === 0x2e || byte === 0x23;
}

export class PrefixCosts {
  readonly #control: Int32Array;
  #words: Int32Array = new Int32Array(0);

  constructor(control: Int32Array) {
    this.#control = control;
  }

  /** cold: once a thread. */
  attach(shared: SharedArrayBuffer): void {
    this.#words = sharedWords(shared);
  }

  /** Cost class of a key by its prefix, or of keys without any; 0 when nothing is known of it. */
  classOf(buf: Uint8Array, start: number, length: number): number {
    const count = length < KEY_BYTES ? length : KEY_BYTES;
    let hash = PREFIX_SEED;
    let found = 0;
    let hasPrefix = false;
    for (let i = 0; i < count; i++) {
      const byte = buf[start + i]!;
      hash = prefixHash(hash, byte);
      if (!isDelimiter(byte)) continue;
      hasPrefix = true;
      const known = this.#find(hash);
      if (known >= 0) found = known;
    }
    if (hasPrefix) return found;
    const known = this.#find(PREFIX_SEED);
    return known < 0 ? 0 : known;
  }

  // cold: once in some seconds, on the background thread.
  /** Replaces all classes. @param hashes hash of each prefix @param classes their classes */
  replace(hashes: readonly number[], classes: readonly number[]): void {
    const words = this.#words;
    for (let i = 0; i < COST_SLOTS * 2; i++) words[A_COSTS + i] = 0;
    let kept = 0;
    hashes.forEach((hash, i) => {
      if (kept >= COST_SLOTS / 2) return;
      let slot = hash & MASK;
      while (words[A_COSTS + slot * 2 + 1] !== 0) slot = (slot + 1) & MASK;
      words[A_COSTS + slot * 2] = hash;
      words[A_COSTS + slot * 2 + 1] = classes[i]! + 1;
      kept++;
    });
    this.#control[G_COST_PREFIXES] = kept;
  }

  #find(hash: number): number {
    const words = this.#words;
    for (let slot = hash & MASK, tries = 0; tries < COST_SLOTS; slot = (slot + 1) & MASK, tries++) {
      const known = words[A_COSTS + slot * 2 + 1]!;
      if (known === 0 || words[A_COSTS + slot * 2] === hash) return known - 1;
    }
    return -1;
  }
}
