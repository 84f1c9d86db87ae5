/**
 * How much memory `maxmemory` stands for.
 *
 * A percentage and `auto` are relative to what this process may use: the machine's memory, or less when a cgroup
 * (a container, a systemd slice) says so. Every group from the process' own up to the root counts, in both versions
 * of cgroups, since a limit on a parent holds as well.
 */

import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';

/** What `auto` leaves for the runtime to grow beyond its idle size. */
export const headroomBytes: number = 64 * 1024 * 1024;

/** Below this a cache is no use: `auto` never goes lower, however small the container is. */
export const smallestAutoBytes: number = 16 * 1024 * 1024;

/** What is known about memory. `idleRssBytes` is the size of this process before it holds data. */
export interface MemoryFacts {
  readonly limitBytes: number;
  readonly idleRssBytes: number;
}

/** Reads a file, or null when there is none. */
export type ReadText = (path: string) => string | null;

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** `/a/b` → `/a/b`, `/a` and the root. */
function ancestors(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  return parts.map((_part, index) => `/${parts.slice(0, parts.length - index).join('/')}`).concat('');
}

function smallest(paths: readonly string[], read: ReadText): number {
  let limit = Number.POSITIVE_INFINITY;
  for (const path of paths) {
    const text = read(path)?.trim();
    if (text !== undefined && /^[0-9]+$/.test(text)) limit = Math.min(limit, Number(text));
  }
  return limit;
}

/** The least memory limit of the process' cgroups, in bytes; infinite when there is none. */
export function cgroupLimitBytes(read: ReadText = readText): number {
  let limit = Number.POSITIVE_INFINITY;
  for (const line of (read('/proc/self/cgroup') ?? '').split('\n')) {
    const [id, controllers = '', path = ''] = line.split(':');
    const groups = ancestors(path);
    if (id === '0' && controllers === '') {
      const files = groups.map((group) => `/sys/fs/cgroup${group}/memory.max`);
      limit = Math.min(limit, smallest(files, read));
    } else if (controllers.split(',').includes('memory')) {
      const files = groups.map((group) => `/sys/fs/cgroup/memory${group}/memory.limit_in_bytes`);
      limit = Math.min(limit, smallest(files, read));
    }
  }
  return limit;
}

/** Memory that this process may use: the machine's, or its cgroups' limit when that is less. In bytes. */
export function usableMemoryBytes(read: ReadText = readText, machineBytes: number = totalmem()): number {
  const limit = cgroupLimitBytes(read);
  return limit > 0 && limit < machineBytes ? limit : machineBytes;
}

/**
 * Bytes that a stored `maxmemory` stands for: a number as it is, `50%` of the usable memory, or `auto`, which is half
 * of it, less where runtime and headroom would not fit beside that. 0 is no limit.
 */
export function resolveMaxmemory(text: string, facts: MemoryFacts): number {
  if (text === 'auto') {
    const free = facts.limitBytes - facts.idleRssBytes - headroomBytes;
    return Math.max(smallestAutoBytes, Math.floor(Math.min(facts.limitBytes / 2, free)));
  }
  if (text.endsWith('%')) return Math.floor((facts.limitBytes * Number(text.slice(0, -1))) / 100);
  return Number(text);
}
