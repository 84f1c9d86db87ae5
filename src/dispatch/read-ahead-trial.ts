// HOT: once a group of commands; no closures, no allocation on the JS heap.
/**
 * Finds out by trial whether reading ahead (look-ahead.ts) is worth its time.
 *
 * Problem: it takes some 100 ns a command. Where the data that is asked for is larger than the processor's caches it
 * saves two or three times as much, and where it is smaller nothing; neither the size of the store nor that of the
 * caches tells which, since nobody knows how much of the store is in use, and how much of a cache others take.
 * Idea: of the groups that begin with the same command, `SAMPLES` behind each `BETWEEN` are timed, half of them, drawn by
 * chance, with reading ahead; what was faster is done until the next trial.
 * Cost: two readings of the clock in a group of a trial, and half of these go the slower way: 0.2 % of the time in all.
 * Gives up: a change of what is asked for is answered after some thousand groups, a fraction of a second under load.
 */
import { monotonicUs } from '../memory/clock.ts';

/** Groups of a trial. */
export const SAMPLES = 64;
/** Groups from the end of a trial to the beginning of the next; the compilers are at work during the first ones. */
export const BETWEEN = 2048;
/** Of a result's weight against all those before it. */
const NEWEST = 0.5;
/** So much slower, as a share, may reading ahead seem: trials are noisy, and cold data costs more than it does. */
const TOLERATED = 0.02;
/** A group that takes so many times what is usual was interrupted, and says nothing. */
const MOST_TIMES_USUAL = 3;
/** Weight of one group in what is usual. */
const USUAL_WEIGHT = 1 / 8;

const NOT_TIMED = -1;
const WITHOUT = 0;
const WITH = 1;

export class ReadAheadTrial {
  readonly #now: () => number;
  /** By row of a group's first command: groups until the trial is over, which the last `SAMPLES` of them belong to. */
  readonly #left: Int32Array;
  /** By row: 1 where reading ahead is worth its time, as far as is known. */
  readonly #pays: Uint8Array;
  /** By row: by which share groups are slower without; a mean in which newer trials count more. */
  readonly #gain: Float64Array;
  /** By row: microseconds that a command of a group usually takes; 0 before the first trial. */
  readonly #usualUs: Float64Array;
  /** By row, WITHOUT and WITH: microseconds and commands of the trial so far. */
  readonly #us: Float64Array;
  readonly #commands: Float64Array;
  #random = 1;
  /** The group that is timed: its row, which way it goes, when it began. */
  #row = NOT_TIMED;
  #way = WITHOUT;
  #startUs = 0;

  /** @param rows how many there are @param now a clock in microseconds */
  constructor(rows: number, now: () => number = monotonicUs) {
    this.#now = now;
    this.#left = new Int32Array(rows).fill(BETWEEN + SAMPLES);
    this.#pays = new Uint8Array(rows).fill(1);
    this.#gain = new Float64Array(rows);
    this.#usualUs = new Float64Array(rows);
    this.#us = new Float64Array(2 * rows);
    this.#commands = new Float64Array(2 * rows);
  }

  /** A group begins with a command of this row. @returns whether to read ahead */
  begins(row: number): boolean {
    const left = this.#left[row]! - 1;
    this.#left[row] = left;
    this.#row = NOT_TIMED;
    return left < SAMPLES ? this.#beginsTimed(row, left) : this.#pays[row] !== 0;
  }

  /** The group that began last was run to its end, all of its commands. */
  ended(commands: number): void {
    if (this.#row !== NOT_TIMED) this.#endedTimed(commands);
  }

  /** The group that began last was cut; the one that begins now does so with no known command. */
  forget(): void {
    this.#row = NOT_TIMED;
  }

  // cold: the groups of a trial.
  #beginsTimed(row: number, left: number): boolean {
    if (left < 0) {
      this.#conclude(row);
      return this.#pays[row] !== 0;
    }
    this.#random = (Math.imul(this.#random, 1664525) + 1013904223) | 0;
    this.#row = row;
    this.#way = this.#random >>> 31;
    this.#startUs = this.#now();
    return this.#way === WITH;
  }

  #endedTimed(commands: number): void {
    const row = this.#row;
    this.#row = NOT_TIMED;
    const us = this.#now() - this.#startUs;
    const each = us / commands;
    const usual = this.#usualUs[row]! || each;
    this.#usualUs[row] = usual + (Math.min(each, 2 * usual) - usual) * USUAL_WEIGHT;
    if (each > MOST_TIMES_USUAL * usual) return;
    this.#us[2 * row + this.#way]! += us;
    this.#commands[2 * row + this.#way]! += commands;
  }

  #conclude(row: number): void {
    const without = this.#takeMean(2 * row + WITHOUT);
    const ahead = this.#takeMean(2 * row + WITH);
    this.#left[row] = BETWEEN + SAMPLES;
    // One of the ways may have had no group that counts.
    if (!(without > 0 && ahead > 0)) return;
    const gain = (without - ahead) / ahead;
    this.#gain[row] = this.#gain[row]! * (1 - NEWEST) + gain * NEWEST;
    this.#pays[row] = this.#gain[row]! > -TOLERATED ? 1 : 0;
  }

  /** Microseconds a command of one way, which is forgotten; NaN without any. */
  #takeMean(way: number): number {
    const mean = this.#us[way]! / this.#commands[way]!;
    this.#us[way] = 0;
    this.#commands[way] = 0;
    return mean;
  }
}
