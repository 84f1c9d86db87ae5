/**
 * Where the log's lines go: they are written in the background, and never waited for. Whoever reads them may do it slowly
 * or not at all (a pipe that nobody empties, a terminal that was stopped): what does not fit is left out, and said.
 *
 * pino's own destination tries again for ever at the end of the process, whatever went wrong, and would keep it from ending.
 */
import { constants, fstatSync, openSync, write, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

const STANDARD_OUTPUT = 1;
/** Lines that wait to be taken; those beyond are lost. */
const MOST_BYTES = 1024 * 1024;
/** When a reader that took nothing is offered the lines again. */
const AGAIN_MS = 50;
/** How often that is done at the end of the process: it waits for a third of a second. */
const LAST_TRIES = 6;

export class LogOutput {
  readonly #fd: number;
  readonly #onLost: (lines: number) => void;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  /** What is being written, from its first byte that was not taken yet. */
  #chunk: Buffer | undefined;
  /** The system has the chunk: what it takes of it is told later. */
  #isAway = false;
  #lost = 0;

  /** @param fd writes to it must not wait @param onLost told how many lines were lost, when lines are taken again */
  constructor(fd: number, onLost: (lines: number) => void) {
    this.#fd = fd;
    this.#onLost = onLost;
    process.on('exit', () => this.#flush());
  }

  /** Takes a line, whose end is part of it. */
  write(line: string): void {
    const bytes = Buffer.from(line);
    if (this.#waitingBytes + bytes.length > MOST_BYTES) {
      this.#lost++;
      return;
    }
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#chunk === undefined) this.#next();
  }

  #next(): void {
    this.#take();
    if (this.#chunk !== undefined) this.#send(this.#chunk);
    else if (this.#lost > 0) {
      const lost = this.#lost;
      this.#lost = 0;
      this.#onLost(lost);
    }
  }

  #take(): void {
    this.#chunk = this.#waiting.length === 0 ? undefined : Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  #send(chunk: Buffer): void {
    this.#isAway = true;
    write(this.#fd, chunk, 0, chunk.length, null, (error, written) => {
      this.#isAway = false;
      if (error === null && written < chunk.length) {
        this.#chunk = chunk.subarray(written);
        this.#send(this.#chunk);
      } else if (isLater(error)) setTimeout(() => this.#send(chunk), AGAIN_MS).unref();
      // Nobody may be left to read, or the disk be full: no reason for a cache to end.
      else this.#next();
    });
  }

  /** The process ends: offers what is left for a moment. */
  #flush(): void {
    if (this.#isAway || this.#chunk === undefined) this.#take();
    let tries = LAST_TRIES;
    for (; this.#chunk !== undefined && tries > 0; this.#take()) tries = writeNow(this.#fd, this.#chunk, tries);
  }
}

/** @returns how many tries are left of those given; 0 when the chunk was not taken */
function writeNow(fd: number, chunk: Buffer, tries: number): number {
  let left = tries;
  for (let from = 0; from < chunk.length; ) {
    try {
      from += writeSync(fd, chunk, from);
    } catch (error) {
      if (!isLater(error) || left === 0) return 0;
      left--;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN_MS);
    }
  }
  return left;
}

/** Whether the reader has no room now. */
function isLater(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === 'EAGAIN';
}

const { O_APPEND, O_CREAT, O_NOCTTY, O_NONBLOCK, O_WRONLY } = constants;

/** A descriptor of a file to append to. Throws the system's error. */
export function openLogFile(path: string): number {
  // It may be a named pipe.
  return openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY, 0o666);
}

/**
 * A descriptor of the standard output to which writes never wait. Pipes and terminals are opened anew for that: whether
 * writes wait is shared with whoever else has ours, and one that waits would keep the process from ending. Files never
 * wait, and the place in them is shared.
 */
export function standardOutput(): number {
  if (fstatSync(STANDARD_OUTPUT).isFIFO() || isatty(STANDARD_OUTPUT)) {
    try {
      return openSync('/proc/self/fd/1', O_WRONLY | O_NONBLOCK | O_NOCTTY);
    } catch {
      // It is another user's, or this is no Linux.
    }
  }
  // Node makes pipes and sockets such that writes do not wait when it opens its own stream of them.
  void process.stdout;
  return STANDARD_OUTPUT;
}
