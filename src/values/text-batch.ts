/**
 * Texts that a collection hands over to be replied, many at a time: what they are is collected in one short loop, whose
 * loads from memory overlap, and written in another one.
 */

/** Most texts of a batch. */
export const BATCH_TEXTS = 64;
/** Longest text of a batch, in bytes: longer ones are replied one by one. */
export const BATCH_TEXT_BYTES = 160;

/** One instance a thread. Text i lies in the slab slabs[i], from byte starts[i] on, and has lengths[i] bytes. */
export class TextBatch {
  readonly slabs: Int32Array = new Int32Array(BATCH_TEXTS);
  readonly starts: Int32Array = new Int32Array(BATCH_TEXTS);
  readonly lengths: Int32Array = new Int32Array(BATCH_TEXTS);
  /** The number that belongs to each text, and the same memory as words, low one first. */
  readonly numbers: Float64Array = new Float64Array(BATCH_TEXTS);
  readonly numberWords: Int32Array = new Int32Array(this.numbers.buffer);
}
