/**
 * Which threads run a script right now, since when, and whether somebody wants it killed: words in shared memory that
 * the running thread's hook reads and that SCRIPT KILL writes from another thread.
 *
 *   line of a thread (64 KiB)   kind │ wrote │ kill │ busy │ start (a double) │ bytes of the name │ ready │ locks that it
 *                               lends (lent-locks.ts, four words) │ shipped (of the first line) │ name (224 bytes) │
 *                               arguments of its command: their number, then the bytes of each before it
 */
import { type KillOutcome, RUNS_FUNCTION } from '../dispatch/ports/scripts.ts';
import type { ParsedRequest } from '../dispatch/request.ts';
import { wallClockMs } from '../memory/clock.ts';
import { MAX_THREADS } from '../memory/thread-stats.ts';
import type { GateState } from '../messaging/gate-state.ts';
import { LentLocks } from './lent-locks.ts';

export const RUNS_NOTHING = 0;

const LINE = 16_384;
const WROTE = 1;
const KILL = 2;
const BUSY = 3;
const START = 2;
const NAME_BYTES = 6;
const READY = 7;
const LENT = 8;
/** In the first line: scripts that were sent to the script thread and that it has not answered. */
const SHIPPED = 12;
const NAME = 13;
/** In the word BUSY: it runs for longer than most, and for so long that others are told. */
const IS_LONG = 1;
const IS_BUSY = 2;
const MOST_NAME = 224;
const ARGUMENTS = NAME + MOST_NAME / 4;
const MOST_BYTES = (LINE - ARGUMENTS) * 4;

export function createRunningMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(MAX_THREADS * LINE * 4);
}

export class RunningScripts {
  readonly #words: Int32Array;
  readonly #floats: Float64Array;
  readonly #bytes: Buffer;
  readonly #gates: GateState;
  readonly #own: number;
  readonly lent: LentLocks;

  constructor(shared: SharedArrayBuffer, thread: number, gates: GateState) {
    this.#words = new Int32Array(shared);
    this.#floats = new Float64Array(shared);
    this.#bytes = Buffer.from(shared);
    this.#gates = gates;
    this.#own = thread * LINE;
    this.lent = new LentLocks(shared, LENT, LINE, thread);
  }

