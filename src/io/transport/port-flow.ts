/**
 * How much waits between the two ends of a message port. A port takes whatever is posted: without this it would hold all
 * that is written for a client which does not read, and all that a client sends to a thread which does not read it.
 *
 * Each end counts what it has taken of what the other has posted. Who wants to hear when everything is taken says so in a word
 * of his; the other end then posts a message without bytes. Both look at these words in the opposite order, so that one of
 * them always notices. Counts are modulo 2^32: never so much waits.
 *
 *   word 0      1                 2            3               4
 *   ┌──────────┬─────────────────┬────────────┬───────────────┬──────────────┐
 *   │ how the  │ bytes taken by  │ the thread │ bytes taken   │ main waits   │
 *   │ end went │ the thread      │ waits      │ by main       │              │
 *   └──────────┴─────────────────┴────────────┴───────────────┴──────────────┘
 */

/** Word 0: the client has gone; the thread has cut it off, and what waits for it is not to be sent. */
export const LEFT = 1;
export const CUT_OFF = 2;

export type PortSide = 'thread' | 'main';

const TAKEN = 0;
const WAITS = 1;
const FIRST: Record<PortSide, number> = { thread: 1, main: 3 };
const WORDS = 5;

/** Says that everything was taken. */
export const ALL_TAKEN = new Uint8Array(0);

/** Says that the client will send nothing more, though it may still read. */
export const PEER_ENDED = null;

export type FromOtherEnd = Uint8Array | typeof PEER_ENDED;

export class PortFlow {
  readonly #words: Int32Array;
  readonly #ours: number;
  readonly #theirs: number;
  #posted = 0;

  /** @param memory made by `flowMemory`, the same for both ends */
  constructor(memory: SharedArrayBuffer, side: PortSide) {
    this.#words = new Int32Array(memory);
    this.#ours = FIRST[side];
    this.#theirs = FIRST[side === 'thread' ? 'main' : 'thread'];
  }

  /** Bytes that were posted and that the other end has not taken. */
  get waitingBytes(): number {
    return (this.#posted - Atomics.load(this.#words, this.#theirs + TAKEN)) >>> 0;
  }

  posted(bytes: number): void {
    this.#posted = (this.#posted + bytes) | 0;
  }

  took(bytes: number): void {
    Atomics.add(this.#words, this.#ours + TAKEN, bytes);
  }

  /** Asks to be told when everything is taken. @returns true if it is already: nothing will be told */
  waits(): boolean {
    Atomics.store(this.#words, this.#ours + WAITS, 1);
    return this.waitingBytes === 0 && Atomics.exchange(this.#words, this.#ours + WAITS, 0) === 1;
  }

  /** Whether the other end wants to be told, now that everything is taken; says so once. */
  isAwaited(): boolean {
    return Atomics.exchange(this.#words, this.#theirs + WAITS, 0) === 1;
  }
}

export function flowMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT);
}
