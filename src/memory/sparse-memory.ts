/**
 * Shared memory of which few pages are ever written: tables with room for far more than there is.
 *
 * Problem: bin/larder has malloc ask for large pages, which is good for slabs. In a table of 126 MB, of which one row is
 * written here and one there, each of them took 2 MiB.
 * Idea: memory that could grow is not allocated by malloc, so it has the small pages of the system. It is as large as
 * it may ever be from the start. Views of it say their length: one without would follow the buffer's, which is slower.
 */

/** Allocates zeros. Only address space is taken: pages become real when written. */
export function sparseMemory(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes, { maxByteLength: bytes });
}

/** All whole words of shared memory of any kind. */
export function sharedWords(shared: SharedArrayBuffer): Int32Array {
  return new Int32Array(shared, 0, shared.byteLength >>> 2);
}

/** The same memory as 64-bit floats. */
export function sharedFloats(shared: SharedArrayBuffer): Float64Array {
  return new Float64Array(shared, 0, shared.byteLength >>> 3);
}

/** The same memory as bytes. */
export function sharedBytes(shared: SharedArrayBuffer): Buffer {
  return Buffer.from(shared, 0, shared.byteLength);
}
