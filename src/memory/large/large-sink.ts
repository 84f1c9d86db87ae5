// HOT: no closures; one allocation where a view for the socket is asked for.
/**
 * Fills a fresh large object while its bytes arrive. The object belongs to the sink (and so to its connection) until
 * `finish` hands it to a command, or `abort` frees it. Begin again to use the sink for another object.
 */
import type { BulkSink } from '../../../protocol/resp/request-parser.ts';
import { type LargeRef, NO_LARGE } from '../types.ts';
import { LargeCursor } from './large-cursor.ts';
import type { LargeObjects } from './large-objects.ts';

/** Free bytes that lie in one piece: buffer[start, end). The sink uses one such object again and again. */
export interface LargeWindow {
  buffer: Buffer;
  start: number;
  end: number;
}

const NOTHING = Buffer.alloc(0);

export class LargeSink implements BulkSink {
  /** The object that is being filled; NO_LARGE when there is none. */
  ref: LargeRef = NO_LARGE;
  /** Bytes that are still missing. */
  remaining = 0;
  readonly #objects: LargeObjects;
  readonly #cursor: LargeCursor;
  readonly #window: LargeWindow = { buffer: NOTHING, start: 0, end: 0 };

  constructor(objects: LargeObjects) {
    this.#objects = objects;
    this.#cursor = new LargeCursor(objects.descriptors.words);
  }

  /** Bytes of the object that is being filled, or was and waits for a command. */
  get bytes(): number {
    return this.ref === NO_LARGE ? 0 : this.#objects.length(this.ref);
  }

  /** Takes over an object that nobody else knows, to be filled from its first byte to its length. */
  begin(ref: LargeRef): void {
    this.ref = ref;
    this.remaining = this.#objects.length(ref);
    this.#cursor.seek(ref, 0);
  }

  /** Takes source[start, end), which must not be more than is missing. */
  write(source: Uint8Array, start: number, end: number): void {
    if (end - start > this.remaining) throw new RangeError('more bytes than the large object has room for');
    this.#objects.put(this.#cursor, source, start, end);
    this.remaining -= end - start;
  }

  /** Where the next bytes belong, as far as they lie in one piece; empty when nothing is missing. */
  writableView(): LargeWindow {
    const window = this.#window;
    const cursor = this.#cursor;
    if (this.remaining === 0) {
      window.buffer = NOTHING;
      window.start = 0;
      window.end = 0;
      return window;
    }
    if (cursor.left === 0) cursor.next();
    window.buffer = this.#objects.bytesOfSlab(cursor.slab);
    window.start = cursor.byte;
    window.end = cursor.byte + (cursor.left < this.remaining ? cursor.left : this.remaining);
    return window;
  }

  /**
   * The same as a view of its own, for the socket to read into.
   * cold: once a piece of 64 KiB and more.
   */
  writableBuffer(): Buffer {
    const window = this.writableView();
    return window.buffer.subarray(window.start, window.end);
  }

  /** Says that `bytes` bytes were put where `writableView` pointed. */
  advance(bytes: number): void {
    if (bytes > this.remaining || bytes > this.#cursor.left) throw new RangeError('advanced past the writable view');
    this.#cursor.advance(bytes);
    this.remaining -= bytes;
  }

  /** Hands the filled object, with its one reference, to the caller. */
  finish(): LargeRef {
    if (this.remaining !== 0) throw new Error('a large object was finished before all its bytes came');
    const ref = this.ref;
    this.#forget();
    return ref;
  }

  /** Frees the object. Does nothing when there is none. */
  abort(): void {
    const ref = this.ref;
    this.#forget();
    if (ref !== NO_LARGE) this.#objects.release(ref);
  }

  #forget(): void {
    this.ref = NO_LARGE;
    this.remaining = 0;
    this.#window.buffer = NOTHING;
  }
}
