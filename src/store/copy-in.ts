// HOT: no closures, integers only; allocates only for a source that was never seen before.
/**
 * Copies bytes of a request into a slab. Calling `Buffer.copy` costs as much as a hundred bytes copied, and a loop over
 * bytes is no better; so short values go by words, which the source must be read at any alignment for: by a DataView.
 */
import { SLAB_SHIFT } from '../memory/layout.ts';
import type { Ref } from '../memory/types.ts';
import type { Records } from './record.ts';

/** Up to here words are faster than `Buffer.copy`; measured into shared memory on Node 26. */
const MOST_BY_WORDS = 160;
/** Bytes from which on the ends of a value, which go byte by byte, are the smaller part. */
const FEWEST_BY_WORDS = 8;

/** The views of buffers that requests lie in: of the thread's read buffer, and of each connection's own storage. */
const VIEWS = new WeakMap<Uint8Array, DataView>();
/** The last of them: nearly always the read buffer. */
let lastSource: Uint8Array = new Uint8Array(0);
let lastView = new DataView(lastSource.buffer);

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
    const view = source === lastSource ? lastView : viewOf(source);
    const words = records.i32[ref >>> SLAB_SHIFT]!;
    while ((to & 3) !== 0) target[to++] = source[from++]!;
    let word = to >>> 2;
    const last = end - 4;
    for (; from <= last; from += 4) words[word++] = view.getInt32(from, true);
    to = word << 2;
  }
  while (from < end) target[to++] = source[from++]!;
}

/** cold: when commands of another buffer follow. */
function viewOf(source: Uint8Array): DataView {
  let view = VIEWS.get(source);
  if (view === undefined) {
    view = new DataView(source.buffer, source.byteOffset, source.length);
    VIEWS.set(source, view);
  }
  lastSource = source;
  lastView = view;
  return view;
}
