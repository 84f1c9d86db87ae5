// HOT: no closures, integers only; allocates only for a source that was never seen before.
/**
 * Bytes four at a time, at any alignment: by DataViews, which the bytes of requests do not have at hand as slabs do.
 */

/** The views of buffers that requests lie in: of the thread's read buffer, and of each connection's own storage. */
const VIEWS = new WeakMap<Uint8Array, DataView>();
/** The last of them: nearly always the read buffer. */
let lastSource: Uint8Array = new Uint8Array(0);
let lastView = new DataView(lastSource.buffer);

/** The view of a request's bytes: word i begins at byte i of `source`. */
export function wordsOf(source: Uint8Array): DataView {
  return source === lastSource ? lastView : viewOf(source);
}

/** cold: when commands of another buffer follow. */
function viewOf(source: Uint8Array): DataView {
  let view = VIEWS.get(source);
  if (view === undefined) {
    view = new DataView(source.buffer, source.byteOffset, source.length);
    VIEWS.set(source, view);
  }
  // A slab may be given back: nothing keeps it.
  if (source.buffer instanceof SharedArrayBuffer) return view;
  lastSource = source;
  lastView = view;
  return view;
}

/** Whether the `length` bytes at `at` are those at `start` of the other view. */
export function isSame(view: DataView, at: number, other: DataView, start: number, length: number): boolean {
  if (length < 4) return length === 0 || isSameShort(view, at, other, start, length);
  // Names and keys differ at their ends, if they do. The last word overlaps the one before it.
  const last = length - 4;
  if (view.getInt32(at + last, true) !== other.getInt32(start + last, true)) return false;
  for (let i = 0; i < last; i += 4) if (view.getInt32(at + i, true) !== other.getInt32(start + i, true)) return false;
  return true;
}

/** The same for 1 to 3 bytes: the first, the middle and the last. */
function isSameShort(view: DataView, at: number, other: DataView, start: number, length: number): boolean {
  const middle = length >> 1;
  const last = length - 1;
  return (
    view.getUint8(at) === other.getUint8(start) &&
    view.getUint8(at + middle) === other.getUint8(start + middle) &&
    view.getUint8(at + last) === other.getUint8(start + last)
  );
}

/** Up to here words are faster than `Buffer.copy`; measured into shared memory on Node 26. */
export const MOST_BY_WORDS = 160;

/** The view of `source` if the last request lies in it; undefined for others, whose view takes long to find. */
export function requestWords(source: Uint8Array): DataView | undefined {
  return source === lastSource ? lastView : undefined;
}

/** Copies `length` bytes, at least four. The last word overlaps the one before it. */
export function copyWords(target: DataView, at: number, source: DataView, start: number, length: number): void {
  const last = length - 4;
  for (let i = 0; i < last; i += 4) target.setInt32(at + i, source.getInt32(start + i, true), true);
  target.setInt32(at + last, source.getInt32(start + last, true), true);
}
