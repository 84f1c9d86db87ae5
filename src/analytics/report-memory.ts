/**
 * Where the background thread leaves its report for all others: JSON in shared memory, behind a version that is odd
 * while it is being written. A reader that meets a change reads again.
 */
import { sharedWords } from '../memory/sparse-memory.ts';
import {
  A_CHEAPEST_US,
  A_REPORT_BYTES,
  A_REPORT_VERSION,
  A_RESETS,
  MOST_REPORT_BYTES,
  REPORT_START,
} from '../store/usage/sample-layout.ts';
import type { AnalyticsReport } from './report.ts';

const TRIES = 20;
const readers = new WeakMap<SharedArrayBuffer, ReportMemory>();

/** The reader of this memory, one a thread: it parses a report once. */
export function reportsIn(shared: SharedArrayBuffer): ReportMemory {
  let reader = readers.get(shared);
  if (reader === undefined) {
    reader = new ReportMemory(shared);
    readers.set(shared, reader);
  }
  return reader;
}

/** What counts as the cheapest miss until one was measured: 1 ms. */
const USUAL_CHEAPEST_US = 1_000;

export class ReportMemory {
  readonly #words: Int32Array;
  readonly #bytes: Buffer;
  #version = 0;
  #report: AnalyticsReport | undefined;

  /** @param shared ANALYTICS_BYTES of memory (store/usage/sample-layout.ts) */
  constructor(shared: SharedArrayBuffer) {
    this.#words = sharedWords(shared);
    this.#bytes = Buffer.from(shared, REPORT_START, MOST_REPORT_BYTES);
  }

  /** For the background thread only: undefined says that there is nothing to tell. */
  publish(report: AnalyticsReport | undefined): void {
    const text = report === undefined ? '' : JSON.stringify(report);
    const length = Buffer.byteLength(text);
    if (length > MOST_REPORT_BYTES) return;
    Atomics.add(this.#words, A_REPORT_VERSION, 1);
    this.#bytes.write(text, 0, 'utf8');
    this.#words[A_REPORT_BYTES] = length;
    Atomics.add(this.#words, A_REPORT_VERSION, 1);
  }

  /** The latest report; undefined while there is none, or analytics are off. */
  latest(): AnalyticsReport | undefined {
    for (let tries = 0; tries < TRIES; tries++) {
      const version = Atomics.load(this.#words, A_REPORT_VERSION);
      if (version === this.#version) return this.#report;
      if ((version & 1) !== 0) continue;
      const copy = Buffer.from(this.#bytes.subarray(0, this.#words[A_REPORT_BYTES]!));
      if (Atomics.load(this.#words, A_REPORT_VERSION) !== version) continue;
      this.#report = copy.length === 0 ? undefined : (JSON.parse(copy.toString('utf8')) as AnalyticsReport);
      this.#version = version;
      return this.#report;
    }
    return this.#report;
  }

  /** Asks for a new beginning. */
  reset(): void {
    Atomics.add(this.#words, A_RESETS, 1);
  }

  get resets(): number {
    return this.#words[A_RESETS]!;
  }

  /** What a miss of cost class 0 costs, in µs. */
  get cheapestUs(): number {
    return this.#words[A_CHEAPEST_US]! || USUAL_CHEAPEST_US;
  }

  set cheapestUs(us: number) {
    this.#words[A_CHEAPEST_US] = us;
  }
}
