/**
 * The shared memory in which threads know of each other's clients. One SharedArrayBuffer; pages that nobody writes
 * cost nothing.
 *
 *   word 0   ┌──────────────────────────────┐
 *            │ table lock                   │  a line of 64 bytes each
 *        16  │ gate bits, pause mode and end│
 *        32  │ rows used, free list, count  │
 *        48  │ doorbells                    │  a line a thread
 *       304  │ monitors                     │  one word a thread
 *       320  │ inbox heads                  │  two lines a thread: lock, tail, lost · head
 *       …    │ flagged clients              │  one bit a row, a thread
 *       …    │ rows                         │  128 bytes a client: numbers
 *       …    │ texts                        │  512 bytes a client: addresses and names
 *       …    │ inboxes                      │  1 MiB a thread
 *            └──────────────────────────────┘
 *
 * Rows and texts are apart so that what is written once a read batch stays dense.
 */
import { sharedWords, sparseMemory } from '../memory/sparse-memory.ts';
import { MAX_THREADS } from '../memory/thread-stats.ts';

/** Clients that the table holds at once, whatever `maxclients` says. */
export const MAX_CLIENTS = 65_536;

const LINE = 16;
export const TABLE_LOCK = 0;
/** Bits that make every command pass the gates (`GATE_…` of pause.ts). */
export const GATE_WORD = LINE;
/** When a pause ends, ms since 1970, as a 64-bit float. */
export const PAUSE_END = (LINE + 2) / 2;
/** Rows below this index have been used. */
export const ROWS_USED = 2 * LINE;
/** First free row plus one, or 0. */
export const FREE_ROW = ROWS_USED + 1;
export const ROW_COUNT = ROWS_USED + 2;
export const IO_THREADS = ROWS_USED + 3;
export const DOORBELLS = 3 * LINE;
export const DOORBELL_WORDS = LINE;
export const MONITORS = DOORBELLS + MAX_THREADS * DOORBELL_WORDS;
export const INBOX_HEADS = MONITORS + Math.max(LINE, MAX_THREADS);
export const INBOX_HEAD_WORDS = 2 * LINE;
export const FLAGGED = INBOX_HEADS + MAX_THREADS * INBOX_HEAD_WORDS;
export const FLAGGED_WORDS = MAX_CLIENTS / 32;
export const ROWS = FLAGGED + MAX_THREADS * FLAGGED_WORDS;
export const ROW_WORDS = 32;
export const TEXTS_BYTE = (ROWS + MAX_CLIENTS * ROW_WORDS) * 4;
export const TEXT_BYTES = 512;
export const INBOXES_BYTE = TEXTS_BYTE + MAX_CLIENTS * TEXT_BYTES;
/** A power of two. */
export const INBOX_BYTES = 1024 * 1024;
export const CHANNELS_BYTE = INBOXES_BYTE + MAX_THREADS * INBOX_BYTES;
export const CHANNELS_BYTES = 64 * 1024 * 1024;
const TOTAL_BYTES = CHANNELS_BYTE + CHANNELS_BYTES;

/** Allocates the memory for a number of io threads, once, on the main thread. */
export function createClientMemory(ioThreads: number): SharedArrayBuffer {
  const shared = sparseMemory(TOTAL_BYTES);
  sharedWords(shared)[IO_THREADS] = ioThreads;
  return shared;
}
