/**
 * Keeps samples to their share of one core, and of the time of those who write them.
 *
 * Time is credited at a steady rate, up to a purse that pays for a burst: a replay of some seconds is looked at whole,
 * a load that goes on is not. When the purse is empty, fewer keys are sampled: as many as the measured cost of a sample
 * and the load of the last seconds allow, since keys that are given up do not come back. A sample costs the io thread
 * that writes it as much again, so they may not come too fast either, however full the purse is: at half a million
 * commands a second, sampling all of them made each write dearer by half. The bound is above what a replay brings that
 * waits for its replies, so that a curve of few keys is drawn from all of them.
 */

/** Share of one core that is credited, and what lowered sampling aims at. */
const SHARE = 0.012;
const AIMED_SHARE = 0.0105;
/** Most that can be saved up. */
const PURSE_US = 250_000;
/** What is in the purse after sampling was lowered: only an excess that goes on lowers it again. */
const GRACE_US = 10_000;
/** How much sampling is lowered at once, at most: measured costs are rough. */
const MOST_CUT = 0.4;
/** Time, and number of samples, over which load and cost are averaged: what is lowered for a peak stays low. */
const AVERAGE_MS = 2_000;
const AVERAGE_SAMPLES = 8192;
/** A sample costs so many µs until it is known better, and at least and at most. */
const USUAL_US = 0.5;
const LEAST_US = 0.1;
const MOST_US = 2;
/** Most samples a second, seen over so many ms, and what lowered sampling aims at. */
const MOST_A_SECOND = 200_000;
const AIMED_A_SECOND = 60_000;
const RATE_MS = 100;
/** Time in which the share that is told takes over a fifth of what it has become. */
const SHARE_MS = 250;
/** Load so much below the share, for so long, calls for more samples. */
const LITTLE = 1 / 8;
const LITTLE_MS = 30_000;

export class TimeBudget {
  #purseUs = PURSE_US;
  #usPerSample = USUAL_US;
  /** Share of a core that samples take at the rate in force. */
  #demand = 0;
  #littleMs = 0;
  /** Samples that came in the last so many ms, for their rate. */
  #rateMs = 0;
  #rateSamples = 0;
  /** Share of one core that was used of late. */
  share = 0;
  /** Whether samples came too fast when `account` last called for fewer, whatever they cost. */
  isFlooded = false;

  /**
   * Accounts for some time. @param elapsedMs how long it was @param spentUs of it on samples @param taken samples
   * @param arrived samples that came, those included that found no room
   * @returns by what factor to sample fewer keys; 1: go on; Infinity: begin anew with all keys
   */
  account(elapsedMs: number, spentUs: number, taken: number, arrived: number): number {
    const elapsedUs = Math.max(1, elapsedMs * 1000);
    this.#purseUs = Math.min(PURSE_US, this.#purseUs + elapsedUs * SHARE - spentUs);
    this.share += 0.2 * Math.min(1, elapsedMs / SHARE_MS) * (spentUs / elapsedUs - this.share);
    if (taken >= 256) {
      this.#usPerSample += Math.min(0.3, taken / AVERAGE_SAMPLES) * (clamp(spentUs / taken) - this.#usPerSample);
    }
    const demand = (arrived * this.#usPerSample) / elapsedUs;
    this.#demand += Math.min(1, elapsedMs / AVERAGE_MS) * (demand - this.#demand);
    this.#littleMs = demand < AIMED_SHARE * LITTLE ? this.#littleMs + elapsedMs : 0;
    if (this.#littleMs >= LITTLE_MS) {
      this.#littleMs = 0;
      return Number.POSITIVE_INFINITY;
    }
    const flood = this.#floodFactor(elapsedMs, arrived);
    const factor = Math.min(flood, this.#thriftFactor());
    this.isFlooded = flood < 1;
    if (factor === 1) return 1;
    this.#demand *= factor;
    this.#purseUs = Math.max(this.#purseUs, GRACE_US);
    return factor;
  }

  /** @returns by what factor to sample fewer keys because there is no time left for them */
  #thriftFactor(): number {
    if (this.#purseUs > 0 || this.#demand <= SHARE) return 1;
    return Math.max(MOST_CUT, AIMED_SHARE / this.#demand);
  }

  /** @returns by what factor to sample fewer keys because samples come too fast */
  #floodFactor(elapsedMs: number, arrived: number): number {
    this.#rateMs += elapsedMs;
    this.#rateSamples += arrived;
    if (this.#rateMs < RATE_MS) return 1;
    const aSecond = (this.#rateSamples * 1000) / this.#rateMs;
    this.#rateMs = 0;
    this.#rateSamples = 0;
    return aSecond > MOST_A_SECOND ? AIMED_A_SECOND / aSecond : 1;
  }
}

function clamp(us: number): number {
  return us < LEAST_US ? LEAST_US : us > MOST_US ? MOST_US : us;
}
