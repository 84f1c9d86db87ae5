/**
 * What all clients of all threads have in buffers together, and who has most: for `maxmemory-clients`.
 *
 * Problem: many clients that each keep within their own limits may still take the memory that the data needs.
 * Idea: each thread writes what its clients have into their rows once a second, and soon where it is much. Whoever has
 * just done so adds all rows up, and while they pass the limit asks for the largest to go, as CLIENT KILL does.
 * Cost: a pass over the rows, a few words each, as often as a thread counts; sorted only beyond the limit.
 * Gives up: what grows within a second by less than a megabyte is seen at its end.
 */
import { sharedFloats, sharedWords } from '../memory/sparse-memory.ts';
import { ROW_WORDS, ROWS, ROWS_USED } from './client-memory.ts';
import type { ClientRequests } from './client-requests.ts';
import { FLAG, FLAGS, ID, MEMORY, REQUEST_KILL, REQUESTS } from './client-row.ts';

/** A limit below this would let nobody in to raise it: Redis' figure. */
export const LEAST_LIMIT_BYTES: number = 128 * 1024;

interface Candidate {
  readonly slot: number;
  readonly id: number;
  readonly bytes: number;
}

export class ClientMemoryUse {
  readonly #words: Int32Array;
  readonly #floats: Float64Array;
  readonly #requests: ClientRequests;
  /** Wakes a thread to look at what is asked of its clients. */
  readonly #ring: (thread: number) => void;

  constructor(shared: SharedArrayBuffer, requests: ClientRequests, ring: (thread: number) => void) {
    this.#words = sharedWords(shared);
    this.#floats = sharedFloats(shared);
    this.#requests = requests;
    this.#ring = ring;
  }

  /** Bytes of all clients that stay, as their threads have told. */
  total(): number {
    let bytes = 0;
    for (let slot = 0; slot < this.#words[ROWS_USED]!; slot++) if (this.#stays(slot)) bytes += this.#bytesOf(slot);
    return bytes;
  }

  /**
   * Asks the largest clients to go until the others keep within the limit. Those with CLIENT NO-EVICT count and stay.
   * @param limitBytes 0 for none @returns how many were asked
   */
  enforce(limitBytes: number): number {
    if (limitBytes === 0) return 0;
    const most = Math.max(limitBytes, LEAST_LIMIT_BYTES);
    let bytes = this.total();
    if (bytes < most) return 0;
    let asked = 0;
    for (const candidate of this.#largestFirst()) {
      if (bytes < most) break;
      bytes -= candidate.bytes;
      const thread = this.#requests.ask(candidate.slot, candidate.id, REQUEST_KILL);
      // Gone, or another thread was faster.
      if (thread < 0) continue;
      this.#ring(thread);
      asked++;
    }
    return asked;
  }

  #largestFirst(): Candidate[] {
    const candidates: Candidate[] = [];
    for (let slot = 0; slot < this.#words[ROWS_USED]!; slot++) {
      const isExempt = (this.#words[ROWS + slot * ROW_WORDS + FLAGS]! & FLAG.noEvict) !== 0;
      const bytes = this.#bytesOf(slot);
      if (bytes > 0 && !isExempt && this.#stays(slot)) candidates.push({ slot, id: this.#idOf(slot), bytes });
    }
    return candidates.sort((a, b) => b.bytes - a.bytes);
  }

  #stays(slot: number): boolean {
    return this.#idOf(slot) !== 0 && (this.#words[ROWS + slot * ROW_WORDS + REQUESTS]! & REQUEST_KILL) === 0;
  }

  #idOf(slot: number): number {
    return this.#floats[((ROWS + slot * ROW_WORDS) >> 1) + ID]!;
  }

  #bytesOf(slot: number): number {
    return this.#floats[((ROWS + slot * ROW_WORDS) >> 1) + MEMORY]!;
  }
}
