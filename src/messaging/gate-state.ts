// HOT: `bits` is read before every command.
/**
 * What stops or watches the commands of all clients at once: CLIENT PAUSE, MONITOR, a script that takes long, and SHUTDOWN.
 * One word of bits, which every thread reads before a command; the rest is only looked at when a bit is set.
 */
import { lock, unlock } from '../memory/lock.ts';
import { sharedWords } from '../memory/sparse-memory.ts';
import { GATE_WORD, MONITORS, PAUSE_END, TABLE_LOCK } from './client-memory.ts';

/** Commands that may write wait. */
export const GATE_PAUSE_WRITE = 1;
/** Every command waits. */
export const GATE_PAUSE_ALL = 2;
/** Somebody monitors. */
export const GATE_MONITORED = 4;
/** A script has been running for longer than busy-reply-threshold. */
export const GATE_BUSY = 8;
/** SHUTDOWN: nobody is answered any more. Asked once a read batch. */
const GATE_ENDING = 16;
/** What is asked before each command. */
export const ALL_GATES = GATE_PAUSE_WRITE | GATE_PAUSE_ALL | GATE_MONITORED | GATE_BUSY;
const PAUSED = GATE_PAUSE_WRITE | GATE_PAUSE_ALL;

export class GateState {
  readonly #words: Int32Array;
  readonly #floats: Float64Array;

  constructor(shared: SharedArrayBuffer) {
    this.#words = sharedWords(shared);
    this.#floats = new Float64Array(shared, 0, 64);
  }

  /** `GATE_…` bits. HOT. */
  bits(): number {
    return this.#words[GATE_WORD]!;
  }

  /** When the present pause ends, ms since 1970. */
  pauseEndMs(): number {
    return this.#floats[PAUSE_END]!;
  }

  /** Pauses. Of two pauses the later end and the stricter mode hold. */
  pause(all: boolean, endMs: number, nowMs: number): void {
    const words = this.#words;
    lock(words, TABLE_LOCK);
    const running = (words[GATE_WORD]! & PAUSED) !== 0 && this.#floats[PAUSE_END]! > nowMs;
    const wasAll = running && (words[GATE_WORD]! & GATE_PAUSE_ALL) !== 0;
    this.#floats[PAUSE_END] = running ? Math.max(endMs, this.#floats[PAUSE_END]!) : endMs;
    Atomics.and(words, GATE_WORD, ~PAUSED);
    Atomics.or(words, GATE_WORD, all || wasAll ? PAUSED : GATE_PAUSE_WRITE);
    unlock(words, TABLE_LOCK);
  }

  /** Ends the pause. @returns false when there was none. */
  unpause(): boolean {
    return (Atomics.and(this.#words, GATE_WORD, ~PAUSED) & PAUSED) !== 0;
  }

  /** Ends a pause whose time is over. @returns the bits of the pause that still holds. */
  pauseBits(nowMs: number): number {
    const words = this.#words;
    if ((words[GATE_WORD]! & PAUSED) === 0) return 0;
    lock(words, TABLE_LOCK);
    if (this.#floats[PAUSE_END]! <= nowMs) Atomics.and(words, GATE_WORD, ~PAUSED);
    const bits = words[GATE_WORD]! & PAUSED;
    unlock(words, TABLE_LOCK);
    return bits;
  }

  /** A script takes long, or none does any more. */
  setBusy(isBusy: boolean): void {
    if (isBusy) Atomics.or(this.#words, GATE_WORD, GATE_BUSY);
    else Atomics.and(this.#words, GATE_WORD, ~GATE_BUSY);
  }

  /** The server ends: from now on no command begins, on any thread. */
  end(): void {
    Atomics.or(this.#words, GATE_WORD, GATE_ENDING);
  }

  /** HOT. */
  get isEnding(): boolean {
    return (this.#words[GATE_WORD]! & GATE_ENDING) !== 0;
  }

  /** Clients of a thread that monitor. */
  monitors(thread: number): number {
    return Atomics.load(this.#words, MONITORS + thread);
  }

  /** A client of a thread begins (1) or ends (-1) to monitor. */
  countMonitor(thread: number, change: 1 | -1, threads: number): void {
    const words = this.#words;
    lock(words, TABLE_LOCK);
    words[MONITORS + thread]! += change;
    let sum = 0;
    for (let i = 0; i < threads; i++) sum += words[MONITORS + i]!;
    if (sum > 0) Atomics.or(words, GATE_WORD, GATE_MONITORED);
    else Atomics.and(words, GATE_WORD, ~GATE_MONITORED);
    unlock(words, TABLE_LOCK);
  }
}
