/** What a process costs, read from /proc: CPU of all its threads and resident memory. */
import { readdirSync, readFileSync } from 'node:fs';

const nanosPerTick = 10_000_000;

/** CPU of a process at one moment: nanoseconds per thread, and the process' own total in clock ticks. */
export interface CpuSample {
  readonly nanosByThread: ReadonlyMap<string, number>;
  readonly ticks: number;
}

/** CPU used by `pid` so far, user and system, all threads. */
export function readCpu(pid: number): CpuSample {
  const nanosByThread = new Map<string, number>();
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      nanosByThread.set(thread, Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]));
    } catch {
      // A thread that ended between the listing and the reading; `cpuSeconds` notices that it is missing.
    }
  }
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { nanosByThread, ticks: Number(fields[11]) + Number(fields[12]) };
}

/**
 * Seconds of CPU between two samples of one process. The scheduler's own nanosecond counters where every thread of the
 * first sample is still there (or where the kernel keeps them), else clock ticks of 10 ms, which outlive their threads.
 */
export function cpuSeconds(before: CpuSample, after: CpuSample): number {
  let nanos = 0;
  for (const value of after.nanosByThread.values()) nanos += value;
  for (const [thread, value] of before.nanosByThread) {
    if (!after.nanosByThread.has(thread)) return ((after.ticks - before.ticks) * nanosPerTick) / 1e9;
    nanos -= value;
  }
  return nanos > 0 ? nanos / 1e9 : ((after.ticks - before.ticks) * nanosPerTick) / 1e9;
}

/** VmRSS of `pid` in bytes. */
export function readRssBytes(pid: number): number {
  const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return match === null ? 0 : Number(match[1]) * 1024;
}
