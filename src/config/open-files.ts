import { readFileSync } from 'node:fs';

/** How many descriptors this process may open, or null where the system does not tell (it does on Linux). */
export function readOpenFileLimit(path = '/proc/self/limits'): number | null {
  try {
    const soft = /^Max open files\s+([0-9]+)/m.exec(readFileSync(path, 'latin1'))?.[1];
    return soft === undefined ? null : Number(soft);
  } catch {
    return null;
  }
}
