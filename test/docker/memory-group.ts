/** A control group with a memory limit, as a container engine makes one. For version 1 and 2, where we may. */
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface MemoryGroup {
  /** A process that writes its id here belongs to the group. */
  readonly procs: string;
  /** The processes must be gone. */
  remove(): void;
}

/** @returns nothing where this process may not make one */
export function makeMemoryGroup(bytes: number): MemoryGroup | undefined {
  for (const { folder, limit } of candidates()) {
    try {
      mkdirSync(folder);
    } catch {
      continue;
    }
    try {
      writeFileSync(join(folder, limit), String(bytes));
      return { procs: join(folder, 'cgroup.procs'), remove: () => rmdirSync(folder) };
    } catch {
      // The parent does not hand the memory controller down.
      rmdirSync(folder);
    }
  }
  return undefined;
}

/** A child of this process' own group, in both hierarchies. */
function candidates(): { folder: string; limit: string }[] {
  const name = `larder-test-${process.pid}`;
  return ownGroups().flatMap(([controllers, path]) => {
    if (controllers === '') return [{ folder: join('/sys/fs/cgroup', path, name), limit: 'memory.max' }];
    if (!controllers.split(',').includes('memory')) return [];
    return [{ folder: join('/sys/fs/cgroup/memory', path, name), limit: 'memory.limit_in_bytes' }];
  });
}

function ownGroups(): [controllers: string, path: string][] {
  try {
    const lines = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n');
    return lines.map((line) => {
      const [, controllers = '', path = ''] = line.split(':');
      return [controllers, path];
    });
  } catch {
    return [];
  }
}
