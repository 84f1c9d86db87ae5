// HOT: `begin` runs once a queued command; no closures, no allocation.
/**
 * How long the commands of a transaction take, while EXEC itself is timed as any command is (command-timer.ts). Quick ones
 * are timed in runs of the same command, as everywhere, and the end of one run is the beginning of the next: ten SETs take
 * two readings of the clock.
 */
import { monotonicUs } from '../memory/clock.ts';
import type { Client } from './client.ts';
import type { CommandMetrics } from './command-metrics.ts';
import type { CommandTimer } from './command-timer.ts';
import type { ParsedRequest, Row } from './request.ts';

export class QueuedTimer {
  readonly #timer: CommandTimer;
  readonly #metrics: CommandMetrics;
  /** The run that is under way. */
  #row: Row | undefined;
  #calls = 0;
  #startUs = 0;
  /** Of the first command of the run. */
  #client!: Client;
  #request!: ParsedRequest;

  constructor(timer: CommandTimer, metrics: CommandMetrics) {
    this.#timer = timer;
    this.#metrics = metrics;
  }

  /** The first command follows. */
  start(): void {
    this.#row = undefined;
    this.#startUs = monotonicUs();
  }

  /** A command begins. */
  begin(row: Row, client: Client, request: ParsedRequest, isQuick: boolean): void {
    const isAlone = !isQuick || this.#timer.takeWatched();
    if (row === this.#row && !isAlone) {
      this.#calls++;
      return;
    }
    this.endRun();
    this.#row = row;
    this.#client = client;
    this.#request = request;
    this.#calls = 1;
  }

  /** Counts the run that is under way. Before anybody asks for the figures, and behind the last command. */
  endRun(): void {
    const row = this.#row;
    if (row === undefined) return;
    this.#row = undefined;
    const nowUs = monotonicUs();
    const us = nowUs - this.#startUs;
    this.#startUs = nowUs;
    this.#metrics.ran(row.id, this.#calls, us);
    if (this.#calls === 1) this.#timer.onTimed?.(row, this.#client, this.#request, us);
    else if (us >= this.#timer.slowUs) this.#timer.watch();
  }

  /** The command that began last is not done. */
  abandon(): void {
    this.#row = undefined;
  }
}
