// HOT: `noteWait` runs once a millisecond.
/**
 * How long this thread waited for a processor: what a clock says that something took is its own work and such waits.
 *
 * Linux counts them in nanoseconds for each thread, in a file whose reading takes one microsecond. It is read about once
 * a millisecond while there is work; who finds that something took long reads it again. So a wait shortly before
 * counts as well, and what is left is a lower bound of the work. Where there is no such file, all time is work.
 */
import { openSync, readSync } from 'node:fs';

const FILE = '/proc/thread-self/schedstat';
const SPACE = 0x20;
const ZERO = 0x30;

const text = Buffer.alloc(64);
let file = -2;
let notedUs = 0;

/** Notes what the thread has waited so far. */
export function noteWait(): void {
  notedUs = readUs();
}

/** Microseconds that the thread has waited since the last `noteWait`. */
export function waitedUs(): number {
  return file === -2 ? 0 : readUs() - notedUs;
}

/** Microseconds that the thread has waited since its start; 0 where nobody counts them. */
export function allWaitedUs(): number {
  return readUs();
}

/** Running time, waiting time and how often it was chosen, in decimal digits. */
function readUs(): number {
  if (file === -2) file = open();
  if (file < 0) return 0;
  const length = readSync(file, text, 0, text.length, 0);
  let at = 0;
  while (at < length && text[at] !== SPACE) at++;
  let ns = 0;
  for (at++; at < length && text[at] !== SPACE; at++) ns = ns * 10 + (text[at]! - ZERO);
  return ns / 1000;
}

/** cold: once a thread, whose own file it is. */
function open(): number {
  try {
    return openSync(FILE, 'r');
  } catch {
    return -1;
  }
}
