/**
 * Events that took long, for LATENCY: a ring of 160 seconds for each kind of event, in shared memory.
 *
 *   word 0: lock │ from byte 128, for each kind: samples kept, next place, highest ms, then 160 × (second, ms) as floats
 *
 * A second keeps only its worst sample.
 */
import { lock, unlock } from '../../memory/lock.ts';

/** The kinds of events, in Redis' names. */
export const LATENCY_EVENTS = ['command', 'fast-command', 'expire-cycle', 'eviction-cycle'] as const;
export type LatencyEventName = (typeof LATENCY_EVENTS)[number];

const SAMPLES = 160;
const KEPT = 0;
const NEXT = 1;
const HIGHEST = 2;
const FIRST_SAMPLE = 4;
const ROW = FIRST_SAMPLE + SAMPLES * 2;
const FIRST_ROW = 16;
export const LATENCY_EVENTS_BYTES: number = (FIRST_ROW + LATENCY_EVENTS.length * ROW) * 8;

export interface LatencySample {
  readonly seconds: number;
  readonly ms: number;
}

export interface LatencyHistory {
  readonly name: string;
  readonly highestMs: number;
  /** From the oldest to the latest; never empty. */
  readonly samples: readonly LatencySample[];
}

export class LatencyEvents {
  readonly #words: Int32Array;
  readonly #floats: Float64Array;

  constructor(shared: SharedArrayBuffer) {
    this.#words = new Int32Array(shared);
    this.#floats = new Float64Array(shared);
  }

  /** Notes an event that ended at `nowMs` and took `ms`. */
  add(name: LatencyEventName, ms: number, nowMs: number): void {
    const floats = this.#floats;
    const row = FIRST_ROW + LATENCY_EVENTS.indexOf(name) * ROW;
    const seconds = Math.floor(nowMs / 1000);
    lock(this.#words, 0);
    if (ms > floats[row + HIGHEST]!) floats[row + HIGHEST] = ms;
    const next = floats[row + NEXT]!;
    const last = row + FIRST_SAMPLE + ((next + SAMPLES - 1) % SAMPLES) * 2;
    if (floats[row + KEPT]! > 0 && floats[last] === seconds) {
      if (ms > floats[last + 1]!) floats[last + 1] = ms;
    } else {
      floats[row + FIRST_SAMPLE + next * 2] = seconds;
      floats[row + FIRST_SAMPLE + next * 2 + 1] = ms;
      floats[row + NEXT] = (next + 1) % SAMPLES;
      floats[row + KEPT] = Math.min(SAMPLES, floats[row + KEPT]! + 1);
    }
    unlock(this.#words, 0);
  }

  /** All kinds that have samples. */
  list(): LatencyHistory[] {
    return LATENCY_EVENTS.flatMap((name) => this.history(name) ?? []);
  }

  /** What is known of a kind of event; undefined for nothing. */
  history(name: string): LatencyHistory | undefined {
    const place = (LATENCY_EVENTS as readonly string[]).indexOf(name);
    if (place < 0) return undefined;
    const floats = this.#floats;
    const row = FIRST_ROW + place * ROW;
    const samples: LatencySample[] = [];
    lock(this.#words, 0);
    const kept = floats[row + KEPT]!;
    const highestMs = floats[row + HIGHEST]!;
    const first = floats[row + NEXT]! + SAMPLES - kept;
    for (let i = 0; i < kept; i++) {
      const at = row + FIRST_SAMPLE + ((first + i) % SAMPLES) * 2;
      samples.push({ seconds: floats[at]!, ms: floats[at + 1]! });
    }
    unlock(this.#words, 0);
    return kept === 0 ? undefined : { name, highestMs, samples };
  }

  /** Forgets these kinds of events, or all for an empty list. @returns how many had samples */
  reset(names: readonly string[]): number {
    let reset = 0;
    LATENCY_EVENTS.forEach((name, place) => {
      if (names.length > 0 && !names.includes(name)) return;
      const row = FIRST_ROW + place * ROW;
      lock(this.#words, 0);
      if (this.#floats[row + KEPT]! > 0) reset++;
      for (let i = 0; i < FIRST_SAMPLE; i++) this.#floats[row + i] = 0;
      unlock(this.#words, 0);
    });
    return reset;
  }
}
