// HOT: `begin` and `end` run once a command; a quick command in a run of its kind costs no reading of the clock.
/**
 * How long commands take, and how long they hold locks.
 *
 * Two readings of the clock cost a tenth of a GET. So *quick* commands (of constant time or hardly more, with few
 * arguments) are timed in runs of the same command inside one group of pipelined ones: two readings a run. All others are
 * timed one by one.
 *
 * What is promised:
 * - Calls and time of each command are exact; its classes of duration hold the mean of each run.
 * - A slow command that is not quick, or that stands alone in its run, is told to `onTimed`. When a longer run of quick
 *   ones takes as long as a slow command, nobody can tell which it was, and the next `WATCHED` are timed one by one: a
 *   cause that lasts is seen, a single hiccup in the middle of a pipeline is not.
 * - One command in so many is a *sample*: it is timed by itself and told to `onSampled`, whatever it is.
 * - The longest hold of a lock is exact for what is timed one by one. A run that takes longer than `RUN_HOLD_US`
 *   counts as one hold, less the waits for locks, which is an upper bound; shorter ones do not count. What makes a quick command take long, a table
 *   that grows, ends a run, so that no run adds several of these up.
 */
import { monotonicUs } from '../memory/clock.ts';
import { noteHold, STAT } from '../memory/thread-stats.ts';
import type { Client } from './client.ts';
import type { CommandMetrics } from './command-metrics.ts';
import type { ParsedRequest, Row } from './request.ts';

/** Quick commands that are timed one by one after a run that was suspiciously slow. */
const WATCHED = 1024;
/** A run of quick commands that takes longer than this may have held a lock for long. */
const RUN_HOLD_US = 500;
/** Until somebody wants samples there is none in a billion commands, and nobody who is told of it. */
const NO_SAMPLES = 0x2000_0000;

export class CommandTimer {
  /** Set while each command is timed by itself: a small slowlog threshold. */
  isExact = false;
  /** Duration from which a run is slow. */
  slowUs = Number.POSITIVE_INFINITY;
  /** Called with every command that was timed by itself and is not quick, or slow. */
  onTimed: ((row: Row, client: Client, request: ParsedRequest, us: number) => void) | undefined;
  /** Called with every command that was sampled, which stands for `every` of them. */
  onSampled: ((row: Row, client: Client, request: ParsedRequest, us: number, every: number) => void) | undefined;
  /** Length of the replies when the sampled command began. */
  repliedBefore = 0;
  /** What the clock said when it was last read for a command. */
  lastUs = 0;
  readonly #metrics: CommandMetrics;
  readonly #stats: Float64Array;
  readonly #reply: { readonly byteCount: number };
  readonly #heap: { readonly longWorks: number };
  readonly #locks: { readonly waitedUs: number };
  #watched = 0;
  /** One command in so many is sampled; and how many come before the next one. */
  #every = NO_SAMPLES;
  #untilSample = NO_SAMPLES;
  #random = 1;
  /** The run, or the command that is timed by itself. */
  #row: Row | undefined;
  #calls = 0;
  /** `heap.longWorks` when the run began. */
  #longWorks = 0;
  #startUs = 0;
  /** `locks.waitedUs` then. */
  #waitedUs = 0;
  #isRun = false;
  /** When the command that is timed by itself gave its one lock back; 0 when that is not known. */
  #heldUntilUs = 0;
  /** Whether the last command of the run has given its locks back and works on. */
  #hasLeftLocks = false;
  /** Of the first command of the run. */
  #client!: Client;
  #request!: ParsedRequest;

  constructor(
    metrics: CommandMetrics,
    stats: Float64Array,
    reply: { readonly byteCount: number },
    heap: { readonly longWorks: number },
    locks: { readonly waitedUs: number },
  ) {
    this.#locks = locks;
    this.#metrics = metrics;
    this.#reply = reply;
    this.#heap = heap;
    this.#stats = stats;
  }

  /** Whether a run of this command is under way: its commands see one time, as reading that takes as long as the rest. */
  isRunOf(row: Row): boolean {
    return this.#row === row && this.#isRun;
  }

  /** How many quick commands in a row need not be timed one by one. */
  roomInRun(): number {
    return this.isExact || this.#watched > 0 ? 0 : this.#untilSample - 1;
  }

