// HOT: no closures, integers only.
/**
 * Copies bytes of a request into a slab. Calling `Buffer.copy` costs as much as a hundred bytes copied, and a loop over
 * bytes is no better; so short values go by words, which the source must be read at any alignment for: by a DataView.
 */

import { MOST_BY_WORDS, wordsOf } from '../memory/byte-words.ts';
import { SLAB_SHIFT } from '../memory/layout.ts';
import type { Ref } from '../memory/types.ts';
import type { Records } from './record.ts';

/** Bytes from which on the ends of a value, which go byte by byte, are the smaller part. */
const FEWEST_BY_WORDS = 8;

/** Copies source[start, start + length) to byte `at` of the slab in which a record lies. */
export function copyIn(
  records: Records,
  ref: Ref,
  at: number,
  source: Uint8Array,
  start: number,
  length: number,
): void {
  const target = records.bytesOf(ref);
  if (length > MOST_BY_WORDS) {
    (source as Buffer).copy(target, at, start, start + length);
    return;
  }
  const end = start + length;
  let from = start;
  let to = at;
  if (length >= FEWEST_BY_WORDS) {
    const view = wordsOf(source);
    const words = records.i32[ref >>> SLAB_SHIFT]!;
    while ((to & 3) !== 0) target[to++] = source[from++]!;
    let word = to >>> 2;
    const last = end - 4;
    for (; from <= last; from += 4) words[word++] = view.getInt32(from, true);
    to = word << 2;
  }
  while (from < end) target[to++] = source[from++]!;
}
