/** The clients of one thread whose commands wait for the end of CLIENT PAUSE, in the order in which they came. */
import type { Client } from '../../dispatch/client.ts';
import { wallClockMs } from '../../memory/clock.ts';
import type { GateState } from '../../messaging/gate-state.ts';

/** Longest timer of the platform. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export class PausedClients {
  readonly #gates: GateState;
  readonly #resume: (client: Client) => void;
  #waiting: Client[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Called when it changes with the number of clients that wait. */
  onCount: ((count: number) => void) | undefined;

  constructor(gates: GateState, resume: (client: Client) => void) {
    this.#gates = gates;
    this.#resume = resume;
  }

  add(client: Client): void {
    client.held = true;
    this.#waiting.push(client);
    if (this.#waiting.length === 1) this.#arm();
    this.onCount?.(this.#waiting.length);
  }

  /** Offers all commands again. What the pause still holds comes back by `add`. */
  resumeAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.onCount?.(0);
    for (const client of waiting) {
      client.held = false;
      // One that has left meanwhile is found to be closed; the side HTTP server's client has no row, and waits like others.
      this.#resume(client);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const leftMs = Math.max(1, this.#gates.pauseEndMs() - wallClockMs());
    this.#timer = setTimeout(() => this.resumeAll(), Math.min(leftMs, MAX_TIMER_MS));
  }
}
