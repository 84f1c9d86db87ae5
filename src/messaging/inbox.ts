/**
 * Problem: payloads for the clients of another thread (lines for MONITOR) must get there without ever holding up the
 * thread that has them.
 * Idea: one ring of bytes a receiving thread. Senders copy a record in under a short lock and publish the new tail; the
 * receiver copies records out without a lock and publishes the new head. What does not fit is counted as lost, and the
 * sender is told so.
 *
 *   heads of a thread, in words: 0 lock · 1 tail · 2 lost · 16 head   (bytes, modulo 2^32)
 *   record: kind and length in one word (8 + 24 bits) · payload · padding to 4 bytes
 */
import { lock, unlock } from '../memory/lock.ts';
import { sharedWords } from '../memory/sparse-memory.ts';
import { INBOX_BYTES, INBOX_HEAD_WORDS, INBOX_HEADS, INBOXES_BYTE } from './client-memory.ts';

const TAIL = 1;
const LOST = 2;
const HEAD = 16;
const MASK = INBOX_BYTES - 1;
const HEADER = 4;
/** Longest payload. */
export const MAX_RECORD = INBOX_BYTES / 4;

/** Kinds of records. */
export const RECORD_MONITOR = 1;

export class Inboxes {
  readonly #words: Int32Array;
  readonly #shared: SharedArrayBuffer;
  readonly #rings: (Buffer | undefined)[] = [];

  constructor(shared: SharedArrayBuffer) {
    this.#shared = shared;
    this.#words = sharedWords(shared);
  }

  /** Puts `payload[start, end)` into the inbox of a thread. Then ring it. @returns false when it does not fit. */
  post(thread: number, kind: number, payload: Buffer, start: number, end: number): boolean {
    const words = this.#words;
    const heads = INBOX_HEADS + thread * INBOX_HEAD_WORDS;
    const length = end - start;
    const bytes = HEADER + ((length + 3) & ~3);
    lock(words, heads);
    const tail = words[heads + TAIL]!;
    const used = (tail - Atomics.load(words, heads + HEAD)) | 0;
    const fits = length <= MAX_RECORD && used + bytes <= INBOX_BYTES;
    if (fits) {
      const ring = this.#ring(thread);
      ring.writeUInt32LE(((kind << 24) | length) >>> 0, tail & MASK);
      copyIn(ring, (tail + HEADER) & MASK, payload, start, end);
      Atomics.store(words, heads + TAIL, (tail + bytes) | 0);
    } else words[heads + LOST]!++;
    unlock(words, heads);
    return fits;
  }

  /** Gives each record in the inbox of a thread, which must be the caller's, to `visit` as a copy. */
  drain(thread: number, visit: (kind: number, payload: Buffer) => void): void {
    const words = this.#words;
    const heads = INBOX_HEADS + thread * INBOX_HEAD_WORDS;
    const ring = this.#ring(thread);
    let head = words[heads + HEAD]!;
    const tail = Atomics.load(words, heads + TAIL);
    while (head !== tail) {
      const header = ring.readUInt32LE(head & MASK);
      const length = header & 0xffffff;
      const payload = Buffer.allocUnsafe(length);
      copyOut(ring, (head + HEADER) & MASK, payload);
      head = (head + HEADER + ((length + 3) & ~3)) | 0;
      Atomics.store(words, heads + HEAD, head);
      visit(header >>> 24, payload);
    }
  }

  /** Whether records wait in the inbox of a thread, which must be the caller's. HOT. */
  hasAny(thread: number): boolean {
    const heads = INBOX_HEADS + thread * INBOX_HEAD_WORDS;
    return Atomics.load(this.#words, heads + TAIL) !== this.#words[heads + HEAD];
  }

  /** Records that did not fit so far. */
  lost(thread: number): number {
    return this.#words[INBOX_HEADS + thread * INBOX_HEAD_WORDS + LOST]!;
  }

  #ring(thread: number): Buffer {
    const known = this.#rings[thread];
    if (known !== undefined) return known;
    const ring = Buffer.from(this.#shared, INBOXES_BYTE + thread * INBOX_BYTES, INBOX_BYTES);
    this.#rings[thread] = ring;
    return ring;
  }
}

function copyIn(ring: Buffer, at: number, payload: Buffer, start: number, end: number): void {
  const room = INBOX_BYTES - at;
  const middle = Math.min(end, start + room);
  payload.copy(ring, at, start, middle);
  if (middle < end) payload.copy(ring, 0, middle, end);
}

function copyOut(ring: Buffer, at: number, payload: Buffer): void {
  const first = ring.copy(payload, 0, at, Math.min(INBOX_BYTES, at + payload.length));
  if (first < payload.length) ring.copy(payload, first, 0, payload.length - first);
}
