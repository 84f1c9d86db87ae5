/**
 * The samples of the last ten minutes, one a second, kept as the text in which they are told: whoever opens the page in
 * the midst of a trouble sees how it began. 1 MB, and a quarter of a millisecond each second.
 */
import { setInterval } from 'node:timers';
import type { FigureSource } from './live-figures.ts';
import { LiveSamples, type Sample } from './live-sample.ts';

const EVERY_MS = 1000;
const KEPT = 600;

/** Told of each sample, as JSON; of nothing when there will be no more. */
export type SampleListener = (text: string | undefined) => void;

export class SampleHistory {
  readonly #samples: LiveSamples;
  readonly #listeners = new Set<SampleListener>();
  /** The oldest first, from `#first` on; what lies before is gone. */
  #texts: string[] = [];
  #first = 0;

  constructor(source: FigureSource) {
    this.#samples = new LiveSamples(source);
  }

  /** Takes a sample every second from now on. */
  start(): void {
    setInterval(() => this.take(), EVERY_MS).unref();
  }

  /** Takes a sample and tells it. */
  take(): void {
    const text = JSON.stringify(this.#samples.take());
    this.#texts.push(text);
    if (this.#texts.length - this.#first > KEPT) this.#first++;
    if (this.#first === KEPT) {
      this.#texts = this.#texts.slice(KEPT);
      this.#first = 0;
    }
    for (const listener of this.#listeners) listener(text);
  }

  /** Tells all listeners that this was all. */
  end(): void {
    for (const listener of this.#listeners) listener(undefined);
    this.#listeners.clear();
  }

  /** A sample of now, which is not kept. */
  now(): Sample {
    return this.#samples.now();
  }

  /** All samples that are kept, the oldest first, as JSON. */
  texts(): string[] {
    return this.#texts.slice(this.#first);
  }

  /** Tells the latest sample at once, then each new one. @returns what ends it */
  listen(listener: SampleListener): () => void {
    this.#listeners.add(listener);
    listener(this.#texts.at(-1) ?? JSON.stringify(this.now()));
    return () => this.#listeners.delete(listener);
  }
}
