/** What the hammer and its threads say to each other. */
import type { SharedMemory } from '../../src/memory/slabs.ts';

export interface HammerOrder {
  readonly shared: SharedMemory;
  readonly stats: SharedArrayBuffer;
  /** Word 0: threads that are ready; word 1: 1 when all shall stop. */
  readonly signals: SharedArrayBuffer;
  readonly index: number;
  readonly threads: number;
  readonly seed: number;
  readonly keys: number;
  /** Bytes of the largest piece of a value. */
  readonly largest: number;
}

export interface HammerReport {
  readonly index: number;
  /** How often each operation was done. */
  readonly done: Readonly<Record<string, number>>;
  /** Bytes that this thread has not told to the shared figure. */
  readonly untoldBytes: number;
  /** Values that were not as somebody wrote them. */
  readonly problems: readonly string[];
}

export const READY = 0;
export const STOP = 1;
export const DATABASES = 3;