  /** This thread, the script thread, has loaded what it runs scripts with. */
  becomeReady(): void {
    Atomics.store(this.#words, this.#own + READY, 1);
  }

  /** Whether there is a script thread that has. */
  get isThreadReady(): boolean {
    for (let line = 0; line < MAX_THREADS * LINE; line += LINE) if (this.#words[line + READY] === 1) return true;
    return false;
  }

  /** A script is sent to the script thread. */
  noteShipped(): void {
    Atomics.add(this.#words, SHIPPED, 1);
  }

  /** The script thread, this one, has answered a script. */
  noteAnswered(): void {
    Atomics.sub(this.#words, SHIPPED, 1);
  }

  /** This thread begins to run something. */
  begin(kind: number): void {
    const words = this.#words;
    const own = this.#own;
    words[own + WROTE] = 0;
    words[own + KILL] = 0;
    words[own + BUSY] = 0;
    words[own + NAME_BYTES] = 0;
    Atomics.store(words, own, kind);
  }

  noteWrite(): void {
    Atomics.store(this.#words, this.#own + WROTE, 1);
  }

  /** The script runs for longer than most: who asks what runs, or wants it killed, waits for what comes of it. */
  becomeLong(): void {
    if (this.#words[this.#own + BUSY] === 0) Atomics.store(this.#words, this.#own + BUSY, IS_LONG);
  }

  /** The script takes so long that others are told so. @param command its arguments; what does not fit is left out */
  becomeBusy(name: string, startedMs: number, command: ParsedRequest | undefined): void {
    const own = this.#own;
    if (this.#words[own + BUSY] === IS_BUSY) return;
    const text = name.slice(0, MOST_NAME);
    this.#bytes.write(text, (own + NAME) * 4, 'latin1');
    this.#words[own + NAME_BYTES] = text.length;
    this.#floats[own / 2 + START] = startedMs;
    this.#words[own + ARGUMENTS] = command === undefined ? 0 : this.#writeArguments((own + ARGUMENTS) * 4, command);
    Atomics.store(this.#words, own + BUSY, IS_BUSY);
    this.#gates.setBusy(true);
  }

  /** @returns how many arguments had room */
  #writeArguments(start: number, { argc, argLen, argStart, buf }: ParsedRequest): number {
    const end = start + MOST_BYTES;
    let at = start + 4;
    for (let i = 0; i < argc; i++) {
      const length = argLen[i]!;
      if (argStart[i]! < 0 || at + 4 + length > end) return i;
      this.#bytes.writeInt32LE(length, at);
      buf.copy(this.#bytes, at + 4, argStart[i]!, argStart[i]! + length);
      at += 4 + length;
    }
    return argc;
  }

  get killAsked(): boolean {
    return Atomics.load(this.#words, this.#own + KILL) === 1;
  }

  /** @returns whether others had been told that the script takes long */
  end(): boolean {
    this.lent.end();
    const words = this.#words;
    const own = this.#own;
    const wasBusy = words[own + BUSY] === IS_BUSY;
    Atomics.store(words, own, RUNS_NOTHING);
    words[own + BUSY] = 0;
    if (wasBusy && this.#find(IS_BUSY) < 0) this.#gates.setBusy(false);
    return wasBusy;
  }

  /** @returns the line of a thread whose script is long or busy, as asked for; -1: of none */
  #find(state: number): number {
    const words = this.#words;
    for (let line = 0; line < MAX_THREADS * LINE; line += LINE) {
      if (Atomics.load(words, line) !== RUNS_NOTHING && Atomics.load(words, line + BUSY) === state) return line;
    }
    return -1;
  }

  /** Whether something runs of which it is not known yet whether others will be told. */
  get mayBecomeBusy(): boolean {
    return (Atomics.load(this.#words, SHIPPED) > 0 || this.#find(IS_LONG) >= 0) && this.#find(IS_BUSY) < 0;
  }

  /** What is being run for so long that others are told. */
  busy(): { readonly kind: number; readonly name: string; readonly ms: number } | undefined {
    const line = this.#find(IS_BUSY);
    if (line < 0) return undefined;
    const start = (line + NAME) * 4;
    return {
      kind: this.#words[line]!,
      name: this.#bytes.toString('latin1', start, start + this.#words[line + NAME_BYTES]!),
      ms: Math.round(wallClockMs() - this.#floats[line / 2 + START]!),
    };
  }

  /** The command that runs what `busy` tells of. */
  busyCommand(): readonly Buffer[] {
    const line = this.#find(IS_BUSY);
    const found: Buffer[] = [];
    let at = (line + ARGUMENTS) * 4;
    const count = line < 0 ? 0 : this.#words[line + ARGUMENTS]!;
    for (let i = 0; i < count; i++) {
      at += 4;
      const length = this.#bytes.readInt32LE(at);
      found.push(Buffer.from(this.#bytes.subarray(at + 4, at + 4 + length)));
      at += length;
    }
    return found;
  }

  /** SCRIPT KILL and FUNCTION KILL. @param kind of what may be killed */
  kill(kind: number): KillOutcome {
    const line = this.#find(IS_BUSY);
    if (line < 0) return 'none';
    // Which command is meant for it matters only if it may be killed.
    if (Atomics.load(this.#words, line + WROTE) === 1) return 'wrote';
    const running = Atomics.load(this.#words, line);
    if (running !== kind) return running === RUNS_FUNCTION ? 'function' : 'script';
    Atomics.store(this.#words, line + KILL, 1);
    return 'killed';
  }
}