  /** As `begin`, for another quick command of the run that is under way. @returns false when it is not of this run */
  goesOn(): boolean {
    if (this.#heap.longWorks !== this.#longWorks || this.#hasLeftLocks) return false;
    this.#untilSample--;
    this.#calls++;
    return true;
  }

  /** A command begins: its locks are not taken yet. */
  begin(row: Row, client: Client, request: ParsedRequest, isQuick: boolean): void {
    this.#untilSample--;
    if (isQuick && !this.isExact && this.#watched === 0 && this.#untilSample > 0) {
      if (this.#row === row && this.#heap.longWorks === this.#longWorks && !this.#hasLeftLocks) {
        this.#calls++;
        return;
      }
      this.endRun();
      this.#isRun = true;
    } else {
      this.endRun();
      this.#isRun = false;
      if (this.#watched > 0) this.#watched--;
      if (this.#untilSample <= 0) this.repliedBefore = this.#reply.byteCount;
    }
    this.#row = row;
    this.#client = client;
    this.#request = request;
    this.#calls = 1;
    this.#longWorks = this.#heap.longWorks;
    this.#hasLeftLocks = false;
    this.#heldUntilUs = 0;
    this.#waitedUs = this.#locks.waitedUs;
    this.#startUs = this.#readClock();
  }

  /** The command that began last is done. */
  end(): void {
    if (this.#isRun) return;
    const row = this.#row!;
    const isOver = this.#heldUntilUs !== 0 && !this.#hasLeftLocks;
    const us = (isOver ? this.#heldUntilUs : this.#readClock()) - this.#startUs;
    this.#row = undefined;
    this.#stats[STAT.commands]! += 1;
    this.#metrics.ran(row.id, 1, us);
    this.onTimed?.(row, this.#client, this.#request, us);
    if (this.#untilSample <= 0) this.#sampled(row, us);
  }

  /** Tells of a sample and chooses the next: at random, so that no rhythm of the clients' meets its own. */
  #sampled(row: Row, us: number): void {
    this.onSampled?.(row, this.#client, this.#request, us, this.#every);
    this.#chooseNext();
  }

  #chooseNext(): void {
    this.#random = (Math.imul(this.#random, 1664525) + 1013904223) | 0;
    // 1 … 2 × every - 1, which is `every` on average.
    this.#untilSample = 1 + ((this.#random >>> 8) % (2 * this.#every - 1));
  }

  // cold: a session begins or ends.
  /** Samples one command in `every` from now on. */
  setSampling(every: number): void {
    if (every === this.#every) return;
    this.#every = every;
    this.#chooseNext();
  }

  /** A command that began in an earlier turn of the event loop is done. */
  endLate(row: Row, client: Client, request: ParsedRequest, us: number): void {
    this.#stats[STAT.commands]! += 1;
    this.#metrics.ran(row.id, 1, us);
    this.onTimed?.(row, client, request, us);
  }

  /** A command was over before it could run, by its arguments, or did not run again, by its time: a call that took nothing. */
  endUnrun(client: Client, request: ParsedRequest, isFailed: boolean): void {
    if (isFailed) this.#metrics.failed(request.row!.id);
    this.endLate(request.row!, client, request, 0);
  }

  /** The command that began last waits: it will be counted when it is offered again. */
  abandon(): void {
    this.#calls--;
    if (!this.#isRun) this.#row = undefined;
  }

  /** Counts the run of quick commands that is under way. At the end of each group, and before anything else is timed. */
  endRun(): void {
    const row = this.#row;
    if (row === undefined) return;
    this.#row = undefined;
    const calls = this.#calls;
    if (calls === 0) return;
    const us = this.#readClock() - this.#startUs;
    this.#stats[STAT.commands]! += calls;
    this.#metrics.ran(row.id, calls, us);
    if (us < RUN_HOLD_US && us < this.slowUs) return;
    if (us >= RUN_HOLD_US && !row.hasNoKeys && !this.#hasLeftLocks) this.#noteRun(us);
    if (us < this.slowUs) return;
    if (calls === 1) this.onTimed?.(row, this.#client, this.#request, us);
    else this.watch();
  }

  /** Whether a quick command of a transaction is to be timed by itself. */
  takeWatched(): boolean {
    if (this.isExact) return true;
    if (this.#watched === 0) return false;
    this.#watched--;
    return true;
  }

  // cold: a run was slow.
  /** The next quick commands are timed one by one. */
  watch(): void {
    this.#watched = WATCHED;
  }

  // cold: the rest of the command takes long, and no lock.
  /** The command that began last works on without its locks. */
  leftLocks(): void {
    this.#hasLeftLocks = true;
    if (!this.#isRun) return;
    const us = monotonicUs() - this.#startUs;
    if (us >= RUN_HOLD_US) this.#noteRun(us);
  }

  #readClock(): number {
    this.lastUs = monotonicUs();
    return this.lastUs;
  }

  /** Takes a run for one hold, but for the time in which it had no lock yet. */
  #noteRun(us: number): void {
    noteHold(this.#stats, us - (this.#locks.waitedUs - this.#waitedUs));
  }

  /** The locks of the command were had. @returns what to give to `held` */
  holds(): number {
    return this.#isRun ? 0 : monotonicUs();
  }

  /** They were given back. */
  held(sinceUs: number): void {
    if (sinceUs !== 0) noteHold(this.#stats, monotonicUs() - sinceUs);
  }

  /** As `holds`, when the command needs one lock: if it did not wait, it has had it since it began. */
  holdsOne(): number {
    if (this.#isRun) return 0;
    return this.#locks.waitedUs === this.#waitedUs ? this.#startUs : monotonicUs();
  }

  /** As `held` of that lock: the command is over with it, unless it works on without. */
  heldOne(sinceUs: number): void {
    if (sinceUs === 0) return;
    this.#heldUntilUs = this.#readClock();
    noteHold(this.#stats, this.#heldUntilUs - sinceUs);
  }
}
